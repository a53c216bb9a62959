"""The database itself refuses to change or delete evidence."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from inspectorate.domain.evidence import actions
from inspectorate.domain.evidence.models import (
    Attachment,
    Item,
    ItemCriterion,
    Supersession,
    Withdrawal,
)
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.rooms import a_key, an_inspection, member


@pytest.mark.django_db
def test_rows_of_evidence_changed_or_deleted_by_hand_are_refused() -> None:
    inspection = an_inspection()
    one, other, inspector = (
        an_item(inspection, files=[("a.txt", b"x")]),
        an_item(inspection),
        member(inspection, Role.INSPECTOR),
    )
    actions.withdraw(by=inspector, at=LATER, key=a_key(), item=other, reason="Wrong")
    actions.supersede(
        by=inspector,
        at=LATER,
        key=a_key(),
        item=one,
        reason="Fuller",
        recording=a_recording(inspection),
    )
    refused = {}
    for model in (Item, ItemCriterion, Attachment, Withdrawal, Supersession):
        table = model._meta.db_table
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError) as refusal,
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
            refused[statement] = "never changed or deleted" in str(refusal.value)
    assert refused == dict.fromkeys(refused, True)
    assert len(refused) == 10
