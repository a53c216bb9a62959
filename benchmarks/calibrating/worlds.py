"""Inspections made up, from the model's own law and from laws that break it.

Every inspection has bodies, criteria and inspectors; a body on a criterion has one piece of
evidence, which all who read it share. The truth is where the mean of all inspectors, reading that
evidence, would place the body: not what a first reading said. Habits of an inspector belong to it:
who keeps to the middle draws the mean there too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement import Grouping
from inspectstats.design.bearing import PAIRS_FOR_A_CHANCE
from inspectstats.records import digest
from inspectstats.severity.observations import Observations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class World:
    """Sizes, spreads in latent units, and how the world departs from the model.

    ``share`` of the cells are read twice, the second time by somebody from outside the team of two;
    ``noise`` is one reading's. Departures: ``halo`` and ``bias`` of an inspector's size on whole
    bodies and on criteria, ``shift`` of all bodies up (high prevalence), ``skewed`` bodies (a few
    far below), ``two_kinds`` of bodies, ``tails`` degrees of freedom of evidence and noise,
    ``loose_edges`` by which criteria's edges differ, ``harsh`` inspectors 1.5 harsher, ``timid``
    inspectors who keep to the middle, ``clumped`` second readings, ``uneven`` noise by inspector,
    ``wise`` the share of differing pairs in which the moderator takes the grade nearer the truth: a
    half knows no more than the readings do.
    """

    bodies: int = 46
    criteria: int = 12
    inspectors: int = 25
    edges: tuple[float, ...] = (-1.2, 0.0, 1.2)
    share: float = 0.2
    body: float = 1.0
    inspector: float = 0.4
    criterion: float = 0.6
    evidence: float = 0.7
    noise: float = 0.7
    halo: float = 0.0
    bias: float = 0.0
    shift: float = 0.0
    skewed: bool = False
    two_kinds: bool = False
    tails: int = 0
    loose_edges: float = 0.0
    harsh: int = 0
    timid: int = 0
    clumped: bool = False
    uneven: float = 0.0
    wise: float = 0.5
    groups: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """Readings, which of them are first, and the truth.

    ``data`` keeps the order of ``first`` (n,). ``placed`` (bodies, criteria) is the grade code the
    mean inspector gives, ``moderated`` the one that was agreed, ``severity`` (inspectors,) less its
    mean, in spreads of evidence and noise together.
    """

    data: Observations
    first: NDArray[np.bool_]
    placed: Ints
    moderated: Ints
    severity: Floats


def inspect(world: World, seed: int) -> Inspection:
    """Make up one inspection; the same seed gives the same one."""
    rng = np.random.default_rng([seed, 13])
    edges = np.sort(
        np.array(world.edges)
        + rng.normal(0, world.loose_edges, (world.criteria, len(world.edges))),
        axis=1,
    )
    severity = rng.normal(0, world.inspector, world.inspectors)
    severity[: world.harsh] += 1.5
    seen = _seen(world, severity, rng)
    seen = _middling(seen, world)
    placed = (seen.mean(axis=2)[:, :, None] >= edges[None]).sum(axis=2)
    body, criterion, inspector, first = _plan(world, rng)
    value = seen[body, criterion, inspector] + _noise(world, inspector, rng)
    grade = (value[:, None] >= edges[criterion]).sum(axis=1)
    scale = np.hypot(world.evidence, world.noise)
    return Inspection(
        _observations(world, body, criterion, inspector, grade),
        first,
        placed,
        _moderated(world, body, criterion, grade, placed, rng),
        (severity - severity.mean()) / scale,
    )


def _seen(world: World, severity: Floats, rng: np.random.Generator) -> Floats:
    """What each inspector would see of each body on each criterion, less the noise of a reading."""
    shape = (world.bodies, world.criteria)
    if world.skewed:
        body = -(rng.gamma(2, 1, world.bodies) - 2) / np.sqrt(2)
    elif world.two_kinds:
        body = np.where(rng.random(world.bodies) < 0.3, -1.4, 0.6) + rng.normal(
            0, 0.3, world.bodies
        )
    else:
        body = rng.normal(0, 1, world.bodies)
    evidence = _tailed(world, shape, rng) * world.evidence
    hard = rng.normal(0, world.criterion, world.criteria)
    halo = rng.normal(0, world.halo, (world.bodies, world.inspectors))
    bias = rng.normal(0, world.bias, (world.criteria, world.inspectors))
    value = body[:, None] * world.body - hard + evidence + world.shift
    return np.asarray(value[:, :, None] - severity + halo[:, None, :] - bias[None])


def _middling(seen: Floats, world: World) -> Floats:
    """What is seen, drawn to the middle of the scale by the timid."""
    held = seen.copy()
    held[:, :, world.inspectors - world.timid :] *= 0.5
    return held


def _noise(world: World, inspector: Ints, rng: np.random.Generator) -> Floats:
    wide = world.noise * np.exp(rng.normal(0, world.uneven, world.inspectors))
    return np.asarray(_tailed(world, inspector.shape, rng) * wide[inspector])


def _tailed(world: World, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Numbers of spread 1, normal or with heavy tails."""
    if not world.tails:
        return rng.normal(0, 1, shape)
    return np.asarray(rng.standard_t(world.tails, shape) / np.sqrt(world.tails / (world.tails - 2)))


