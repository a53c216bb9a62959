"""The pages of documents: the text with its problems beside it, each act on it, editions and
accuracy points.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.reports.models import Decision, Document, Edition, FactCheck, Point
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Place, Problem
from inspectorate.interfaces.web.reports.margin import MarginProblem, rows
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories.publishing import REPORT, Story, a_story, asked, frozen, saved
from tests.factories.rooms import a_contact, a_key, a_person
from tests.factories.upper import door, entries, words
from tests.factories.wording import signed
from tests.interfaces.web.acting import queries_of

WRONG = REPORT.replace("[Most forces have", "[Almost all forces have", 1)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """Twelve forces judged, nine with mandatory training, a report and a release."""
    return a_story()


def now(document: Document) -> Document:
    """The document as it stands."""
    return Document.objects.get(pk=document.pk)


def test_document_pages_team_reads_outsiders_find_nothing(story: Story) -> None:
    frozen(story.report)
    pages = (
        "documents/",
        "documents/report/",
        "documents/report/preview/public/",
        "documents/report/preview/full/",
        "documents/report/editions/1/public/",
        "documents/report/editions/1/full/",
        "documents/report/editions/1/public/pdf/",
        "documents/report/points/",
    )
    assert door(story.inspection, Role.INSPECTOR).statuses(*pages) == dict.fromkeys(pages, 200)
    for stranger in (a_person(Role.EDITOR), a_contact(story.body().body), a_person(Role.ADMIN)):
        assert door(story.inspection, stranger).statuses(*pages) == dict.fromkeys(pages, 404)
    writing = (
        "documents/new/open/",
        "documents/report/edit/",
        "documents/report/place/",
        "documents/report/points/ask/",
    )
    assert door(story.inspection, Role.EDITOR).statuses(*writing) == dict.fromkeys(writing, 200)
    assert door(story.inspection, Role.INSPECTOR).statuses(*writing) == dict.fromkeys(writing, 404)
    missing = (
        "documents/none/",
        "documents/report/preview/secret/",
        "documents/report/editions/2/public/",
    )
    assert door(story.inspection, Role.EDITOR).statuses(*missing) == dict.fromkeys(missing, 404)


def test_pdf_is_a_download_of_the_frozen_file(story: Story) -> None:
    frozen(story.report)
    answer = door(story.inspection, Role.PRESS).get("documents/report/editions/1/public/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{story.inspection.slug}-report-public-1.pdf"'
    )
    assert answer.content.startswith(b"%PDF-")


def test_open_then_edit_leaves_one_entry_each(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    opened = editor.post("documents/new/open/", kind="summary", title="In short", slug="summary")
    assert (opened.status_code, opened["Location"].endswith("/documents/summary/")) == (302, True)
    sent = {"text": "# In short\n", "version": 1, "key": a_key("web")}
    assert editor.post("documents/summary/edit/", **sent).status_code == 302
    assert editor.post("documents/summary/edit/", **sent).status_code == 302
    assert (entries("reports.open_document"), Document.objects.get(slug="summary").version) == (
        3,
        2,
    )
    refused = editor.post("documents/new/open/", kind="summary", title="Again", slug="summary")
    assert (refused.status_code, "There is a document of that name already." in words(refused)) == (
        422,
        True,
    )


def test_edit_from_an_old_version_shows_both_texts_and_writes_nothing(story: Story) -> None:
    before = now(story.report)
    late = door(story.inspection, Role.EDITOR).post(
        "documents/report/edit/", text="Mine alone", version=before.version - 1
    )
    assert late.status_code == 409
    assert "Mine alone" in words(late)
    assert "We looked at training in forces." in words(late)
    assert now(story.report) == before
    assert now(story.report).text == before.text


def test_problem_stands_beside_its_sentence_and_one_press_mends_it(story: Story) -> None:
    saved(story.report, WRONG)
    editor = door(story.inspection, Role.EDITOR)
    page = editor.get("documents/report/")
    row = next(
        row
        for row in page.context["rows"]
        if any(one.problem.check == "quantity_word_holds" for one in row.problems)
    )
    problem = next(
        one.problem for one in row.problems if one.problem.check == "quantity_word_holds"
    )
    assert row.line == problem.place.line
    assert any(part.problem for part in row.segments)
    assert problem.replacement is not None
    assert f"Write “{problem.replacement}”" in words(page)
    version = now(story.report).version
    sent = {"check": problem.check, "excerpt": problem.place.excerpt, "version": version}
    assert editor.post("documents/report/mend/", **sent).status_code == 302
    assert now(story.report).text == REPORT
    assert (entries("reports.mend"), editor.post("documents/report/mend/", **sent).status_code) == (
        1,
        409,
    )
    gone = editor.post("documents/report/mend/", **{**sent, "version": version + 1})
    assert (gone.status_code, "offers no change" in words(gone)) == (422, True)


def test_waive_needs_a_reason_and_leaves_a_name(story: Story) -> None:
    saved(story.report, WRONG)
    lead = door(story.inspection, Role.LEAD)
    found = lead.get("documents/report/").context["rows"]
    problem = next(
        one.problem
        for row in found
        for one in row.problems
        if one.problem.check == "quantity_word_holds"
    )
    sent = {"check": problem.check, "excerpt": problem.place.excerpt}
    assert lead.client.get(f"{lead.root}documents/report/waive/", sent).status_code == 200
    assert lead.post("documents/report/waive/", reason="", **sent).status_code == 422
    assert (
        lead.post(
            "documents/report/waive/", reason="Agreed with the press office.", **sent
        ).status_code
        == 302
    )
    assert entries("reports.waive") == 1
    assert "Recorded exception: Agreed with the press office." in words(
        lead.get("documents/report/")
    )
    assert door(story.inspection, Role.EDITOR).get("documents/report/waive/").status_code == 404


def test_place_binds_a_sentence_once(story: Story) -> None:
    editor, version = door(story.inspection, Role.EDITOR), now(story.report).version
    claim = story.inspection.claims.get()
    offered = (
        editor.get("documents/report/place/?excerpt=training+in+forces")
        .context["form"]
        .initial["excerpt"]
    )
    sent = {"excerpt": offered, "claim": claim.pk, "version": version}
    assert editor.post("documents/report/place/", **sent).status_code == 302
    assert "[training in forces]{#mandatory-training}" in now(story.report).text
    twice = editor.post(
        "documents/report/place/", **{**sent, "excerpt": "forces", "version": version + 1}
    )
    assert (twice.status_code, "Select a longer passage." in words(twice)) == (422, True)
    assert entries("reports.place") == 1


def test_freeze_refused_says_each_reason_on_page_and_act(story: Story) -> None:
    saved(story.report, WRONG)
    signing, version = door(story.inspection, Role.SIGNING), now(story.report).version
    page = words(signing.get("documents/report/"))
    assert "disabled" in page
    assert "`almost all` needs at least" in page
    refused = signing.post("documents/report/freeze/", version=version)
    assert (refused.status_code, "`almost all` needs at least" in words(refused)) == (422, True)
    assert (entries("reports.freeze"), Edition.objects.count()) == (0, 0)


def test_what_warns_is_listed_and_asks_for_a_reason_before_freezing(story: Story) -> None:
    signed(story.report)
    signing, version = door(story.inspection, Role.SIGNING), now(story.report).version
    page = words(signing.get("documents/report/"))
    assert "Before it is frozen" in page
    assert "No body was asked to check the facts of this document: Force 01, Force 02" in page
    assert "Why it is frozen all the same" in page
    lead = words(door(story.inspection, Role.LEAD).get("documents/report/"))
    assert "Before it is frozen" not in lead
    refused = signing.post("documents/report/freeze/", version=version, reason=" ")
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"]
    assert "No body was asked to check the facts" in words(refused)
    assert Edition.objects.count() == 0
    sent = {"version": version, "reason": "The time is short and nobody is named."}
    assert signing.post("documents/report/freeze/", **sent).status_code == 302
    told = words(signing.get("documents/report/"))
    assert "Frozen all the same" in told
    assert "The time is short and nobody is named." in told


def test_nothing_warns_where_every_body_was_asked_and_no_reason_is_asked_for(story: Story) -> None:
    signed(story.report)
    asked(story.report)
    signing, version = door(story.inspection, Role.SIGNING), now(story.report).version
    page = words(signing.get("documents/report/"))
    assert ("Before it is frozen" in page, "Why it is frozen" in page) == (False, False)
    assert signing.post("documents/report/freeze/", version=version).status_code == 302


def test_freeze_makes_both_editions_once(story: Story) -> None:
    signed(story.report)
    signing, version = door(story.inspection, Role.SIGNING), now(story.report).version
    sent = {"version": version, "key": a_key("web"), "reason": "Time is short."}
    assert [signing.post("documents/report/freeze/", **sent).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert (entries("reports.freeze"), sorted(Edition.objects.values_list("kind", flat=True))) == (
        1,
        ["full", "public"],
    )
    assert "Public edition 1" in words(signing.get("documents/report/"))
    assert signing.post("documents/report/freeze/", version=version - 1).status_code == 409
    assert (
        door(story.inspection, Role.EDITOR)
        .post("documents/report/freeze/", version=version)
        .status_code
        == 404
    )


def test_page_of_points_costs_as_much_for_three_bodies_as_for_one(story: Story) -> None:
    bodies = list(story.inspection.scope.select_related("body", "inspection")[:3])
    client = door(story.inspection, Role.LEAD)
    address = f"/i/{story.inspection.slug}/documents/report/points/"
    asked(story.report, bodies[0])
    few = queries_of(client.client, address)
    asked(story.report, *bodies[1:])
    assert FactCheck.objects.count() == 3
    assert queries_of(client.client, address) == few


def test_fact_check_from_asking_to_decision(story: Story) -> None:
    lead, body = door(story.inspection, Role.LEAD), story.body()
    due = (timezone.localdate() + timedelta(days=15)).isoformat()
    assert (
        lead.post(
            "documents/report/points/ask/", recipients=f"body:{body.code}", due_on="2019-01-01"
        ).status_code
        == 422
    )
    sent = {"recipients": f"body:{body.code}", "due_on": due}
    assert lead.post("documents/report/points/ask/", **sent).status_code == 302
    asked_of = FactCheck.objects.get().pk
    raised = {"kind": "accuracy", "about": "training in forces", "text": "It began in May."}
    assert lead.post(f"documents/report/points/{asked_of}/raise/", **raised).status_code == 302
    point = Point.objects.get()
    signing = door(story.inspection, Role.SIGNING)
    assert f"Nobody has decided accuracy point 1 of {body.label}." in words(
        signing.get("documents/report/")
    )
    path = f"documents/report/points/{point.pk}/decide/"
    assert lead.post(path, outcome="accepted", reason="").status_code == 422
    assert lead.post(path, outcome="accepted", reason="The records say May.").status_code == 302
    again = lead.post(path, outcome="rejected", reason="No.")
    assert (again.status_code, "This point has been decided." in words(again)) == (422, True)
    assert (
        Decision.objects.get().outcome,
        FactCheck.objects.count(),
        entries("reports.decide"),
    ) == ("accepted", 1, 1)
    assert door(story.inspection, Role.EDITOR).get(path).status_code == 404


def test_preview_public_shows_what_is_removed_and_not_what_it_said(story: Story) -> None:
    hidden = "The unit is at Anytown."
    passage = (
        f'[{hidden}]{{.sensitive marking=OFFICIAL-SENSITIVE ground="Police Act 1996 s.55(2)"}}'
    )
    saved(story.report, REPORT.replace("# How we worked", f"{passage}\n\n# How we worked"))
    lead = door(story.inspection, Role.LEAD)
    public, full = (
        words(lead.get(f"documents/report/preview/{kind}/")) for kind in ("public", "full")
    )
    assert "Anytown" not in public
    assert "Removed: Police Act 1996 s.55(2)" in public
    assert hidden in full


def a_problem(line: int, excerpt: str) -> MarginProblem:
    """A problem somewhere."""
    return MarginProblem(Problem("some_check", Place(line, 1, excerpt), "Wrong.", "Mend it."))


def test_rows_a_problem_of_the_head_stands_before_the_text() -> None:
    manuscript = from_markdown("---\ntitle: One\n---\n\n# First\n\nOne sentence.\n")
    head, found = rows(manuscript, [a_problem(2, "One"), a_problem(7, "One sentence")])
    assert [one.problem.place.line for one in head] == [2]
    assert [(row.kind, len(row.problems)) for row in found] == [("heading", 0), ("paragraph", 1)]
    assert [(part.text, part.problem) for part in found[1].segments] == [
        ("One sentence", True),
        (".", False),
    ]


def test_rows_an_excerpt_that_is_not_in_the_plain_text_marks_nothing() -> None:
    _, found = rows(from_markdown("Some *words* here.\n"), [a_problem(1, "Some *words*")])
    assert [part.problem for part in found[0].segments] == [False, False, False]
    assert found[0].unbound == ("Some words here",)
