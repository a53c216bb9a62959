"""The gate reads a footnote where it is called: in that section, beside that claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.publication.disclosed import Out, statements, words_about
from inspectorate.domain.publication.disclosed_words import in_sections
from inspectorate.domain.publication.removed import removed_in
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.disclosure.statements import Statement
from tests.domain.publication.test_joint_counting import a_known
from tests.domain.reports.test_compile import compiled
from tests.factories.bundle import bundle

BODY = "[Some had a plan]{#mandatory}[^a]. Others did[^b].\n"
NOTES = "\n[^a]: It was B 10.\n\n[^b]: It was B 20.\n"


def an_edition(text: str) -> EditionData:
    return compiled(text, EditionKind.PUBLIC).edition


def told(text: str) -> list[Statement]:
    """What is said of named bodies in a text with the claim ``mandatory``, on criterion 2."""
    known = a_known(1)
    (claim,) = (known.claims["one among"],)
    known = replace(known, claims={"mandatory": replace(claim, key="mandatory", refs=("2",))})
    out = Out(replace(bundle(), documents=(), claims=()), [an_edition(text)], {})
    return [one for one in statements(out, known) if one.key.startswith("names")]


@pytest.mark.parametrize("after", ["", "\n# Last\n\nNothing is said here.\n"])
def test_footnote_is_read_in_the_section_that_calls_it(after: str) -> None:
    found = {one.says: one for one in told(f"# First\n\n{BODY}{after}{NOTES}")}
    assert found["named in “It was B 20.”"].criteria == {"2"}


def test_footnote_of_a_sentence_with_a_claim_is_read_beside_the_claim() -> None:
    found = {one.says: one.key for one in told(f"# First\n\n{BODY}\n# Last\n\nWords.\n{NOTES}")}
    assert found["named in “It was B 10.”"].startswith("names beside claim mandatory")


def test_footnote_called_in_two_sections_stands_in_both() -> None:
    text = f"# First\n\nW[^a].\n\n# Last\n\n{BODY}{NOTES}"
    notes = [(one.anchor, keys) for one, keys, _ in in_sections(an_edition(text)) if one.anchor]
    assert [one for one in notes if len(one[0]) == 1] == [
        ("a", ()),
        ("a", ("mandatory",)),
        ("b", ("mandatory",)),
    ]


def test_footnote_narrows_the_claim_of_the_sentence_that_calls_it_and_is_narrowed_by_it() -> None:
    text = "[Some had a plan]{#mandatory}[^a].\n\nIn Wales[^b].\n\n[^a]: In the North.\n\n"
    text += "[^b]: [They]{#mandatory} had none.\n"
    out = Out(replace(bundle(), documents=(), claims=()), [an_edition(text)], {})
    assert {"In the North.", "In Wales."} <= set(words_about(out)["mandatory"])


def test_words_removed_from_a_footnote_are_hidden_where_it_is_called() -> None:
    hidden = '[^b]: [B 20]{.sensitive marking=OFFICIAL-SENSITIVE ground="g"} did.'
    text = f"# First\n\n{BODY}\n# Last\n\nWords.\n\n[^a]: A.\n\n{hidden}\n"
    (found,) = removed_in(from_markdown(text), "Report", a_known(1))
    assert (found.bodies, found.near, found.around) == (
        frozenset({"b20"}),
        ("mandatory",),
        ("First",),
    )
