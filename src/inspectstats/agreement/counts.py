"""Reads ratings from counts: how many raters chose each category, or a table of two raters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import (
    MISSING,
    Grouping,
    Groups,
    Ints,
    Ratings,
    from_codes,
)
from inspectstats.agreement.square import TOTALS, labelled
from inspectstats.records import InputError
from inspectstats.tables.cells import declared_scale, label_key
from inspectstats.tables.factors import factor
from inspectstats.tables.names import folded
from inspectstats.tables.opening import Cells, is_frame, opened
from inspectstats.tables.roles import roles, spare

WORDS_OF_A_HEADER = "scale not declared: the categories of the header were taken, in its order"
_NOTHING: Ints = np.empty((0, 0), dtype=np.int64)
_NO_CATEGORIES = frozenset(
    {
        *("average", "comment", "comments", "date", "day", "id", "mean", "month", "n", "note"),
        *("notes", "quarter", "region", "round", "size", "visit", "wave", "week", "weight", "year"),
    }
)


def from_counts(
    counts: Any,
    *,
    scale: Sequence[object] | None = None,
    force: Groups = None,
    criterion: Groups = None,
    team: Groups = None,
    unit: str | None = None,
) -> Ratings:
    """Build :class:`Ratings` from n_uk, the number of raters who put unit u (row) in category k
    (column).

    Who rated is unknown, so coefficients that need named raters (Conger, Cohen, ICC) answer
    ``raters_not_named``.

    Parameters
    ----------
    counts : (n_units, q) whole numbers, or a frame or mapping with a column a category and perhaps
        columns unit, force, criterion and team.
    scale : the categories, lowest first, in the order of the columns or, in a frame, by their
        names; 0..q-1, or the header of a frame, if left out. The order of a header's words is then
        not known.
    force, criterion, team : one label a unit.
    unit : the column of a frame that names the unit, which no figure needs.

    Returns
    -------
    Ratings

    Raises
    ------
    InputError
        For a count that is missing, negative or not whole (row and column are named), and a scale
        of another length.

    Examples
    --------
    >>> from_counts([[3, 0], [1, 2]])
    <Ratings: 2 units by 3 raters on 0, 1; 6 given>
    """
    groups: dict[str, Groups] = {"force": force, "criterion": criterion, "team": team}
    if is_frame(counts) or isinstance(counts, Mapping):
        table = opened(counts, where="counts")
        found = roles(table, {"unit": unit, "force": None, "criterion": None, "team": None})
        header = spare(table, found)
        if scale is None:
            _refuse_no_category(header)
        for what, name in found.items():
            if what != "unit" and groups[what] is None:
                groups[what] = Grouping.of(table.columns[name], where=what)
        columns = [(name, table.columns[name]) for name in _in_order(header, scale)]
        if scale is None:
            _refuse_sum(columns)
        labels, ordered, warnings = _labels(scale, header, len(header))
    else:
        columns = _columns(counts, "counts")
        labels, ordered, warnings = _labels(scale, None, len(columns))
    array = np.column_stack([_whole(cells, name) for name, cells in columns] or [_NOTHING])
    return from_codes(
        _spread(array.astype(np.int64)),
        labels,
        force=groups["force"],
        criterion=groups["criterion"],
        team=groups["team"],
        raters_named=False,
        ordered=ordered,
        warnings=warnings,
    )


def _refuse_no_category(header: Sequence[str]) -> None:
    for name in header:
        if folded(name) in _NO_CATEGORIES or folded(name) in TOTALS:
            raise InputError(
                f"column {name!r} names no category",
                where="table",
                mend="Leave it out, or declare the scale.",
            )


def _refuse_sum(columns: Sequence[tuple[str, Cells]]) -> None:
    """Refuse a column that is the sum of all others, whatever it is called."""
    array = np.column_stack([_whole(cells, name) for name, cells in columns] or [_NOTHING])
    if array.shape[0] < 2 or array.shape[1] < 3:
        return
    rows = array.sum(axis=1)
    for place, (name, _) in enumerate(columns):
        if array[:, place].any() and (2 * array[:, place] == rows).all():
            raise InputError(
                f"column {name!r} is the sum of the others",
                where="table",
                mend="Leave it out, or declare the scale.",
            )


def _in_order(header: Sequence[str], scale: Sequence[object] | None) -> list[str]:
    """Names of the columns in the order of the scale, each once and none left."""
    if scale is None:
        return list(header)
    wanted = [label_key(label) for label in declared_scale(scale)]
    by_key = {label_key(name): name for name in header}
    if set(wanted) != set(by_key) or len(by_key) != len(header):
        raise InputError(
            f"the scale is not {', '.join(header)}",
            where="scale",
            mend="Name every category once, and leave other columns out.",
        )
    return [by_key[key] for key in wanted]


def _spread(counts: Ints) -> NDArray[np.signedinteger[Any]]:
    """Counts (n, q) as codes (n, most ratings of a unit), in scale order, then -1."""
    upto = np.cumsum(counts, axis=1)
    m = upto[:, -1] if counts.shape[1] else np.zeros(len(counts), dtype=np.int64)
    width = max(int(m.max(initial=0)), 1)
    codes = np.full((len(counts), width), MISSING, dtype=np.int32, order="F")
    for place in range(width):
        codes[:, place] = np.where(m > place, (upto <= place).sum(axis=1), MISSING)
    return codes


def _labels(
    scale: Sequence[object] | None, header: Sequence[object] | None, q: int
) -> tuple[int | tuple[object, ...], bool, tuple[str, ...]]:
    """The categories, whether their order is known, and what to say of it."""
    if scale is not None:
        labels = declared_scale(scale)
        if len(labels) != q:
            raise InputError(
                f"has {len(labels)} categories for {q} columns",
                where="scale",
                mend="Name the category of each column.",
            )
        return labels, True, ()
    if header is None:
        return q, True, ()
    words = any(isinstance(label_key(label), str) for label in header)
    keys = [label_key(label) for label in header]
    if not words and keys != sorted(keys, key=lambda key: (key is None, key)):
        raise InputError(
            "has numbers out of order in its header", where="table", mend="Declare the scale."
        )
    return tuple(header), not words or q <= 2, (WORDS_OF_A_HEADER,) if words else ()


def _columns(table: Any, where: str) -> list[tuple[str, Cells]]:
    """Columns of a bare table of counts, with names for errors."""
    if isinstance(table, np.ndarray) and table.ndim == 2:
        return [(str(i + 1), column) for i, column in enumerate(table.T)]
    lines = _lines(table.tolist() if isinstance(table, np.ndarray) else table, where)
    for place, line in enumerate(lines, start=1):
        if len(line) != len(lines[0]):
            raise InputError(
                f"{len(line)} cells where row 1 has {len(lines[0])}",
                where=f"row {place}",
                mend="Give one count for each category.",
            )
    width = len(lines[0]) if lines else 0
    return [(str(i + 1), [line[i] for line in lines]) for i in range(width)]


def _lines(rows: Any, where: str) -> list[list[object]]:
    if isinstance(rows, str | bytes | Ratings) or not hasattr(rows, "__iter__"):
        raise InputError(
            f"is {type(rows).__name__}, not a table of counts",
            where=where,
            mend="Give whole counts, one row a unit and one column a category.",
        )
    held = list(rows)
    if any(isinstance(row, str | bytes | Mapping) or not hasattr(row, "__iter__") for row in held):
        raise InputError(
            "needs whole counts, units x categories",
            where=where,
            mend="Use 0 where nobody chose it.",
        )
    return [list(row) for row in held]


def _whole(cells: Cells, name: str) -> Ints:
    """A column of whole counts of 0 or more."""
    places, distinct = factor(cells)
    found = []
    for place, cell in enumerate(distinct):
        key = label_key(cell)
        if not isinstance(key, float) or key < 0 or not key.is_integer():
            row = int(np.flatnonzero(places == place)[0]) + 1
            raise InputError(
                f"{cell!r} is not a count: needs whole counts, units x categories",
                where=f"row {row}, column {name}",
                mend="Use 0 where nobody chose it.",
            )
        found.append(int(key))
    return np.array(found, dtype=np.int64)[places] if found else np.empty(0, dtype=np.int64)


def from_confusion(table: Any, *, scale: Sequence[object] | None = None) -> Ratings:
    """Build :class:`Ratings` from a q x q table: how often rater 1 (rows) and rater 2 (columns)
    chose each pair.

    Parameters
    ----------
    table : (q, q) whole counts, or a frame or mapping whose first column names the rows.
    scale : the categories, lowest first, in the order of rows and columns or, in a frame, by their
        names; 0..q-1, or the header of a frame, if left out. The order of a header's words is then
        not known.

    Returns
    -------
    Ratings
        One unit a count, two raters.

    Raises
    ------
    InputError
        For a table that is not square, rows named otherwise than columns, margins among the
        categories, and counts that are not whole.

    Examples
    --------
    >>> from_confusion([[40, 9], [6, 45]], scale=["yes", "no"])
    <Ratings: 100 units by 2 raters on yes, no; 200 given>
    """
    header: list[str] | None = None
    if is_frame(table) or isinstance(table, Mapping):
        header, columns = labelled(opened(table))
    else:
        columns = _columns(table, "table")
    array = np.column_stack([_whole(cells, name) for name, cells in columns] or [_NOTHING])
    if header is not None:
        places = [header.index(name) for name in _in_order(header, scale)]
        array = array[np.ix_(places, places)]
    if array.shape[0] != array.shape[1]:
        raise InputError(
            "needs a square table of counts",
            where="table",
            mend="Same categories in rows and columns.",
        )
    labels, ordered, warnings = _labels(scale, header, array.shape[1])
    first, second = np.indices(array.shape).reshape(2, -1)
    times = array.ravel().astype(np.int64)
    codes = np.column_stack([np.repeat(first, times), np.repeat(second, times)])
    return from_codes(codes, labels, ordered=ordered, warnings=warnings)
