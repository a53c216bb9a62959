"""Drift of inspectors over time: intervals that hold, a drift that is found, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats.agreement.ratings import Grouping
from inspectstats.records import InputError
from inspectstats.severity import Observations, World, drift, fit, simulate
from inspectstats.severity.model import probabilities

STEPS = np.array((-1.2, 0.0, 1.2))


def drifted(
    seed: int, drifts: np.ndarray, bodies: int = 46, criteria: int = 12
) -> tuple[Observations, np.ndarray]:
    """Readings, a fifth of them made twice, by inspectors who grow harsher, and their days."""
    made = np.random.default_rng(seed)
    inspectors = len(drifts)
    measure = made.normal(0, 1, bodies)
    harsh, hard = made.normal(0, 0.4, inspectors), made.normal(0, 0.6, criteria)
    visit = made.permutation(bodies) / (bodies - 1)
    rows = []
    for body in range(bodies):
        team = made.choice(inspectors, 4, replace=False)
        for criterion in range(criteria):
            rows.append((body, criterion, int(team[criterion % 4])))
            if made.random() < 0.2:
                rows.append((body, criterion, int(made.integers(inspectors))))
    body, criterion, inspector = (np.array(one, dtype=np.int64) for one in zip(*rows, strict=True))
    eta = measure[body] - hard[criterion] - harsh[inspector]
    eta = eta - drifts[inspector] * (visit[body] - 0.5)
    below = np.cumsum(probabilities(eta, STEPS), axis=0)[:-1]
    grade = (below < made.random(len(eta))).sum(axis=0).astype(np.int64)
    data = Observations(
        Grouping(body, tuple(f"b{one:02d}" for one in range(bodies))),
        Grouping(criterion, tuple(f"c{one:02d}" for one in range(criteria))),
        Grouping(inspector, tuple(f"i{one:02d}" for one in range(inspectors))),
        grade,
        tuple("0123"),
    )
    return data, 150 * visit[body]


@pytest.mark.parametrize("spread", [0.0, 1.0])
def test_limits_hold_the_true_drift_as_often_as_they_say(spread: float) -> None:
    held = []
    for seed in range(sized(16, 40)):
        drifts = spread * np.random.default_rng(900 + seed).normal(size=15)
        data, days = drifted(seed, drifts)
        found = drift(fit(data), days)
        held += [
            (one.low or 0) <= true <= (one.high or 0)
            for one, true in zip(found.values(), drifts, strict=True)
        ]
    assert 0.93 <= np.mean(held) <= 0.985


def test_inspector_who_grew_much_harsher_is_found() -> None:
    drifts = np.zeros(15)
    drifts[4] = 4.0
    data, days = drifted(1, drifts)
    found = drift(fit(data), days)
    assert (found["i04"].low or 0) > 0
    assert max(found, key=lambda name: found[name].value or 0) == "i04"
    turned = drift(fit(data), -days)
    assert turned["i04"].value == pytest.approx(-(found["i04"].value or 0), abs=1e-6)


def test_days_in_another_unit_tell_the_same() -> None:
    data, days = drifted(2, np.zeros(15))
    fitted = fit(data)
    one, other = drift(fitted, days), drift(fitted, 7 + days / 365)
    for name, each in one.items():
        assert each.value == pytest.approx(other[name].value or 0, abs=1e-6)


def test_one_day_alone_and_few_bodies_are_told_as_reasons() -> None:
    data, days = drifted(3, np.zeros(15))
    fitted = fit(data)
    assert {one.reason for one in drift(fitted, np.zeros(len(days))).values()} == {"no_times"}
    few = simulate(World(4, 6, 3), seed="few").data
    found = drift(fit(few), np.arange(len(few.grade)))
    assert {one.reason for one in found.values()} == {"too_few_bodies"}


def test_times_that_are_not_one_a_reading_are_refused() -> None:
    data, days = drifted(3, np.zeros(15))
    for times in (days[:-1], np.full(len(days), np.nan)):
        with pytest.raises(InputError) as refusal:
            drift(fit(data), times)
        assert refusal.value.where == "times"
