"""The many-facet rating-scale model: its probabilities and the sums Newton's method needs.

log P(Y = k)/P(Y = k-1) = mu + theta_f - delta_c - lambda_r - tau_k. Every derivative is a mean or a
covariance of the grade under the model, so one pass over the ratings gives gradient and exact
Hessian. Forces touch nothing but their own ratings: they are eliminated (Schur complement), and the
system that is solved has criteria, inspectors and steps only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.ratings import Floats, Ints
from inspectstats.severity.observations import Observations

# Bounds the arrays of one pass; whole forces, since a force is eliminated in one piece.
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where each parameter sits in the small vector: mu, then C criteria, R inspectors, K = q - 1
    steps.
    """

    forces: int
    criteria: int
    inspectors: int
    steps: int

    @property
    def size(self) -> int:
        """Length of the small vector."""
        return 1 + self.criteria + self.inspectors + self.steps

    @property
    def criterion(self) -> slice:
        """Places of the criteria."""
        return slice(1, 1 + self.criteria)

    @property
    def inspector(self) -> slice:
        """Places of the inspectors."""
        return slice(1 + self.criteria, 1 + self.criteria + self.inspectors)

    @property
    def step(self) -> slice:
        """Places of the steps."""
        return slice(1 + self.criteria + self.inspectors, self.size)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Ratings of a run of forces, sorted by force: ``first`` is the run's first force, ``force``
    counts from it.
    """

    first: int
    n_forces: int
    force: Ints
    criterion: Ints
    inspector: Ints
    grade: Ints


def layout_of(data: Observations) -> Layout:
    """Return the sizes of the model for ``data``."""
    return Layout(
        len(data.force.names), len(data.criterion.names), len(data.inspector.names), data.q - 1
    )


def blocks(data: Observations) -> list[Block]:
    """Cut the ratings, sorted by force, into runs of whole forces of about ``BLOCK`` ratings."""
    order = np.argsort(data.force.codes, kind="stable")
    force = data.force.codes[order]
    forces = len(data.force.names)
    ends = np.searchsorted(force, np.arange(forces), side="right")
    out, start, first = [], 0, 0
    while first < forces:
        last = max(first, int(np.searchsorted(ends, start + BLOCK, side="right")) - 1)
        rows = order[start : ends[last]]
        out.append(
            Block(
                first,
                last - first + 1,
                data.force.codes[rows] - first,
                data.criterion.codes[rows],
                data.inspector.codes[rows],
                data.grade[rows],
            )
        )
        start, first = int(ends[last]), last + 1
    return out


def probabilities(eta: Floats, tau: Floats) -> Floats:
    """P(Y = k) by grade and rating, (q, n)."""
    q = len(tau) + 1
    logits = np.empty((q, len(eta)))
    logits[0] = 0.0
    for k in range(1, q):
        np.add(logits[k - 1], eta - tau[k - 1], out=logits[k])
    # Before exp, which overflows beyond 709.
    logits -= logits.max(axis=0)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=0)
    return logits


def linear(block: Block, layout: Layout, small: Floats, theta: Floats) -> Floats:
    """eta = mu + theta_f - delta_c - lambda_r by rating, (n,)."""
    own = theta[block.first : block.first + block.n_forces] + small[0]
    return np.asarray(
        own[block.force]
        - small[layout.criterion][block.criterion]
        - small[layout.inspector][block.inspector]
    )


@dataclass(slots=True, eq=False)
class Sums:
    """Log likelihood, gradient and information of the small vector and of a block's forces."""

    loglik: float
    gradient: Floats
    information: Floats
    force_gradient: Floats
    force_information: Floats
    cross: Floats


