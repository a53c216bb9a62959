"""What ships of the drill of calibration: read as it was written, and borne by its method alone."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from inspectstats.joint import METHOD, PRIOR, Calibrated, calibrated
from inspectstats.joint.calibrated import Design, read, written
from inspectstats.joint.chance import METHOD as CHANCE

HELD = Calibrated(
    date(2026, 11, 27),
    METHOD,
    CHANCE,
    100,
    True,
    asdict(PRIOR),
    (Design("own: one", 1.0, 20_100, 0.68, -0.009, 0, True),),
)


def test_a_result_that_holds_bears_chances_of_its_own_methods() -> None:
    assert HELD.bears(METHOD, CHANCE)


@pytest.mark.parametrize(
    ("fit", "chance"), [("joint.ordered_probit/1", CHANCE), (METHOD, "joint.chance/1")]
)
def test_a_result_of_another_method_does_not_bear(fit: str, chance: str) -> None:
    assert not HELD.bears(fit, chance)
    assert not replace(HELD, fit=fit, chance=chance).bears(METHOD, CHANCE)


@pytest.mark.parametrize("prior", [asdict(PRIOR) | {"body": 0.6}, {}, {"body": PRIOR.body}])
def test_a_result_of_another_prior_does_not_bear(prior: dict[str, float]) -> None:
    assert not replace(HELD, prior=prior).bears(METHOD, CHANCE)


def test_a_result_that_did_not_hold_does_not_bear() -> None:
    assert not replace(HELD, holds=False).bears(METHOD, CHANCE)


def test_a_result_is_read_as_it_was_written() -> None:
    assert read(written(HELD)) == HELD


def test_what_ships_is_whole_and_holds_only_where_every_design_held() -> None:
    found = calibrated()
    assert found is not None
    assert len(found.designs) >= 5
    assert all(one.claims >= 20_000 for one in found.designs)
    assert not found.holds or all(one.held for one in found.designs)
    assert (found.pairs > 0) == found.holds
