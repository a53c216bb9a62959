"""One row a rating: which body, which criterion, which inspector, which grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.grades import UNDECLARED, graded, read_cells
from inspectstats.agreement.grades import Cells as Read
from inspectstats.agreement.ratings import MISSING, Grouping, Ints, Ratings, rated
from inspectstats.agreement.tables import scale_of
from inspectstats.records import Dropped, InputError, digest
from inspectstats.tables.factors import ordered
from inspectstats.tables.opening import Cells, Table, column_of, opened, order_of
from inspectstats.tables.roles import refuse_unknown, roles


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

    def __repr__(self) -> str:
        scale = ", ".join(self.scale[:8]) + (", …" if self.q > 8 else "")
        return (
            f"<Observations: {len(self.grade):,} ratings of {len(self.force.names):,} bodies by "
            f"{len(self.inspector.names):,} inspectors on {scale}>"
        )


def observed(data: object) -> Observations:
    """Return ``data``, or say by name what was given in their place."""
    if isinstance(data, Observations):
        return data
    raise InputError(
        f"is {type(data).__name__}, not Observations",
        where="data",
        mend="Build them by from_rows (a table), from_ratings (Ratings) or observations (columns).",
    )


def observations(
    force: Sequence[object] | NDArray[Any],
    criterion: Sequence[object] | NDArray[Any],
    inspector: Sequence[object] | NDArray[Any],
    grade: Sequence[object] | NDArray[Any],
    *,
    scale: Sequence[object] | None = None,
    team: Sequence[object] | NDArray[Any] | None = None,
) -> Observations:
    """Build :class:`Observations` from columns of labels; rows whose grade is missing are dropped
    and counted.

    Parameters
    ----------
    force, criterion, inspector, grade : one label a row, all (n,).
    scale : the grades, lowest first; without it the order the column has, else numbers sorted.
    team : the inspector's team for that rating.

    Returns
    -------
    Observations

    Raises
    ------
    InputError
        For columns of unequal length, an empty label or a grade off the scale (the row is named),
        and grades that are words on a scale nobody declared: which is the lower decides who is
        harsh.

    Examples
    --------
    >>> observations(["N", "S"], ["C", "C"], ["i1", "i2"], [2, None], scale=[1, 2, 3])
    <Observations: 1 ratings of 1 bodies by 1 inspectors on 1, 2, 3>
    """
    columns = {"force": force, "criterion": criterion, "inspector": inspector, "grade": grade}
    if team is not None:
        columns["team"] = team
    held = {name: column_of(cells, name) for name, cells in columns.items()}
    if len({len(cells) for cells in held.values()}) != 1:
        raise InputError(
            "are not equally long",
            where="columns",
            mend="Give one force, criterion, inspector and grade a row.",
        )
    own = order_of(grade)
    table = Table(held, len(held["grade"]), scales={} if own is None else {"grade": own})
    declared = scale_of(table, ["grade"], scale)
    return _graded(held, read_cells("grade", held["grade"], label=""), declared)


def _graded(held: Mapping[str, Cells], cells: Read, scale: object) -> Observations:
    found = graded([cells], scale, len(held["force"]))
    if scale is None and any(isinstance(key, str) for key in cells.given()):
        raise InputError(
            f"the grades are words ({', '.join(str(key) for key in cells.given()[:3])})",
            where="grade",
            mend="Declare the scale, lowest first: which grade is lower decides who is harsh.",
        )
    return _kept(
        Grouping.of(held["force"], where="force"),
        Grouping.of(held["criterion"], where="criterion"),
        Grouping.of(held["inspector"], where="inspector"),
        found.codes[:, 0].astype(np.int64),
        tuple(str(label) for label in found.scale),
        Grouping.of(held["team"], where="team") if "team" in held else None,
    )


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
    rows: Any,
    *,
    scale: Sequence[object] | None = None,
    force: str | None = None,
    criterion: str | None = None,
    inspector: str | None = None,
    grade: str | None = None,
    team: str | None = None,
    ignore: Sequence[str] = (),
) -> Observations:
    """Build :class:`Observations` from a table with one row a rating.

    Parameters
    ----------
    rows : a frame (polars, pandas, Arrow), columns by name, or rows as mappings.
    scale : the grades, lowest first.
    force, criterion, inspector, grade, team : the columns of that meaning, by the table of names if
        left out (body is force, rater is inspector, rating is grade; in any case). Without criteria
        all count as one.
    ignore : columns to leave out; any other column without a meaning is refused.

    Returns
    -------
    Observations

    Raises
    ------
    InputError
        For an absent or unknown column, an inspector who rates one criterion of a body twice where
        no column names the unit, and as :func:`observations`.

    Examples
    --------
    >>> from_rows([{"Body": "N", "Inspector": "i1", "Grade": 2}], scale=[1, 2, 3])
    <Observations: 1 ratings of 1 bodies by 1 inspectors on 1, 2, 3>
    """
    table = opened(rows).without(ignore)
    if not table.n and not table.names:
        return observations([], [], [], [], scale=scale)
    declared = {
        "force": force,
        "criterion": criterion,
        "rater": inspector,
        "rating": grade,
        "team": team,
        "unit": None,
    }
    found = roles(table, declared)
    for what, name in (("force", "force"), ("rater", "inspector"), ("rating", "rating")):
        if what not in found:
            raise InputError(
                f"no column {name!r} among {', '.join(table.names) or 'none'}",
                where="table",
                mend="One row a rating: force, criterion, inspector, rating.",
            )
    refuse_unknown(table, found)
    called = {"force": "force", "criterion": "criterion", "rater": "inspector", "team": "team"}
    held = {called[what]: table.columns[name] for what, name in found.items() if what in called}
    held.setdefault("criterion", ["all"] * table.n)
    name = found["rating"]
    cells = read_cells(name, table.columns[name], decimal_comma=table.decimal_comma)
    made = _graded(held, cells, scale_of(table, [name], scale))
    if "criterion" in found and "unit" not in found:
        _refuse_twice(made)
    return made


def _refuse_twice(data: Observations) -> None:
    """Refuse two ratings of one criterion of a body by one inspector: before and after a change."""
    places = data.force.codes * len(data.criterion.names) + data.criterion.codes
    codes = ordered(places * len(data.inspector.names) + data.inspector.codes)[0]
    again = np.flatnonzero(np.maximum.accumulate(codes) != np.arange(len(codes)))
    if len(again):
        row = int(again[0])
        who = data.inspector.names[data.inspector.codes[row]]
        what = f"{data.force.names[data.force.codes[row]]}, "
        what += data.criterion.names[data.criterion.codes[row]]
        raise InputError(
            f"{who} already rated {what}",
            where=f"rating {row + 1}",
            mend="Keep one rating, made before moderation, or name what was rated by a column "
            "unit.",
        )


def from_ratings(ratings: Ratings) -> Observations:
    """Read units x raters :class:`Ratings` with forces as :class:`Observations`; raters become
    inspectors.

    Parameters
    ----------
    ratings : with forces, and raters who are persons.

    Returns
    -------
    Observations

    Raises
    ------
    InputError
        Where the forces, the raters or the order of the grades are not known.

    Examples
    --------
    >>> from inspectstats.agreement import from_table
    >>> rows = {"unit": [1, 2], "force": ["N", "S"], "ann": [1, 2], "bob": [1, None]}
    >>> from_ratings(from_table(rows, scale=[1, 2, 3]))
    <Observations: 3 ratings of 2 bodies by 2 inspectors on 1, 2, 3>
    """
    rated(ratings)
    if not ratings.numeric and UNDECLARED in ratings.warnings:
        raise InputError(
            "are words on a scale nobody declared",
            where="grades",
            mend="Declare the scale, lowest first: which grade is lower decides who is harsh.",
        )
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
