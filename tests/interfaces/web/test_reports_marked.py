"""The pages of documents for who is not cleared for all of a text: what they may read, with the
rest shown as removed, why there is no editor, and no word given away by any page around it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from tests.factories.findings import a_claim, an_item
from tests.factories.publishing import DRAFTED, REPORT, Story, a_story, frozen, saved
from tests.factories.upper import Door, door, entries, words

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
GROUND = "Police Act 1996 s.55(2)"
CLOSE = f'{{.sensitive marking={SENSITIVE} ground="{GROUND}"}}'
MARKED = f"{REPORT}\n[We heard [canary-passage]{CLOSE}.]{{.narrative}}\n"
HIDDEN = f"[[canary-claim]{{#closed}}]{CLOSE}."
CANARIES = ("canary-passage", "canary-claim", "canary-statement", "canary-waived")
READERS = (Role.PRESS, Role.EDITOR)


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


@pytest.fixture
def story(log: Path) -> Story:
    """A report with a passage and a claim marked above OFFICIAL, and a full edition of it."""
    made = a_story()
    an_item(made.inspection, practice=True, marking=SENSITIVE)
    a_claim(
        made.inspection,
        {"criteria": ["1.1"], "practice": True},
        kind="example",
        name="closed",
        statement="canary-statement",
        small_number_decision="Nobody is named.",
    )
    saved(made.report, MARKED)
    frozen(made.report)
    saved(made.report, f"{MARKED}\n{HIDDEN}\n")
    made.report.waivers.create(
        check_name="x",
        excerpt="canary-waived",
        reason="canary-waived",
        by=made.who(Role.LEAD),
        at=DRAFTED,
    )
    return made


def _told(answer: Any) -> set[str]:
    content = answer.content
    if content.startswith(b"PK"):  # a Word file says nothing before it is unpacked
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(package.read(one) for one in package.namelist())
    return {one for one in CANARIES if one in content.decode(errors="replace")}


def _reads(log: Path) -> list[str]:
    told = [one.ids for one in events(log) if one.event == "read"] if log.exists() else []
    return [of for one in told for of in one["objects"]]


def _pages(reader: Door) -> dict[str, Any]:
    return {
        path: reader.get(path)
        for path in (
            "documents/",
            "documents/report/",
            "documents/report/edit/",
            "documents/report/place/",
            "documents/report/preview/full/",
            "documents/report/preview/public/",
            "documents/report/editions/1/full/",
            "documents/report/editions/1/full/pdf/",
            "documents/report/editions/1/full/word/",
            "documents/report/editions/1/public/",
            "documents/report/editions/1/public/word/",
            "documents/report/editors-copy/",
            "documents/report/markdown/",
            "documents/report/points/",
            "documents/report/points/ask/",
            "claims/claim/closed/",
            "claims/claim/mandatory-training/",
            "publication/",
            "publication/trace/?id=closed",
            "publication/trace/?id=report%23closed",
        )
    }


@pytest.mark.parametrize("role", READERS)
def test_no_page_gives_away_what_is_marked_above_the_reader(
    story: Story, log: Path, role: Role
) -> None:
    pages = _pages(door(story.inspection, role))
    assert {path: told for path, page in pages.items() if (told := _told(page))} == {}
    assert _reads(log) == []
    assert {path for path, page in pages.items() if page.status_code == 404} >= {
        "documents/report/editions/1/full/",
        "documents/report/editions/1/full/pdf/",
        "documents/report/editions/1/full/word/",
    }


def test_every_canary_is_told_to_who_is_cleared_and_noted(story: Story, log: Path) -> None:
    pages = _pages(door(story.inspection, Role.LEAD))
    assert {one for page in pages.values() for one in _told(page)} == set(CANARIES)
    full = Edition.objects.get(document=story.report, kind="full")
    assert {f"reports.document:{story.report.pk}", f"reports.edition:{full.pk}"} <= set(_reads(log))
    assert "canary" not in log.read_text()


@pytest.mark.parametrize("role", READERS)
def test_document_page_shows_the_rest_with_the_grounds_and_says_why_there_is_no_editor(
    story: Story, role: Role
) -> None:
    page = door(story.inspection, role).get("documents/report/")
    said = words(page)
    assert page.status_code == 200
    assert "We looked at training in forces." in said
    assert f"Removed: {GROUND}" in said
    assert "Ask the administrator to record your clearance" in said
    for act in ("Edit the text", "Bind a passage", "Freeze", "Full edition 1"):
        assert act not in said
    assert "Public edition 1" in said


@pytest.mark.parametrize("path", ["edit/", "place/", "points/ask/"])
def test_form_is_not_offered_to_who_may_not_read_the_text(story: Story, path: str) -> None:
    page = door(story.inspection, Role.EDITOR).get(f"documents/report/{path}")
    assert page.status_code == 200
    assert "form" not in page.context
    assert "Ask the administrator to record your clearance" in words(page)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("edit/", {"text": "Typed by somebody", "version": 1}),
        ("mend/", {"check": "x", "excerpt": "Typed by somebody", "version": 1}),
        ("points/ask/", {"due_on": "2020-05-01"}),
    ],
)
def test_form_sent_by_who_is_not_cleared_is_refused_with_the_reason_and_keeps_what_was_typed(
    story: Story, path: str, fields: dict[str, Any]
) -> None:
    before = Document.objects.get(pk=story.report.pk)
    if "due_on" in fields:
        fields = {**fields, "recipients": f"body:{story.body().code}"}
    answer = door(story.inspection, Role.EDITOR).post(f"documents/report/{path}", **fields)
    assert (answer.status_code, _told(answer)) == (422, set())
    assert "Ask the administrator to record your clearance" in words(answer)
    for typed in ("Typed by somebody", "2020-05-01"):
        assert (typed in words(answer)) is (typed in fields.values())
    assert Document.objects.get(pk=story.report.pk).version == before.version
    assert entries("reports.open_fact_check") == 0


def test_text_that_would_be_above_its_writer_stays_in_the_form(story: Story) -> None:
    saved(story.release, REPORT)
    release = Document.objects.get(pk=story.release.pk)
    answer = door(story.inspection, Role.PRESS).post(
        "documents/press-release/edit/", text=MARKED, version=release.version
    )
    assert answer.status_code == 422
    assert "The text that you send is marked Official-sensitive" in words(answer)
    assert "canary-passage" in words(answer)
    assert Document.objects.get(pk=release.pk).version == release.version


def test_claim_above_the_writer_is_not_offered_to_bind(story: Story) -> None:
    offered = {}
    for role, name in ((Role.EDITOR, "press-release"), (Role.LEAD, "press-release")):
        page = door(story.inspection, role).get(f"documents/{name}/place/")
        offered[role] = "closed:" in words(page)
    assert offered == {Role.EDITOR: False, Role.LEAD: True}


def test_document_page_asks_no_more_for_more_claims(story: Story) -> None:
    readers = {role: door(story.inspection, role) for role in (Role.EDITOR, Role.LEAD)}
    counts = []
    for _ in range(2):
        made = []
        for reader in readers.values():
            reader.get("documents/report/")
            with CaptureQueriesContext(connection) as captured:
                reader.get("documents/report/")
            made.append(len(captured))
        counts.append(made)
        for _ in range(3):
            a_claim(story.inspection, {"criteria": ["1.1"], "practice": True}, kind="example")
    assert counts[0] == counts[1]
