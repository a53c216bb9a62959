"""A problem that was let stand in a closed section is told to who types the same words elsewhere:
were it gone, a guess at those words would be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from inspectorate.domain.reports import queries
from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections.left import left_of
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.domain.reports.sections.typed import findings_as_typed
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Problem
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db

DAY = date(2020, 2, 1)
S = "{.sensitive marking=OFFICIAL-SENSITIVE ground=Safety}"
OPEN, CLOSED = "Vans were late last week.", "Phones were lost last month."
ALPHA = f"# Alpha\n\n{OPEN}\n\n"
BETA = f"# Beta\n\n[{CLOSED}]{S}\n"


@pytest.fixture
def document() -> Document:
    made = a_document(an_inspection(bodies=2), "report", "report", "A report", ALPHA + BETA)
    return put(made, f"{ALPHA}{BETA}\nMore.\n")


def put(document: Document, text: str) -> Document:
    lead, at = member(document.inspection, Role.LEAD), Document.objects.get(pk=document.pk)
    given = {"document": at, "text": text, "version": at.version}
    return save(by=lead, at=DRAFTED, key=a_key(), **given)


def waive(document: Document, words: str) -> None:
    """The lead lets stand what the checks say of these words."""
    lead = member(document.inspection, Role.LEAD)
    found = about(queries.laid_out(lead, document, DAY)[0].problems().problems, words)
    assert found
    for one in found:
        document.waivers.create(
            check_name=one.check, excerpt=one.place.excerpt, reason="So.", by=lead, at=DRAFTED
        )


def about(problems: Iterable[Problem], words: str) -> list[Problem]:
    found = [(one, one.place.excerpt) for one in problems]
    return [one for one, said in found if said and (said in words or words in said)]


def typed(document: Document, text: str) -> list[tuple[str, str]]:
    identity = standing_of(document)[0].identity
    editor = member(document.inspection, Role.EDITOR)
    found = findings_as_typed(editor, document, identity, text, DAY).problems
    return [(one.problem.check, one.problem.place.excerpt) for one in found]


def test_guess_at_a_closed_passage_that_was_let_stand_is_answered_as_any_other(
    document: Document,
) -> None:
    guess = f"{ALPHA}{CLOSED}\n\n"
    before = typed(document, guess)
    assert any("last month" in excerpt for _, excerpt in before)
    waive(document, CLOSED)
    assert typed(document, guess) == before
    # Saved, it stands in what they read, and in what they do not.
    saved = put(document, document.text.replace(ALPHA, guess))
    left = left_of(member(document.inspection, Role.EDITOR), saved, DAY).problems()
    assert any("last month" in one.place.excerpt for one in left)


def test_what_was_let_stand_of_an_open_section_is_told_no_more(document: Document) -> None:
    assert any("last week" in excerpt for _, excerpt in typed(document, ALPHA))
    waive(document, OPEN)
    assert not any("last week" in excerpt for _, excerpt in typed(document, ALPHA))
    lead = member(document.inspection, Role.LEAD)
    identity = standing_of(document)[0].identity
    found = findings_as_typed(lead, document, identity, ALPHA, DAY).problems
    assert not any("last week" in one.problem.place.excerpt for one in found)
