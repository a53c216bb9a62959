"""The pages of the factual accuracy check: everybody by one press, the copy of a reader for us,
what changed, and the letter of outcome.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.rounds import changes
from inspectorate.domain.reports.models import Document, FactCheck, Point
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import a_document, saved
from tests.factories.rooms import a_key, a_person, an_inspection, join, member, scope_body
from tests.factories.upper import door, entries, words


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def document(db: None) -> Document:
    """A draft that names one body."""
    inspection = an_inspection(bodies=3)
    text = (
        f"# Summary\n\nAll is well.\n\n# Findings\n\n{scope_body(inspection).label} trains all.\n"
    )
    return a_document(inspection, "report", "report", "A draft", text)


DUE = timedelta(days=15)


def test_one_press_asks_all_and_what_changes_then_waits_for_an_evidence_checker(
    document: Document,
) -> None:
    inspection = document.inspection
    lead = door(inspection, Role.LEAD)
    codes = list(inspection.scope.values_list("code", flat=True))
    page = words(lead.get("documents/report/points/ask/"))
    assert all(one.label in page for one in inspection.scope.all())
    due = (timezone.localdate() + DUE).isoformat()
    every = [f"body:{code}" for code in codes]
    assert (
        lead.post("documents/report/points/ask/", recipients=every, due_on=due).status_code == 302
    )
    assert (FactCheck.objects.count(), entries("reports.open_fact_check")) == (3, 3)
    again = lead.post("documents/report/points/ask/", recipients=every, due_on=due)
    assert again.status_code == 422
    saved(Document.objects.get(pk=document.pk), document.text.replace("trains all", "trains few"))
    checker = door(inspection, Role.REFERENCER)
    listed = checker.get("documents/report/points/changed/")
    assert "Say whether change 1 is new criticism" in words(listed)
    link = next(
        part
        for part in listed.content.decode().split('"')
        if "/points/" in part and "/changed/" in part and not part.endswith("/points/changed/")
    )
    assert checker.client.get(link).status_code == 200
    path = link.split(f"/i/{inspection.slug}/")[1]
    assert checker.post(path, new="yes").status_code == 302
    assert "ask it again" in words(checker.get("documents/report/points/changed/"))
    listed = words(checker.get("documents/report/points/changed/"))
    assert "Take back the answer on change 1" in listed
    assert checker.post(f"{path}back/", reason="Too quick").status_code == 302
    listed = words(checker.get("documents/report/points/changed/"))
    assert "Say whether change 1 is new criticism" in listed
    assert checker.get(f"{path}back/").status_code == 404
    assert checker.post(path, new="yes").status_code == 302
    assert "body:" in lead.get("documents/report/points/ask/").content.decode()


def test_change_is_told_to_no_checker_who_may_not_read_the_text_whatever_is_sent(
    document: Document,
) -> None:
    inspection = document.inspection
    every = [f"body:{scope_body(inspection).code}"]
    due = (timezone.localdate() + DUE).isoformat()
    door(inspection, Role.LEAD).post("documents/report/points/ask/", recipients=every, due_on=due)
    sealed = '[trains few]{.sensitive marking=OFFICIAL-SENSITIVE ground="G"}'
    saved(Document.objects.get(pk=document.pk), document.text.replace("trains all", sealed))
    (change,) = changes(proof_of(Document.objects.get(pk=document.pk)))
    reads = member(inspection, Role.REFERENCER)
    uncleared = join(inspection, Role.REFERENCER, reading=False)
    checker = door(inspection, uncleared)
    path = f"documents/report/points/{change.check.pk}/changed/{change.identity}/"
    told = [checker.post(path, reason="x")]
    accuracy.answer_criticism(
        by=reads,
        at=timezone.now(),
        key=a_key(),
        fact_check=change.check,
        identity=change.identity,
        new=False,
    )
    told.append(checker.post(f"{path}back/", why="x"))
    assert [(one.status_code, "trains" in words(one)) for one in told] == [(422, False)] * 2


def test_reader_for_us_opens_a_marked_copy_raises_a_point_with_a_file_and_gets_its_outcome(
    document: Document, client: Client
) -> None:
    inspection = document.inspection
    lawyer, lead = a_person(Role.BODY), door(inspection, Role.LEAD)
    day = timezone.localdate() + DUE
    given = {"kind": "lawyer", "person": lawyer.pk, "due_on": day.isoformat()}
    assert lead.post("documents/report/points/ask-another/", **given).status_code == 422
    asked = lead.post("documents/report/points/ask-another/", **given, until=day.isoformat())
    assert asked.status_code == 302
    check = FactCheck.objects.get()
    client.force_login(lawyer)
    assert "/portal/drafts/1/" in client.get("/portal/").content.decode()
    page = words(client.get("/portal/drafts/1/"))
    assert f"copy 1 for Lawyer: {lawyer.name}" in page
    assert "trains all" in page
    said = {"kind": "accuracy", "passage": "2", "text": "Not all of them.", "key": "one"}
    with_file = {**said, "file": SimpleUploadedFile("shown.txt", b"Two of three.")}
    assert client.post("/portal/drafts/1/point/", with_file).status_code == 302
    file = "/portal/drafts/1/points/1/file/"
    assert file in client.get("/portal/drafts/1/").content.decode()
    assert b"".join(client.get(file).streaming_content) == b"Two of three."
    assert (
        client.get("/portal/drafts/1/points/2/file/").status_code,
        _not_theirs(check, file),
    ) == (404, 404)
    point = Point.objects.get()
    assert _opened_where_it_is_decided(inspection, point) == {b"Two of three."}
    decided = {"outcome": "rejected", "reason": "The record says all."}
    assert lead.post(f"documents/report/points/{point.pk}/decide/", **decided).status_code == 302
    letter = words(lead.get(f"documents/report/points/{check.pk}/outcome/"))
    assert "The record says all." in letter
    assert "The words stand as they were." in letter
    assert client.post("/portal/drafts/1/finish/", {"key": "two"}).status_code == 302
    assert "Nothing more to say" in words(client.get("/portal/"))
    assert "More to say after all" in words(client.get("/portal/drafts/1/"))
    assert client.post("/portal/drafts/1/reopen/", {"key": "three"}).status_code == 302
    recall = f"documents/report/points/{check.pk}/recall/"
    assert lead.post(recall, reason="The wrong lawyer").status_code == 302
    told = words(client.get("/portal/drafts/1/"))
    assert "was recalled on" in told
    assert "trains all" not in told
    assert "The wrong lawyer" not in told
    assert "The record says all." in told
    assert client.get(file).status_code == 200
    assert "Recalled" in words(client.get("/portal/"))
    for act in ("point", "finish", "reopen"):
        assert client.get(f"/portal/drafts/1/{act}/").status_code == 404
    assert "The wrong lawyer" in words(lead.get("documents/report/points/"))
    FactCheck.objects.filter(pk=check.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert client.get("/portal/drafts/1/").status_code == 404
    assert client.get(file).status_code == 404


def _not_theirs(check: FactCheck, file: str) -> int:
    """How the address of a file of somebody's point answers another reader of the same draft."""
    other = a_person(Role.BODY)
    again = FactCheck.objects.get(pk=check.pk)
    again.pk, again.person = None, other
    again.save()
    client = Client()
    client.force_login(other)
    assert client.get("/portal/drafts/1/").status_code == 200
    return client.get(file).status_code


def _opened_where_it_is_decided(inspection: Inspection, point: Point) -> set[bytes]:
    """What whoever decides points, edits or checks is given from the page of the points."""
    found = set()
    for role in (Role.LEAD, Role.EDITOR, Role.REFERENCER):
        staff = door(inspection, role)
        path = f"documents/report/points/{point.pk}/file/"
        assert path in staff.get("documents/report/points/").content.decode()
        found.add(b"".join(staff.get(path).streaming_content))
    return found
