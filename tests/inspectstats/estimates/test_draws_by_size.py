"""Estimates from draws by size: their variance by hand and by simulation, certain cases apart."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats.estimates.draws_by_size import follows_size
from inspectstats.estimates.sample_design import Design, design, design_of_draw
from inspectstats.estimates.shares import Stratum, stratified_share, weighted_share
from inspectstats.estimates.survey import mean, ratio, total
from inspectstats.records import InputError, Result
from inspectstats.sampling.draw import draw, draw_by_size
from inspectstats.sampling.frame import Case

RNG = np.random.default_rng(60)
SIZES = np.ceil(RNG.lognormal(3, 0.8, 60)).astype(int)
CASES = [Case(f"c{code:02}", size=Fraction(int(size))) for code, size in enumerate(SIZES)]
FOLLOWS = SIZES * RNG.normal(1.0, 0.2, 60).clip(0.2)
KINDS = ("brewer", "deville")
FLAT = RNG.normal(50, 10, 60)
# How many of the 60 are drawn: a third here, a sixth and a half in `./run drill simulations`.
DRAWN = sized([20], [10, 20, 30])


@functools.cache
def _draw(n: int, run: int) -> Any:
    """A draw of n of the cases, which many figures are made of: it takes longer than any of
    them.
    """
    return draw_by_size(CASES, n, f"seed {run}")


@functools.cache
def _drawn(n: int, run: int, by_size: str = "brewer") -> tuple[np.ndarray, Design]:
    found = _draw(n, run)
    rows = np.array([int(one.id[1:]) for one in found.drawn])
    return rows, design_of_draw(found.drawn, by_size=by_size)


def test_total_by_size_is_brewers_by_hand() -> None:
    y, chances = np.array([10.0, 24.0, 30.0]), np.array([0.2, 0.4, 0.6])
    found = total(y, design(3, chances=chances))
    # z = 50, 60, 50; T/n = 160/3; (1 - pi)(z - T/n)^2 summed, times 3/2.
    by_hand = 1.5 * (0.8 * (10 / 3) ** 2 + 0.6 * (20 / 3) ** 2 + 0.4 * (10 / 3) ** 2)
    assert found.value == pytest.approx(160.0)
    assert found.se == pytest.approx(math.sqrt(by_hand))
    assert found.method == "survey.total.brewer/1"
    assert found.counts["df"] == 2


def test_certain_case_adds_its_figure_and_no_variance() -> None:
    y, chances = np.array([10.0, 24.0, 30.0]), np.array([0.2, 0.4, 0.6])
    alone = total(y, design(3, chances=chances))
    found = total([*y, 700.0], design(4, chances=[*chances, 1.0]))
    assert found.value == pytest.approx((alone.value or 0) + 700)
    assert found.se == pytest.approx(alone.se)
    assert (found.counts["df"], found.counts["n_certain"]) == (2, 1)
    assert (found.high or 0) - (found.low or 0) == pytest.approx(
        (alone.high or 0) - (alone.low or 0)
    )


def test_draw_of_certain_cases_only_is_a_census() -> None:
    found = total([1.0, 2.0], design(2, chances=[1.0, 1.0]))
    assert (found.low, found.high, found.interval_reason) == (3.0, 3.0, "census")


def test_equal_chances_give_the_simple_sample_s_error() -> None:
    y = [3.0, 7.0, 4.0, 9.0, 6.0]
    by_size, simple = design(5, chances=[0.25] * 5), design(5, sizes=[20.0] * 5)
    for figure in (total, mean):
        one, other = figure(y, by_size), figure(y, simple)
        assert (one.value, one.se, one.low) == pytest.approx((other.value, other.se, other.low))


def test_clusters_drawn_by_size_vary_as_whole_clusters() -> None:
    y = [1.0, 2.0, 5.0, 7.0, 4.0, 4.0]
    found = total(
        y,
        design(6, chances=[0.5, 0.5, 0.3, 0.3, 0.8, 0.8], clusters=["a", "a", "b", "b", "c", "c"]),
    )
    alone = total([3.0, 12.0, 8.0], design(3, chances=[0.5, 0.3, 0.8]))
    assert (found.value, found.se) == pytest.approx((alone.value, alone.se))
    assert found.counts["df"] == 2


def test_strata_drawn_by_size_add_up() -> None:
    y, chances = np.array([4.0, 9.0, 2.0, 8.0, 5.0]), np.array([0.2, 0.5, 0.4, 0.4, 0.3])
    names = ["a", "a", "b", "b", "b"]
    whole = total(y, design(5, chances=chances, strata=names))
    parts = [
        total(y[rows], design(len(y[rows]), chances=chances[rows]))
        for rows in (slice(0, 2), slice(2, 5))
    ]
    assert whole.se == pytest.approx(math.hypot(*(part.se or 0 for part in parts)))
    assert whole.counts["df"] == 3


def test_one_uncertain_case_of_a_stratum_has_no_variance_and_says_so() -> None:
    found = total([4.0, 9.0, 2.0], design(3, chances=[0.2, 0.5, 0.4], strata=["a", "a", "b"]))
    assert (found.low, found.interval_reason) == (None, "singleton_stratum")
    declared = design(3, chances=[0.2, 0.5, 0.4], strata=["a", "a", "b"], singletons="centre")
    assert total([4.0, 9.0, 2.0], declared).se is not None


def test_simple_draw_of_the_library_is_estimated_with_its_own_chances() -> None:
    found = draw(CASES, 20, "seed")
    rows = [int(one.id[1:]) for one in found.drawn]
    by_hand = total(FLAT[rows], design(20, sizes=[60.0] * 20))
    for kind in KINDS:
        by_draw = total(FLAT[rows], design_of_draw(found.drawn, by_size=kind))
        assert (by_draw.value, by_draw.se) == pytest.approx((by_hand.value, by_hand.se))


@pytest.mark.parametrize("n", DRAWN)
@pytest.mark.parametrize(
    ("y", "by_size"), [(FOLLOWS, "brewer"), (FOLLOWS, "deville"), (FLAT, "deville")]
)
def test_stated_error_of_an_own_draw_by_size_is_the_actual_one(
    n: int, y: np.ndarray, by_size: str
) -> None:
    """400 draws of n of 60, error stated over error made; by chance alone 0.93 to 1.07."""
    assert 0.9 <= _stated_over_made(lambda rows, plan: total(y[rows], plan), n, by_size) <= 1.1


@pytest.mark.parametrize("n", DRAWN)
@pytest.mark.parametrize("y", [FOLLOWS, FLAT], ids=["follows size", "does not"])
def test_stated_error_of_a_mean_and_of_a_ratio_is_the_actual_one(n: int, y: np.ndarray) -> None:
    size = np.sqrt(SIZES)
    for figure in (
        lambda rows, plan: mean(y[rows], plan),
        lambda rows, plan: ratio(y[rows], size[rows], plan),
    ):
        assert 0.88 <= _stated_over_made(figure, n, "deville") <= 1.14


def _stated_over_made(
    figure: Callable[[np.ndarray, Design], Result], n: int, by_size: str
) -> float:
    made, said = [], []
    for run in range(400):
        found = figure(*_drawn(n, run, by_size))
        made.append(found.value or 0.0)
        said.append((found.se or 0.0) ** 2)
    return math.sqrt(float(np.mean(said))) / float(np.std(made, ddof=1))


def test_draw_of_the_library_is_estimated_without_bias() -> None:
    values = [
        total(FLAT[rows], plan).value for rows, plan in (_drawn(20, run) for run in range(400))
    ]
    assert float(np.mean(values)) == pytest.approx(float(FLAT.sum()), rel=0.03)


def test_own_draw_is_estimated_by_deville_unless_brewer_is_asked_for() -> None:
    drawn = draw_by_size(CASES, 10, "seed").drawn
    assert design_of_draw(drawn).by_size == "deville"
    assert design(1, chances=[0.5]).by_size == "brewer"


def test_mean_leans_on_a_unit_of_large_weight_by_hand() -> None:
    y, chances = np.array([1.0, 2.0, 4.0]), np.array([0.1, 0.5, 0.5])
    plain, leaning = (mean(y, design(3, chances=chances, by_size=kind)) for kind in KINDS)
    shares = (1 / chances) / (1 / chances).sum()
    scores = (y - (plain.value or 0)) / (1 / chances).sum() / np.sqrt(1 - shares)
    by_hand = total(scores, design(3, chances=chances, by_size="deville")).se
    assert leaning.value == plain.value
    assert leaning.se == pytest.approx(by_hand)


def test_total_by_size_is_devilles_by_hand() -> None:
    y, chances = np.array([10.0, 24.0, 30.0]), np.array([0.2, 0.4, 0.6])
    found = total(y, design(3, chances=chances, by_size="deville"))
    # a = 0.8, 0.6, 0.4 over 1.8; A = sum a z of z = 50, 60, 50.
    a = np.array([0.8, 0.6, 0.4]) / 1.8
    middle = 50 + 10 * a[1]
    by_hand = (0.8 * (50 - middle) ** 2 + 0.6 * (60 - middle) ** 2 + 0.4 * (50 - middle) ** 2) / (
        1 - (a**2).sum()
    )
    assert found.se == pytest.approx(math.sqrt(by_hand))
    assert found.method == "survey.total.deville/1"


def test_figure_that_does_not_follow_size_is_warned_of_and_one_that_does_is_not() -> None:
    warned = {"flat": 0, "follows": 0}
    for run in range(60):
        rows, plan = _drawn(20, run)
        for name, y in (("flat", FLAT), ("follows", FOLLOWS)):
            found = total(y[rows], plan)
            warned[name] += any("does_not_follow_size" in said for said in found.warnings)
            assert (not found.warnings) == follows_size(y[rows], plan)
    assert (warned["flat"], warned["follows"]) == (60, 0)
    assert "ratio to size" in total(FLAT[rows], plan).warnings[0]


def test_ratio_to_size_is_the_total_over_the_whole_size_where_sizes_are_known() -> None:
    rows, plan = _drawn(10, 2)
    per_size = ratio(FOLLOWS[rows], SIZES[rows], plan)
    whole = total(FOLLOWS[rows], plan)
    assert per_size.value == pytest.approx((whole.value or 0.0) / SIZES.sum())
    assert per_size.method == "survey.ratio.brewer/1"
    assert per_size.low is not None


def test_figure_of_an_equal_draw_is_never_warned_of() -> None:
    assert not total([1.0, 50.0, 2.0], design(3, sizes=[9.0] * 3)).warnings


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: design(2, chances=[0.5, 0.0]), "row 2"),
        (lambda: design(2, chances=[0.5, 1.2]), "row 2"),
        (lambda: design(2, chances=[0.5, 0.5], weights=[2, 2]), "weights"),
        (lambda: design(2, chances=[0.5, 0.5], sizes=[9, 9]), "sizes"),
        (lambda: design(2, chances=[0.5, 0.4], clusters=["a", "a"]), "row 2"),
        (lambda: design(2, chances=[0.5, 0.5], by_size="hajek"), "by_size"),
        (lambda: design(2, chances=[0.5]), "chances"),
        (lambda: design(2, freedom="kish"), "freedom"),
    ],
)
def test_chances_that_cannot_be_are_refused_with_their_row(
    call: Callable[[], object], where: str
) -> None:
    with pytest.raises(InputError, match=where):
        call()


def test_share_of_a_draw_by_size_has_limits_by_its_own_variance() -> None:
    rows, plan = _drawn(20, 1)
    found = weighted_share((FLAT > 50)[rows], plan)
    assert found.method == "share.weighted.brewer/1"
    assert found.low is not None
    assert found.value is not None
    assert found.low < found.value


SMALL = np.array([20, 30, 40, 60, 90, 150, 250, 600])


def _small_strata(method: str, runs: int = sized(150, 400)) -> float:
    """How often limits of a share hold it: eight strata of four, half of all cases having it."""
    rng, held = np.random.default_rng(8), 0
    for _ in range(runs):
        having = rng.binomial(SMALL, 0.5)
        read = rng.hypergeometric(having, SMALL - having, 4)
        strata = [
            Stratum(str(code), int(size), 4, int(x))
            for code, (size, x) in enumerate(zip(SMALL, read, strict=True))
        ]
        found = stratified_share(strata, method)
        truth = having.sum() / SMALL.sum()
        held += (found.low or 0.0) <= truth <= (found.high or 1.0)
    return held / runs


def test_share_of_eight_small_strata_holds_the_truth_and_the_former_method_does_not() -> None:
    assert _small_strata("korn_graubard_kish") >= 0.93
    assert _small_strata("korn_graubard") < 0.93


def test_share_of_strata_drawn_in_proportion_is_as_before() -> None:
    strata = [Stratum("a", 100, 10, 4), Stratum("b", 300, 30, 12)]
    new, former = (
        stratified_share(strata, kind) for kind in ("korn_graubard_kish", "korn_graubard")
    )
    assert (new.low, new.high) == pytest.approx((former.low, former.high))
    assert new.interval_method == "korn_graubard_kish/1"
    assert former.interval_method == "korn_graubard/1"


def _mean_of_small_strata(freedom: str, runs: int = sized(150, 500)) -> float:
    rng, held = np.random.default_rng(9), 0
    names = np.repeat(np.arange(8), 4).tolist()
    sizes = np.repeat(SMALL, 4).tolist()
    plan = design(32, strata=names, sizes=sizes, freedom=freedom)
    for _ in range(runs):
        frame = [rng.normal(10 + code, 1, size) for code, size in enumerate(SMALL)]
        read = np.concatenate([rng.choice(cases, 4, replace=False) for cases in frame])
        found: Result = mean(read, plan)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= float(np.concatenate(frame).mean()) <= found.high
    return held / runs


def test_mean_of_eight_small_strata_holds_the_truth_with_satterthwaites_degrees() -> None:
    assert _mean_of_small_strata("satterthwaite") >= 0.93
    assert _mean_of_small_strata("units") < 0.93


def test_satterthwaites_degrees_of_equal_strata_are_the_units_less_the_strata() -> None:
    plan = design(8, strata=list("aaaabbbb"), sizes=[50.0] * 8, freedom="satterthwaite")
    assert plan.df == pytest.approx(6.0)
    assert mean(range(8), plan).interval_method == "t.satterthwaite/1"
