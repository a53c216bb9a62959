"""The ratings of every agreement figure: units by raters, codes 0..q-1, missing kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.digests import fingerprint
from inspectstats.agreement.grouping import Grouping
from inspectstats.records import Dropped, InputError, framed
from inspectstats.tables.cells import declared_scale, label_key

__all__ = ["MISSING", "Floats", "Grouping", "Ints", "Ratings", "from_codes", "label_key"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MISSING = -1
Groups = Sequence[object] | NDArray[Any] | Grouping | None


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Units x raters ratings on one declared scale.

    ``codes`` is (n_units, n_raters), integers 0..q-1 in scale order, -1 where a rater did not rate
    the unit. ``scale`` holds the labels in order, ``values`` (q,) the numbers they stand for (their
    positions when the labels are not numbers: ``numeric`` is then False). ``force`` groups the
    units into independent bodies; without it each unit counts as its own. ``raters_named`` is False
    when columns are not persons, so that coefficients needing to know who rated what are refused.
    ``ordered`` is False when the categories are words whose order nobody declared: figures that
    lean on an order are then refused.
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
    ordered: bool = True

    def __repr__(self) -> str:
        scale = ", ".join(self.scale[:8]) + (", …" if self.q > 8 else "")
        forces = "" if self.force is None else f" of {len(self.force.names):,} bodies"
        return (
            f"<Ratings: {self.n_units:,} units{forces} by {self.n_raters:,} raters on {scale}; "
            f"{int((self.codes != MISSING).sum()):,} given>"
        )

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

    def to_frame(self, kind: str = "polars") -> Any:
        """Return the ratings as a wide frame of polars or pandas: unit, groups, one column a rater.

        Units are numbered from 1; grades are the labels of the scale, None where not given. Read
        back by :func:`from_table` with the same scale, it gives the same ratings.
        """
        groups = {"force": self.force, "criterion": self.criterion, "team": self.team}
        columns: dict[str, Any] = {"unit": range(1, self.n_units + 1)}
        for name, group in groups.items():
            if group is not None:
                columns[name] = [group.names[code] for code in group.codes.tolist()]
        labels = [*self.scale, None]
        for place, rater in enumerate(self.raters):
            columns[rater] = [labels[code] for code in self.codes[:, place].tolist()]
        return framed(columns, kind)

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
        codes = np.asfortranarray(self.codes[rows])
        return replace(
            self,
            codes=codes,
            force=taken["force"],
            criterion=taken["criterion"],
            team=taken["team"],
            input_sha256=fingerprint(codes, self.scale, taken["force"]),
            memo={},
        )

    def collapsed(self, category: int) -> Ratings:
        """Return the ratings as ``category`` (code 1) against all others (code 0)."""
        codes = np.where(self.codes == MISSING, MISSING, self.codes == category).astype(
            np.int8, order="F"
        )
        label = self.scale[category]
        return replace(
            self,
            codes=codes,
            scale=(f"not {label}", label),
            values=np.array([0.0, 1.0]),
            numeric=True,
            ordered=True,
            input_sha256=fingerprint(codes, self.scale, self.force),
            memo={},
        )


def rated(ratings: object) -> Ratings:
    """Return ``ratings``, or say by name what was given in their place."""
    if isinstance(ratings, Ratings):
        return ratings
    raise InputError(
        f"is {type(ratings).__name__}, not Ratings",
        where="ratings",
        mend="Build them by from_codes (codes), from_matrix (labels), from_table or from_long.",
    )


def from_codes(
    codes: NDArray[Any],
    scale: int | Sequence[object],
    *,
    force: Groups = None,
    criterion: Groups = None,
    team: Groups = None,
    raters: Sequence[str] | None = None,
    raters_named: bool = True,
    warnings: tuple[str, ...] = (),
    ordered: bool = True,
) -> Ratings:
    """Build :class:`Ratings` from integer codes already in scale order, -1 where missing.

    Parameters
    ----------
    codes : (n_units, n_raters) array of integers 0..q-1, -1 where a rater did not rate the unit.
    scale : the number of categories q, or their labels, lowest first.
    force, criterion, team : one label a unit, or a Grouping.
    raters : one name a column; "rater 1", "rater 2" … if left out.
    raters_named : False where the columns are not persons.
    warnings : said with every figure.
    ordered : False where the labels stand in no order that anybody declared.

    Returns
    -------
    Ratings, with the SHA-256 of codes, scale and forces.

    Raises
    ------
    InputError
        For codes that are no integers or off the scale (row and column are named), categories named
        twice or like a missing value, and groups of another length.

    Examples
    --------
    >>> import numpy as np
    >>> from_codes(np.array([[0, 1], [1, -1]]), ["not met", "met"])
    <Ratings: 2 units by 2 raters on not met, met; 3 given>
    """
    array = np.asarray(codes)
    if array.ndim != 2 or not np.issubdtype(array.dtype, np.integer):
        raise InputError(
            "needs a units x raters array of integers",
            where="codes",
            mend="Use from_matrix for labels.",
        )
    labels: tuple[object, ...]
    if isinstance(scale, int | np.integer) and not isinstance(scale, bool):
        labels = tuple(range(int(scale)))
    else:
        labels = declared_scale(scale)
    keys = [label_key(label) for label in labels]
    _refuse_off_scale(array, len(labels))
    n, r = array.shape
    if raters is None and raters_named and n and r >= max(6, 2 * n):
        raise InputError(
            f"has {n} rows and {r} columns, so it may be turned",
            where="codes",
            mend="Give one row a unit and one column a rater; name the raters to say it is so.",
        )
    names = tuple(raters) if raters is not None else tuple(f"rater {i + 1}" for i in range(r))
    if len(names) != r:
        raise InputError(
            f"{len(names)} names for {r} columns", where="raters", mend="Name every column once."
        )
    values, numeric = _values(keys)
    groups = {
        name: _group(group, n, name)
        for name, group in (("force", force), ("criterion", criterion), ("team", team))
    }
    narrow = _by_rater(array, np.int8 if len(labels) <= 120 else np.int32)
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
        ordered=ordered,
    )


def _by_rater(array: NDArray[Any], size: type[np.signedinteger[Any]]) -> NDArray[Any]:
    """The codes as narrow integers by column, since every pass goes over one rater at a time."""
    out = np.empty(array.shape, dtype=size, order="F")
    for rater in range(array.shape[1]):
        out[:, rater] = array[:, rater]
    return out


def _refuse_off_scale(array: NDArray[Any], q: int) -> None:
    if array.size and (array.min() < MISSING or array.max() >= q):
        bad = np.argwhere((array < MISSING) | (array >= q))[0]
        raise InputError(
            f"code {array[tuple(bad)]} is not one of 0..{q - 1}",
            where=f"row {bad[0] + 1}, column {bad[1] + 1}",
            mend="Use -1 for missing.",
        )


def _values(keys: Sequence[float | str | None]) -> tuple[Floats, bool]:
    numbers = [key for key in keys if isinstance(key, float)]
    if len(numbers) == len(keys):
        return np.array(numbers, dtype=np.float64), True
    return np.arange(len(keys), dtype=np.float64), False


def _group(labels: Groups, n: int, where: str) -> Grouping | None:
    if labels is None:
        return None
    group = labels if isinstance(labels, Grouping) else Grouping.of(labels, where=where)
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
