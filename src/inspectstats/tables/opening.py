"""Opens whatever holds a table: polars, pandas and Arrow frames, columns by name, or rows.

A frame is never turned: its rows stay rows. pandas and Arrow are read by their own interfaces, so
that neither has to be installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np

from inspectstats.records import InputError

_INDEX = re.compile(r"__index_level_\d+__")
Cells = Any
"""A polars Series, a numpy array or a list: the cells of one column."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns by name, all ``n`` rows long.

    ``named`` is False where the columns have no names of their own (a bare array).
    ``decimal_comma`` says that the file writes 1,5 for 1.5. ``scale`` holds the categories in order
    for columns that declare them (polars Enum, ordered pandas Categorical).
    """

    columns: Mapping[str, Cells]
    n: int
    named: bool = True
    decimal_comma: bool = False
    scales: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.columns)

    def without(self, names: Sequence[str]) -> Table:
        """Return the table without some of its columns; a name it does not have is an error."""
        for name in names:
            if name not in self.columns:
                raise no_column(name, self.names, "ignore")
        left = {name: cells for name, cells in self.columns.items() if name not in names}
        return Table(left, self.n, self.named, self.decimal_comma, self.scales)


def no_column(name: str, have: Sequence[str], where: str = "table") -> InputError:
    """Say that a column is absent, and which there are."""
    shown = ", ".join(have) if len(have) <= 20 else f"{', '.join(have[:20])} …"
    return InputError(f"no column {name!r}", where=where, mend=f"The table has {shown}.")


def opened(source: object, *, where: str = "table") -> Table:
    """Return ``source`` as a :class:`Table`.

    Parameters
    ----------
    source : a :class:`Table`, a polars DataFrame or LazyFrame, a pandas DataFrame (a named index is
        a column), anything with the Arrow stream interface, a structured numpy array, a mapping of
        columns, or an iterable of mappings, one a row.
    where : how errors call it.

    Returns
    -------
    Table

    Raises
    ------
    InputError, for anything else, columns of unequal length, and a header that stands twice.

    Examples
    --------
    >>> opened({"unit": ["u1", "u2"], "anna": [1, 2]}).n
    2
    """
    if isinstance(source, Table):
        return source
    found = _frame(source)
    if found is not None:
        return found
    if isinstance(source, np.ndarray):
        if source.dtype.names is None:
            raise InputError(
                "is an array without column names",
                where=where,
                mend="Use from_matrix for labels, from_codes for codes, or name the columns.",
            )
        return _of_columns({name: source[name] for name in source.dtype.names}, where)
    if isinstance(source, Mapping):
        return _of_columns(source, where)
    return _of_rows(source, where)


def _frame(source: object) -> Table | None:
    """A frame of polars, pandas, narwhals or Arrow; None for anything else."""
    polars, pandas = sys.modules.get("polars"), sys.modules.get("pandas")
    if polars is not None and isinstance(source, polars.LazyFrame):
        source = source.collect()
    if polars is not None and isinstance(source, polars.DataFrame):
        return _of_polars(source, polars)
    if pandas is not None and isinstance(source, pandas.DataFrame):
        return _of_pandas(source)
    if hasattr(source, "to_frame") and hasattr(source, "dtype"):
        raise InputError("is one column", where="table", mend="Give a frame of several columns.")
    if hasattr(source, "to_native"):
        return opened(source.to_native())
    if hasattr(source, "__arrow_c_stream__"):
        import polars as pl

        return _of_polars(pl.DataFrame(source), pl)
    return None


def is_frame(source: object) -> bool:
    """Is this a frame: something with named columns that is no plain mapping, array or list?"""
    return (
        isinstance(source, Table)
        or hasattr(source, "__arrow_c_stream__")
        or hasattr(source, "to_native")
        or (hasattr(source, "columns") and hasattr(source, "dtypes"))
        or (type(source).__name__ == "LazyFrame" and hasattr(source, "collect"))
    )


def _of_polars(frame: Any, pl: Any) -> Table:
    enums = {
        name: tuple(kind.categories.to_list())
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Enum)
    }
    # pandas keeps an index without a name beside the columns it writes into Parquet and Arrow.
    names = [name for name in frame.columns if not _INDEX.fullmatch(name)]
    return Table({name: frame[name] for name in names}, frame.height, scales=enums)


def _of_pandas(frame: Any) -> Table:
    labels = list(frame.columns)
    if any(isinstance(label, tuple) for label in labels):
        raise InputError(
            "has headers of several levels", where="table", mend="Give each column one name."
        )
    index = [name for name in frame.index.names if name is not None]
    names = [str(label) for label in [*index, *labels]]
    _refuse_twice(names)
    series = [
        *(frame.index.get_level_values(name).to_series() for name in index),
        *(frame.iloc[:, place] for place in range(len(labels))),
    ]
    columns = {name: _pandas_cells(each) for name, each in zip(names, series, strict=True)}
    scales = {
        name: tuple(each.dtype.categories.tolist())
        for name, each in zip(names, series, strict=True)
        if getattr(each.dtype, "ordered", False)
    }
    named = not labels or any(isinstance(label, str) for label in labels)
    return Table(columns, len(frame), named, scales=scales)


def _pandas_cells(series: Any) -> Cells:
    cells = series.to_numpy()
    if cells.dtype.kind in "iufb" and not hasattr(series.dtype, "na_value"):
        return cells
    objects = series.astype(object)
    return [
        None if empty else cell
        for cell, empty in zip(objects.tolist(), series.isna().tolist(), strict=True)
    ]


def _of_columns(columns: Mapping[Any, Any], where: str) -> Table:
    names = [str(name) for name in columns]
    _refuse_twice(names)
    held = {name: _cells(cells, name) for name, cells in zip(names, columns.values(), strict=True)}
    lengths = {name: len(cells) for name, cells in held.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name} {n}" for name, n in lengths.items())
        raise InputError(
            f"columns are not equally long ({shown})", where=where, mend="Give one cell a row."
        )
    orders = {name: order_of(cells) for name, cells in zip(names, columns.values(), strict=True)}
    scales = {name: order for name, order in orders.items() if order is not None}
    return Table(held, next(iter(lengths.values()), 0), scales=scales)


def _cells(cells: object, name: str) -> Cells:
    """One column given by itself, as numpy, polars or a list."""
    polars, pandas = sys.modules.get("polars"), sys.modules.get("pandas")
    if polars is not None and isinstance(cells, polars.Series):
        return cells
    if pandas is not None and isinstance(cells, pandas.Series | pandas.Index):
        return _pandas_cells(cells)
    if isinstance(cells, str | bytes | Mapping) or not isinstance(cells, Iterable):
        raise InputError(
            f"is {_kind(cells)}, not a column", where=name, mend="Give one cell for each row."
        )
    if isinstance(cells, np.ndarray):
        if cells.ndim != 1:
            raise InputError(
                f"has {cells.ndim} dimensions", where=name, mend="Give one cell for each row."
            )
        return cells
    return list(cells)


def column_of(cells: object, where: str) -> Cells:
    """Return one column given by itself (a list, an array, a Series), checked to be one."""
    return _cells(cells, where)


def order_of(cells: object) -> tuple[object, ...] | None:
    """Return the categories in order that a column declares by its type (polars Enum, ordered
    pandas Categorical), or None.
    """
    polars, kind = sys.modules.get("polars"), getattr(cells, "dtype", None)
    if polars is not None and isinstance(kind, polars.Enum):
        return tuple(kind.categories.to_list())
    if getattr(kind, "ordered", False):
        return tuple(kind.categories.tolist())  # type: ignore[union-attr]
    return None


def _of_rows(source: object, where: str) -> Table:
    if isinstance(source, str | bytes) or not isinstance(source, Iterable):
        mend = (
            "Read the file first, for instance with polars."
            if isinstance(source, str | bytes)
            else "Give a frame, columns by name, or rows as mappings."
        )
        raise InputError(f"is {_kind(source)}, not a table", where=where, mend=mend)
    rows = list(source)
    for place, row in enumerate(rows, start=1):
        if type(row) is not dict and not isinstance(row, Mapping):
            raise InputError(
                f"is {_kind(row)}, not a mapping",
                where=f"row {place}",
                mend="Give a frame, columns by name, or rows as mappings.",
            )
    return _of_mappings(rows)


def _of_mappings(rows: list[Mapping[Any, Any]]) -> Table:
    keys = list(rows[0]) if rows else []
    even = set(map(len, rows)) <= {len(keys)}
    try:
        # One pass over the rows for all columns, while every row has the same keys.
        if even and len(keys) > 1:
            cells = list(zip(*map(itemgetter(*keys), rows), strict=True))
        else:
            cells = [tuple(row[key] for row in rows) for key in keys]
    except KeyError:
        even = False
    if not even:
        keys = list(dict.fromkeys(name for row in rows for name in row))
        cells = [tuple(row.get(key) for row in rows) for key in keys]
    names = [str(key) for key in keys]
    _refuse_twice(names)
    return Table(dict(zip(names, map(list, cells), strict=True)), len(rows))


def _refuse_twice(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"column {name!r} occurs twice", where="table", mend="Name every column once."
            )


def _kind(value: object) -> str:
    if isinstance(value, str | bytes):
        return "text"
    return f"{'an' if type(value).__name__[0] in 'aeiouAEIOU' else 'a'} {type(value).__name__}"
