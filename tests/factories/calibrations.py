"""A result of the drill of calibration by which chances of the method of now may be told."""

from __future__ import annotations

from dataclasses import asdict, replace

from inspectstats.joint import CHANCE_METHOD, METHOD, PRIOR, Calibrated, calibrated


def bearing() -> Calibrated:
    """What ships, had every design held for the method and prior of now."""
    shipped = calibrated()
    assert shipped is not None
    return replace(
        shipped,
        fit=METHOD,
        chance=CHANCE_METHOD,
        holds=True,
        prior=asdict(PRIOR),
        designs=tuple(replace(one, held=True) for one in shipped.designs),
    )
