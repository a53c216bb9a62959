"""The generator of contradictions: every family has its forms, what it sows is not so, and what it
calls clean is.
"""

from __future__ import annotations

import functools
import re
from fractions import Fraction

import pytest
from benchmarks.contradictions.clean import CLEAN
from benchmarks.contradictions.counted import counted, denied
from benchmarks.contradictions.forms import FAMILIES
from benchmarks.contradictions.page import read, units
from benchmarks.contradictions.saying import WORDS, bounds, numbers, percent, spelled
from benchmarks.contradictions.sowing import every, sow
from benchmarks.contradictions.sown import Family, Sown
from benchmarks.contradictions.world import planned

WORLD = planned()
BANDS = ("no", "very few", "a few", "a minority", "half", "a majority", "most", "almost all", "all")


@functools.cache
def clean() -> list[Sown]:
    return sow(WORLD, CLEAN, 400, "a seed")


def of(name: str) -> Family:
    return next(one for one in FAMILIES if one.name == name)


@pytest.mark.parametrize("family", [*FAMILIES, CLEAN], ids=lambda one: one.name)
def test_family_has_twelve_forms_that_give_cases(family: Family) -> None:
    given = [name for name, case in every(WORLD, family, "a seed") if case]
    assert len(given) >= 12


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
def test_family_gives_thirty_cases_each_another(family: Family) -> None:
    cases = sow(WORLD, family, 30, "a seed")
    assert len({case.text for case in cases}) == 30
    assert all(case.text != case.page.text for case in cases)


def test_clean_gives_four_hundred_cases_each_another() -> None:
    assert len({(one.page.name, one.text) for one in clean()}) == 400


def test_same_seed_same_cases_another_seed_others() -> None:
    one, two, other = (
        [case.text for case in sow(WORLD, of("numbers"), 30, seed)] for seed in ("1", "1", "2")
    )
    assert one == two
    assert one != other


@pytest.mark.parametrize("n", [44, 45, 46])
def test_adopted_words_one_is_true_of_each_count_and_no_other(n: int) -> None:
    for met in range(n + 1):
        true = [name for name in BANDS if WORDS[name][1](met, n) is True]
        assert len(true) == 1, (met, n, true)


def test_word_for_many_below_its_band_is_false_and_above_it_open() -> None:
    most = WORDS["most"][1]
    assert [most(met, 46) for met in (34, 35, 41, 42)] == [False, True, True, None]
    few = WORDS["a few"][1]
    assert [few(met, 46) for met in (4, 5, 11, 12)] == [None, True, True, False]


def test_bounds_are_true_by_arithmetic() -> None:
    said = {one.form: one.holds for one in bounds(30)}
    assert [name for name, holds in said.items() if holds(30, 46)] == [
        "at least",
        "no fewer than",
        "at most",
        "no more than",
        "up to",
    ]


@pytest.mark.parametrize(
    ("met", "n", "rate"), [(35, 46, 76), (23, 46, 50), (1, 200, 1), (33, 44, 75), (0, 46, 0)]
)
def test_percent_is_rounded_half_up(met: int, n: int, rate: int) -> None:
    assert percent(met, n) == rate
    assert abs(Fraction(100 * met, n) - rate) <= Fraction(1, 2)


def test_spelled_numbers() -> None:
    assert [spelled(number) for number in (1, 12, 20, 38)] == [
        "one",
        "twelve",
        "twenty",
        "thirty-eight",
    ]


@pytest.mark.parametrize(
    ("words", "other"),
    [
        (" had mandatory training", " did not have mandatory training"),
        (" had designed their own", " had not designed their own"),
        (" could say how many", " could not say how many"),
        (" did not share lessons", " shared lessons"),
        (" officers and staff we spoke to could not describe it", None),
        (" had none", " had some"),
        (" partners have confidence", " partners do not have confidence"),
    ],
)
def test_denied_turns_the_asserted_verb(words: str, other: str | None) -> None:
    expected = other or " officers and staff we spoke to could describe it"
    assert denied(words) == expected


def test_denied_of_an_unknown_verb_is_nothing() -> None:
    assert denied(" flummoxed everybody") is None


def test_numbers_sown_are_never_the_count() -> None:
    told = {form.text.split(" of ")[0] for form in numbers(9)}
    assert {"9", "nine"} <= told
    for case in sow(WORLD, of("numbers"), 60, "a seed"):
        if case.form in ("said in digits", "said in words"):
            key = next(p.key for p in case.page.of("claim") if p.start == case.change.start)
            met = WORLD.facts[key].met
            assert not re.match(rf"(?:[Ii]n )?(?:{met}|{spelled(met)}) of", case.change.new, re.I)


def test_clean_numbers_are_the_count_or_its_complement() -> None:
    said = re.compile(r"(?:in )?(\d+) (?:of|out of) the (\d+) ", re.I)
    checked = 0
    for case in clean():
        match = said.match(case.change.new)
        if match and case.form in (
            "the count in digits",
            "so many out of",
            "the complement, denied",
        ):
            key = next(p.key for p in case.page.of("claim") if p.start == case.change.start)
            fact = WORLD.facts[key]
            wanted = fact.n - fact.met if "complement" in case.form else fact.met
            assert (int(match[1]), int(match[2])) == (wanted, fact.n)
            checked += 1
    assert checked > 10


def test_every_counted_sentence_of_the_usual_shape_is_taken_apart() -> None:
    found = [one for page in WORLD.pages.values() for one in counted(page)]
    assert len(found) > 50
    assert {one.noun for one in found} >= {"forces", "force"}


def test_page_reads_spans_in_spans_fields_and_marked_blocks() -> None:
    page = read(
        "a page",
        "---\ntitle: One\n---\n\n{.narrative}\nWe asked. We saw.\n\n"
        "[Most [(Force 1)]{.sensitive} had]{#key}. Loose.\n\n```chart\nkind: strip\n"
        "caption: Two\n```\n\n> Said.\n",
    )
    kinds = {one.kind: one.text for one in page.stretches}
    assert kinds["front.title"] == "One"
    assert kinds["narrative"] == "We asked. We saw."
    assert kinds["claim"] == "Most [(Force 1)]{.sensitive} had"
    assert kinds["sensitive"] == "(Force 1)"
    assert kinds["chart.caption"] == "Two"
    assert kinds["quote"] == "Said."


def test_units_keep_a_span_of_several_sentences_whole() -> None:
    text = "[One. Two]{#a}. Three. [Four.]{.narrative} Five."
    assert [text[start:end] for start, end in units(text, 0, len(text))] == [
        "[One. Two]{#a}.",
        "Three.",
        "[Four.]{.narrative}",
        "Five.",
    ]
