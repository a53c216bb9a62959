"""Who waits too long for others to write is told so, and may send the same again."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.middleware import is_busy
from tests.factories.rooms import a_key, an_inspection, member

BUSY = "Too many people are writing at this moment"


@pytest.mark.django_db(transaction=True)
def test_post_that_waited_too_long_is_answered_in_words_and_is_done_when_sent_again(
    settings: Any,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a server of a database lets several write at once")
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(phase="fieldwork")
    client = Client(raise_request_exception=False)
    client.force_login(member(inspection, Role.LEAD))
    address = reverse("inspections-terms", args=[inspection.slug])
    sent = {"key": a_key(), "text": "What is asked, of whom, until when."}
    before = inspection.terms.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    another = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    another.execute("BEGIN IMMEDIATE")
    answer = client.post(address, sent)
    assert (answer.status_code, BUSY in answer.content.decode()) == (503, True)
    another.execute("ROLLBACK")
    another.close()
    assert inspection.terms.count() == before
    assert client.post(address, sent).status_code == 302
    assert inspection.terms.count() == before + 1


def test_fault_beneath_another_is_seen_and_any_other_is_not_called_busy() -> None:
    beneath = RuntimeError("could not be written")
    beneath.__cause__ = OperationalError("database is locked")
    assert is_busy(beneath)
    assert not is_busy(OperationalError("no such table: evidence_item"))
    assert not is_busy(None)
