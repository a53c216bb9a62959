"""Steering of one inspection: what its pages tell, and what they keep from whoever is blind."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.models import Attachment
from inspectorate.domain.evidence.recording import recording_of
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.evidence_map import evidence_map
from inspectorate.domain.judgments.models import Agreed, AgreedCitation, Assignment
from inspectorate.domain.judgments.not_submitted import not_submitted
from inspectorate.domain.publication.hanging import hanging_on
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.steering.lateness import late_in
from tests.factories import publishing
from tests.factories.findings import a_claim, agreed, an_item, assigned, submitted
from tests.factories.rooms import (
    a_key,
    a_request,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.searching import ENDED
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def from_a_session(inspection: Inspection, session: Any, **given: Any) -> Any:
    return an_item(
        inspection,
        session=session,
        observed_at=session.starts_at,
        written_at=session.ends_at,
        at=ENDED,
        **given,
    )


def test_who_has_not_submitted_leaves_out_what_its_reader_has_to_judge() -> None:
    inspection = an_inspection(phase="judging")
    lead, moderator = member(inspection, Role.LEAD), member(inspection, Role.MODERATOR)
    inspector = member(inspection, Role.INSPECTOR)
    shared, other = scope_body(inspection), scope_body(inspection, 1)
    of = criterion(inspection, "1.1")
    for body, one in ((shared, lead), (shared, inspector), (other, inspector)):
        assigned(inspection, body, of, one)
    # The lead has still to judge the shared cell: nobody of it is named or counted.
    told = [(one.inspector, len(one.rows)) for one in not_submitted(lead, inspection)]
    assert told == [(inspector, 1)]
    assert "1 judgment of 1 person is not submitted" in words(
        door(inspection, Role.LEAD).get("steering/not-submitted/")
    )
    # Who judges nothing there is told of all.
    told = [(one.inspector, len(one.rows)) for one in not_submitted(moderator, inspection)]
    assert dict(told) == {lead: 1, inspector: 2}
    assert not_submitted(inspector, inspection) == []
    submitted(shared.assignments.get(inspector=lead))
    assert [len(one.rows) for one in not_submitted(lead, inspection)] == [2]


def test_late_is_told_by_whose_it_is_without_what_its_reader_has_to_judge() -> None:
    inspection = an_inspection(phase="judging")
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    of, today = criterion(inspection, "1.1"), timezone.localdate()
    for number, one in ((0, lead), (0, inspector), (1, inspector)):
        given = assigned(inspection, scope_body(inspection, number), of, one)
        type(given).objects.filter(pk=given.pk).update(due_on=today - timedelta(days=3))
    mine, others = late_in(lead, inspection, today)
    assert [one.days for one in mine if "Judge" in one.what] == [3]
    judging = [one for one in others if one.what.startswith("Judge")]
    assert [(one.waits_on, one.days) for one in judging] == [(inspector.name, 3)]
    assert scope_body(inspection, 1).label in judging[0].what


def test_evidence_is_thin_by_the_rule_of_the_marks_and_counts_what_its_reader_may_read() -> None:
    inspection = an_inspection()
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    place = (body.pk, of.pk)
    lead, editor = member(inspection, Role.LEAD), member(inspection, Role.EDITOR)
    assert evidence_map(lead, inspection).cells[place].mark is CellMark.THIN
    an_item(inspection, origin="A sergeant")
    assert evidence_map(lead, inspection).cells[place].mark is CellMark.SINGLE_SOURCE
    an_item(inspection, origin="A policy", kind="document", marking="OFFICIAL-SENSITIVE")
    cell = evidence_map(lead, inspection).cells[place]
    assert (cell.mark, cell.items, len(cell.kinds)) == (None, 2, 2)
    cell = evidence_map(editor, inspection).cells[place]
    assert (cell.mark, cell.items) == (CellMark.SINGLE_SOURCE, 1)
    page = door(inspection, Role.LEAD).get("steering/evidence/?criterion=1.1&every=on")
    listed = re.findall(r"<td>Enough</td>", page.content.decode())
    assert len(listed) == 1
    assert f"body={body.code}&amp;criterion={of.pk}&amp;standing=on" in page.content.decode()


def test_everything_that_hangs_on_a_session_stands_on_one_page() -> None:
    inspection = an_inspection()
    visit = a_visit(inspection)
    session, silent = a_session(visit, title="The sergeants"), a_session(visit, title="Silent")
    item = from_a_session(inspection, session, words="A quokka was seen.", practice=True)
    marked = from_a_session(inspection, session, marking="OFFICIAL-SENSITIVE")
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    judged = agreed(inspection, body, of, cited=[item])
    claim = a_claim(
        inspection,
        {"criteria": ["1.1"], "practice": True, "min_items": 1},
        kind="example",
        statement="A quokka is an example.",
    )
    lead, editor = member(inspection, Role.LEAD), member(inspection, Role.EDITOR)
    for source in (session, visit):
        found = hanging_on(lead, inspection, source)
        assert [one.pk for one in found.items] == [item.pk, marked.pk]
        assert [one.pk for one in found.agreed] == [judged.pk]
        assert [one.pk for one in found.claims] == [claim.pk]
    assert [one.pk for one in hanging_on(editor, inspection, session).items] == [item.pk]
    assert hanging_on(lead, inspection, silent).items == ()
    page = door(inspection, Role.LEAD).get(f"steering/rests-on/session/{session.pk}/")
    assert "2 items of evidence, 1 judgment, 1 claim, 0 sentences" in words(page)
    assert "A quokka is an example." in words(page)


def test_sentences_stand_beside_their_claim_as_drafted_and_as_printed() -> None:
    story = publishing.a_story()
    inspection = story.inspection
    publishing.frozen(story.report)
    judged = Agreed.objects.filter(pins__claim__key="mandatory-training").first()
    assert judged is not None
    item = an_item(inspection, files=[("note.txt", b"A note.")])
    AgreedCitation.objects.create(agreed=judged, item=item)
    key = f"file-{item.attachments.get().pk}"
    page = door(inspection, Role.LEAD).get(f"steering/rests-on/{key}/")
    said = page.context["found"].sentences()["mandatory-training"]
    assert {one.edition is None for one in said} == {True, False}
    assert all("have mandatory training" in one.text for one in said)
    assert "public edition 1" in words(page)


def test_document_attached_to_an_item_holds_what_rests_on_the_item() -> None:
    inspection = an_inspection()
    item = an_item(inspection, files=[("note.txt", b"A note.")])
    an_item(inspection)
    document = Document(attachment=item.attachments.get())
    found = hanging_on(member(inspection, Role.LEAD), inspection, document)
    assert [one.pk for one in found.items] == [item.pk]


def test_what_changed_tells_nothing_of_a_cell_that_its_reader_has_to_judge() -> None:
    inspection = an_inspection(phase="judging")
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    for one in (lead, inspector):
        assigned(inspection, body, of, one)
    told = []
    for one in (inspector, lead):
        submitted(body.assignments.get(inspector=one))
        page = door(inspection, Role.LEAD).get("steering/changed/?since=2000-01-01")
        told.append(re.findall(r"<h2>Judgments\b", page.content.decode()))
    assert [len(one) for one in told] == [0, 1]


def test_day_that_is_none_is_said_and_yesterday_is_told() -> None:
    page = words(door(an_inspection(), Role.LEAD).get("steering/changed/?since=rain"))
    assert "Enter a valid date" in page


def test_pages_of_steering_ask_as_much_however_much_there_is() -> None:
    inspection = an_inspection()
    visit = a_visit(inspection)
    session = a_session(visit)
    lead = door(inspection, Role.LEAD)
    pages = ("evidence/", "late/", "not-submitted/", f"rests-on/session/{session.pk}/")
    pages += ("changed/?since=2000-01-01",)
    counts = []
    for _ in range(2):
        for number in range(2):
            item = from_a_session(inspection, session, practice=True)
            of = criterion(inspection, f"1.{number + 1}")
            body = scope_body(inspection, len(counts))
            assigned(inspection, body, of, member(inspection, Role.INSPECTOR))
            assert item
        a_claim(inspection, {"criteria": ["1.1"], "practice": True, "min_items": 1}, kind="example")
        asked = []
        for one in pages:
            lead.get(f"steering/{one}")
            with CaptureQueriesContext(connection) as made:
                assert lead.get(f"steering/{one}").status_code == 200
            asked.append(len(made))
        counts.append(asked)
    assert counts[0] == counts[1]


def test_what_cites_the_record_that_replaced_an_item_rests_on_its_document() -> None:
    inspection = an_inspection()
    item = an_item(inspection, files=[("note.txt", b"A note.")], practice=True)
    for hours in (1, 2):
        item = evidence.supersede(
            by=item.recorded_by,
            at=item.recorded_at + timedelta(hours=hours),
            key=a_key(),
            item=item,
            reason="Written out.",
            recording=recording_of(item),
        )
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    made = agreed(inspection, body, of, cited=[item])
    first = Attachment.objects.get()
    found = hanging_on(member(inspection, Role.LEAD), inspection, Document(attachment=first))
    assert [len(found.items), list(found.agreed)] == [3, [made]]


def test_who_left_the_team_is_said_to_be_no_longer_on_it() -> None:
    inspection = an_inspection(phase="judging")
    left, there = (member(inspection, Role.INSPECTOR, number) for number in range(2))
    for number, person in enumerate((left, there)):
        assigned(inspection, scope_body(inspection, number), criterion(inspection), person)
    inspection.team.filter(person=left).update(left_at=timezone.now())
    rows = not_submitted(member(inspection, Role.LEAD), inspection)
    assert {one.inspector: one.on_team for one in rows} == {left: False, there: True}
    told = words(door(inspection, member(inspection, Role.LEAD)).get("steering/not-submitted/"))
    assert told.count("No longer on the team") == 1
    Assignment.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    _, others = late_in(member(inspection, Role.LEAD), inspection, timezone.localdate())
    assert [one.whose for one in others] == [f"{left.name}, no longer on the team", there.name]


def test_link_that_takes_out_what_changed_says_how_many_leave_and_not_how_many_are_shown() -> None:
    inspection = an_inspection()
    client = door(inspection, Role.LEAD)
    for number in range(40):
        a_request(inspection, title=f"Asked {number}")
    address = "steering/changed/?since=2000-01-01"
    page = words(client.get(address))
    told = re.search(r"Take out (\d+) rows", page)
    assert told is not None
    assert "in the ledger" in page
    file = client.get(f"{address}&out=csv")
    read = b"".join(file.streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(read)))) - 1 == int(told[1])
