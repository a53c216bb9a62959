"""Who wrote which sentence of a section: told from what its reader has of that section's versions,
so that nobody confirms by it what another section says.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.domain.reports.sections.written import written_in
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db

S = "{.sensitive marking=OFFICIAL-SENSITIVE ground=Safety}"
CLOSED = "A small force stood here in March."
ALPHA = f"# Alpha\n\nFirst words stand. {CLOSED}\n\n"
BETA = "# Beta\n\nOther words are here.\n"


@pytest.fixture
def document() -> Document:
    """Revision 2 said all of it openly; one sentence of its first section is marked since."""
    made = a_document(an_inspection(bodies=2), "report", "report", "A report", ALPHA + BETA)
    return put(made, ALPHA.replace(CLOSED, f"[{CLOSED}]{S}") + BETA)


def now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def put(document: Document, text: str) -> Document:
    lead, at = member(document.inspection, Role.LEAD), now(document)
    given = {"document": at, "text": text, "version": at.version}
    return save(by=lead, at=DRAFTED, key=a_key(), **given)


def written(document: Document, place: int, role: Role = Role.EDITOR) -> dict[str, int]:
    """The sentences of a section, each with the number of the revision that wrote it."""
    one = standing_of(now(document))[place]
    found = written_in(member(document.inspection, role), now(document), one.identity, one.text)
    return {each.words: each.revision.number for each in found}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD])
def test_guess_at_words_of_a_closed_section_is_its_writers_own(
    document: Document, role: Role
) -> None:
    guess = "A large force stood here in March."
    put(document, now(document).text.replace(BETA, f"{BETA[:-1]} {CLOSED} {guess}\n"))
    told = written(document, 1, role)
    assert told["Other words are here."] == 2
    assert (told[CLOSED], told[guess]) == (4, 4)


def test_sentence_stays_with_its_writer_while_others_of_its_section_change(
    document: Document,
) -> None:
    changed = BETA.replace("Other words", "More came. Other [words]{#key}")
    put(document, now(document).text.replace(BETA, changed))
    put(document, now(document).text.replace("More came", "Much more came"))
    assert written(document, 1) == {"Beta": 2, "Much more came.": 5, "Other words are here.": 2}


def test_open_words_of_a_version_that_was_marked_stay_with_who_wrote_them(
    document: Document,
) -> None:
    put(document, now(document).text.replace(f"[{CLOSED}]{S}", "It is told no longer."))
    told = written(document, 0)
    assert (told["First words stand."], told["It is told no longer."]) == (2, 4)
