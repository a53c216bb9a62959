"""Reads ratings from a column a rater, with names or bare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from inspectstats.agreement import wide
from inspectstats.agreement.grades import UNDECLARED, Cells, Graded, graded, read_cells
from inspectstats.agreement.grouping import refuse_strays
from inspectstats.agreement.ratings import Grouping, Groups, Ratings, from_codes
from inspectstats.records import InputError
from inspectstats.tables.cells import declared_scale, label_key
from inspectstats.tables.factors import ordered
from inspectstats.tables.names import meaning, unnamed
from inspectstats.tables.opening import Table, is_frame, opened
from inspectstats.tables.roles import roles, spare

__all__ = ["UNDECLARED", "from_matrix", "from_table"]


def from_matrix(
    matrix: Any,
    *,
    scale: Sequence[object] | None = None,
    force: Groups = None,
    criterion: Groups = None,
    team: Groups = None,
    raters: Sequence[str] | None = None,
    raters_named: bool = True,
) -> Ratings:
    """Build :class:`Ratings` from labels, one row a unit and one column a rater.

    Parameters
    ----------
    matrix : (n_units, n_raters) labels as rows, an array, a mapping of columns, or a frame (polars,
        pandas, Arrow) whose columns are all raters. It is never turned. Missing cells are None,
        NaN, empty text, or a word such as NA.
    scale : the categories, lowest first. Without it those seen are sorted (numbers as numbers) and
        every figure carries a warning, because coefficients such as AC1 depend on the scale
        *declared*; the order of words is then not known, and figures that need one are refused.
    force, criterion, team : one label a unit.
    raters : one name a column.
    raters_named : False where the columns are not persons.

    Returns
    -------
    Ratings

    Raises
    ------
    InputError
        For a label off the scale, rows of unequal length, numbers beside words without a scale, and
        more columns than rows where nothing names the raters: the matrix may be turned.

    Examples
    --------
    >>> from_matrix([[1, 2], [2, 2], [3, None]], scale=[1, 2, 3])
    <Ratings: 3 units by 2 raters on 1, 2, 3; 5 given>
    """
    table, given = _matrix(matrix, raters)
    names = list(table.names)
    if table.named and raters is None:
        _refuse_keys(names)
        wide.refuse_headers(names)
    array = hasattr(matrix, "dtype") or is_frame(matrix) or isinstance(matrix, Mapping)
    wide.refuse_turned(table.n, names, named=raters is not None, written_out=not array)
    columns = read_columns(table, names)
    declared = scale_of(table, names, scale)
    if table.named and raters is None and declared is None:
        wide.refuse_odd(columns, None)
    found = graded(columns, declared, table.n)
    return _ratings(found, given, (force, criterion, team), raters_named=raters_named)


def _matrix(matrix: Any, raters: Sequence[str] | None) -> tuple[Table, list[str]]:
    """The columns of a matrix, and the raters' names."""
    if is_frame(matrix) or isinstance(matrix, Mapping):
        table = _framed(opened(matrix, where="matrix"), raters)
    else:
        columns, n = _bare(matrix, len(raters or ()))
        table = Table({f"rater {i + 1}": cells for i, cells in enumerate(columns)}, n, False)
    given = list(raters or table.names)
    if raters is None and not table.named:
        given = [f"rater {i + 1}" for i in range(len(table.columns))]
    if len(given) != len(table.columns):
        raise InputError(
            f"{len(given)} names for {len(table.columns)} columns",
            where="raters",
            mend="Name every column once.",
        )
    return table, given


def _framed(table: Table, raters: Sequence[str] | None) -> Table:
    """A frame of raters' columns, those alone that the caller names as columns."""
    if raters is not None and all(name in table.columns for name in raters):
        table = Table({name: table.columns[name] for name in raters}, table.n, scales=table.scales)
    named = table.named and not all(unnamed(name) for name in table.names)
    return Table(table.columns, table.n, named, scales=table.scales)


def _bare(matrix: Any, width: int) -> tuple[list[Any], int]:
    """Columns of an array or of rows, refused where they are no matrix."""
    if isinstance(matrix, np.ma.MaskedArray):
        hidden = np.ma.getmaskarray(matrix)
        matrix = np.ma.getdata(matrix).astype(object)
        matrix[hidden] = None
    if isinstance(matrix, np.ndarray):
        if matrix.ndim != 2 or matrix.dtype.names is not None:
            raise InputError(
                f"has {matrix.ndim} dimensions", where="matrix", mend="Give units x raters."
            )
        return list(matrix.T), len(matrix)
    if isinstance(matrix, str | bytes | Ratings) or not hasattr(matrix, "__iter__"):
        raise InputError(
            f"is {type(matrix).__name__}, not a matrix",
            where="matrix",
            mend="Give one row a unit and one column a rater.",
        )
    rows = [_row(row, place) for place, row in enumerate(matrix, start=1)]
    width = len(rows[0]) if rows else width
    for place, row in enumerate(rows, start=1):
        if len(row) != width:
            raise InputError(
                f"{len(row)} cells where row 1 has {width}",
                where=f"row {place}",
                mend="Leave missing cells empty.",
            )
    return [[row[i] for row in rows] for i in range(width)], len(rows)


def _row(row: Any, place: int) -> list[object]:
    if isinstance(row, str | bytes | Mapping) or not hasattr(row, "__iter__"):
        raise InputError(
            f"is {type(row).__name__}, not a row of cells",
            where=f"row {place}",
            mend="Give one cell a rater; rows with names are read by from_table.",
        )
    return list(row)


