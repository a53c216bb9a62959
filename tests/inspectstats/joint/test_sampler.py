"""The sampler draws from the law it says: truths drawn from the prior lie anywhere among its draws.

Talts, Betancourt, Simpson, Vehtari & Gelman (2018), Validating Bayesian inference algorithms with
simulation-based calibration, arXiv:1804.06788. A wrong conditional law piles the ranks up.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from inspectstats.agreement import Grouping
from inspectstats.joint import PRIOR, Effort, fit
from inspectstats.joint.edges import TAILS
from inspectstats.records import digest
from inspectstats.severity.observations import Observations

BODIES, CRITERIA, INSPECTORS = 10, 3, 5
EFFORT = Effort(chains=8, warming=60, piece=60, most=60, enough=0)
NAMES = ("severity", "evidence_share", "body", "halo", "bias", "edge", "edge_spread", "count")


def _spread(scale: float, rng: np.random.Generator) -> float:
    return float(np.clip(rng.gamma(2.0, scale), 0.02, 5.0))


def _apart(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Two edges of each criterion about their middle, and how far those of criteria lie from the
    common ones; all drawn again until none cross.
    """
    while True:
        gap = np.exp(rng.normal(PRIOR.gap, PRIOR.gap_spread))
        spread = _spread(PRIOR.edges, rng)
        own = rng.standard_t(TAILS, CRITERIA) * spread
        # Of two numbers less their mean one is free; it lies on either edge, by its square root.
        apart = gap * np.array([-0.5, 0.5]) + own[:, None] * np.array([-1, 1]) / np.sqrt(2)
        if (np.diff(apart, axis=1) > 0).all():
            return apart, spread


def _truth_and_ranks(seed: int) -> list[float]:
    """One inspection drawn from the prior; where among the draws each truth lies, from 0 to 1."""
    rng = np.random.default_rng([seed, 29])
    body, halo, bias = (_spread(one, rng) for one in (PRIOR.body, PRIOR.halo, PRIOR.bias))
    severity = _spread(PRIOR.inspector, rng)
    ratio = _spread(PRIOR.evidence, rng)
    share = ratio**2 / (1 + ratio**2)
    hard = rng.standard_t(TAILS, CRITERIA) * _spread(PRIOR.hardness, rng)
    apart, own = _apart(rng)
    edges = (rng.normal(0, PRIOR.place) + hard)[:, None] + apart
    theta, lean = rng.normal(0, body, BODIES), rng.normal(0, severity, INSPECTORS)
    seen = rng.normal(0, halo, (BODIES, INSPECTORS))
    habit = rng.normal(0, bias, (INSPECTORS, CRITERIA))
    evidence = rng.normal(0, np.sqrt(share), (BODIES, CRITERIA))
    rows = [
        (b, c, int(i))
        for b in range(BODIES)
        for c in range(CRITERIA)
        for i in rng.choice(INSPECTORS, 1 + int(rng.random() < 0.5), replace=False)
    ]
    b, c, i = np.array(rows, dtype=np.int64).T
    value = theta[b] + seen[b, i] - lean[i] - habit[i, c] + evidence[b, c]
    value += rng.normal(0, np.sqrt(1 - share), len(b))
    grade = (value[:, None] >= edges[c]).sum(axis=1)
    drawn = fit(_data(b, c, i, grade), effort=EFFORT)
    assert drawn.kept is not None
    mean = theta[:, None] + evidence - lean.mean() + seen.mean(axis=1)[:, None] - habit.mean(axis=0)
    placed = (mean[:, :, None] >= edges[None]).sum(axis=2)
    found = {
        "severity": (drawn.kept.severity[:, 0], lean[0] - lean.mean()),
        "edge": (
            drawn.kept.edges[:, 0, 1] - drawn.kept.edges[:, 0, 0],
            edges[0, 1] - edges[0, 0],
        ),
        "count": (
            # Ties are broken by chance: counts are few.
            (drawn.grades >= 1).sum(axis=(1, 2)) + rng.random(len(drawn.grades)),
            (placed >= 1).sum() + rng.random(),
        ),
        "edge_spread": (drawn.kept.edge_spread, own),
        "evidence_share": (drawn.kept.spreads["evidence_share"], share),
        "body": (drawn.kept.spreads["body"], body),
        "halo": (drawn.kept.spreads["halo"], halo),
        "bias": (drawn.kept.spreads["bias"], bias),
    }
    return [float((found[name][0] < found[name][1]).mean()) for name in NAMES]


def _data(b: np.ndarray, c: np.ndarray, i: np.ndarray, grade: np.ndarray) -> Observations:
    return Observations(
        Grouping(b, tuple(f"b{one}" for one in range(BODIES))),
        Grouping(c, tuple(f"c{one}" for one in range(CRITERIA))),
        Grouping(i, tuple(f"i{one}" for one in range(INSPECTORS))),
        grade,
        ("0", "1", "2"),
        input_sha256=digest(one.tobytes() for one in (b, c, i, grade)),
    )


def test_truths_from_the_prior_lie_anywhere_among_the_draws() -> None:
    ranks = np.array([_truth_and_ranks(seed) for seed in range(60)])
    for place, name in enumerate(NAMES):
        found = stats.kstest(ranks[:, place], "uniform")
        assert found.pvalue > 1e-4, f"{name}: {np.histogram(ranks[:, place], 5, (0, 1))[0]}"
