"""Counts in one pass: units rated alike are one pattern, and every figure needs only patterns.

An agreement coefficient sees a unit only through its row of codes, so N units fall into few
distinct rows (at most (q+1)^R) and the pass over the ratings is one histogram. Sums over units are
then sums over patterns, and over forces one sparse product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from inspectstats.agreement.ratings import MISSING, Floats, Grouping, Ints, Ratings, rated
from inspectstats.products import product

Stat = Callable[["Patterns"], Floats]
_CHUNK = 1 << 22
_FEW_PATTERNS = 1 << 12
# Units taken at once, so that what is made of them stays in the cache.
_BLOCK = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct rows: ``codes`` (P, R), ``weight`` (P,) units of each, and how to find a unit's
    pattern from its key.
    """

    codes: Ints
    weight: Ints
    keys: NDArray[Any]
    found: Ints
    q: int

    @property
    def counts(self) -> Ints:
        """n_uk by pattern, (P, q)."""
        out = np.zeros((len(self.codes), self.q), dtype=np.int64)
        for k in range(self.q):
            out[:, k] = (self.codes == k).sum(axis=1)
        return out

    def chunk(self, rows: slice) -> Patterns:
        """Return some of the patterns, without their units."""
        return Patterns(self.codes[rows], self.weight[rows], self.keys[:0], self.found[:0], self.q)

    @property
    def index(self) -> Ints:
        """The pattern of each unit, (n_units,)."""
        return self.found[self.keys] if self.found.size else self.keys.astype(np.int64)


def patterns(ratings: Ratings) -> Patterns:
    """Return the patterns of ``ratings``; found once and kept with them."""
    kept = rated(ratings).memo.get("patterns")
    if kept is None:
        kept = ratings.memo["patterns"] = _distinct(ratings)
    assert isinstance(kept, Patterns)
    return kept


