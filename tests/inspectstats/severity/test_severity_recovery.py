"""Severity fitted to simulated inspections: the error made and the error stated must agree; limits
must cover.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats.severity import SeverityFit, fit
from inspectstats.severity.simulating import Simulated, World, simulate

RUNS = sized(20, 60)


@cache
def _fits(world: World) -> list[tuple[Simulated, SeverityFit]]:
    out = []
    for run in range(RUNS):
        made = simulate(world, seed=f"recovery {run}")
        out.append((made, fit(made.data)))
    return out


def _severity_errors(world: World) -> tuple[np.ndarray, np.ndarray]:
    error, stated = [], []
    for made, found in _fits(world):
        error.append(
            [found.severity[name].value for name in made.data.inspector.names]
            - made.inspector
            + made.inspector.mean()
        )
        stated.append([found.severity[name].se for name in made.data.inspector.names])
    return np.array(error, dtype=float), np.array(stated, dtype=float)


def _body_errors(world: World) -> tuple[np.ndarray, np.ndarray]:
    error, stated = [], []
    for made, found in _fits(world):
        truth = made.force - made.inspector.mean() - made.criterion.mean()
        error.append([found.bodies[name].value for name in made.data.force.names] - truth)
        stated.append([found.bodies[name].se for name in made.data.force.names])
    return np.array(error, dtype=float), np.array(stated, dtype=float)


@pytest.mark.parametrize(
    "world",
    [World(), World(forces=30, inspectors=9, per_force=2, missing=0.1)],
    ids=["46x20x3", "30x20x2"],
)
def test_error_of_severity_and_stated_error_agree_on_data_from_the_model(world: World) -> None:
    error, stated = _severity_errors(world)
    made = float(np.sqrt((error**2).mean()))
    assert 0.75 < float(stated.mean()) / made < 1.25
    assert 0.92 < float((np.abs(error) < 1.96 * stated).mean()) < 0.98


def test_error_of_body_measures_and_stated_error_agree_on_data_from_the_model() -> None:
    error, stated = _body_errors(World())
    made = float(np.sqrt((error**2).mean()))
    assert 0.75 < float(stated.mean()) / made < 1.25
    assert 0.92 < float((np.abs(error) < 1.96 * stated).mean()) < 0.98


def test_contrast_error_agrees_with_the_error_of_differences() -> None:
    error, stated = [], []
    for made, found in _fits(World()):
        one, other = made.data.inspector.names[:2]
        result = found.contrast(one, other)
        assert result.value is not None
        error.append(result.value - made.inspector[0] + made.inspector[1])
        stated.append(result.se)
    made = float(np.sqrt(np.mean(np.square(error))))
    assert 0.75 < np.array(stated, dtype=float).mean() / made < 1.25


def test_spreads_are_recovered() -> None:
    found = [result for _, result in _fits(World())]
    inspectors = np.array([one.sigma_inspector for one in found], dtype=float)
    bodies = np.array([one.sigma_body for one in found], dtype=float)
    assert inspectors.mean() == pytest.approx(0.4, abs=0.05)
    assert bodies.mean() == pytest.approx(1.0, abs=0.08)


def test_data_that_break_the_model_are_noticed_and_said() -> None:
    """Raters of a cell share evidence the model does not know: the stated error falls short, and
    the fit says so.
    """
    broken = World(sigma_cell=1.0)
    error, stated = _severity_errors(broken)
    assert float(stated.mean()) / float(np.sqrt((error**2).mean())) < 0.75
    assert all(any("share" in warning for warning in found.warnings) for _, found in _fits(broken))
    said = sum(any("share" in warning for warning in found.warnings) for _, found in _fits(World()))
    assert said <= RUNS // 20
