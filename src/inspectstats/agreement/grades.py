"""Grades as codes: cells of one column or many placed on one scale, declared or seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import MISSING, Ints
from inspectstats.records import InputError
from inspectstats.tables.cells import declared_scale, label_key, missing_word
from inspectstats.tables.factors import factor

UNDECLARED = "scale not declared: the categories seen were taken, in sorted order"
Key = float | str | None
CODES_FOR_MISSING = frozenset(
    float(each) for each in (-1, -8, -9, -88, -98, -99, -999, -9999, 9, 88, 98, 99, 999, 9999)
)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column read once: each row's place among the distinct ``cells``, and what those say."""

    name: str
    places: Ints
    cells: Sequence[object]
    keys: Sequence[Key]
    label: str = "column"

    def at(self, place: int) -> str:
        """Return where a distinct cell stands first, as errors say it."""
        return said_at(self.row_of(place), self.name, self.label)

    def row_of(self, place: int) -> int:
        """Return the first row, from 0, that holds a distinct cell."""
        return int(np.flatnonzero(self.places == place)[0])

    def rows(self, kind: type) -> int:
        """Return how many rows hold a grade of this kind: a number (float) or a word (str)."""
        found = np.array([isinstance(key, kind) for key in self.keys] or [False])
        return int(found[self.places].sum())

    def given(self) -> list[Key]:
        """Return the distinct grades, without what is missing."""
        return list(dict.fromkeys(key for key in self.keys if key is not None))


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """Codes of every cell (n, columns), -1 where missing, on ``scale``.

    ``ordered`` is False where the scale is made of words nobody put in order.
    """

    codes: NDArray[np.signedinteger[Any]]
    scale: tuple[object, ...]
    ordered: bool
    warnings: tuple[str, ...]


def said_at(row: int, name: str, label: str = "column") -> str:
    """Return "row 3, column anna" for row 2 from 0."""
    return f"row {row + 1}, {label} {name}".replace(",  ", ", ")


def read_cells(
    name: str, column: Any, *, decimal_comma: bool = False, label: str = "column"
) -> Cells:
    """Read one column of grades; a cell that cannot be a grade is named with its row."""
    places, cells = factor(column)
    keys: list[Key] = []
    for place, cell in enumerate(cells):
        try:
            keys.append(label_key(cell, decimal_comma=decimal_comma))
        except InputError as cause:
            row = int(np.flatnonzero(places == place)[0])
            where = said_at(row, name, label)
            raise InputError(cause.what, where=where, mend=cause.mend) from None
    return Cells(name, places, cells, keys, label)


def graded(columns: Sequence[Cells], scale: object, n: int) -> Graded:
    """Place every column on one scale.

    ``scale`` lists the categories lowest first; a grade off it is an :class:`InputError` naming row
    and column. Without one the grades seen are sorted; numbers beside words, and words that differ
    only in capitals, are then refused, because nobody can tell what is meant.
    """
    warnings: tuple[str, ...] = ()
    ordered = True
    if scale is None:
        labels, ordered = _seen(columns)
        warnings = (UNDECLARED,)
    else:
        labels = declared_scale(scale)
    index_of = {label_key(label): code for code, label in enumerate(labels)}
    _refuse_off_scale(columns, index_of, labels)
    size = np.int8 if len(labels) <= 120 else np.int32
    codes = np.empty((n, len(columns)), dtype=size, order="F")
    for place, column in enumerate(columns):
        of_cell = [MISSING if key is None else index_of[key] for key in column.keys]
        codes[:, place] = np.array(of_cell or [MISSING], dtype=size)[column.places]
    return Graded(codes, labels, ordered, (*warnings, *_read_as_missing(columns)))


def _read_as_missing(columns: Sequence[Cells]) -> tuple[str, ...]:
    words: dict[str, int] = {}
    for column in columns:
        for place, cell in enumerate(column.cells):
            if missing_word(cell):
                word = str(cell).strip()
                words[word] = words.get(word, 0) + int((column.places == place).sum())
    return tuple(f"{count} cells {word!r} were read as missing" for word, count in words.items())


def _seen(columns: Sequence[Cells]) -> tuple[tuple[object, ...], bool]:
    """The grades seen, sorted, and whether their order is certain."""
    refuse_mixture(columns)
    seen = {key for column in columns for key in column.given()}
    numbers = sorted(key for key in seen if isinstance(key, float))
    words = sorted(key for key in seen if isinstance(key, str))
    if not seen and any(len(column.places) for column in columns):
        raise InputError("there is none", where="grades", mend="Declare the scale, lowest first.")
    _refuse_codes_for_missing(numbers)
    spelt: dict[str, str] = {}
    for word in words:
        known = spelt.setdefault(" ".join(word.casefold().split()), word)
        if known != word:
            raise InputError(
                f"{known!r} and {word!r} differ only in capitals or blanks",
                where="grades",
                mend="Spell each grade one way, or declare the scale.",
            )
    shown: list[object] = [int(number) if number.is_integer() else number for number in numbers]
    return (*shown, *words), not words or len(words) <= 2


def _refuse_codes_for_missing(numbers: Sequence[float]) -> None:
    """Refuse -1, 9, 99, 999 and the like where they stand apart from every other grade."""
    for number in {numbers[0], numbers[-1]} & CODES_FOR_MISSING if len(numbers) > 1 else ():
        low, high = numbers[0], numbers[-1]
        others = [each for each in numbers if each != number]
        lonely = number == low and others[0] >= 0
        if (number == low < 0 and lonely) or number == high >= max(9, 2 * max(others) + 1):
            raise InputError(
                f"{number:g} may be a code for a missing grade",
                where="grades",
                mend="Leave missing cells empty, or declare the scale.",
            )


def refuse_mixture(columns: Sequence[Cells]) -> None:
    """Refuse numbers beside words on a scale nobody declared, naming the column that is odd."""
    kinds = {column.name: {type(key) for key in column.given()} for column in columns}
    if len(set().union(*kinds.values())) < 2:
        return
    # The rarer kind is named: it is the more likely slip, or the column that holds no grades.
    words, numbers = (sum(column.rows(kind) for column in columns) for kind in (str, float))
    odd = str if words <= numbers else float
    pure = [column for column in columns if kinds[column.name] == {odd}]
    column = (pure or [each for each in columns if odd in kinds[each.name]])[0]
    place = next(i for i, key in enumerate(column.keys) if isinstance(key, odd))
    meant = ("a word", "numbers") if odd is str else ("a number", "words")
    raise InputError(
        f"{column.cells[place]!r} is {meant[0]} among {meant[1]}",
        where=column.at(place),
        mend="Declare the scale, lowest first, correct the cell, or leave the column out by ignore "
        "or by naming the raters.",
    )


def _refuse_off_scale(
    columns: Sequence[Cells], index_of: Mapping[Key, int], labels: Sequence[object]
) -> None:
    off = [
        (column.row_of(place), order, column, place)
        for order, column in enumerate(columns)
        for place, key in enumerate(column.keys)
        if key is not None and key not in index_of and (column.places == place).any()
    ]
    if not off:
        return
    _, _, column, place = min(off, key=lambda found: found[:2])
    shown = ", ".join(str(label) for label in labels)
    mend = f"Use one of {shown}, or leave the cell empty."
    if not any(key in index_of for key in column.given()):
        mend = f"No cell of the column is one of {shown}: if it holds no grades, leave it out by "
        mend += "ignore or name the raters."
    raise InputError(
        f"{column.cells[place]!r} is not on the scale",
        where=column.at(place),
        mend=mend,
    )
