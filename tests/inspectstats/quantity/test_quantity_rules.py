"""Properties of vocabularies, the words beside the bands, flips in judgments and joint draws."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized

from inspectstats.quantity import numerals
from inspectstats.quantity.chance import poisson_binomial, probability, probability_joint
from inspectstats.quantity.defined_words import UNDEFINED
from inspectstats.quantity.flips import flips, flips_in_judgments, flips_of
from inspectstats.quantity.meanings import meaning, remainder, words
from inspectstats.quantity.missing import holds_for_interval, holds_with_missing, suggestion
from inspectstats.quantity.shipped import DEFAULT, EDUCATION_SCOTLAND, SHIPPED
from inspectstats.quantity.vocabulary import Band, Vocabulary
from inspectstats.records import InputError

each_vocabulary = pytest.mark.parametrize("vocabulary", SHIPPED.values(), ids=SHIPPED)


@each_vocabulary
def test_vocabulary_every_count_up_to_2000_has_exactly_one_word(vocabulary: Vocabulary) -> None:
    assert vocabulary.problems(2000) == []


@each_vocabulary
def test_vocabulary_small_counts_one_band_by_the_share_itself(vocabulary: Vocabulary) -> None:
    """The same by another road: compare exact shares, not integer limits."""
    for n in range(1, 101):
        for k in range(n + 1):
            found = vocabulary.bands_at(k, n)
            assert len(found) == 1
            k_min, k_max = found[0].limits(n)
            assert k_min <= k <= k_max


@each_vocabulary
def test_vocabulary_with_any_band_left_out_or_doubled_has_problems(vocabulary: Vocabulary) -> None:
    for place, band in enumerate(vocabulary.bands):
        rest = vocabulary.bands[:place] + vocabulary.bands[place + 1 :]
        assert replace(vocabulary, bands=rest).problems()
        twin = replace(band, word="twin", aliases=())
        assert replace(vocabulary, bands=(*vocabulary.bands, twin)).problems()


def test_vocabulary_two_bands_with_one_name_is_a_problem() -> None:
    twice = Vocabulary(
        "x", "1", (Band.parse("few", "[0,0.5)"), Band.parse("many", "[0.5,1]", "few"))
    )
    assert twice.problems() == ["'few' names two bands: 'few' and 'many'"]


@given(st.sampled_from(sorted(SHIPPED)), st.integers(10, 400), st.data())
def test_flips_break_a_claim_and_flips_minus_one_do_not(
    code: str, n: int, data: st.DataObject
) -> None:
    vocabulary = SHIPPED[code]
    k = data.draw(st.integers(0, n))
    word = vocabulary.word_for(k, n)
    assert word is not None
    found = flips(vocabulary, word, k, n)
    assert found.fewest is not None
    reach = range(max(0, k - found.fewest + 1), min(n, k + found.fewest - 1) + 1)
    assert all(vocabulary.holds(word, other, n) for other in reach)
    if found.down is not None:
        assert not vocabulary.holds(word, k - found.down, n)
        assert all(vocabulary.holds(word, k - d, n) for d in range(found.down))
    if found.up is not None:
        assert not vocabulary.holds(word, k + found.up, n)
        assert all(vocabulary.holds(word, k + d, n) for d in range(found.up))


def test_flips_by_the_formula_are_those_found_by_trying_every_count() -> None:
    """On every word and count, true or not, below the smallest number of bodies too."""
    for vocabulary in SHIPPED.values():
        for word in vocabulary.words():
            for n in (1, 2, 7, vocabulary.smallest_n, 10, 45, 46):
                tried = meaning(word, vocabulary)
                assert tried is not None
                for k in range(n + 1):
                    assert flips(vocabulary, word, k, n) == flips_of(tried, k, n), (word, k, n)


@settings(max_examples=sized(30, 100), deadline=None)
@given(st.lists(st.integers(1, 4), min_size=10, max_size=12), st.data())
def test_flips_in_judgments_greedy_is_the_cheapest_of_all_subsets(
    prices: list[int], data: st.DataObject
) -> None:
    costs: dict[str, int | None] = {f"b{i}": price for i, price in enumerate(prices)}
    met = data.draw(st.sets(st.sampled_from(sorted(costs))))
    n, k = len(costs), len(met)
    word = DEFAULT.word_for(k, n)
    assert word is not None
    found = flips_in_judgments(costs, met, word)
    cheapest = min(
        sum(costs[body] or 0 for body in subset)
        for size in range(1, n + 1)
        for subset in combinations(costs, size)
        if not DEFAULT.holds(word, k + sum(1 if body not in met else -1 for body in subset), n)
    )
    assert found.fewest == cheapest
    assert sum(costs[body] or 0 for body in found.edge) == cheapest


def test_flips_in_judgments_settled_bodies_cannot_be_flipped() -> None:
    costs: dict[str, int | None] = {f"b{i:02}": None for i in range(46)}
    found = flips_in_judgments(costs, {f"b{i:02}" for i in range(36)}, "most")
    assert (found.down, found.up, found.fewest, found.edge) == (None, None, None, ())


def test_flips_in_judgments_body_without_cost_is_named() -> None:
    with pytest.raises(InputError, match="'b'"):
        flips_in_judgments({"a": 1}, {"b"}, "most")


@pytest.mark.parametrize(
    ("phrase", "true_of", "false_of"),
    [
        ("some", [(1, 46), (45, 46)], [(0, 46), (46, 46)]),
        ("not all", [(0, 46), (45, 46)], [(46, 46)]),
        ("only one", [(1, 46)], [(0, 46), (2, 46), (1, 1)]),
        ("only two", [(2, 46)], [(1, 46), (2, 2)]),
        ("all three", [(3, 3)], [(2, 3), (3, 4)]),
        ("all but one", [(45, 46)], [(46, 46), (44, 46)]),
        ("both", [(2, 2)], [(1, 2), (2, 3)]),
        ("neither", [(0, 2)], [(1, 2), (0, 3)]),
        ("half", [(23, 46)], [(22, 45), (23, 45)]),
        ("in general", [(35, 46), (46, 46)], [(34, 46)]),
        ("largely", [(35, 46)], [(34, 46)]),
        ("mostly", [(33, 43)], [(32, 43)]),
        ("mixed", [(23, 46), (12, 46), (34, 46)], [(11, 46), (35, 46)]),
        ("the remainder", [(40, 46)], [(0, 46), (46, 46)]),
        ("examples of", [(2, 46), (46, 46)], [(1, 46), (0, 46)]),
        ("32 of 43", [(32, 43)], [(32, 44), (31, 43)]),
        ("thirty-two of the 43", [(32, 43)], [(32, 44)]),
        ("eight", [(8, 46)], [(7, 46)]),
        ("at least five", [(5, 46), (6, 46)], [(4, 46)]),
        ("fewer than 5", [(4, 46)], [(5, 46)]),
        ("up to five", [(5, 46), (0, 46)], [(6, 46)]),
        ("three-quarters", [(33, 44), (34, 46), (35, 46)], [(32, 44), (34, 44), (33, 46)]),
        ("three-quarters of 44", [(33, 44)], [(33, 45)]),
        ("a third", [(15, 46), (14, 43)], [(16, 46)]),
        ("two-thirds", [(31, 46)], [(30, 46), (32, 46)]),
        ("two in three", [(31, 46)], [(30, 46)]),
        ("more than half", [(24, 46)], [(23, 46)]),
        ("more than a third", [(16, 46)], [(15, 46)]),
        ("62 per cent", [(44, 71)], [(43, 71), (45, 71)]),
        ("62%", [(44, 71)], [(45, 71)]),
        ("at least 60 per cent", [(28, 46)], [(27, 46)]),
    ],
)
def test_meaning_holds_where_it_should_and_only_there(
    phrase: str, true_of: list[tuple[int, int]], false_of: list[tuple[int, int]]
) -> None:
    found = meaning(phrase)
    assert found is not None
    assert found.excludes
    assert [pair for pair in true_of if not found.holds(*pair)] == []
    assert [pair for pair in false_of if found.holds(*pair)] == []


@pytest.mark.parametrize("phrase", [*UNDEFINED, "forces", "", "of", "only", "all of them"])
def test_meaning_phrase_nobody_defined_is_none(phrase: str) -> None:
    assert meaning(phrase) is None


def test_meaning_every_word_a_lint_looks_for_has_one_in_every_vocabulary() -> None:
    for vocabulary in SHIPPED.values():
        assert [word for word in words(vocabulary) if meaning(word, vocabulary) is None] == []


def test_in_general_fails_with_one_declared_subgroup_below_half() -> None:
    found = meaning("in general")
    assert found is not None
    assert found.holds(40, 46, [(30, 33), (10, 13)])
    assert not found.holds(36, 46, [(33, 38), (3, 8)])
    assert flips_of(found, 40, 46, [(30, 33), (10, 13)]).down == 6


def test_not_all_cautions_below_half_and_some_above() -> None:
    not_all, some = meaning("not all"), meaning("some")
    assert not_all is not None
    assert some is not None
    assert (not_all.caution(45, 46), some.caution(3, 46)) == (None, None)
    assert "3 of 46" in str(not_all.caution(3, 46))
    assert "45 of 46" in str(some.caution(45, 46))


def test_word_of_another_vocabulary_means_what_that_vocabulary_says() -> None:
    ours, theirs = meaning("almost all"), meaning("almost all", EDUCATION_SCOTLAND)
    assert ours is not None
    assert theirs is not None
    assert (ours.holds(46, 46), theirs.holds(46, 46)) == (False, True)


def test_remainder_adds_up_or_is_none() -> None:
    assert remainder(46, [36]) == 10
    assert remainder(46, [30, 6]) == 10
    assert remainder(46, [46]) is None
    assert remainder(46, [40, 10]) is None


@given(st.integers(0, 999_999))
def test_number_written_in_digits_with_commas_reads_back(value: int) -> None:
    assert numerals.number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero", 0),
        ("nineteen", 19),
        ("forty three", 43),
        ("forty-three", 43),
        ("one hundred and six", 106),
        ("a hundred", 100),
        ("two thousand and five", 2005),
        ("a dozen", 12),
        ("twenty-ten", None),
        ("forces", None),
        ("1,02", None),
        ("-3", None),
        ("3.5", None),
    ],
)
def test_number_in_words(text: str, value: int | None) -> None:
    assert numerals.number(text) == value


@given(st.integers(1, 500), st.data(), st.integers(0, 2))
def test_percent_we_print_always_matches_what_it_was_printed_from(
    n: int, data: st.DataObject, digits: int
) -> None:
    k = data.draw(st.integers(0, n))
    printed = numerals.rounded_percent(k, n, digits)
    if 0 < k < n and not Fraction(1, 2 * 100 * 10**digits) <= Fraction(k, n) <= 1 - Fraction(
        1, 2 * 100 * 10**digits
    ):
        return  # so near the end that the print keeps away from 0 and 100 on purpose
    assert numerals.percent_matches(printed, k, n)


def test_percent_ties_go_either_way_and_ends_need_all_or_none() -> None:
    assert numerals.percent_matches("12 %", 1, 8)
    assert numerals.percent_matches("13 %", 1, 8)
    assert not numerals.percent_matches("12.4 %", 1, 8)
    assert not numerals.percent_matches("100 per cent", 999, 1000)
    assert not numerals.percent_matches("0 per cent", 1, 1000)
    assert numerals.rounded_percent(999, 1000) == "99 per cent"


def test_fraction_of_few_bodies_must_be_exact() -> None:
    assert numerals.fraction_matches("a third", 3, 9)
    assert not numerals.fraction_matches("a third", 3, 8)
    assert numerals.fraction_matches("½", 4, 8)


def test_interval_holds_only_when_wholly_inside_the_band() -> None:
    assert holds_for_interval(DEFAULT, "most", Fraction(76, 100), Fraction(89, 100))
    assert not holds_for_interval(DEFAULT, "most", 0.7, 0.85)


def test_suggestion_word_with_count_or_count_alone() -> None:
    assert suggestion(34, 46) == "a majority of (34 of 46)"
    assert suggestion(2, 3) == "2 of 3"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_poisson_binomial_sums_to_one_and_has_the_right_mean(p: list[float]) -> None:
    pmf = poisson_binomial(p)
    assert pmf.sum() == pytest.approx(1)
    assert float(pmf @ np.arange(len(p) + 1)) == pytest.approx(sum(p))


def test_probability_joint_shared_inspector_spreads_wider_than_independence() -> None:
    """Half the draws a harsh pool, half a lenient one: the same margins, another spread."""
    draws = np.array([[0.65] * 46, [0.95] * 46] * 50)
    joint, alone = probability_joint("most", draws), probability("most", draws.mean(axis=0))
    assert joint.value is not None
    assert alone.value is not None
    assert joint.value < alone.value
    verdicts = np.array([[1] * 36 + [0] * 10] * 4)
    assert probability_joint("most", verdicts).value == 1.0


@pytest.mark.parametrize("bad", [[0.5, 1.2], [0.5, float("nan")]])
def test_probability_outside_zero_to_one_is_refused(bad: list[float]) -> None:
    with pytest.raises(InputError, match="0 to 1"):
        poisson_binomial(bad)


def test_vocabulary_one_share_owned_twice_or_by_nobody_is_a_problem() -> None:
    twice = Vocabulary("x", "1", (Band.parse("low", "[0,0.5]"), Band.parse("high", "[0.5,1]")))
    nobody = Vocabulary("x", "1", (Band.parse("low", "[0,0.5)"), Band.parse("high", "(0.5,1]")))
    assert twice.problems() == ["two words at 50 %: 'low' and 'high'"]
    assert nobody.problems() == ["no word at 50 %, after 'low' and before 'high'"]


def test_missing_word_true_at_the_low_end_and_false_at_the_high_one_does_not_hold() -> None:
    found = holds_with_missing(DEFAULT, "most", 35, 36, 46)
    assert (DEFAULT.holds("most", 35, 46), DEFAULT.holds("most", 45, 46)) == (True, False)
    assert (found.holds, found.reason) == (False, "missing_judgments")