def _plan(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """Who reads what: teams of two by turns, second readings by somebody else."""
    cells = world.bodies * world.criteria
    twice = np.zeros(cells, dtype=np.bool_)
    order = np.arange(cells) if world.clumped else rng.permutation(cells)
    twice[order[: round(world.share * cells)]] = True
    rows: list[tuple[int, int, int, bool]] = []
    for body in range(world.bodies):
        team = rng.choice(world.inspectors, 2, replace=False)
        others = np.setdiff1d(np.arange(world.inspectors), team)
        for criterion in range(world.criteria):
            rows.append((body, criterion, int(team[(criterion + body) % 2]), True))
            if twice[body * world.criteria + criterion]:
                rows.append((body, criterion, int(rng.choice(others)), False))
    table = np.array(rows, dtype=np.int64)
    return table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(np.bool_)


def _moderated(
    world: World, body: Ints, criterion: Ints, grade: Ints, placed: Ints, rng: np.random.Generator
) -> Ints:
    """The first reading; where two differ, one of them, more often the one nearer the truth."""
    agreed = np.full((world.bodies, world.criteria), -1)
    for row in range(len(grade)):
        at, given = (body[row], criterion[row]), grade[row]
        held = agreed[at]
        if held < 0 or held == given:
            agreed[at] = given
        else:
            near, far = sorted((held, given), key=lambda one: abs(one - placed[at]))
            agreed[at] = near if rng.random() < world.wise else far
    return agreed


def _observations(
    world: World, body: Ints, criterion: Ints, inspector: Ints, grade: Ints
) -> Observations:
    """The readings as the library takes them; inspectors who read nothing are left out."""
    whose, inspector = np.unique(inspector, return_inverse=True)
    return Observations(
        Grouping(body, tuple(f"body {place + 1}" for place in range(world.bodies))),
        Grouping(criterion, tuple(f"criterion {place + 1}" for place in range(world.criteria))),
        Grouping(inspector.reshape(-1), tuple(f"inspector {one + 1}" for one in whose.tolist())),
        grade,
        tuple(str(place) for place in range(len(world.edges) + 1)),
        input_sha256=digest(column.tobytes() for column in (body, criterion, inspector, grade)),
    )


# The model's own law, and laws that break it. Two of the second kind, halo and loose edges, had
# been seen when the prior was last set, and loose edges were 0.4 before.
OWN = {
    "own: 46 x 12, 20 % twice": World(),
    "own: little evidence of a cell": World(evidence=0.4, noise=0.9),
    "own: 8 inspectors, 30 x 20": World(bodies=30, criteria=20, inspectors=8),
    "own: findings": World(edges=(0.0,), criteria=36, groups=True),
}
HOSTILE = {
    "hostile: halo and bias": World(halo=0.5, bias=0.5),
    "hostile: half meet, two kinds of bodies": World(two_kinds=True),
    "hostile: 95 % meet": World(shift=1.9),
    "hostile: bodies skewed, heavy tails": World(skewed=True, tails=3),
    "hostile: edges differ by criterion": World(loose_edges=0.25),
    "hostile: three harsh, five timid": World(harsh=3, timid=5),
    "hostile: moderators who see more": World(wise=0.8),
    "hostile: uneven noise, doubles clumped": World(uneven=0.5, clumped=True),
    "hostile: findings, 90 % meet, halo": World(
        edges=(0.0,), criteria=36, groups=True, shift=1.3, halo=0.5
    ),
}
REFERENCE = "own: 46 x 12, 20 % twice"
# How few double judgments a chance can bear: 27, 55 and 109 of 46 x 12 cells, printed alone.
FEWER = {
    "27 pairs": World(share=0.05),
    "55 pairs": World(share=0.1),
    "109 pairs": World(share=109 / 552),
}
# With as few as a chance is told from, judged as all designs are: the model's own and the two that
# lean on doubles most.
_FEWEST = PAIRS_FOR_A_CHANCE / 552
FEWEST = {
    "100 pairs: own": World(share=_FEWEST),
    "100 pairs: halo and bias": World(halo=0.5, bias=0.5, share=_FEWEST),
    "100 pairs: uneven noise, doubles clumped": World(uneven=0.5, clumped=True, share=_FEWEST),
}


def doubles(world: World) -> int:
    """How many cells of a world are read twice."""
    return round(world.share * world.bodies * world.criteria)
