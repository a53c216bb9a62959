"""A column as whole numbers: which of its distinct cells each row holds, in order of appearance.

Whatever has to be said of a cell (its number, its name, whether it is missing) is then said once
for each distinct cell, and the rows are moved by array steps alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
# From so many cells on, a frame of polars is quicker to build than a dictionary to fill.
_MANY = 20_000


def factor(cells: Any) -> tuple[Codes, list[object]]:
    """Return each row's place among the distinct cells, (n,), and those cells as Python values.

    ``cells`` is a polars Series, a numpy array or a sequence. NaN is one cell like any other.
    """
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(cells, polars.Series):
        return _of_series(cells, polars)
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufb":
        return _of_numbers(cells)
    return _of_objects(cells.tolist() if isinstance(cells, np.ndarray) else cells)


def _of_objects(cells: Sequence[object]) -> tuple[Codes, list[object]]:
    places: dict[object, int] = {}
    try:
        kinds = set(map(type, cells))
        polars = sys.modules.get("polars")
        if kinds == {str} and len(cells) >= _MANY and polars is not None:
            return _of_series(polars.Series(cells), polars)
        if len(kinds) == 1:
            same = [places.setdefault(cell, len(places)) for cell in cells]
            return np.array(same, dtype=np.int64), list(places)
        pairs: dict[tuple[type, object], int] = {}
        codes = [pairs.setdefault((type(cell), cell), len(pairs)) for cell in cells]
    except TypeError:
        # A list or a dictionary in a cell: told apart by what it prints.
        texts = [cell if isinstance(cell, str) else repr(cell) for cell in cells]
        first: dict[str, object] = {}
        for text, cell in zip(texts, cells, strict=True):
            first.setdefault(text, cell)
        order = {text: place for place, text in enumerate(first)}
        return np.array([order[text] for text in texts], dtype=np.int64), list(first.values())
    return np.array(codes, dtype=np.int64), [cell for _, cell in pairs]


def _of_numbers(cells: NDArray[Any]) -> tuple[Codes, list[object]]:
    if not cells.size:
        return np.empty(0, dtype=np.int64), []
    if cells.dtype.kind in "iub":
        return _of_whole_numbers(cells)
    distinct, first, inverse = np.unique(cells, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[inverse.reshape(-1)], distinct[order].tolist()


def _of_whole_numbers(cells: NDArray[Any]) -> tuple[Codes, list[object]]:
    codes, distinct = ordered(cells.astype(np.int64, copy=False))
    found: list[object] = distinct.tolist()
    return codes, [bool(cell) for cell in found] if cells.dtype.kind == "b" else found


def ordered(numbers: Codes) -> tuple[Codes, Codes]:
    """Return each number's place in the order of first appearance, and the distinct numbers.

    One pass where the numbers lie close together, a sort where they do not.
    """
    if not len(numbers):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    low, high = int(numbers.min()), int(numbers.max())
    if high - low > 4 * len(numbers) + 1024:
        distinct, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        return place[inverse.reshape(-1)], distinct[order]
    shifted = numbers - low if low else numbers
    seen = np.full(high - low + 1, -1, dtype=np.int64)
    # The last of several writes to one place stays: written backwards, that is the first row.
    seen[shifted[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    present = np.flatnonzero(seen >= 0)
    order = present[np.argsort(seen[present])]
    seen[order] = np.arange(len(order))
    return seen[shifted], order + low


def _of_series(cells: Any, pl: Any) -> tuple[Codes, list[object]]:
    if cells.dtype.is_integer() or cells.dtype == pl.Boolean:
        return _of_whole_series(cells)
    if cells.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return _of_objects(cells.to_list())
    text = cells.cast(pl.String)
    starts = text.ne_missing(text.shift(1)).to_numpy().copy() if len(text) else np.empty(0, bool)
    starts[:1] = True
    # Rows of one unit mostly stand together: then only the first of each run is looked up.
    if starts.sum() * 2 <= len(text):
        codes, found = _of_text(text.filter(pl.Series(starts)), pl)
        return codes[np.cumsum(starts) - 1], found
    return _of_text(text, pl)


def _of_text(text: Any, pl: Any) -> tuple[Codes, list[object]]:
    distinct = text.unique(maintain_order=True)
    if len(distinct) == len(text):
        return np.arange(len(text)), distinct.to_list()
    known = distinct.drop_nulls()
    codes = text.cast(pl.Enum(known)).to_physical().cast(pl.Int64).fill_null(len(known)).to_numpy()
    if len(known) == len(distinct):
        return codes, known.to_list()
    # Missing cells have a place of their own, behind all others.
    return codes, [*known.to_list(), None]


def _of_whole_series(cells: Any) -> tuple[Codes, list[object]]:
    empty = cells.null_count()
    if not empty:
        return _of_numbers(cells.to_numpy())
    known = ~cells.is_null().to_numpy()
    codes, distinct = _of_numbers(cells.drop_nulls().to_numpy())
    out = np.full(len(cells), len(distinct), dtype=np.int64)
    out[known] = codes
    return out, [*distinct, None]