def block_sums(block: Block, layout: Layout, small: Floats, theta: Floats) -> Sums:
    """One pass over a block: likelihood, gradient, information.

    ``cross`` is (block forces, layout.size).
    """
    tau = small[layout.step]
    p = probabilities(linear(block, layout, small, theta), tau)
    q = layout.steps + 1
    n = len(block.grade)
    above = np.cumsum(p[::-1], axis=0)[::-1][1:]
    mean = above.sum(axis=0)
    # Cov(Y, 1[Y >= k]) = sum_{j>=k} j p_j - E P(Y >= k), and sum_{j>=k} j p_j = (k-1) P(Y>=k) +
    # sum_{j>=k} P(Y>=j).
    tails = np.cumsum(above[::-1], axis=0)[::-1]
    shared = np.empty_like(above)
    for k in range(1, q):
        shared[k - 1] = (k - 1) * above[k - 1] + tails[k - 1] - mean * above[k - 1]
    variance = shared.sum(axis=0)
    over = block.grade - mean
    loglik = float(np.log(np.maximum(p[block.grade, np.arange(n)], 1e-300)).sum())
    sums = Sums(
        loglik,
        np.zeros(layout.size),
        np.zeros((layout.size, layout.size)),
        np.bincount(block.force, over, minlength=block.n_forces),
        np.bincount(block.force, variance, minlength=block.n_forces),
        np.zeros((block.n_forces, layout.size)),
    )
    _fill_gradient(sums, block, layout, over, above)
    _fill_information(sums, block, layout, variance, shared, above)
    return sums


def _fill_gradient(sums: Sums, block: Block, layout: Layout, over: Floats, above: Floats) -> None:
    sums.gradient[0] = over.sum()
    sums.gradient[layout.criterion] = -np.bincount(block.criterion, over, minlength=layout.criteria)
    sums.gradient[layout.inspector] = -np.bincount(
        block.inspector, over, minlength=layout.inspectors
    )
    reached = np.bincount(block.grade, minlength=layout.steps + 1)[::-1].cumsum()[::-1][1:]
    sums.gradient[layout.step] = above.sum(axis=1) - reached


def _fill_information(
    sums: Sums, block: Block, layout: Layout, variance: Floats, shared: Floats, above: Floats
) -> None:
    c, r, steps = layout.criterion, layout.inspector, layout.step
    out = sums.information
    by_c = np.bincount(block.criterion, variance, minlength=layout.criteria)
    by_r = np.bincount(block.inspector, variance, minlength=layout.inspectors)
    both = np.bincount(
        block.criterion * layout.inspectors + block.inspector,
        variance,
        minlength=layout.criteria * layout.inspectors,
    ).reshape(layout.criteria, layout.inspectors)
    out[0, 0] = variance.sum()
    out[0, c] = out[c, 0] = -by_c
    out[0, r] = out[r, 0] = -by_r
    out[c, c] = np.diag(by_c)
    out[r, r] = np.diag(by_r)
    out[c, r], out[r, c] = both, both.T
    sums.cross[:, 0] = sums.force_information
    place = block.force * layout.criteria + block.criterion
    sums.cross[:, c] = -np.bincount(
        place, variance, minlength=block.n_forces * layout.criteria
    ).reshape(block.n_forces, -1)
    place = block.force * layout.inspectors + block.inspector
    sums.cross[:, r] = -np.bincount(
        place, variance, minlength=block.n_forces * layout.inspectors
    ).reshape(block.n_forces, -1)
    first = steps.start
    for k in range(layout.steps):
        # Raising a step lowers the grade, as raising a severity does: same signs as criteria and
        # inspectors.
        out[first + k, 0] = out[0, first + k] = -shared[k].sum()
        out[first + k, c] = out[c, first + k] = np.bincount(
            block.criterion, shared[k], minlength=layout.criteria
        )
        out[first + k, r] = out[r, first + k] = np.bincount(
            block.inspector, shared[k], minlength=layout.inspectors
        )
        sums.cross[:, first + k] = -np.bincount(block.force, shared[k], minlength=block.n_forces)
        for j in range(k + 1):
            out[first + k, first + j] = out[first + j, first + k] = (
                above[k] * (1 - above[j])
            ).sum()