def _refuse_keys(names: Sequence[str]) -> None:
    for name in names:
        what = meaning(name)
        if what is not None:
            raise InputError(
                f"column {name!r} means the {what}",
                where="matrix",
                mend="Use from_long." if what in ("rater", "rating") else "Use from_table.",
            )


def from_table(
    rows: Any,
    *,
    scale: Sequence[object] | None = None,
    raters: Sequence[str] | None = None,
    unit: str | None = None,
    force: str | None = None,
    criterion: str | None = None,
    team: str | None = None,
    ignore: Sequence[str] = (),
) -> Ratings:
    """Build :class:`Ratings` from a wide table: one row a unit, one column a rater.

    Parameters
    ----------
    rows : a frame (polars, pandas, Arrow), columns by name, or rows as mappings.
    scale : the categories, lowest first; see :func:`from_matrix`.
    raters : the columns that hold ratings; all without another meaning if left out.
    unit, force, criterion, team : the columns of that meaning, by the table of names if left out
        (unit, subject, item …; force, body …; criterion; team; in any case).
    ignore : columns to leave out.

    Returns
    -------
    Ratings

    Raises
    ------
    InputError
        For a unit named twice; a table with one row a rating; a column that cannot be told to be a
        rater (a date, a region, a total), where ``raters`` does not say so; and as
        :func:`from_matrix`.

    Examples
    --------
    >>> from_table({"Unit": ["u1", "u2"], "Body": ["N", "S"], "anna": [1, 2], "ben": [1, 3]})
    <Ratings: 2 units of 2 bodies by 2 raters on 1, 2, 3; 4 given>
    """
    table = opened(rows).without(ignore)
    chosen = None if raters is None else wide.declared_raters(table, raters)
    rest = table.without(chosen or ())
    found = roles(rest, {"unit": unit, "force": force, "criterion": criterion, "team": team})
    names = chosen if chosen is not None else spare(table, found)
    if chosen is None:
        _refuse_undeclared(table, found, names)
    if not names:
        raise InputError("no rater column", where="table", mend="Give one column for each rater.")
    groups = {what: Grouping.of(table.columns[name], where=what) for what, name in found.items()}
    _refuse_twice(groups, found)
    refuse_strays(groups)
    columns = read_columns(table, names)
    declared = scale_of(table, names, scale)
    if chosen is None and declared is None:
        wide.refuse_odd(columns, groups.get("force"))
        wide.refuse_counts(columns)
    of = [groups.get(what) for what in ("force", "criterion", "team")]
    return _ratings(graded(columns, declared, table.n), names, of)


def _refuse_undeclared(table: Table, found: Mapping[str, str], names: Sequence[str]) -> None:
    wide.refuse_long(table, found)
    if table.n or names:
        wide.refuse_headers(names)
        wide.refuse_nameless(found, names)
        # A column of units may be a row of units turned; two columns of names cannot be.
        wide.refuse_turned(table.n, names, named=len(found) > 1)


def _refuse_twice(groups: Mapping[str, Grouping], found: Mapping[str, str]) -> None:
    """Refuse a unit that stands in two rows."""
    if "unit" not in groups and len(groups) < 2:
        return
    codes = np.zeros(1, dtype=np.int64)
    for group in groups.values():
        codes = ordered(codes * max(len(group.names), 1) + group.codes)[0]
    # In order of first appearance, the first row that brings no new unit repeats one.
    rows = len(next(iter(groups.values())).codes)
    if rows and int(codes.max()) + 1 < rows:
        again = int(np.flatnonzero(np.maximum.accumulate(codes) != np.arange(rows))[0])
        before = int(np.flatnonzero(codes == codes[again])[0])
        shown = ", ".join(
            f"{found[what]} {group.names[group.codes[again]]}" for what, group in groups.items()
        )
        raise InputError(
            f"{shown} is already in row {before + 1}",
            where=f"row {again + 1}",
            mend="Give each unit one row.",
        )


def read_columns(table: Table, names: Sequence[str]) -> list[Cells]:
    """Read the grades of some columns."""
    return [
        read_cells(name, table.columns[name], decimal_comma=table.decimal_comma) for name in names
    ]


def scale_of(table: Table, names: Sequence[str], scale: object) -> object:
    """Return the declared scale, else the one that every column declares by its own type.

    A column whose own order is another than the declared one is an :class:`InputError`.
    """
    own = {table.scales.get(name) for name in names}
    if scale is None:
        return own.pop() if len(own) == 1 else None
    place = {label_key(label): at for at, label in enumerate(declared_scale(scale))}
    for name in names:
        held = [label_key(label) for label in table.scales.get(name) or ()]
        places = [place[key] for key in held if key in place]
        if places != sorted(places):
            raise InputError(
                f"the column declares another order ({', '.join(map(str, held))})",
                where=f"scale, column {name}",
                mend="Give both one order, lowest first, or leave the scale out.",
            )
    return scale


def _ratings(
    found: Graded, raters: Sequence[str], groups: Sequence[Groups], *, raters_named: bool = True
) -> Ratings:
    force, criterion, team = groups
    return from_codes(
        found.codes,
        found.scale,
        force=force,
        criterion=criterion,
        team=team,
        raters=raters,
        raters_named=raters_named,
        warnings=found.warnings,
        ordered=found.ordered,
    )
