"""Breakdowns, flags for moderation, and the sentences a lay reader gets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from inspectstats import agreement as ag
from inspectstats import severity as sv
from inspectstats.agreement.ratings import Grouping
from inspectstats.records import Result
from inspectstats.severity.simulating import World, simulate


def _inspection(noise: dict[str, float]) -> ag.Ratings:
    """30 forces x the criteria named x 3 raters on four grades; each criterion with its own chance
    of a random grade.
    """
    rng = np.random.default_rng(11)
    rows, force, criterion, team = [], [], [], []
    for f in range(30):
        for name, share in noise.items():
            true = int(rng.integers(0, 4))
            rows.append(
                [int(rng.integers(0, 4)) if rng.random() < share else true for _ in range(3)]
            )
            force.append(f"F{f}")
            criterion.append(name)
            team.append(f"T{f % 2}")
    return ag.from_codes(np.array(rows), 4, force=force, criterion=criterion, team=team)


def test_breakdown_by_criterion_is_the_figure_on_its_units() -> None:
    ratings = _inspection({"clear": 0.1, "vague": 0.8})
    found = ag.by_criterion(ratings, ag.percent_agreement)
    assert list(found) == ["clear", "vague"]
    alone = ag.percent_agreement(_only(ratings, "clear"))
    assert (found["clear"].value, found["clear"].low) == (alone.value, alone.low)
    assert found["clear"].counts["n_forces"] == 30
    assert list(ag.by_team(ratings)) == ["T0", "T1"]
    assert ag.by_team(ratings)["T0"].counts["n_forces"] == 15


def _only(ratings: ag.Ratings, criterion: str) -> ag.Ratings:
    assert ratings.criterion is not None
    return ratings.select(ratings.criterion.codes == ratings.criterion.names.index(criterion))


def test_criterion_read_unevenly_is_flagged_and_the_clear_one_is_not() -> None:
    found = ag.flags(_inspection({"clear": 0.02, "vague": 0.9}))
    assert [flag.criterion for flag in found.criteria] == ["vague"]
    assert found.criteria[0].why == ("alpha_below_target", "ac2_below_target", "wide_gaps")


def test_criterion_whose_upper_limit_reaches_the_target_is_not_flagged_for_alpha() -> None:
    """Below 0.667 by the figure alone, but the data cannot say so."""
    ratings = _inspection({"doubtful": 0.22})
    found = ag.alpha(ratings)
    assert found.value is not None
    assert found.high is not None
    assert found.value < found.high
    rules = ag.Rules(target=(found.value + found.high) / 2, wide_gap_share=1.0)
    assert ag.flags(ratings, rules=rules).criteria == ()
    assert (
        ag.flags(ratings, rules=ag.Rules(target=0.9999, wide_gap_share=1.0)).criteria[0].why[0]
        == "alpha_below_target"
    )


def test_cells_two_grades_apart_are_flagged_with_their_place() -> None:
    ratings = ag.from_codes(
        np.array([[0, 2], [1, 2], [3, -1], [3, 3]]),
        4,
        force=["F1", "F1", "F2", "F2"],
        criterion=["C1", "C2", "C1", "C2"],
    )
    found = ag.flags(ratings).cells
    assert [(cell.unit, cell.force, cell.criterion, cell.why, cell.gap) for cell in found] == [
        (0, "F1", "C1", ("wide_gap",), 2)
    ]


def _severe(extra: float, bad_cell: bool = False) -> tuple[sv.SeverityFit, ag.Ratings]:
    """Inspector R0003 marks ``extra`` grades lower a third of the time."""
    made = simulate(World(sigma_inspector=0.05), seed="flags")
    grade = made.data.grade.copy()
    mine = made.data.inspector.codes == 3
    lower = np.random.default_rng(4).random(len(grade)) < extra
    grade[mine & lower] = np.maximum(grade[mine & lower] - 1, 0)
    team = Grouping(made.data.inspector.codes % 3, ("T0", "T1", "T2"))
    data = sv.Observations(
        made.data.force, made.data.criterion, made.data.inspector, grade, made.data.scale, team
    )
    codes = np.full((46 * 20, 15), -1)
    codes[data.force.codes * 20 + data.criterion.codes, data.inspector.codes] = grade
    ratings = ag.from_codes(
        codes,
        4,
        force=[data.force.names[i // 20] for i in range(920)],
        criterion=[data.criterion.names[i % 20] for i in range(920)],
    )
    return sv.fit(data), ratings


def test_harsh_inspector_is_flagged_and_the_others_are_not() -> None:
    fit, ratings = _severe(0.8)
    found = ag.flags(ratings, fit)
    assert [flag.inspector for flag in found.inspectors] == ["R0003"]
    assert found.inspectors[0].severity > 0.5
    assert found.inspectors[0].adjusted_p < 0.001


def test_significant_trifle_is_not_flagged_until_the_rule_allows_it() -> None:
    fit, ratings = _severe(0.8)
    size = fit.severity["R0003"].value
    assert size is not None
    assert ag.flags(ratings, fit, ag.Rules(material_logits=size + 0.01)).inspectors == ()


def test_rating_far_from_expected_is_flagged_as_unexpected() -> None:
    fit, ratings = _severe(0.0)
    found = [cell for cell in ag.flags(ratings, fit).cells if "unexpected_grade" in cell.why]
    assert found
    assert all(cell.residual is not None and abs(cell.residual) > 2 for cell in found)
    assert 0.01 < len(found) / 920 < 0.15


def test_team_harsher_on_one_criterion_is_flagged() -> None:
    made = simulate(World(), seed="team")
    team = Grouping(made.data.force.codes % 3, ("T0", "T1", "T2"))
    grade = made.data.grade.copy()
    hit = (team.codes == 1) & (made.data.criterion.codes == 5)
    grade[hit] = np.maximum(grade[hit] - 2, 0)
    data = sv.Observations(
        made.data.force, made.data.criterion, made.data.inspector, grade, made.data.scale, team
    )
    found = ag.flags(ag.from_codes(np.empty((0, 2), dtype=int), 4), sv.fit(data)).teams
    assert (found[0].team, found[0].criterion) == ("T1", "C005")
    assert found[0].mean_residual < -0.4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_equals_statsmodels(p: list[float]) -> None:
    assert ag.false_discovery(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def _result(
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    reason: str = "ok",
    q: int = 4,
) -> Result:
    return Result("x", value, low, high, reason=reason, counts={"n_categories": q})


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.82, 0.90, "single judgments can be relied upon"),
        (0.68, 0.90, "good enough for findings about many bodies"),
        (0.48, 0.74, "cannot say whether it reaches 0.667"),
        (0.30, 0.60, "too little to publish comparisons"),
    ],
)
def test_reading_goes_by_the_interval_not_the_point(low: float, high: float, words: str) -> None:
    said = ag.plain_reading(_result(0.62, low, high), _result(0.7), _result(0.97))
    assert said.startswith(
        "Two inspectors judging the same thing gave the same grade in 7 of 10 cases, "
        "and grades more than one step apart in 3 of 100. Beyond chance that is 0.62"
    )
    assert words in said
    assert f"(likely between {low:.2f} and {high:.2f})" in said


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (1.0, "in all cases"),
        (0.0, "in none of the cases"),
        (0.97, "in 97 of 100"),
        (0.999, "in more than 99 of 100"),
        (0.61, "6 of 10"),
    ],
)
def test_reading_never_rounds_into_a_claim(percent: float, words: str) -> None:
    assert words in ag.plain_reading(
        _result(None, reason="no_variation"), _result(percent), _result(1.0)
    )


def test_reading_of_two_grades_speaks_of_no_steps() -> None:
    assert "step" not in ag.plain_reading(
        _result(0.5, 0.4, 0.6), _result(0.7, q=2), _result(1.0, q=2)
    )


def test_summary_of_an_inspection_reads_as_it_computes() -> None:
    found = ag.summary(_inspection({"one": 0.3, "two": 0.3}))
    assert found.alpha.value == ag.alpha(_inspection({"one": 0.3, "two": 0.3})).value
    assert found.reading.startswith("Two inspectors judging the same thing")
