"""Grades as codes: cells of one column or many placed on one scale, declared or seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.ratings import MISSING, Ints
from inspectstats.records import InputError
from inspectstats.tables.cells import declared_scale, label_key, missing_word, other_writing
from inspectstats.tables.factors import factor

UNDECLARED = "scale not declared: the categories seen were taken, in sorted order"
Key = float | str | None
CODES_FOR_MISSING = frozenset(
    float(sign * each)
    for sign in (-1, 1)
    for each in (7, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9999)
) | {-1.0}
# What people write for nothing, and what may be a category of its own as well: declared, it is one.
PLACEHOLDERS = frozenset(
    [
        *("tbc", "tbd", "tba", "missing", "unknown", "pending", "blank", "not known", "don't know"),
        *("n.a.", "n.a", "n.d.", "n.k.", "n/k", "n/d", "no data", "no grade", "no rating"),
        *("not rated", "not graded"),
    ]
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
    _refuse_placeholders(columns, words)
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


def _refuse_placeholders(columns: Sequence[Cells], words: Sequence[str]) -> None:
    """Refuse a dash, a question mark, "TBC" and the like as a grade, naming the first cell.

    Where all grades are signs, such as + and -, a dash is one of them.
    """
    held = {
        word for word in words if word.casefold() in PLACEHOLDERS or not any(map(str.isalnum, word))
    }
    if not held or all(not any(map(str.isalnum, word)) for word in words):
        return
    for column in columns:
        for place, key in enumerate(column.keys):
            if key in held:
                raise InputError(
                    f"{column.cells[place]!r} may say that the grade is missing",
                    where=column.at(place),
                    mend="Leave the cell empty if it is, or declare the scale with it.",
                )


def _refuse_codes_for_missing(numbers: Sequence[float]) -> None:
    """Refuse -1, 9, 99, 999 and the like where they stand apart from every other grade."""
    alone = _lonely(numbers) or _after_a_gap(numbers)
    if alone is not None:
        raise InputError(
            f"{alone:g} may be a code for a missing grade",
            where="grades",
            mend="Leave missing cells empty, or declare the scale.",
        )


def _lonely(numbers: Sequence[float]) -> float | None:
    """A code at an end, below zero or more than twice as high as any other grade."""
    for number in {numbers[0], numbers[-1]} & CODES_FOR_MISSING if len(numbers) > 1 else ():
        low, high = numbers[0], numbers[-1]
        others = [each for each in numbers if each != number]
        lonely = number == low and others[0] >= 0
        if (number == low < 0 and lonely) or number == high >= max(9, 2 * max(others) + 1):
            return number
    return None


def _after_a_gap(numbers: Sequence[float]) -> float | None:
    """The first of the codes that stand three or more above grades 0 or 1 to 5 at most.

    Two codes, such as 88 and 99, or 7 on grades 1 to 4, are no more than twice the other.
    """
    run = [each for each in numbers if 0 <= each <= 5]
    rest = [each for each in numbers if each > 5]
    steps = all(later - one <= 1 for one, later in pairwise(run))
    if len(run) < 2 or run[0] > 1 or len(run) + len(rest) < len(numbers) or not steps:
        return None
    apart = bool(rest) and rest[0] - run[-1] >= 3 and set(rest) <= CODES_FOR_MISSING
    return rest[0] if apart else None


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
        mend=f"{_plainly(column.cells[place])}Declare the scale, lowest first, correct the cell, "
        "or leave the column out by ignore or by naming the raters.",
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
    mend = _as_written(str(column.cells[place]), index_of) or mend
    raise InputError(
        f"{column.cells[place]!r} is not on the scale",
        where=column.at(place),
        mend=mend,
    )


def _as_written(cell: str, index_of: Mapping[Key, int]) -> str:
    """The mend where a cell is on the scale, but written otherwise; empty where it is not."""
    for why, meant in other_writing(cell.strip()):
        on_scale = [str(key) for key in index_of if isinstance(key, str) and why == "capitals"]
        found = next((each for each in on_scale if each.casefold() == meant), None)
        if found is not None:
            return f"It differs from {found!r} only in capitals: write it as the scale does."
        if why != "capitals" and label_key(meant) in index_of:
            return f"It has a {why}: write {meant}."
    return ""


def _plainly(cell: object) -> str:
    """How a number with a decimal comma or a per cent sign is written plainly; else empty."""
    found = other_writing(str(cell).strip())
    return "".join(f"It has a {why}: write {as_}. " for why, as_ in found if why != "capitals")
