"""Sentences about made-up inspections: the word that agreed grades give, what was said of its
chance, and whether it held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from benchmarks.calibrating.worlds import Inspection, World, inspect
from numpy.typing import NDArray

from inspectstats.joint import PRIOR, Effort, JointFit, Prior, chance, fit
from inspectstats.joint.chance import EXACT
from inspectstats.quantity import probability
from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.shipped import DEFAULT

# Enough to put a claim in its tenth; the drill asks how it comes out over thousands of them.
EFFORT = Effort(chains=8, warming=100, piece=130, most=130, enough=0)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence: the inspection it is of, its word, what was said, and what was so.

    ``stated`` is the chance of the word, ``beyond`` of at least (for low words at most) its count;
    ``former`` what the formula gave that the product once printed.
    """

    inspection: int
    word: str
    stated: float
    held: bool
    beyond: float
    held_beyond: bool
    former: float


@cache
def words(bodies: int) -> tuple[tuple[str, int, int], ...]:
    """The word for each count of ``bodies``, and the counts from and to which it holds."""
    found: list[tuple[str, int, int]] = [("", 0, 0)] * (bodies + 1)
    for band in DEFAULT.bands:
        read = meaning(band.word, DEFAULT)
        counts = [k for k in range(bodies + 1) if read is not None and read.holds(k, bodies)]
        for k in counts:
            found[k] = (band.word, counts[0], counts[-1])
    return tuple(found)


def claims_of(
    world: World, seed: int, prior: Prior = PRIOR, *, former: bool = True
) -> tuple[list[Claim], JointFit]:
    """Every sentence of one inspection: each criterion at or above each edge, at each grade between
    them, and where the world has groups of bodies in each half as well.
    """
    made = inspect(world, seed)
    drawn = fit(made.data, prior=prior, effort=EFFORT)
    old = _former(made) if former else lambda *_: 0.5
    halves: list[NDArray[np.int64]] = [np.arange(world.bodies)]
    if world.groups:
        halves += [np.arange(0, world.bodies, 2), np.arange(1, world.bodies, 2)]
    found = []
    for criterion, wanted in _conditions(world):
        met = wanted[drawn.grades[:, :, criterion]]
        agreed, placed = wanted[made.moderated[:, criterion]], wanted[made.placed[:, criterion]]
        for bodies in halves:
            word, low, high = words(len(bodies))[int(agreed[bodies].sum())]
            if word in EXACT:
                continue
            said = chance(drawn, met[:, bodies], low, high, least=0, enough=0)
            true = int(placed[bodies].sum())
            beyond = true <= high if said.at_most else true >= low
            stated, over = said.value, said.beyond
            if stated is None or over is None:
                raise RuntimeError(f"nothing was said of {word}: {said.reason}")
            found.append(
                Claim(
                    seed,
                    word,
                    stated,
                    low <= true <= high,
                    over,
                    beyond,
                    old(word, agreed[bodies]),
                )
            )
    return found, drawn


def _conditions(world: World) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Each criterion with the grades of a sentence: at or above an edge, or just one between."""
    grades = np.arange(len(world.edges) + 1)
    for criterion in range(world.criteria):
        for edge in range(1, len(grades)):
            yield criterion, grades >= edge
        for grade in range(1, len(grades) - 1):
            yield criterion, grades == grade


def _former(made: Inspection) -> Callable[[str, NDArray[np.bool_]], float]:
    """The formula the product once printed: either answer as likely beforehand, and one error for
    all, from how often two readings differ about the middle edge.
    """
    data = made.data
    cell = data.force.codes * len(data.criterion.names) + data.criterion.codes
    edge = len(data.scale) // 2
    second = {int(cell[row]): row for row in np.flatnonzero(~made.first).tolist()}
    first = {int(cell[row]): row for row in np.flatnonzero(made.first).tolist()}
    differ = [
        (data.grade[first[one]] >= edge) != (data.grade[second[one]] >= edge) for one in second
    ]
    rate = min(float(np.mean(differ)), 0.49)
    error = (1 - np.sqrt(1 - 2 * rate)) / 2

    def told(word: str, agreed: NDArray[np.bool_]) -> float:
        found = probability(word, np.where(agreed, 1 - error, error)).value
        return 0.5 if found is None else found

    return told