def _distinct(ratings: Ratings) -> Patterns:
    base, width = ratings.q + 1, ratings.n_raters
    # So few possible rows are counted in an array; beyond it distinct keys are sorted.
    if base**width <= 1 << 16:
        return _by_histogram(ratings, base)
    if base**width < 1 << 62:
        keys = np.zeros(ratings.n_units, dtype=np.int64)
        for column in ratings.codes.T:
            keys *= base
            keys += column
        _, first, inverse, weight = np.unique(
            keys, return_index=True, return_inverse=True, return_counts=True
        )
    else:
        _, first, inverse, weight = np.unique(
            np.ascontiguousarray(ratings.codes),
            axis=0,
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
    codes = ratings.codes[first].astype(np.int64)
    return Patterns(
        codes, weight.astype(np.int64), inverse.reshape(-1), np.empty(0, dtype=np.int64), ratings.q
    )


def _by_histogram(ratings: Ratings, base: int) -> Patterns:
    size = base**ratings.n_raters
    kind = np.uint8 if size <= 256 else np.uint16
    keys = np.zeros(ratings.n_units, dtype=kind)
    for column in ratings.codes.T:
        # Codes are shifted by one in the arithmetic of the key's own width: -1 (missing) becomes 0.
        np.multiply(keys, kind(base), out=keys)
        np.add(keys, column.astype(kind), out=keys)
        np.add(keys, kind(1), out=keys)
    histogram = _histogram(keys, size)
    present = np.flatnonzero(histogram)
    found = np.zeros(size, dtype=np.int64)
    found[present] = np.arange(len(present))
    digits = present[:, None] // base ** np.arange(ratings.n_raters - 1, -1, -1)[None, :] % base
    return Patterns(digits.astype(np.int64) + MISSING, histogram[present], keys, found, ratings.q)


def _histogram(keys: NDArray[Any], size: int) -> Ints:
    if keys.dtype != np.uint8 or len(keys) < 1 << 16:
        return np.bincount(keys, minlength=size).astype(np.int64)
    # Two neighbouring byte keys are counted as one 16-bit key: half the steps of the histogram,
    # then folded.
    even = len(keys) & ~1
    pairs = np.bincount(keys[:even].view(np.uint16), minlength=1 << 16).reshape(256, 256)
    folded = pairs.sum(axis=0) + pairs.sum(axis=1)
    folded[keys[even:]] += 1
    return folded[:size].astype(np.int64)


def total(data: Patterns, stat: Stat) -> Floats:
    """Sum of ``stat`` over all units, (d,); patterns taken in bounded chunks."""
    parts = [data.weight[rows] @ stat(data.chunk(rows)) for rows in _chunks(data, stat)]
    return (
        np.asarray(np.sum(parts, axis=0), dtype=np.float64)
        if parts
        else np.zeros(_width(data, stat))
    )


def by_force(ratings: Ratings, stat: Stat) -> tuple[Floats, Ints]:
    """Sum of ``stat`` within each force, (T, d), and how many forces share each row, (T,).

    Without declared forces each unit is its own: rows are then patterns, shared by as many units as
    show them.
    """
    data = patterns(ratings)
    if ratings.force is None:
        return stat(data), data.weight
    n_forces, n_patterns = len(ratings.force.names), len(data.weight)
    sums = np.zeros((n_forces, _width(data, stat)))
    repeats = np.ones(n_forces, dtype=np.int64)
    # A dense table while it fits into memory; beyond it most forces show few patterns.
    if n_forces * n_patterns <= _CHUNK * 4:
        return _by_kind(ratings.force, data, stat), repeats
    place = (ratings.force.codes, data.index)
    sparse_table: Any = sparse.csr_array(
        (np.ones(ratings.n_units), place), shape=(n_forces, n_patterns)
    )
    for rows in _chunks(data, stat):
        sums += np.asarray(sparse_table[:, rows] @ stat(data.chunk(rows)), dtype=np.float64)
    return sums, repeats


def _by_kind(force: Grouping, data: Patterns, stat: Stat) -> Floats:
    """Sums within each force, patterns that add the same taken as one kind."""
    parts = [stat(data.chunk(rows)) for rows in _chunks(data, stat)]
    if len(parts) != 1 or len(parts[0]) > _FEW_PATTERNS:
        return _by_table(force, data.index, parts, _width(data, stat))
    # Who gave which grade makes many patterns of one kind: the table over forces is the less.
    each, kind = np.unique(parts[0], axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    place = kind[data.found] if data.found.size else kind
    sums, n = np.zeros((len(force.names), each.shape[1])), len(each)
    for start in range(0, len(data.keys), _BLOCK):
        codes = force.codes[start : start + _BLOCK]
        low, high = int(codes.min()), int(codes.max()) + 1
        if (high - low) * n > 4 * _BLOCK:
            # Units of one force do not stand together.
            return _by_table(force, place[data.keys], [each], each.shape[1])
        flat = codes * n
        flat += place[data.keys[start : start + _BLOCK]] - low * n
        table = np.bincount(flat, minlength=(high - low) * n).reshape(high - low, n)
        sums[low:high] += product(table, each)
    return sums


def _by_table(force: Grouping, place: Ints, parts: list[Floats], width: int) -> Floats:
    """Sums within each force over one table of forces by kinds of units."""
    n_forces, n, start = len(force.names), sum(len(part) for part in parts), 0
    table = np.bincount(force.codes * n + place, minlength=n_forces * n).reshape(n_forces, n)
    sums = np.zeros((n_forces, width))
    for part in parts:
        sums += product(table[:, start : start + len(part)], part)
        start += len(part)
    return sums


def _width(data: Patterns, stat: Stat) -> int:
    return int(stat(data.chunk(slice(0, 0))).shape[1])


def _chunks(data: Patterns, stat: Stat) -> list[slice]:
    step = max(1, _CHUNK // max(_width(data, stat), 1))
    return [slice(start, start + step) for start in range(0, len(data.weight), step)]
