"""The pages of claims for who is not cleared: key, kind and state, and no word of what is marked
above them; no form that will refuse, and nothing typed is lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from tests.factories.findings import a_claim, an_item, referenced
from tests.factories.rooms import an_inspection, criterion
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
CANARIES = ("canary-statement", "canary-decision", "canary-item", "canary-objection")
WITHHELD = "You are not recorded as cleared for that and needing to know it on this inspection."
LEAST = ("min_items", "min_kinds", "min_bodies")
PAGE = "claims/claim/closed/"


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


@pytest.fixture
def inspection(log: Path) -> Inspection:
    """One claim on an item marked OFFICIAL-SENSITIVE, and objected to."""
    made = an_inspection()
    an_item(made, practice=True, marking=SENSITIVE, words="canary-item")
    an_item(made, practice=True, words="Seen in the open.", ref="1.2")
    claim = a_claim(
        made,
        {"criteria": ["1.1"], "practice": True},
        kind="example",
        name="closed",
        statement="canary-statement",
        small_number_decision="canary-decision",
    )
    referenced(claim, supported=False, reasons="canary-objection")
    return made


def _told(page: Any) -> set[str]:
    return {one for one in CANARIES if one in page.content.decode()}


def test_pages_of_a_claim_above_the_reader_tell_key_kind_and_state_and_no_word(
    inspection: Inspection,
) -> None:
    pages = ("claims/", PAGE, "claims/claim/closed/edit/", "evidence/1/")
    shown = {
        role: {path: door(inspection, role).get(path) for path in pages}
        for role in (Role.EDITOR, Role.LEAD)
    }
    assert {one for page in shown[Role.EDITOR].values() for one in _told(page)} == set()
    assert _told(shown[Role.LEAD][PAGE]) == set(CANARIES)
    for path in ("claims/", PAGE):
        said = words(shown[Role.EDITOR][path])
        assert "closed" in said
        assert WITHHELD in said
        assert "Not supported" in said
    assert shown[Role.EDITOR]["evidence/1/"].status_code == 404


def test_claim_on_the_page_of_an_item_is_named_by_its_key_where_its_words_are_closed(
    inspection: Inspection,
) -> None:
    a_claim(
        inspection,
        {"criteria": ["1.1", "1.2"], "practice": True, "min_items": 2},
        kind="example",
        name="both",
        statement="canary-statement",
    )
    page = door(inspection, Role.EDITOR).get("evidence/2/")
    assert (page.status_code, _told(page)) == (200, set())
    assert "both" in words(page)
    assert _told(door(inspection, Role.LEAD).get("evidence/2/")) == {"canary-statement"}


def test_edit_page_says_why_there_is_no_form_and_what_is_sent_is_kept(
    inspection: Inspection,
) -> None:
    editor, path = door(inspection, Role.EDITOR), "claims/claim/closed/edit/"
    offered = editor.get(path)
    assert (offered.status_code, "<textarea" in words(offered)) == (200, False)
    assert "Ask the administrator to record your clearance" in words(offered)
    answers = {"criteria": [criterion(inspection).pk], **dict.fromkeys(LEAST, 1)}
    sent = editor.post(path, statement="Typed by the editor", version=1, **answers)
    assert (sent.status_code, _told(sent)) == (422, set())
    assert "Typed by the editor" in words(sent)
    assert "Ask the administrator to record your clearance" in words(sent)
    assert Claim.objects.get(key="closed").statement == "canary-statement"


def test_preview_of_a_claim_counts_what_the_writer_may_read(inspection: Inspection) -> None:
    an_item(inspection, practice=True)
    sent = {
        "criteria": [criterion(inspection).pk],
        "practice": "on",
        **dict.fromkeys(LEAST, 1),
        "claim_key": "x",
        "statement": "It is so",
        "look": "yes",
    }
    said = {
        role: words(door(inspection, role).post("claims/draft/?kind=example", **sent))
        for role in (Role.EDITOR, Role.LEAD)
    }
    assert "items: 1" in said[Role.EDITOR]
    assert "items: 2" in said[Role.LEAD]


def test_claim_above_official_is_noted_for_who_read_it_and_for_nobody_else(
    inspection: Inspection, log: Path
) -> None:
    claim = Claim.objects.get(key="closed")
    door(inspection, Role.EDITOR).get(PAGE)
    assert not log.exists()
    door(inspection, Role.SIGNING).get(PAGE)
    reads = [one.ids for one in events(log) if one.event == "read"]
    assert f"claims.claim:{claim.pk}" in reads[0]["objects"]
    assert "canary" not in log.read_text()


def test_short_name_that_is_offered_tells_nothing_of_a_claim_above_the_reader(
    inspection: Inspection,
) -> None:
    offered = {
        role: door(inspection, role).get("claims/draft/?kind=counted&words=Closed").context["form"]
        for role in (Role.EDITOR, Role.LEAD)
    }
    named = {role: form.initial["claim_key"] for role, form in offered.items()}
    assert named == {Role.EDITOR: "closed", Role.LEAD: "closed-2"}
