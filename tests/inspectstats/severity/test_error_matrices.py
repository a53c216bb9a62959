"""Error matrices: recovered where data suffice, refused where they do not; variance components of
uneven designs.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from inspectstats import severity as sv
from inspectstats.agreement import from_codes
from inspectstats.records import InputError

MATRIX = np.array([[0.85, 0.13, 0.02], [0.15, 0.75, 0.10], [0.02, 0.18, 0.80]])


def _drawn(units: int, raters: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    true = rng.choice(3, units, p=[0.3, 0.4, 0.3])
    given = np.array([[rng.choice(3, p=MATRIX[t]) for _ in range(raters)] for t in true])
    return true, given


def test_matrices_and_true_grades_are_recovered() -> None:
    true, given = _drawn(900, 5)
    found = sv.error_matrices_of(from_codes(given, 3))
    for rater in ("rater 1", "rater 5"):
        for j in range(3):
            rates = found.rows[rater, str(j)].rates
            assert rates is not None
            assert rates == pytest.approx(tuple(MATRIX[j]), abs=0.07)
            assert math.isclose(sum(rates), 1, abs_tol=1e-9)
    assert (found.posterior.argmax(axis=1) == true).mean() > 0.93
    assert found.converged


def test_rows_on_fewer_than_twenty_ratings_are_refused() -> None:
    _, given = _drawn(40, 3)
    found = sv.error_matrices_of(from_codes(given, 3))
    row = found.rows["rater 1", "0"]
    assert row.expected_ratings < 20
    assert (row.rates, row.reason) == (None, "too_few_ratings")
    refused = found.rate("rater 1", "0", "0")
    assert (refused.value, refused.reason) == (None, "too_few_ratings")
    assert (
        sv.error_matrices_of(from_codes(given, 3), enough=0).rows["rater 1", "0"].rates is not None
    )


def test_priors_keep_rates_off_the_boundary_where_plain_em_runs_to_it() -> None:
    _, given = _drawn(60, 3)
    plain = sv.error_matrices_of(from_codes(given, 3), prior=None, enough=0)
    held = sv.error_matrices_of(from_codes(given, 3), enough=0)
    assert any(rate < 1e-6 for row in plain.rows.values() for rate in row.rates or ())
    assert all(0.001 < rate < 0.999 for row in held.rows.values() for rate in row.rates or ())


def test_units_never_rated_get_the_prevalence() -> None:
    _, given = _drawn(50, 3)
    codes = np.vstack([given, [[-1, -1, -1]]])
    found = sv.error_matrices_of(from_codes(codes, 3), enough=0)
    assert found.posterior[-1] == pytest.approx(np.array(list(found.prevalence.values())))


def test_no_ratings_answer_with_a_reason_and_wrong_names_are_named() -> None:
    found = sv.error_matrices_of(from_codes(np.full((3, 2), -1), 3))
    assert (found.reason, dict(found.rows)) == ("no_ratings", {})
    with pytest.raises(InputError, match="row 2, grade: 7 is not on the scale"):
        sv.error_matrices([1, 1], ["a", "b"], [1, 7], scale=[1, 2])


def _table(rng: np.random.Generator, gaps: float) -> list[dict[str, object]]:
    person, rater, cell = rng.normal(0, 1, 30), rng.normal(0, 0.5, 8), rng.normal(0, 0.7, (30, 8))
    return [
        {"force": p, "rater": r, "score": person[p] + rater[r] + cell[p, r]}
        for p in range(30)
        for r in range(8)
        if rng.random() >= gaps
    ]


@pytest.mark.parametrize("gaps", [0.0, 0.4], ids=["balanced", "unbalanced"])
def test_components_are_right_on_average(gaps: float) -> None:
    rng = np.random.default_rng(6)
    found = [sv.g_study(_table(rng, gaps), object="force", facets=["rater"]) for _ in range(60)]
    assert all(study.balanced == (gaps == 0) for study in found)
    for facets, truth in ((("force",), 1.0), (("rater",), 0.25), (("force", "rater"), 0.49)):
        mean = np.mean([study.component(*facets).estimated for study in found])
        assert mean == pytest.approx(truth, rel=0.15)


def test_negative_component_is_reported_then_taken_as_zero() -> None:
    table = [{"p": p, "r": r, "score": (p + r) % 2} for p in range(4) for r in range(4)]
    found = sv.g_study(table, object="p", facets=["r"])
    part = found.component("p")
    assert part.estimated < 0
    assert part.variance == 0
    assert any("below zero" in warning for warning in found.warnings)


def test_mean_squares_of_a_crossed_design_are_those_of_shrout_and_fleiss() -> None:
    """BMS 11.24, JMS 32.49, EMS 1.02 of their table 2."""
    scores = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    table = [
        {"target": i, "judge": j, "score": x}
        for i, row in enumerate(scores)
        for j, x in enumerate(row)
    ]
    found = sv.g_study(table, object="target", facets=["judge"])
    squares = [
        found.component(*facets).mean_square
        for facets in (("target",), ("judge",), ("target", "judge"))
    ]
    assert squares == pytest.approx([11.24, 32.49, 1.02], abs=0.005)
    assert found.decision({"judge": 1}).value == pytest.approx(0.7148, abs=5e-5)
    assert found.decision({"judge": 1}, absolute=True).value == pytest.approx(0.2898, abs=5e-5)
    assert found.decision({"judge": 4}).value == pytest.approx(0.9093, abs=5e-5)


def test_needed_is_the_smallest_number_that_reaches_the_target() -> None:
    rng = np.random.default_rng(8)
    found = sv.g_study(_table(rng, 0.0), object="force", facets=["rater"])
    number = found.needed("rater", {}, 0.9)
    assert number is not None
    assert (
        (found.decision({"rater": number}).value or 0)
        >= 0.9
        > (found.decision({"rater": number - 1}).value or 0)
    )
    assert found.needed("rater", {}, 0.999999, most=100) is None


def test_repeated_scores_add_a_within_component() -> None:
    rng = np.random.default_rng(9)
    table = [
        {"p": p, "r": r, "score": p + rng.normal()}
        for p in range(6)
        for r in range(4)
        for _ in range(3)
    ]
    found = sv.g_study(table, object="p", facets=["r"])
    assert [part.effect for part in found.components][-1] == "within"
    assert found.components[-1].estimated == pytest.approx(1.0, abs=0.5)


def test_one_level_of_a_facet_cannot_be_split() -> None:
    found = sv.g_study([{"p": p, "r": 1, "score": p} for p in range(5)], object="p", facets=["r"])
    assert found.reason == "too_few_levels"
    assert found.decision({"r": 2}).reason == "too_few_levels"


def test_score_that_is_no_number_names_its_row() -> None:
    with pytest.raises(InputError, match="row 1, column score: 'high' is not a number"):
        sv.g_study([{"p": 1, "r": 1, "score": "high"}], object="p", facets=["r"])
