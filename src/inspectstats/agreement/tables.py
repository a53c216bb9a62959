"""Reads ratings from a column a rater, a row a rating, counts, or a two-way table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import MISSING, Grouping, Ratings, from_codes, label_key
from inspectstats.records import InputError

UNDECLARED = "scale not declared: the categories seen were taken, in sorted order"
Groups = Sequence[object] | Grouping | None


def from_matrix(
    matrix: Sequence[Sequence[object]] | NDArray[np.generic],
    *,
    scale: Sequence[object] | None = None,
    force: Groups = None,
    criterion: Groups = None,
    team: Groups = None,
    raters: Sequence[str] | None = None,
    raters_named: bool = True,
) -> Ratings:
    """Build :class:`Ratings` from labels, one row a unit and one column a rater.

    Missing cells are None, NaN or empty text. ``scale`` lists the categories lowest first; a label
    outside it is an :class:`InputError` naming row and column. Without ``scale`` the categories
    seen are sorted (numbers as numbers) and every figure carries a warning, because coefficients
    such as AC1 depend on the scale *declared*.
    """
    rows = [list(row) for row in matrix]
    width = len(rows[0]) if rows else len(raters or ())
    _refuse_ragged(rows, width)
    names = tuple(raters) if raters is not None else tuple(f"rater {i + 1}" for i in range(width))
    keys = [[label_key(cell) for cell in row] for row in rows]
    warnings: tuple[str, ...] = ()
    if scale is None:
        scale, warnings = _seen(keys), (UNDECLARED,)
    index_of = {label_key(label): code for code, label in enumerate(scale)}
    try:
        codes = [[MISSING if key is None else index_of[key] for key in row] for row in keys]
    except KeyError as cause:
        raise _off_scale(cause.args[0], rows, keys, names, scale) from None
    return from_codes(
        np.array(codes, dtype=np.int32).reshape(len(rows), width),
        tuple(scale),
        force=force,
        criterion=criterion,
        team=team,
        raters=names,
        raters_named=raters_named,
        warnings=warnings,
    )


def _refuse_ragged(rows: Sequence[Sequence[object]], width: int) -> None:
    for index, row in enumerate(rows):
        if len(row) != width:
            raise InputError(
                f"{len(row)} cells where row 1 has {width}",
                where=f"row {index + 1}",
                mend="Leave missing cells empty.",
            )


def _off_scale(
    key: object,
    rows: Sequence[Sequence[object]],
    keys: Sequence[Sequence[object]],
    names: Sequence[str],
    scale: Sequence[object],
) -> InputError:
    i, j = next((i, row.index(key)) for i, row in enumerate(keys) if key in row)
    shown = ", ".join(str(label) for label in scale)
    return InputError(
        f"{rows[i][j]!r} is not on the scale",
        where=f"row {i + 1}, column {names[j]}",
        mend=f"Use one of {shown}, or leave the cell empty.",
    )


def _seen(keys: Sequence[Sequence[float | str | None]]) -> tuple[object, ...]:
    seen = {key for row in keys for key in row if key is not None}
    numbers = sorted(key for key in seen if isinstance(key, float))
    words = sorted(key for key in seen if isinstance(key, str))
    shown: list[object] = [int(number) if number.is_integer() else number for number in numbers]
    return (*shown, *words)


def from_table(
    rows: Iterable[Mapping[str, object]],
    *,
    scale: Sequence[object] | None = None,
    raters: Sequence[str] | None = None,
    unit: str = "unit",
    force: str = "force",
    criterion: str = "criterion",
    team: str = "team",
) -> Ratings:
    """Build :class:`Ratings` from a wide table: one row a unit, one column a rater.

    ``unit``, ``force``, ``criterion`` and ``team`` name the columns of that meaning; those absent
    are not used. Every other column is a rater unless ``raters`` names them. A unit named twice is
    an :class:`InputError`.
    """
    table = list(rows)
    columns = list(dict.fromkeys(name for row in table for name in row))
    keys = [name for name in (unit, force, criterion, team) if name in columns]
    names = list(raters) if raters is not None else [name for name in columns if name not in keys]
    _refuse_absent(names, columns if table else names)
    if keys:
        _refuse_twice([tuple(str(row.get(name, "")) for name in keys) for row in table], keys, unit)
    of_force, of_criterion, of_team = _groups(table, columns, (force, criterion, team))
    return from_matrix(
        [[row.get(name) for name in names] for row in table],
        scale=scale,
        raters=names,
        force=of_force,
        criterion=of_criterion,
        team=of_team,
    )


def _refuse_absent(raters: Sequence[str], columns: Collection[str]) -> None:
    absent = [name for name in raters if name not in columns]
    if absent or not raters:
        what = f"no column {absent[0]!r}" if absent else "no rater column"
        raise InputError(what, where="table", mend="Give one column for each rater.")


def _groups(
    rows: Sequence[Mapping[str, object]], columns: Collection[str], names: Sequence[str]
) -> list[list[object] | None]:
    return [[row.get(name) for row in rows] if name in columns else None for name in names]


def _refuse_twice(ids: Sequence[tuple[str, ...]], names: Sequence[str], unit: str) -> None:
    if unit not in names and len(names) < 2:
        return
    first: dict[tuple[str, ...], int] = {}
    for index, identity in enumerate(ids):
        if identity in first:
            shown = ", ".join(f"{name} {part}" for name, part in zip(names, identity, strict=True))
            raise InputError(
                f"{shown} is already in row {first[identity] + 1}",
                where=f"row {index + 1}",
                mend="Give each unit one row.",
            )
        first[identity] = index


def from_long(
    rows: Iterable[Mapping[str, object]],
    *,
    scale: Sequence[object] | None = None,
    unit: str = "unit",
    rater: str = "rater",
    rating: str = "rating",
    force: str = "force",
    criterion: str = "criterion",
    team: str = "team",
) -> Ratings:
    """Build :class:`Ratings` from a long table: one row a rating.

    A unit is the column ``unit``, or force x criterion where there is none. The same rater rating a
    unit twice is an :class:`InputError` naming both rows; keep ratings made before and after
    moderation apart.
    """
    table = list(rows)
    columns = set(table[0]) if table else {unit, rater, rating}
    identity = _identity(columns, unit, (force, criterion), (rater, rating))
    raters, firsts, matrix = _cross_tabulated(table, identity, rater, rating)
    of_force, of_criterion, of_team = _groups(firsts, columns, (force, criterion, team))
    return from_matrix(
        matrix,
        scale=scale,
        raters=raters,
        force=of_force,
        criterion=of_criterion,
        team=of_team,
    )


def _identity(
    columns: Collection[str], unit: str, cell: tuple[str, str], needed: tuple[str, str]
) -> list[str]:
    """Columns that name a unit: ``unit``, else force and criterion; raises when none is there."""
    for name in needed:
        if name not in columns:
            raise InputError(
                f"no column {name!r}", where="table", mend="One row a rating: unit, rater, rating."
            )
    named = [name for name in ((unit, *cell) if unit in columns else cell) if name in columns]
    if not named:
        raise InputError(
            f"no column {unit!r}",
            where="table",
            mend="Name what was rated, or its force and criterion.",
        )
    return named


def _cross_tabulated(
    table: Sequence[Mapping[str, object]], identity: Sequence[str], rater: str, rating: str
) -> tuple[tuple[str, ...], list[Mapping[str, object]], list[list[object]]]:
    """Raters, the first row of each unit, and ratings as units x raters, None where missing."""
    units: dict[tuple[str, ...], int] = {}
    raters: dict[str, int] = {}
    cells: dict[tuple[int, int], tuple[int, object]] = {}
    firsts: list[Mapping[str, object]] = []
    for index, row in enumerate(table):
        key = tuple(str(row.get(name, "")) for name in identity)
        if key not in units:
            units[key] = len(units)
            firsts.append(row)
        place = units[key], raters.setdefault(str(row[rater]).strip(), len(raters))
        if place in cells:
            what = f"{row[rater]} already rated {' '.join(key)} in row {cells[place][0] + 1}"
            raise InputError(
                what, where=f"row {index + 1}", mend="Keep one rating for each rater and unit."
            )
        cells[place] = index, row[rating]
    matrix: list[list[object]] = [[None] * len(raters) for _ in units]
    for (i, j), (_, value) in cells.items():
        matrix[i][j] = value
    return tuple(raters), firsts, matrix


def from_counts(
    counts: Sequence[Sequence[int]] | NDArray[np.integer],
    *,
    scale: Sequence[object] | None = None,
    force: Groups = None,
    criterion: Groups = None,
    team: Groups = None,
) -> Ratings:
    """Build :class:`Ratings` from n_uk, the number of raters who put unit u (row) in category k
    (column).

    Who rated is unknown, so coefficients that need named raters (Conger, Cohen, ICC) answer
    ``raters_not_named``.
    """
    array = np.asarray(counts, dtype=np.int64)
    if array.ndim != 2 or (array < 0).any():
        raise InputError(
            "needs whole counts, units x categories",
            where="counts",
            mend="Use 0 where nobody chose it.",
        )
    width = int(array.sum(axis=1).max(initial=0))
    codes = np.full((len(array), max(width, 1)), MISSING, dtype=np.int32)
    for row, line in enumerate(array):
        filled = np.repeat(np.arange(array.shape[1]), line)
        codes[row, : len(filled)] = filled
    labels = tuple(scale) if scale is not None else array.shape[1]
    return from_codes(
        codes, labels, force=force, criterion=criterion, team=team, raters_named=False
    )


def from_confusion(
    table: Sequence[Sequence[int]] | NDArray[np.integer], *, scale: Sequence[object] | None = None
) -> Ratings:
    """Build :class:`Ratings` from a q x q table: how often rater 1 (rows) and rater 2 (columns)
    chose each pair.
    """
    array = np.asarray(table, dtype=np.int64)
    if array.ndim != 2 or array.shape[0] != array.shape[1] or (array < 0).any():
        raise InputError(
            "needs a square table of counts",
            where="table",
            mend="Same categories in rows and columns.",
        )
    first, second = np.indices(array.shape).reshape(2, -1)
    codes = np.column_stack([np.repeat(first, array.ravel()), np.repeat(second, array.ravel())])
    return from_codes(codes, tuple(scale) if scale is not None else array.shape[0])
