"""A nominal 95 % interval must be right about as often as it says: counted on simulated
inspections, 300 in ``./run drill simulations`` and fewer here.
"""

from __future__ import annotations

from tests.sizes import sized

from inspectstats.agreement import alpha
from inspectstats.agreement.coverage import Design, coverage, inspection, true_alpha

RUNS = sized(120, 300)


def test_jackknife_covers_and_the_unit_bootstrap_does_not() -> None:
    """46 forces x 20 criteria x 3 inspectors; the control shows that the count can fail."""
    found = coverage(
        Design(),
        {
            "jackknife": alpha,
            "unit_bootstrap": lambda ratings: alpha(
                ratings, interval="unit_bootstrap", replicates=100
            ),
        },
        runs=RUNS,
    )
    assert found["jackknife"].covered >= 0.90
    assert found["jackknife"].covered <= 0.99
    assert found["unit_bootstrap"].covered < 0.75
    assert found["jackknife"].without == 0


def test_jackknife_covers_with_few_forces() -> None:
    found = coverage(Design(forces=12, raters=2), {"jackknife": alpha}, runs=RUNS, seed="few")
    assert found["jackknife"].covered >= 0.90


def test_simulated_inspection_is_repeatable_and_as_designed() -> None:
    one, same, other = (inspection(Design(), seed=seed) for seed in ("a", "a", "b"))
    assert one.input_sha256 == same.input_sha256 != other.input_sha256
    assert one.codes.shape == (920, 3)
    assert 0.17 < float((one.codes == -1).mean()) < 0.23


def test_truth_of_pure_noise_is_zero() -> None:
    design = Design(sigma_force=0.0001, sigma_cell=0.0, sigma_severity=0.0, forces=46)
    assert abs(true_alpha(design, forces=4000)) < 0.01
