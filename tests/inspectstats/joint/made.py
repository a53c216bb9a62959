"""Small inspections made up for the tests of the joint model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspectstats.joint import Effort
from inspectstats.severity import observations
from inspectstats.severity.observations import Observations

# Enough for a test of what is said; what the drills ask needs more.
SMALL = Effort(chains=8, warming=80, piece=80, most=80, enough=0)
# For what hangs on who read what, and not on what is drawn.
FEW = Effort(chains=4, warming=20, piece=20, most=20, enough=0)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Readings, and which of them are first."""

    data: Observations
    first: np.ndarray


def inspection(
    seed: int = 1,
    *,
    bodies: int = 46,
    criteria: int = 8,
    inspectors: int = 12,
    spread: float = 1.2,
    severity: float = 0.4,
    noise: float = 0.7,
    twice: float = 0.35,
    harsh: float = 0.0,
    timid: int = 0,
    noisy: int = 0,
) -> Made:
    """Bodies that differ by ``spread``; ``twice`` of the cells are read again by somebody else.

    The first inspector is ``harsh`` beyond the others; of the last ones ``timid`` see half of all,
    or ``noisy`` are three times as noisy.
    """
    rng = np.random.default_rng([seed, 5])
    quality = rng.normal(0, spread, bodies)[:, None] + rng.normal(
        0, 0.5 * spread, (bodies, criteria)
    )
    lean = rng.normal(0, severity, inspectors)
    lean[0] += harsh
    rows = []
    for body in range(bodies):
        team = rng.choice(inspectors, 2, replace=False)
        others = np.setdiff1d(np.arange(inspectors), team)
        for criterion in range(criteria):
            rows.append((body, criterion, team[(criterion + body) % 2], True))
            if rng.random() < twice:
                rows.append((body, criterion, rng.choice(others), False))
    table = np.array(rows, dtype=np.int64)
    body, criterion, inspector, first = table.T
    value = quality[body, criterion] - lean[inspector]
    value = np.where(inspector >= inspectors - timid, 0.5 * value, value)
    wide = np.where(inspector >= inspectors - noisy, 3 * noise, noise)
    value = value + rng.normal(0, wide, len(body))
    grade = (value[:, None] >= np.array([-1.2, 0.0, 1.2])).sum(axis=1)
    data = observations(
        [f"body {one + 1}" for one in body],
        [f"1.{one + 1}" for one in criterion],
        [f"inspector {one + 1}" for one in inspector],
        grade.tolist(),
        scale=[0, 1, 2, 3],
    )
    return Made(data, first.astype(bool))


def given(
    data: Observations, grade: np.ndarray, scale: tuple[int, ...] = (0, 1, 2, 3)
) -> Observations:
    """The same readings of the same bodies by the same inspectors, with other grades."""
    body, criterion, inspector = (
        [group.names[code] for code in group.codes]
        for group in (data.force, data.criterion, data.inspector)
    )
    return observations(body, criterion, inspector, grade.tolist(), scale=scale)
