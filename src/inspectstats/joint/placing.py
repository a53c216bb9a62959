"""Where the average of an inspection's inspectors would place each body, by one draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inspectstats.joint.layout import Floats, Groups
from inspectstats.joint.sampler import Sampler

Grades = NDArray[np.int8]


def placed(state: Sampler) -> Grades:
    """The grade code of each body on each criterion, (chains, bodies, criteria).

    It is the grade that holds the latent value of the body's evidence as the mean of all inspectors
    of these readings sees it: severity, halo and bias are averaged over them, those of inspectors
    who did not see the body or the criterion drawn from their law. What both readings of one cell
    share is evidence, and so an error in it is not seen.
    """
    at, chains = state.at, state.chains
    part = np.exp(-state.habits.stretch)
    body = state.bodies.large - (part * state.inspectors.large).sum(axis=0) / part.sum(axis=0)
    body = body + _mean(state, at.halo.large, state.bodies.small, state.bodies.small_spread)
    bias = _mean(state, at.bias_of, state.inspectors.small, state.inspectors.small_spread)
    value = body[:, None] - bias[None] + _evidence(state)
    found, edges = np.zeros(value.shape, dtype=np.int8), average_edges(state)
    for edge in range(at.grades - 1):
        found += value >= edges[None, :, edge]
    return np.asarray(found.transpose(2, 0, 1)).reshape(chains, at.body.count, at.criterion.count)


def average_edges(state: Sampler) -> Floats:
    """Edges of the average inspector, (criteria, grades - 1, chains)."""
    by = 1 / np.exp(-state.habits.stretch).mean(axis=0)
    return np.asarray(state.scale.place[:, None] + state.scale.apart * by)


def _mean(state: Sampler, by: Groups, effects: Floats, spread: Floats) -> Floats:
    """The mean over all inspectors of what they add, (groups, chains)."""
    inspectors = state.at.inspector.count
    unseen = np.maximum(inspectors - by.sizes, 0)[:, None]
    drawn = state.rng.standard_normal((by.count, state.chains))
    return np.asarray((by.total(effects) + np.sqrt(unseen) * spread * drawn) / inspectors)


def _evidence(state: Sampler) -> Floats:
    """Evidence of each cell, (bodies, criteria, chains): of cells read more than once as drawn, of
    those read once given what their reading leaves, of others from its law.
    """
    at, share = state.at, state.evidence.share
    drawn = state.rng.standard_normal((at.cells, state.chains))
    found = drawn * np.sqrt(share)
    once = at.cell[at.alone]
    part = share * state.weight[at.alone]
    found[once] = part * state.residual[at.alone] + drawn[once] * np.sqrt(share * (1 - part))
    found[at.shared_cells] = state.evidence.of_cells
    return found.reshape(at.body.count, at.criterion.count, state.chains)
