"""Documents that begin from the template of their kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.reports import actions
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.models import Document, Revision
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.templates.filling import (
    OF_BODY,
    SLOTS,
    filled,
    literal,
    slots,
    unfilled,
)
from inspectorate.domain.reports.templates.loading import template_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories.publishing import DRAFTED
from tests.factories.rooms import a_key, an_inspection, member

HOSTILE = (
    "- 1. *Bold* _under_ [x](javascript:alert(1)) {.sensitive} `code` <b>& | {{title}} \\ # !["
)


def opened(inspection: Inspection, kind: str, title: str = "A title", **more: Any) -> Document:
    return actions.open_document(
        by=member(inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        inspection=inspection,
        slug=kind,
        kind=kind,
        title=title,
        **{"from_template": True, **more},
    )


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=2)


def addressee(inspection: Inspection, kind: str) -> dict[str, ScopeBody]:
    return {"scope_body": inspection.scope.get(order=1)} if kind == "letter" else {}


# A translation begins with the words of its original.
BEGUN = [one for one in DocumentKind if not one.type.variant]


@pytest.mark.parametrize("kind", BEGUN)
def test_every_slot_of_a_template_is_in_the_closed_list(kind: str) -> None:
    assert set(slots(template_of(kind))) <= set(SLOTS)
    assert from_markdown(template_of(kind)).meta["kind"] == kind
    # In attributes and in the front matter other signs than Markdown's would count.
    told = [line for line in template_of(kind).split("\n") if line.startswith("{.")]
    assert [one for line in told for one in slots(line)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BEGUN)
def test_new_document_from_a_template_has_no_problem_that_blocks(
    inspection: Inspection, kind: str
) -> None:
    document = opened(inspection, kind, **addressee(inspection, kind))
    found = proof_of(document, DRAFTED.date()).problems().problems
    assert [(str(one.check), one.place.excerpt) for one in found] == []
    # Those that each letter has of its own stay open in the template of letters.
    assert set(slots(document.text)) == (OF_BODY if DocumentKind(kind).type.template else set())
    assert inspection.question in from_markdown(document.text).source.replace("\\", "")


@pytest.mark.django_db
def test_template_is_the_first_revision_with_its_sections_and_the_record_says_so(
    inspection: Inspection,
) -> None:
    document = opened(inspection, "report")
    row = Revision.objects.get(document=document)
    assert (document.version, row.number, row.text) == (2, 2, document.text)
    assert document.sections.count() == len(row.layout)
    assert Entry.objects.get(verb="reports.open_document").detail == {
        "slug": "report",
        "kind": "report",
        "from_template": True,
    }
    empty = opened(inspection, "summary", from_template=False)
    assert (empty.text, empty.version, empty.revisions.count()) == ("", 1, 0)
    assert (
        Entry.objects.filter(verb="reports.open_document").last().detail["from_template"] is False
    )


@pytest.mark.django_db
def test_letter_to_nobody_is_not_begun_from_its_template(inspection: Inspection) -> None:
    with pytest.raises(Refused) as refusal:
        opened(inspection, "letter")
    assert [(one.code, one.field) for one in refusal.value.reasons] == [
        ("template_unfilled", "scope_body")
    ]
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_letter_is_to_its_body_under_the_name_of_the_inspection(inspection: Inspection) -> None:
    body = inspection.scope.get(order=1)
    ScopeBody.objects.filter(pk=body.pk).update(label=HOSTILE)
    text = opened(inspection, "letter", scope_body=ScopeBody.objects.get(pk=body.pk)).text
    heading = next(one for one in from_markdown(text).blocks if one.kind == "heading")
    assert (heading.text, heading.spans, heading.styles) == (f"Letter to {HOSTILE}", (), ())


def test_names_with_signs_of_markdown_come_out_as_they_are() -> None:
    for words in (
        HOSTILE,
        "1) One",
        "+ plus",
        "--- rule",
        "=== ",
        "12. Twelve",
        ": ---",
        "~~~",
        "a  b",
    ):
        (block,) = from_markdown(literal(words)).blocks
        assert (block.kind, block.text) == ("paragraph", " ".join(words.split()))
        assert (block.spans, block.styles) == ((), ())


@given(st.text("-+=:~*_`[]{}()<>&#!|\\.^\"' \n1a", max_size=30))
def test_any_words_in_a_slot_are_read_as_these_words(words: str) -> None:
    meant = " ".join(words.split())
    blocks = from_markdown(filled("So: {{title}} end.", {"title": words})).blocks
    assert [(one.text, one.spans, one.styles) for one in blocks] == [
        (f"So: {meant} end." if meant else "So:  end.", (), ())
    ]
    alone = from_markdown(filled("# {{title}}", {"title": words})).blocks
    assert [(one.kind, one.text) for one in alone] == [("heading", meant)]


def test_slot_of_several_values_writes_its_line_once_for_each_and_fills_nothing_twice() -> None:
    values = {"title": "{{question}}", "question": "Why?", "area": ("One", "Two")}
    text = filled("# {{title}}\n## {{area}} of {{title}}\n{{nothing}} {{ title }}\n", values)
    assert text == (
        "# \\{\\{question\\}\\}\n## One of \\{\\{question\\}\\}\n## Two of \\{\\{question\\}\\}\n"
        "{{nothing}} {{ title }}\n"
    )
    assert unfilled("{{title}} {{body}} {{body}} {{area}}", {"title": "T", "area": ()}) == [
        "body",
        "area",
    ]
