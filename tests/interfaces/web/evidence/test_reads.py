"""Reading marked evidence leaves a line in the security log: ids, never words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from tests.factories.findings import an_item
from tests.factories.rooms import an_inspection, member

pytestmark = pytest.mark.django_db
WORDS = "Somebody at the back said plainly"


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def _reads(log: Path) -> list[dict[str, Any]]:
    return [one.ids for one in events(log) if one.event == "read"] if log.exists() else []


def _client(inspection: Inspection, role: Role) -> Client:
    client = Client()
    client.force_login(member(inspection, role))
    return client


def _marked(inspection: Inspection, marking: str) -> Item:
    return an_item(inspection, words=WORDS, marking=marking, files=[("notes.txt", b"What.\n")])


def test_item_and_file_above_official_are_noted_with_who_read_them(
    log: Path, inspection: Inspection
) -> None:
    item, reader = _marked(inspection, "OFFICIAL-SENSITIVE"), member(inspection, Role.ANALYST)
    client = _client(inspection, Role.ANALYST)
    client.get(reverse("evidence-item", args=[inspection.slug, item.number]))
    client.get(reverse("evidence-file", args=[inspection.slug, item.attachments.get().pk]))
    client.get(reverse("evidence-list", args=[inspection.slug]))
    about = {
        "person": reader.pk,
        "inspection": inspection.slug,
        "marking": "OFFICIAL-SENSITIVE",
    }
    of = [f"evidence.item:{item.pk}", f"evidence.attachment:{item.attachments.get().pk}"]
    assert _reads(log) == [
        {**about, "objects": [of[0]]},
        {**about, "objects": [of[1]]},
        {**about, "objects": [of[0]]},
    ]
    assert "Somebody" not in log.read_text()
    assert "notes" not in log.read_text()


def test_item_up_to_official_is_not_noted(log: Path, inspection: Inspection) -> None:
    item = _marked(inspection, "OFFICIAL")
    page = reverse("evidence-item", args=[inspection.slug, item.number])
    assert WORDS in _client(inspection, Role.ANALYST).get(page).content.decode()
    assert _reads(log) == []


def test_item_that_was_not_shown_is_not_noted(log: Path, inspection: Inspection) -> None:
    item = _marked(inspection, "OFFICIAL-SENSITIVE")
    page = reverse("evidence-item", args=[inspection.slug, item.number])
    assert _client(inspection, Role.EDITOR).get(page).status_code == 404
    assert _reads(log) == []
