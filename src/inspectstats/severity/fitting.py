"""Newton's method on the penalised likelihood, with spreads found from the data."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.ratings import Floats
from inspectstats.products import product
from inspectstats.severity.model import Block, Layout, block_sums, blocks, layout_of
from inspectstats.severity.observations import Observations

# Weak normal penalties keep criteria and steps finite where a grade was never or always given (sd
# in logits).
SD_LEVEL, SD_CRITERION, SD_STEP = 10.0, 5.0, 5.0
# A spread of zero has no inverse: inspectors who do not differ end here.
SMALLEST_SPREAD = 1e-3
MOST_PASSES = 200


@dataclass(slots=True, eq=False)
class Posterior:
    """Where the fit ended: ``small`` (mu, delta, lambda, tau), ``theta``, spreads, and the Laplace
    covariance.

    ``covariance`` is that of the small vector; body f given the small vector has variance
    ``own[f]`` and slope ``-slope[f]`` on it.
    """

    layout: Layout
    small: Floats
    theta: Floats
    sigma_force: float
    sigma_inspector: float
    covariance: Floats
    own: Floats
    slope: Floats
    passes: int
    converged: bool
    loglik: float


@dataclass(slots=True, eq=False)
class _State:
    small: Floats
    theta: Floats
    force_variance: float
    inspector_variance: float


def _penalty(layout: Layout, state: _State) -> Floats:
    out = np.empty(layout.size)
    out[0] = SD_LEVEL**-2
    out[layout.criterion] = SD_CRITERION**-2
    out[layout.inspector] = 1.0 / state.inspector_variance
    out[layout.step] = SD_STEP**-2
    return out


def fit_posterior(data: Observations) -> Posterior:
    """Fit by Newton steps; after each, the two variances move to their empirical-Bayes fixed point.

    Fixed point (EM on the Laplace posterior, in MacKay's faster form): s2 = sum lambda^2/(R - sum
    Var(lambda)/s2), the same for the forces. One pass over the ratings a step.
    """
    layout = layout_of(data)
    parts = blocks(data)
    state = _State(_start(data, layout), np.zeros(layout.forces), 1.0, 0.25)
    for passes in range(1, MOST_PASSES + 1):
        system = _Reduced(layout, parts, state, _penalty(layout, state))
        moved = system.step()
        # Far from the top a full step can overshoot; the likelihood is concave, so a capped step
        # always gains.
        cap = min(1.0, 2.0 / max(moved, 1e-300))
        state.small = state.small + cap * system.small_step
        state.theta = state.theta + cap * system.theta_step
        changed = _spreads(layout, state, system)
        if moved < 1e-7 and changed < 1e-5:
            return system.posterior(state, passes, True)
    return system.posterior(state, MOST_PASSES, False)


def _start(data: Observations, layout: Layout) -> Floats:
    # Half a rating in each grade, since a grade never given has no logarithm.
    counts = np.bincount(data.grade, minlength=data.q) + 0.5
    small = np.zeros(layout.size)
    steps = -np.log(counts[1:] / counts[:-1])
    small[0] = -steps.mean()
    small[layout.step] = steps - steps.mean()
    return small


class _Reduced:
    """The system left when the forces are eliminated: information minus sum cross' own^-1 cross."""

    def __init__(self, layout: Layout, parts: list[Block], state: _State, penalty: Floats) -> None:
        self.layout = layout
        self.own = np.empty(layout.forces)
        self.slope = np.empty((layout.forces, layout.size))
        self.force_gradient = np.empty(layout.forces)
        matrix = np.diag(penalty)
        gradient = -penalty * state.small
        self.loglik = 0.0
        for part in parts:
            one = block_sums(part, layout, state.small, state.theta)
            self.loglik += one.loglik
            rows = slice(part.first, part.first + part.n_forces)
            own = 1.0 / (one.force_information + 1.0 / state.force_variance)
            pull = one.force_gradient - state.theta[rows] / state.force_variance
            slope = one.cross * own[:, None]
            matrix += one.information - product(slope.T, one.cross)
            gradient += one.gradient - slope.T @ pull
            self.own[rows], self.slope[rows], self.force_gradient[rows] = own, slope, pull
        self.covariance = np.linalg.inv(matrix)
        self.small_step = self.covariance @ gradient
        self.theta_step = self.own * self.force_gradient - self.slope @ self.small_step

    def step(self) -> float:
        """Largest move any parameter is about to make."""
        return float(max(np.abs(self.small_step).max(), np.abs(self.theta_step).max()))

    def force_variances(self) -> Floats:
        """Posterior variance of each theta_f."""
        return np.asarray(
            self.own + (product(self.slope, self.covariance) * self.slope).sum(axis=1)
        )

    def posterior(self, state: _State, passes: int, converged: bool) -> Posterior:
        return Posterior(
            self.layout,
            state.small,
            state.theta,
            math.sqrt(state.force_variance),
            math.sqrt(state.inspector_variance),
            self.covariance,
            self.own,
            self.slope,
            passes,
            converged,
            self.loglik,
        )


def _spreads(layout: Layout, state: _State, system: _Reduced) -> float:
    severity = state.small[layout.inspector]
    spread = np.diag(system.covariance)[layout.inspector]
    inspector = _fixed_point(severity, spread, state.inspector_variance)
    force = _fixed_point(state.theta, system.force_variances(), state.force_variance)
    changed = max(
        abs(math.log(inspector / state.inspector_variance)),
        abs(math.log(force / state.force_variance)),
    )
    state.inspector_variance, state.force_variance = inspector, force
    return changed


def _fixed_point(values: Floats, variances: Floats, current: float) -> float:
    # How many of the values the data themselves determine (MacKay); the rest is the prior's.
    determined = len(values) - float(variances.sum()) / current
    plain = float((values**2).sum() + variances.sum()) / max(len(values), 1)
    found = float((values**2).sum()) / determined if determined > 1e-6 else plain
    # Never more than a factor of ten at a time: the first passes are far from the top.
    return min(max(found, current / 10, SMALLEST_SPREAD**2), current * 10, 100.0)
