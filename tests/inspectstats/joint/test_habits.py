"""How each inspector reads: who keeps to the middle and who is noisy is told from the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import special
from tests.inspectstats.joint.made import SMALL, inspection

from inspectstats.joint import PRIOR, JointFit, fit
from inspectstats.joint.truncated import ends, inverse, law


def mean_of(found: JointFit, name: str) -> np.ndarray:
    assert found.kept is not None
    return np.asarray(getattr(found.kept, name).mean(axis=0))


def test_who_keeps_to_the_middle_sets_the_edges_wider() -> None:
    made = inspection(1, bodies=60, criteria=20, inspectors=8, timid=2)
    found = mean_of(fit(made.data, effort=SMALL), "stretch")
    order = [made.data.inspector.names.index(f"inspector {one}") for one in range(1, 9)]
    assert found[order[-2:]].min() > found[order[:-2]].max()


def test_who_is_noisier_is_less_steady() -> None:
    made = inspection(2, bodies=60, criteria=20, inspectors=8, noisy=2)
    found = mean_of(fit(made.data, effort=SMALL), "unsteady")
    order = [made.data.inspector.names.index(f"inspector {one}") for one in range(1, 9)]
    assert found[order[-2:]].min() > found[order[:-2]].max()


def test_habits_of_all_sum_to_nothing() -> None:
    found = fit(inspection(3, bodies=20, criteria=4, inspectors=5).data, effort=SMALL)
    assert found.kept is not None
    for values in (found.kept.stretch, found.kept.unsteady):
        assert np.abs(values.sum(axis=1)).max() < 1e-4
        assert np.abs(values).max() > 0.01


def test_findings_have_one_edge_and_nothing_to_stretch() -> None:
    data = inspection(4, bodies=20, criteria=6, inspectors=5).data
    two = replace(data, grade=(data.grade > 1).astype(np.int64), scale=("no", "yes"))
    found = fit(two, effort=SMALL)
    assert found.kept is not None
    assert (found.kept.stretch == 0).all()
    assert np.abs(found.kept.unsteady).max() > 0.01


def test_a_prior_scaled_moves_every_spread_and_neither_place_nor_gap() -> None:
    twice = PRIOR.scaled(2)
    same = {"place", "gap", "gap_spread"}
    for name in PRIOR.__slots__:
        by = 1 if name in same else 2
        assert getattr(twice, name) == pytest.approx(by * getattr(PRIOR, name)), name


def test_the_normal_law_is_right_in_either_tail() -> None:
    at = np.concatenate([np.linspace(-36, 8, 2001), [-40.0, 40.0]])
    assert law(at) == pytest.approx(special.ndtr(at), rel=1e-5, abs=1e-300)
    middle = np.abs(at) < 6
    assert law(at[middle]) == pytest.approx(special.ndtr(at[middle]), rel=1e-12)
    share = np.concatenate(
        [10.0 ** -np.linspace(0.31, 200, 500), 1 - 10.0 ** -np.linspace(1, 9, 50)]
    )
    assert inverse(share) == pytest.approx(special.ndtri(share), rel=1e-6, abs=1e-6)


def test_an_interval_far_out_keeps_its_digits_on_either_side() -> None:
    low, high = np.array([9.0, -10.0, -1.0]), np.array([10.0, -9.0, 2.0])
    found = ends(low, high)
    wanted = [
        special.log_ndtr(-9.0),
        special.log_ndtr(-9.0),
        np.log(special.ndtr(2) - special.ndtr(-1)),
    ]
    assert found.logs == pytest.approx(wanted, rel=1e-4)
    numbers = ends(np.repeat(low, 200), np.repeat(high, 200)).draw(np.random.default_rng(1))
    assert (numbers.reshape(3, -1) > low[:, None] - 1e-5).all()
    assert (numbers.reshape(3, -1) < high[:, None] + 1e-5).all()


def test_many_intervals_are_worked_as_few_are() -> None:
    rng = np.random.default_rng(1)
    low = rng.normal(0, 2, (5000, 8))
    high = low + rng.random(low.shape)
    for whole, part in zip(ends(low, high), ends(low[-7:], high[-7:]), strict=True):
        assert (whole[-7:] == part).all()
