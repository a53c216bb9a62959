"""What is kept of the draws, and running sums of what is too large to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.joint.layout import Floats
from inspectstats.joint.placing import Grades, average_edges, placed
from inspectstats.joint.sampler import Sampler

Singles = NDArray[np.float32]
_AGAIN = 4
SPREADS = ("body", "inspector", "halo", "bias", "evidence_share")


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean and spread of one figure a thing over the draws, both (things,)."""

    mean: Floats
    spread: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Draws by name, (draws, ...), in the order sweep, chain.

    ``severity`` (draws, inspectors) and ``drift`` are less their mean, ``edges`` (draws, criteria,
    q - 1) on the scale of the average inspector; ``common`` (draws, q - 1) is how edges lie about
    their middle, ``edge_spread`` (draws,) how far those of criteria lie from it; ``stretch``
    and ``unsteady`` (draws, inspectors) are the logarithms of how much wider each inspector sets
    the edges and of how much greater the noise is; ``spreads`` hold the five spreads (draws,).
    ``middle`` (some draws, inspectors) is the share of middle grades in readings drawn again.
    ``bias`` is what each inspector adds on a criterion, in the order of the layout; ``halo`` how
    far an inspector lifts or lowers whole bodies, as a root mean square over bodies.
    """

    severity: Singles
    edges: Singles
    common: Singles
    edge_spread: Singles
    stretch: Singles
    unsteady: Singles
    spreads: Mapping[str, Singles]
    drift: Singles | None
    middle: Singles
    bias: Moments
    halo: Moments


class Keeping:
    """Takes from a sampler after each sweep what will be asked of the fit."""

    def __init__(self, state: Sampler) -> None:
        self.state = state
        self.grades: list[Grades] = []
        # How many bodies reach each grade above the lowest, (chains, criteria, q - 1) a sweep.
        self.counts: list[NDArray[np.int64]] = []
        self._rows: dict[str, list[Singles]] = {}
        self._bias = np.zeros((2, state.at.bias.small.count))
        self._halo = np.zeros((2, state.at.inspector.count))
        # A halo belongs to the inspector of any reading of its group.
        any_reading = np.unique(state.at.halo.small.of, return_index=True)[1]
        self._whose = state.at.inspector.of[any_reading]
        self._visited = np.bincount(self._whose, minlength=state.at.inspector.count)

    def take(self) -> None:
        """Keep what the sampler holds now."""
        state = self.state
        grades = placed(state)
        self.grades.append(grades)
        reached = [(grades >= grade).sum(axis=1) for grade in range(1, state.at.grades)]
        self.counts.append(np.stack(reached, axis=2))
        held = {
            "severity": (state.inspectors.large - state.inspectors.large.mean(axis=0)).T,
            "edges": average_edges(state).transpose(2, 0, 1),
            "common": state.scale.common.T,
            "edge_spread": state.scale.spread,
            "stretch": state.habits.stretch.T,
            "unsteady": state.habits.unsteady.T,
            "body": state.bodies.large_spread,
            "inspector": state.inspectors.large_spread,
            "halo": state.bodies.small_spread,
            "bias": state.inspectors.small_spread,
            "evidence_share": state.evidence.share,
        }
        # Readings are drawn again once in a few sweeps: it takes as long as all else that is kept.
        if len(self.grades) % _AGAIN == 1:
            held["middle"] = _middle(state).T
        if state.at.time is not None:
            held["drift"] = (state.drift - state.drift.mean(axis=0)).T
        for name, value in held.items():
            self._rows.setdefault(name, []).append(value.astype(np.float32))
        self._bias += _sums(state.inspectors.small)
        squares = np.zeros((state.at.inspector.count, state.chains))
        np.add.at(squares, self._whose, state.bodies.small**2)
        self._halo += _sums(np.sqrt(squares / np.maximum(self._visited, 1)[:, None]))

    def kept(self) -> Kept:
        """All that was kept, one row a draw."""
        found = {name: np.concatenate(rows) for name, rows in self._rows.items()}
        draws = len(self.grades) * self.state.chains
        return Kept(
            found["severity"],
            found["edges"],
            found["common"],
            found["edge_spread"],
            found["stretch"],
            found["unsteady"],
            {name: found[name] for name in SPREADS},
            found.get("drift"),
            found["middle"],
            _moments(self._bias / draws),
            _moments(self._halo / draws),
        )


def _sums(values: Floats) -> Floats:
    return np.stack([values.sum(axis=1), (values**2).sum(axis=1)])


def _moments(means: Floats) -> Moments:
    return Moments(means[0], np.sqrt(np.maximum(means[1] - means[0] ** 2, 0.0)))


def _middle(state: Sampler) -> Floats:
    """The share of middle grades in all readings drawn again with new evidence and noise,
    (inspectors, chains).
    """
    at = state.at
    value = state.expected()
    value[at.shared] -= state.evidence.of_cells[at.of_shared.of]
    value += state.rng.standard_normal(value.shape)
    edges = average_edges(state)
    below, above = edges[at.criterion.of, 0], edges[at.criterion.of, -1]
    middle = ((value >= below) & (value < above)).astype(np.float64)
    return at.inspector.total(middle) / at.inspector.sizes[:, None]
