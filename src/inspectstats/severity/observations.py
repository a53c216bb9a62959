"""One row a rating: which body, which criterion, which inspector, which grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import MISSING, Grouping, Ints, Ratings, label_key
from inspectstats.records import Dropped, InputError, digest


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Ratings in long form: ``force``, ``criterion``, ``inspector`` groupings and ``grade`` codes
    0..q-1, all (n,).

    ``team`` is the inspector's team for that rating, where known. ``dropped`` counts rows without a
    grade.
    """

    force: Grouping
    criterion: Grouping
    inspector: Grouping
    grade: Ints
    scale: tuple[str, ...]
    team: Grouping | None = None
    dropped: tuple[Dropped, ...] = ()
    input_sha256: str = ""

    @property
    def q(self) -> int:
        """Number of grades on the declared scale."""
        return len(self.scale)


def observations(
    force: Sequence[object],
    criterion: Sequence[object],
    inspector: Sequence[object],
    grade: Sequence[object],
    *,
    scale: Sequence[object] | None = None,
    team: Sequence[object] | None = None,
) -> Observations:
    """Build :class:`Observations` from columns of labels; rows whose grade is missing are dropped
    and counted.

    ``scale`` lists the grades lowest first; without it the grades seen are sorted. A grade off the
    scale is an :class:`InputError` naming its row.
    """
    sizes = {len(force), len(criterion), len(inspector), len(grade)} | (
        {len(team)} if team is not None else set()
    )
    if len(sizes) != 1:
        raise InputError(
            "are not equally long",
            where="columns",
            mend="Give one force, criterion, inspector and grade a row.",
        )
    scale, codes = _graded(grade, scale)
    groups = [
        Grouping.of(list(column), where=where)
        for column, where in ((force, "force"), (criterion, "criterion"), (inspector, "inspector"))
    ]
    team_of = None if team is None else Grouping.of(list(team), where="team")
    return _kept(
        groups[0], groups[1], groups[2], codes, tuple(str(label) for label in scale), team_of
    )


def _graded(
    grade: Sequence[object], scale: Sequence[object] | None
) -> tuple[Sequence[object], Ints]:
    """The scale and each grade's code on it; without a scale the grades seen, in order."""
    keys = [label_key(label) for label in grade]
    if scale is None:
        numbers = sorted({key for key in keys if isinstance(key, float)})
        words = sorted({key for key in keys if isinstance(key, str)})
        scale = [*(int(number) if number.is_integer() else number for number in numbers), *words]
    index_of = {label_key(label): code for code, label in enumerate(scale)}
    codes = np.full(len(keys), MISSING, dtype=np.int64)
    for row, key in enumerate(keys):
        if key is None:
            continue
        if key not in index_of:
            shown = ", ".join(str(label) for label in scale)
            raise InputError(
                f"{grade[row]!r} is not on the scale",
                where=f"row {row + 1}, grade",
                mend=f"Use one of {shown}.",
            )
        codes[row] = index_of[key]
    return scale, codes


def _kept(
    force: Grouping,
    criterion: Grouping,
    inspector: Grouping,
    codes: Ints,
    scale: tuple[str, ...],
    team: Grouping | None,
) -> Observations:
    rated = codes != MISSING
    missing = int((~rated).sum())
    parts = [
        codes.tobytes(),
        *(group.codes.tobytes() for group in (force, criterion, inspector)),
        *(name.encode() for name in (*scale, *force.names, *criterion.names, *inspector.names)),
    ]
    return Observations(
        _used(force, rated),
        _used(criterion, rated),
        _used(inspector, rated),
        codes[rated],
        scale,
        None if team is None else team.take(rated),
        (Dropped("no_rating", missing),) if missing else (),
        digest(parts),
    )


def _used(group: Grouping, rows: NDArray[np.bool_]) -> Grouping:
    """Keep the chosen rows, and only the names they use."""
    present, codes = np.unique(group.codes[rows], return_inverse=True)
    return Grouping(
        codes.reshape(-1).astype(np.int64), tuple(group.names[code] for code in present.tolist())
    )


def from_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    scale: Sequence[object] | None = None,
    force: str = "force",
    criterion: str = "criterion",
    inspector: str = "inspector",
    grade: str = "rating",
    team: str = "team",
) -> Observations:
    """Build :class:`Observations` from mappings; the arguments name the columns.

    Without criteria all count as one.
    """
    table = list(rows)
    columns = set(table[0]) if table else {force, inspector, grade}
    for name in (force, inspector, grade):
        if name not in columns:
            raise InputError(
                f"no column {name!r}",
                where="table",
                mend="One row a rating: force, criterion, inspector, rating.",
            )
    return observations(
        [row[force] for row in table],
        [row[criterion] for row in table] if criterion in columns else ["all"] * len(table),
        [row[inspector] for row in table],
        [row[grade] for row in table],
        scale=scale,
        team=[row[team] for row in table] if team in columns else None,
    )


def from_ratings(ratings: Ratings) -> Observations:
    """Read units x raters :class:`Ratings` with forces as :class:`Observations`; raters become
    inspectors.
    """
    if ratings.force is None or not ratings.raters_named:
        what = "force" if ratings.force is None else "raters"
        raise InputError(
            "is not known",
            where=what,
            mend="Severity needs to know which body and which inspector.",
        )
    units, raters = np.nonzero(ratings.codes != MISSING)
    criterion = ratings.criterion or Grouping(np.zeros(ratings.n_units, dtype=np.int64), ("all",))
    return _kept(
        Grouping(ratings.force.codes[units], ratings.force.names),
        Grouping(criterion.codes[units], criterion.names),
        Grouping(raters.astype(np.int64), ratings.raters),
        ratings.codes[units, raters].astype(np.int64),
        ratings.scale,
        None if ratings.team is None else Grouping(ratings.team.codes[units], ratings.team.names),
    )
