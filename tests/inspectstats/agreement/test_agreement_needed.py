"""How many doubles would do, what a difference of two waves rests on, and what is said of few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats import agreement as ag
from inspectstats.agreement.breakdown import FEWEST_PAIRS, pair_counts
from inspectstats.agreement.difference import difference
from inspectstats.agreement.inspecting import Inspecting, inspected, stream, true_alpha_of
from inspectstats.agreement.needed import (
    Doubles,
    doubles_for_width,
    doubles_to_decide,
    with_pairs,
)
from inspectstats.agreement.reading import nearly_alike
from inspectstats.agreement.two_way import Parts
from inspectstats.records import InputError, Result

ACROSS = Inspecting(across=True)


def _alike() -> ag.Ratings:
    """44 of 46 bodies the same grade, as two of six inspectors find; never far apart."""
    codes = np.full((46, 6), -1)
    for body in range(46):
        codes[body, [body % 6, (body + 1) % 6]] = 1
    codes[5, 5], codes[17, 5] = 2, 0
    return ag.from_codes(codes, 4, force=[f"B{body}" for body in range(46)])


def test_pairs_are_counted_by_how_far_apart_they_are() -> None:
    ratings = ag.from_codes(np.array([[0, 1, 3], [2, 2, -1], [1, -1, -1]]), 4)
    assert pair_counts(ratings) == {"n_pairs": 4, "n_same": 1, "n_one_step": 1, "n_further": 2}


def test_criterion_with_few_pairs_is_answered_with_raw_counts_and_no_figure() -> None:
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 3, (60, 2))
    criterion = ["few"] * (FEWEST_PAIRS - 1) + ["enough"] * (60 - FEWEST_PAIRS + 1)
    ratings = ag.from_codes(codes, 3, criterion=criterion)
    found = ag.by_criterion(ratings)
    assert found["enough"].value is not None
    few = found["few"]
    assert (few.value, few.low, few.reason) == (None, None, "too_few_pairs")
    assert few.interval_reason == "too_few_pairs"
    rows = codes[: FEWEST_PAIRS - 1]
    assert few.counts["n_pairs"] == FEWEST_PAIRS - 1
    assert few.counts["n_same"] == int((rows[:, 0] == rows[:, 1]).sum())
    assert few.counts["n_further"] == int((abs(rows[:, 0] - rows[:, 1]) > 1).sum())


def test_fewest_pairs_can_be_set_for_a_table() -> None:
    ratings = ag.from_codes(np.array([[0, 1], [1, 1], [0, 0]]), 2, team=["t"] * 3)
    assert ag.by_team(ratings)["t"].reason == "too_few_pairs"
    assert ag.by_team(ratings, fewest=3)["t"].value is not None


def test_nearly_all_the_same_grade_is_not_read_as_disagreement() -> None:
    found = ag.summary(_alike())
    assert found.alpha.high is not None
    assert found.alpha.high < 0.667
    assert "nearly all gave the same grade" in found.reading
    assert "too little variety to tell how well inspectors separate bodies" in found.reading
    assert "clear up" not in found.reading


@pytest.mark.parametrize(
    ("high", "least", "near", "alike"),
    [
        (0.66, 0.80, 0.95, True),
        (0.667, 0.80, 0.95, False),
        (0.66, 0.79, 0.95, False),
        (0.66, 0.80, 0.94, False),
    ],
    ids=["all hold", "alpha may reach", "AC2 too low", "too many far apart"],
)
def test_nearly_alike_needs_all_three_figures(
    high: float, least: float, near: float, alike: bool
) -> None:
    low_alpha = Result("a", 0.1, -0.1, high)
    assert nearly_alike(low_alpha, Result("b", 0.9, least, 1.0), Result("c", near)) is alike


def test_low_agreement_of_varied_grades_is_still_told_to_clear_up_the_criteria() -> None:
    rng = np.random.default_rng(4)
    ratings = ag.from_codes(rng.integers(0, 4, (200, 3)), 4)
    assert "clear up the criteria" in ag.summary(ratings).reading


def test_criterion_nearly_all_alike_is_not_flagged_for_its_alpha() -> None:
    ratings = _alike()
    of_one = replace(ratings, criterion=ag.Grouping(np.zeros(46, dtype=np.int64), ("1.3",)))
    assert ag.flags(of_one).criteria == ()


def test_two_way_reading_tells_whom_it_holds_for() -> None:
    found = ag.summary(inspected(ACROSS, stream("whom", 1)), interval="two_way")
    assert "for any inspectors like these" in found.reading
    assert found.alpha.interval_method == found.ac2.interval_method == "two_way"


def test_two_way_reading_of_two_inspectors_tells_that_it_holds_for_them_only() -> None:
    ratings = inspected(Inspecting(inspectors=2, teams=1, double=0.3), stream("two", 1))
    found = ag.summary(ratings, interval="two_way")
    assert found.alpha.interval_method == "jackknife"
    assert found.alpha.low is not None
    assert "for these inspectors only" in found.reading
    assert found.doubles is None


def test_doubles_for_a_width_are_those_at_which_a_larger_inspection_is_as_narrow() -> None:
    """From 20 % judged twice, the pairs for the width that 60 % were seen to give."""
    wanted, told = [], []
    for run in range(sized(20, 60)):
        small = inspected(ACROSS, stream("width", run))
        large = ag.alpha(
            inspected(replace(ACROSS, double=0.6), stream("width", run)), interval="two_way"
        )
        assert large.low is not None
        assert large.high is not None
        wanted.append(large.high - large.low)
        found = doubles_for_width(small, float(np.median(wanted)))
        told.append(found.needed if found.needed is not None else np.inf)
    # 331 pairs are 60 % of 552.
    assert 200 < float(np.median(told)) < 500


def test_more_doubles_make_the_expected_interval_narrower_until_it_decides() -> None:
    ratings = inspected(ACROSS, stream("decide", 1))
    now = ag.alpha(ratings, interval="two_way")
    assert now.low is not None
    assert now.high is not None
    close = (2 * now.low + (now.value or 0.0)) / 3
    found = doubles_to_decide(ratings, threshold=close)
    assert found.reason == "ok"
    assert found.pairs == 110
    assert found.needed == found.pairs + (found.more or 0)
    assert found.low is not None
    assert found.high is not None
    assert found.low >= close
    assert found.high - found.low < now.high - now.low


def test_doubles_already_decided_ask_for_none() -> None:
    ratings = inspected(ACROSS, stream("decide", 2))
    found = doubles_to_decide(ratings, threshold=-0.9)
    assert (found.reason, found.more) == ("decided", 0)


def test_figure_at_the_threshold_is_decided_by_no_number_of_doubles() -> None:
    ratings = inspected(ACROSS, stream("decide", 3))
    value = ag.alpha(ratings).value
    assert value is not None
    found = doubles_to_decide(ratings, threshold=value + 1e-6)
    assert found.reason in ("inspectors_differ", "bodies_differ")
    assert found.more is None


@pytest.mark.parametrize(
    ("doubles", "words"),
    [
        (Doubles(0.6, 110, 283, 173, 0.5, 0.66), "have about 180 more things judged twice"),
        (Doubles(0.6, 110, reason="inspectors_differ"), "the number of inspectors keeps the range"),
        (Doubles(0.6, 110, reason="bodies_differ"), "the number of bodies keeps the range wide"),
        (Doubles(0.6, 110, 900, 790, reason="too_few_cells"), "all that is judged is too little"),
        (None, "have more things judged twice"),
    ],
)
def test_undecided_reading_says_how_many_more_would_decide(
    doubles: Doubles | None, words: str
) -> None:
    figures = (Result("a", 0.62, 0.48, 0.74), Result("p", 0.7, counts={"n_categories": 4}))
    assert words in ag.plain_reading(*figures, doubles=doubles)


def test_more_doubles_than_there_are_cells_are_told_as_too_many() -> None:
    ratings = inspected(ACROSS, stream("guide", 5))
    free, bound = (doubles_to_decide(ratings, cells=cells) for cells in (None, 200))
    assert free.reason == "ok"
    assert (free.needed or 0) > 200
    assert (bound.needed, bound.reason) == (free.needed, "too_few_cells")


def test_doubles_of_too_few_inspectors_say_so() -> None:
    two = inspected(Inspecting(inspectors=2, teams=1), stream("two", 2))
    assert doubles_to_decide(two).reason == "too_few_inspectors"


def test_width_of_nothing_and_unknown_figure_are_refused() -> None:
    ratings = inspected(ACROSS, stream("refused", 1))
    with pytest.raises(InputError, match="width"):
        doubles_for_width(ratings, 0)
    with pytest.raises(InputError, match="figure"):
        doubles_for_width(ratings, 0.2, "kappa")


def test_difference_of_a_wave_with_itself_is_none_and_certain() -> None:
    ratings = inspected(ACROSS, stream("same", 1))
    found = difference(ratings, ratings)
    assert found.value == 0.0
    assert found.se == pytest.approx(0.0, abs=1e-9)


def test_difference_of_waves_sharing_inspectors_and_bodies_is_narrower_than_of_strangers() -> None:
    """The second wave is the first, a twentieth of it judged anew."""
    first = inspected(replace(ACROSS, double=1.0), stream("wave", 1))
    codes = first.codes.astype(int)
    rows = np.arange(0, len(codes), 20)
    codes[rows] = np.where(codes[rows] >= 0, (codes[rows] + 1) % 4, -1)
    second = ag.from_codes(codes, 4, force=first.force, raters=first.raters)
    shared, strangers = (difference(first, second, shared=how) for how in ("names", "nothing"))
    assert shared.value == strangers.value
    assert shared.se is not None
    assert strangers.se is not None
    assert shared.se < 0.6 * strangers.se


def test_difference_of_independent_waves_has_the_variance_of_both() -> None:
    first, second = (inspected(ACROSS, stream("apart", number)) for number in (1, 2))
    found = difference(first, second, shared="nothing")
    each = [ag.alpha(wave, interval="two_way").se or 0.0 for wave in (first, second)]
    assert found.se is not None
    # The inspectors' part has a floor, which two waves together reach in other places.
    assert found.se == pytest.approx(float(np.hypot(*each)), rel=0.15)
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0.0) < found.high


def test_difference_refuses_other_scales_and_says_why_a_wave_has_no_interval() -> None:
    ratings = inspected(ACROSS, stream("scale", 1))
    other = inspected(replace(ACROSS, cuts=(0.5,)), stream("scale", 1))
    with pytest.raises(InputError, match="scales"):
        difference(ratings, other)
    two = inspected(Inspecting(inspectors=2, teams=1), stream("scale", 2))
    found = difference(ratings, two)
    assert found.interval_reason == "too_few_inspectors"
    assert found.value is not None


@pytest.mark.parametrize("shared", ["names", "nothing"])
def test_difference_holds_the_truth(shared: str) -> None:
    """Pairs of waves, inspectors of the first judging the second as well where shared."""
    later = replace(ACROSS, sigma_noise=0.5)
    truth, held, runs = true_alpha_of(later) - true_alpha_of(ACROSS), 0, sized(50, 150)
    for run in range(runs):
        rng = stream("difference", run)
        harsh = rng.normal(0, ACROSS.sigma_severity, ACROSS.inspectors)
        given = harsh if shared == "names" else None
        waves = [inspected(design, rng, severity=given) for design in (ACROSS, later)]
        found = difference(*waves, shared=shared)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= truth <= found.high
    assert held / runs >= 0.91


def test_variance_with_more_pairs_falls_to_what_lasts_and_no_further() -> None:
    now = Parts(
        body=0.004, inspector=0.002, pair=0.003, lasting=0.0025, bodies=46, inspectors=25, pairs=100
    )
    assert with_pairs(now, 100) == now
    # Half of what does not last: 0.0025 + 0.0035 / 2.
    assert with_pairs(now, 200).whole == pytest.approx(0.00425)
    assert with_pairs(now, 10**9).whole == pytest.approx(0.0025)
    assert with_pairs(now, 200).body <= with_pairs(now, 100).body
