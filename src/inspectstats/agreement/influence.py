"""An agreement figure taken apart: what each pair of judgments moves it by.

A figure of agreement is a function of sums over pairs of judgments of one thing. Its slope in each
sum, times what a pair adds to it, is what that pair moves the figure by; what pairs share, a body
or an inspector, is added up from there (:mod:`~inspectstats.agreement.two_way`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.makers import Maker
from inspectstats.agreement.patterns import Patterns, patterns
from inspectstats.agreement.ratings import MISSING, Floats, Ints, Ratings
from inspectstats.agreement.resampling import values

# Up to this many possible keys a table of them is quicker than sorting.
_DENSE = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Each pair of ratings of one pattern, and each rating that stands alone: arrays of one length.

    ``pattern``; ``first`` and ``second``, the columns of the raters (equal for a lone rating);
    ``kind``, the row of ``vectors`` it adds; ``share``, how much of it. ``vectors`` is (K, d).
    """

    pattern: Ints
    first: Ints
    second: Ints
    kind: Ints
    share: Floats
    vectors: Floats

    @property
    def paired(self) -> Ints:
        """Places of the entries that are pairs."""
        return np.flatnonzero(self.first != self.second)


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """A coefficient taken apart: its ``value`` and what each pair of ratings moves it by.

    One row for each body and pair of inspectors that judged the same in it: ``body`` (codes),
    ``first``, ``second`` (columns), ``moves`` (the linear influence of all such pairs together),
    ``times`` how many bodies are alike (above 1 only where no bodies were declared). ``square`` is
    the sum of squares over single pairs. ``without_inspector`` (n_raters,) is the figure when all
    pairs of one are left out, NaN for those without any and where it is then undefined.
    """

    value: float
    body: Ints
    first: Ints
    second: Ints
    moves: Floats
    times: Ints
    square: float
    pairs: int
    without_inspector: Floats
    present: Ints


def influence(ratings: Ratings, maker: Maker) -> Influence:
    """Take the coefficient of ``maker`` apart on ``ratings``: one pass over patterns of units."""
    data = patterns(ratings)
    made, entries = entries_of(data, maker)
    weight = data.weight[entries.pattern] * entries.share
    table = np.zeros((ratings.n_raters, len(entries.vectors)))
    apart = entries.paired
    np.add.at(table, (entries.first, entries.kind), weight)
    np.add.at(table, (entries.second[apart], entries.kind[apart]), weight[apart])
    whole = np.bincount(entries.kind, weight, len(entries.vectors)) @ entries.vectors
    present = np.flatnonzero(
        np.bincount(entries.first[apart], minlength=ratings.n_raters)
        + np.bincount(entries.second[apart], minlength=ratings.n_raters)
    )
    without = np.full(ratings.n_raters, np.nan)
    without[present] = values(made, whole - table[present] @ entries.vectors)
    moves = entries.share * (entries.vectors @ _gradient(made, whole))[entries.kind]
    body, rows, count, times = _bodies(ratings, data, entries)
    key, place = coded(
        body * np.int64(ratings.n_raters) ** 2
        + entries.first[rows] * ratings.n_raters
        + entries.second[rows]
    )
    return Influence(
        float(values(made, whole[None, :])[0]),
        key // ratings.n_raters**2,
        key // ratings.n_raters % ratings.n_raters,
        key % ratings.n_raters,
        np.bincount(place, count * moves[rows], len(key)),
        times[key // ratings.n_raters**2],
        float((data.weight[entries.pattern] * moves**2).sum()),
        int(data.weight[entries.pattern[apart]].sum()),
        without,
        present,
    )


def entries_of(data: Patterns, maker: Maker) -> tuple[Coefficient, Entries]:
    """The pairs of every pattern, and the coefficient with multiples that hold for pairs too."""
    q, width = data.q, max(data.codes.shape[1], 2)
    kinds = np.full((q * q + q, width), MISSING, dtype=np.int64)
    kinds[: q * q, 0] = np.repeat(np.arange(q), q)
    kinds[: q * q, 1] = np.tile(np.arange(q), q)
    kinds[q * q :, 0] = np.arange(q)
    held = np.full((len(data.codes), width), MISSING, dtype=np.int64)
    held[:, : data.codes.shape[1]] = data.codes
    # The weights bound how large the whole numbers may grow, so the kinds carry none.
    none = np.zeros(len(kinds), dtype=np.int64)
    made = maker.build(
        Patterns(
            np.concatenate([held, kinds]),
            np.concatenate([data.weight, none]),
            data.keys[:0],
            data.found[:0],
            q,
        )
    )
    vectors = made.stat(Patterns(kinds, none, data.keys[:0], data.found[:0], q))
    m = (data.codes != MISSING).sum(axis=1)
    parts: list[tuple[Ints, Ints, Ints, Ints, Floats]] = []
    for number in np.unique(m[m > 0]).tolist():
        rows = np.flatnonzero(m == number)
        columns = np.nonzero(data.codes[rows] != MISSING)[1].reshape(-1, number)
        if number == 1:
            only = columns[:, 0]
            kind = q * q + data.codes[rows, only]
            parts.append((rows, only, only, kind, np.ones(len(rows))))
            continue
        one, two = np.triu_indices(number, 1)
        first, second = columns[:, one].ravel(), columns[:, two].ravel()
        of = np.repeat(rows, len(one))
        share = 1 / (number - 1) if maker.by_rating else 2 / (number * (number - 1))
        kind = data.codes[of, first] * q + data.codes[of, second]
        parts.append((of, first, second, kind, np.full(len(of), share)))
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return made, Entries(empty, empty, empty, empty, np.empty(0), vectors)
    of, first, second, kind, share = (np.concatenate(part) for part in zip(*parts, strict=True))
    return made, Entries(of, first, second, kind, share, vectors)


def _gradient(made: Coefficient, whole: Floats) -> Floats:
    """Slope of the figure in each sum, (d,), by central differences."""
    step = 1e-4 * max(float(np.abs(whole).sum()), 1.0)
    steps = np.eye(len(whole)) * step
    up, down = values(made, whole + steps), values(made, whole - steps)
    return np.nan_to_num((up - down) / (2 * step))


def _bodies(ratings: Ratings, data: Patterns, entries: Entries) -> tuple[Ints, Ints, Floats, Ints]:
    """Join bodies and entries: body, entry, how many such units, and how many bodies are alike."""
    order = np.argsort(entries.pattern, kind="stable")
    number = np.bincount(entries.pattern, minlength=len(data.weight))
    start = np.concatenate([[0], np.cumsum(number)])[:-1]
    if ratings.force is None:
        # Each unit is a body of its own: those of one pattern are alike.
        return entries.pattern[order], order, np.ones(len(order)), data.weight
    key, place = coded(ratings.force.codes * np.int64(len(data.weight)) + data.index)
    body, pattern = key // len(data.weight), key % len(data.weight)
    units = np.bincount(place, minlength=len(key))
    times = number[pattern]
    inner = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    rows = order[np.repeat(start[pattern], times) + inner]
    ones = np.ones(len(ratings.force.names), dtype=np.int64)
    return np.repeat(body, times), rows, np.repeat(units, times).astype(np.float64), ones


def coded(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct keys in order, and the place of each among them."""
    if len(keys) and int(keys.max()) < _DENSE:
        seen = np.bincount(keys, minlength=1) > 0
        return np.flatnonzero(seen), (np.cumsum(seen) - 1)[keys]
    found, place = np.unique(keys, return_inverse=True)
    return found, place.reshape(-1)
