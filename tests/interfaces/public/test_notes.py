"""Where the notes of a bound sentence stand on the page, and how they read."""

import re
from dataclasses import replace

import pytest

from inspectorate.domain.publication.schema import ClaimInfo
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.interfaces.public.reading import read
from inspectorate.interfaces.public.rendering import environment
from tests.factories.bundle import bundle
from tests.factories.editions import edition


def document(text: str, then: str) -> EditionData:
    stem = Block(kind="paragraph", runs=(Run(text=text, claim=known().key),))
    return replaced(
        edition(),
        (stem, Block(kind=then, runs=(Run(text="We had no plan."),)), Block(kind="paragraph")),
    )


def replaced(data: EditionData, blocks: tuple[Block, ...]) -> EditionData:
    return replace(data, blocks=blocks)


def known() -> ClaimInfo:
    return bundle().claims[0]


def places(text: str, then: str) -> list[int]:
    return [
        len(part.bound)
        for part in read(document(text, then), {known().key: known()}, "report.json").parts
    ]


def test_notes_of_a_sentence_that_announces_a_quotation_stand_behind_the_quotation() -> None:
    assert places("One put it plainly:", "quote") == [0, 1, 0]


def test_notes_of_any_other_sentence_stand_right_behind_its_paragraph() -> None:
    assert places("One put it plainly.", "quote") == [1, 0, 0]
    assert places("One put it plainly:", "heading") == [1, 0, 0]


@pytest.mark.parametrize(
    ("ceiling", "said"),
    [("", "118 items ("), ("OFFICIAL", "118 items that can be described (")],
)
def test_number_of_items_reads_as_words_with_blanks_between(ceiling: str, said: str) -> None:
    parts = environment().get_template("parts.html").module
    drawn = parts.known  # type: ignore[attr-defined]
    told = drawn(replace(known(), evidence_ceiling=ceiling), "", {})
    assert said in re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", str(told)))


def test_footnote_is_called_by_its_letter_and_stands_at_the_end_without_a_number() -> None:
    said = (Run(text="We had no plan"), Run(text="", footnote="a"), Run(text="."))
    bound = Block(kind="footnote", anchor="a", runs=(Run(text="As <b>told</b>.", claim="k"),))
    data = replaced(edition(), (Block(kind="paragraph", runs=said), bound))
    made = read(data, {}, "report.json")
    assert made.bound == ()
    parts = environment().get_template("parts.html").module
    told = str(parts.text(made.parts[0].pieces))  # type: ignore[attr-defined]
    assert re.sub(r"\s+", " ", told) == (
        'We had no plan<sup><a href="#fn:a" aria-label="Footnote a">a</a></sup>.'
    )
