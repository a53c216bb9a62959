"""The ratings of every agreement figure: units by raters, codes 0..q-1, missing kept apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.records import Dropped, InputError, digest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which group (force, criterion or team) each unit is of: ``codes`` (n_units,) index into
    ``names``.
    """

    codes: Ints
    names: tuple[str, ...]

    @classmethod
    def of(cls, labels: Sequence[object], *, where: str) -> Grouping:
        """Group ``labels`` in order of first appearance.

        An empty label is an :class:`InputError` naming its row.
        """
        names: dict[str, int] = {}
        codes = np.empty(len(labels), dtype=np.int64)
        for row, label in enumerate(labels):
            name = "" if label is None or label != label else str(label).strip()
            if not name:
                raise InputError(
                    "is empty",
                    where=f"row {row + 1}, column {where}",
                    mend=f"Give the {where} of this row.",
                )
            codes[row] = names.setdefault(name, len(names))
        return cls(codes, tuple(names))

    def take(self, rows: NDArray[np.bool_]) -> Grouping:
        """Return the grouping of the chosen rows, names unchanged."""
        return Grouping(self.codes[rows], self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Units x raters ratings on one declared scale.

    ``codes`` is (n_units, n_raters), integers 0..q-1 in scale order, -1 where a rater did not rate
    the unit. ``scale`` holds the labels in order, ``values`` (q,) the numbers they stand for (their
    positions when the labels are not numbers: ``numeric`` is then False). ``force`` groups the
    units into independent bodies; without it each unit counts as its own. ``raters_named`` is False
    when columns are not persons, so that coefficients needing to know who rated what are refused.
    Build one with :func:`from_table`, :func:`from_long`, :func:`from_matrix`, :func:`from_counts`,
    :func:`from_confusion` or, fastest, :func:`from_codes`.

    For a person who is not a statistician: one row per thing judged, one column per inspector, gaps
    allowed.
    """

    codes: NDArray[np.signedinteger[Any]]
    scale: tuple[str, ...]
    values: Floats
    raters: tuple[str, ...]
    numeric: bool = True
    raters_named: bool = True
    force: Grouping | None = None
    criterion: Grouping | None = None
    team: Grouping | None = None
    warnings: tuple[str, ...] = ()
    input_sha256: str = ""
    # The patterns, found once and shared by every figure of the same ratings.
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def q(self) -> int:
        """Number of categories of the declared scale."""
        return len(self.scale)

    @property
    def n_units(self) -> int:
        """Number of units, rated or not."""
        return int(self.codes.shape[0])

    @property
    def n_raters(self) -> int:
        """Number of rater columns."""
        return int(self.codes.shape[1])

    def select(self, rows: NDArray[np.bool_]) -> Ratings:
        """Return the ratings of the chosen units: same scale, raters and names."""
        taken = {
            name: None if group is None else group.take(rows)
            for name, group in (
                ("force", self.force),
                ("criterion", self.criterion),
                ("team", self.team),
            )
        }
        return _finished(np.asfortranarray(self.codes[rows]), self, taken)

    def collapsed(self, category: int) -> Ratings:
        """Return the ratings as ``category`` (code 1) against all others (code 0)."""
        codes = np.where(self.codes == MISSING, MISSING, self.codes == category).astype(
            np.int8, order="F"
        )
        groups = {"force": self.force, "criterion": self.criterion, "team": self.team}
        new = _finished(codes, self, groups)
        label = self.scale[category]
        return Ratings(
            new.codes,
            (f"not {label}", label),
            np.array([0.0, 1.0]),
            self.raters,
            True,
            self.raters_named,
            self.force,
            self.criterion,
            self.team,
            self.warnings,
            new.input_sha256,
        )


def _finished(
    codes: NDArray[np.signedinteger[Any]], like: Ratings, groups: Mapping[str, Grouping | None]
) -> Ratings:
    return Ratings(
        codes,
        like.scale,
        like.values,
        like.raters,
        like.numeric,
        like.raters_named,
        groups["force"],
        groups["criterion"],
        groups["team"],
        like.warnings,
        fingerprint(codes, like.scale, groups["force"]),
    )


def fingerprint(codes: NDArray[Any], scale: Sequence[str], force: Grouping | None) -> str:
    """SHA-256 of the codes by rater, the scale and the forces: the identity printed with every
    figure.
    """
    parts = [repr(codes.shape).encode(), codes.T.tobytes(), *(label.encode() for label in scale)]
    if force is not None:
        parts += [force.codes.astype(np.int64).tobytes(), *(name.encode() for name in force.names)]
    return digest(parts)


def from_codes(
    codes: NDArray[Any],
    scale: int | Sequence[object],
    *,
    force: Sequence[object] | Grouping | None = None,
    criterion: Sequence[object] | Grouping | None = None,
    team: Sequence[object] | Grouping | None = None,
    raters: Sequence[str] | None = None,
    raters_named: bool = True,
    warnings: tuple[str, ...] = (),
) -> Ratings:
    """Build :class:`Ratings` from integer codes already in scale order, -1 where missing.

    ``codes`` is (n_units, n_raters); ``scale`` the number of categories q or their labels; groups
    are one label a unit.
    """
    array = np.asarray(codes)
    if array.ndim != 2 or not np.issubdtype(array.dtype, np.integer):
        raise InputError(
            "needs a units x raters array of integers",
            where="codes",
            mend="Use from_matrix for labels.",
        )
    labels: tuple[object, ...] = tuple(range(scale)) if isinstance(scale, int) else tuple(scale)
    keys = [label_key(label) for label in labels]
    if len(set(keys)) != len(keys):
        raise InputError(
            "names a category twice", where="scale", mend="Name each category once, lowest first."
        )
    if array.size and (array.min() < MISSING or array.max() >= len(labels)):
        bad = np.argwhere((array < MISSING) | (array >= len(labels)))[0]
        raise InputError(
            f"code {array[tuple(bad)]} is not one of 0..{len(labels) - 1}",
            where=f"row {bad[0] + 1}, column {bad[1] + 1}",
            mend="Use -1 for missing.",
        )
    n, r = array.shape
    names = tuple(raters) if raters is not None else tuple(f"rater {i + 1}" for i in range(r))
    if len(names) != r:
        raise InputError(
            f"{len(names)} names for {r} columns", where="raters", mend="Name every column once."
        )
    size = np.int8 if len(labels) <= 120 else np.int32
    values, numeric = _values(keys)
    groups = {
        name: _group(group, n, name)
        for name, group in (("force", force), ("criterion", criterion), ("team", team))
    }
    # By column, since every pass goes over one rater at a time.
    narrow = np.asfortranarray(array.astype(size))
    texts = tuple(str(label) for label in labels)
    return Ratings(
        narrow,
        texts,
        values,
        names,
        numeric,
        raters_named,
        groups["force"],
        groups["criterion"],
        groups["team"],
        warnings,
        fingerprint(narrow, texts, groups["force"]),
    )


def label_key(label: object) -> float | str | None:
    """Return what two spellings of one category share (1, 1.0 and "1" are one), or None when the
    cell is missing.

    Missing is None, NaN, or text that is empty or only blanks. "NA" and the like are labels, never
    guessed at.
    """
    if label is None:
        return None
    if isinstance(label, str):
        text = label.strip()
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            return text
        return number if math.isfinite(number) else text
    if isinstance(label, (int, float, np.integer, np.floating, np.bool_)):
        number = float(label)
        if math.isinf(number):
            raise InputError(
                "an infinite number is not a category",
                where="rating",
                mend="Leave the cell empty if missing.",
            )
        return None if math.isnan(number) else number
    return label_key(str(label))


def _values(keys: Sequence[float | str | None]) -> tuple[Floats, bool]:
    numbers = [key for key in keys if isinstance(key, float)]
    if len(numbers) == len(keys):
        return np.array(numbers, dtype=np.float64), True
    return np.arange(len(keys), dtype=np.float64), False


def _group(labels: Sequence[object] | Grouping | None, n: int, where: str) -> Grouping | None:
    if labels is None:
        return None
    group = labels if isinstance(labels, Grouping) else Grouping.of(list(labels), where=where)
    if len(group.codes) != n:
        raise InputError(
            f"{len(group.codes)} labels for {n} units",
            where=where,
            mend="Give one label for each unit.",
        )
    return group


def dropped_units(m: Ints, weight: Ints) -> tuple[Dropped, ...]:
    """Units that cannot be paired: never rated, or rated once.

    ``m`` ratings a pattern, ``weight`` units a pattern.
    """
    counts = {"no_ratings": int(weight[m == 0].sum()), "single_rating": int(weight[m == 1].sum())}
    return tuple(Dropped(reason, count) for reason, count in counts.items() if count)
