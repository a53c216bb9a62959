"""A row altered behind the system's back is named, though nobody touched the ledger."""

from __future__ import annotations

import pytest
from django.db import connection

from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.models import TermsOfReference
from inspectorate.foundation.ledger import chain, proof
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_key, an_inspection, member


def _drop_triggers() -> None:
    table = TermsOfReference._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            cursor.execute(
                f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER"
            )


@pytest.fixture
def terms() -> TermsOfReference:
    inspection = an_inspection()
    return actions.set_terms(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        text="Ask one question.",
    )


@pytest.mark.django_db
class TestRows:
    def test_row_as_written_has_no_fault(self, terms: TermsOfReference) -> None:
        assert list(proof.faults()) == []

    def test_row_changed_behind_the_system_is_named_while_the_chain_is_sound(
        self, terms: TermsOfReference
    ) -> None:
        _drop_triggers()
        TermsOfReference.objects.filter(pk=terms.pk).update(text="Ask another question.")
        assert list(chain.faults()) == []
        assert [fault.split(":")[0] for fault in proof.faults()] == [
            f"inspections.termsofreference/{terms.pk}"
        ]

    def test_row_removed_behind_the_system_is_named(self, terms: TermsOfReference) -> None:
        _drop_triggers()
        TermsOfReference.objects.filter(pk=terms.pk).delete()
        assert [fault.split(" (")[0] for fault in proof.faults()] == [
            f"inspections.termsofreference/{terms.pk}: the row is gone"
        ]
