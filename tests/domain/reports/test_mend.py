"""Taking a mend replaces the excerpt at its place and nothing else."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.mend import apply, span_of
from inspectorate.foundation.reasons.reasons import Place, Problem, Refused
from tests.domain.reports.checks.flood import FACTS, TEXT, read, with_claim
from tests.domain.reports.checks.seeded import SEEDS

PROBLEM = Problem(
    "quantity_word_holds", Place(2, 6, "most forces"), "", "", replacement="the majority of forces"
)


def test_mend_replaces_the_excerpt_at_its_place_only() -> None:
    assert apply(
        PROBLEM, "most forces\nBut, most forces."
    ) == "most forces\nBut, the majority of forces.".replace("But, ", "But, ")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mend_finds_its_line_whatever_the_line_ends(end: str) -> None:
    assert (
        apply(PROBLEM, f"one{end}But, most{end}forces.") == f"one{end}But, the majority of forces."
    )


def test_byte_order_mark_takes_no_column() -> None:
    first = replace(PROBLEM, place=Place(1, 1, "most"), replacement="few")
    assert apply(first, "\ufeffmost forces") == "\ufefffew forces"


@pytest.mark.parametrize(
    "source", ["", "one line", "one\nBut, some forces", "one\ntwo\nBut, most forces"]
)
def test_text_that_moved_on_is_refused_and_left_alone(source: str) -> None:
    with pytest.raises(Refused, match="does not stand at line 2, column 6"):
        apply(PROBLEM, source)


@pytest.mark.parametrize(
    "source",
    [
        "Most of the forces train",
        "*Most* **of** the __forces__ train",
        "[Most *of* the]{#key .narrative}\n[forces]{#other}\n\ttrain",
        "***Most of** the* [forces train",
        "Most\n>of the\r\n>forces train",
    ],
)
def test_words_are_found_where_marks_stand_between_them(source: str) -> None:
    at = source.index("Most")
    found = span_of(Place(1, at + 1, "Most of the forces train"), source, marks=True)
    assert found == (at, source.index("train") + len("train"))
    plain = span_of(Place(1, at + 1, "Most of the forces train"), source)
    assert (plain is not None) == (source == "Most of the forces train")


@pytest.mark.parametrize("words", [18, 200, 2_000])
@pytest.mark.parametrize(
    ("written", "quoted"),
    [("*w{}*", "w{}"), ("**_w{}_**", "w{}"), ("w{}]{{#a}}", "w{}"), ("**", "*"), ("__", "_")],
)
def test_passage_of_many_marked_words_is_sought_in_little_time(
    words: int, written: str, quoted: str
) -> None:
    # That the code span is not found makes all before it be tried in every way there is.
    source = " ".join(written.format(at) for at in range(words)) + " `code` end"
    excerpt = " ".join(quoted.format(at) for at in range(words)) + " code end"
    place = Place(1, source.index(quoted.format(0)) + 1, excerpt)
    begun = time.process_time()
    assert span_of(place, source, marks=True) is None
    assert time.process_time() - begun < 0.2
    found = span_of(place, source.replace("`", ""), marks=True)
    assert found is not None
    assert found[1] == len(source) - 2


def test_problem_without_a_mend_is_refused() -> None:
    with pytest.raises(Refused, match="no mend"):
        apply(replace(PROBLEM, replacement=None), "one\nBut, most forces")


def test_most_at_25_of_46_is_mended_with_one_press() -> None:
    facts = with_claim("plans", met=25, not_met=21)
    text = TEXT.split("- [Three-quarters")[0]
    (problem,) = run(read(text), facts, only=["quantity_word_holds"]).problems
    mended = apply(problem, text)
    assert "[The majority of forces]{#plans} have a flood plan" in mended
    assert run(read(mended), facts, only=["quantity_word_holds"]).problems == ()


def test_every_mend_offered_can_be_taken_and_ends_its_problem() -> None:
    taken = 0
    for seed in SEEDS:
        manuscript = seed.text()
        for problem in run(manuscript, seed.facts).problems:
            if problem.replacement is None:
                continue
            taken += 1
            text = apply(problem, manuscript.source)
            again = read(text) if manuscript.name == "report" else None
            if again is not None:
                left = [
                    one
                    for one in run(again, seed.facts).problems
                    if one.check == problem.check and one.place == problem.place
                ]
                assert left == [], (seed.name, problem)
    assert taken >= 25
    assert run(read(), FACTS).problems == ()
