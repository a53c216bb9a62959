"""One column a rater: which columns are raters, and what keeps a column from being one.

Where the caller names no raters, every column without another meaning would be one. A date, a
region or a total taken for an inspector gives a wrong figure without a word, so such columns are
refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from inspectstats.agreement.grades import Cells, Key, refuse_mixture
from inspectstats.agreement.ratings import Grouping
from inspectstats.records import InputError
from inspectstats.tables.cells import missing_word
from inspectstats.tables.headers import no_person, pairs_of_judge_and_grade, second_reading
from inspectstats.tables.names import folded, meaning, unnamed
from inspectstats.tables.opening import Table, no_column

_SAY = (
    "Name the columns that hold ratings (raters=, --raters), or leave it out (ignore=, --ignore)."
)


def declared_raters(table: Table, raters: Sequence[str]) -> list[str]:
    """Return the columns the caller names as raters; an absent one is an error."""
    if isinstance(raters, str) or not len(raters):
        raise InputError(
            "is not a list of columns", where="raters", mend="List the columns that hold ratings."
        )
    found = []
    for name in raters:
        alike = [each for each in table.names if folded(each) == folded(name)]
        if name not in table.columns and len(alike) != 1:
            raise no_column(name, table.names)
        found.append(name if name in table.columns else alike[0])
    return found


def refuse_long(table: Table, found: Mapping[str, str]) -> None:
    """Refuse a table with one row a rating, or with persons in rows, read as one column a rater."""
    who = [name for name in table.names if meaning(name) == "rater"]
    what = [name for name in table.names if meaning(name) == "rating"]
    if len(who) == 1 and what:
        raise InputError(
            f"has one row a rating (columns {who[0]!r} and {what[0]!r})",
            where="table",
            mend="Use from_long (--layout long), or name the columns that are raters.",
        )
    if len(who) == 1 and not what and not found:
        raise InputError(
            f"column {who[0]!r} names who judged, so it seems turned: one row an inspector",
            where="table",
            mend="Give one row a unit and one column an inspector, or name the raters.",
        )
    for name in (*who, *what):
        raise InputError(
            f"column {name!r} may hold who judged or what was given, not one inspector's grades",
            where="table",
            mend=_SAY,
        )


def refuse_nameless(found: Mapping[str, str], names: Sequence[str]) -> None:
    """Refuse a table in which nothing says what a row is."""
    if found or not names:
        return
    raise InputError(
        f"no column names the unit (it has {', '.join(names[:8])})",
        where="table",
        mend="Name the column of the unit (unit=, --unit), or the raters (raters=, --raters).",
    )


def refuse_turned(
    rows: int, names: Sequence[str], *, named: bool, written_out: bool = False
) -> None:
    """Refuse more columns than rows, where nothing says that columns are raters.

    ``written_out``: rows that the caller lists one by one are less easily turned than an array or a
    frame; they are refused where six columns or more are twice as many as the rows.
    """
    columns = len(names)
    if named or (columns < max(6, 2 * rows) if written_out else columns <= max(rows, 2)):
        return
    raise InputError(
        f"has {rows} rows and {len(names)} columns, so it may be turned",
        where="table",
        mend="Give one row a unit and one column a rater; name the raters to say it is so.",
    )


def refuse_headers(names: Sequence[str]) -> None:
    """Refuse headers that name no person: dates, totals, notes, or no name at all."""
    pair = pairs_of_judge_and_grade(names)
    if pair is not None:
        raise InputError(
            f"columns {pair[0]!r} and {pair[1]!r} say who judged and what was given, several times "
            "a row",
            where="table",
            mend="Write one row a rating (from_long, --layout long), or one column an inspector.",
        )
    for name in names:
        if no_person(name) or missing_word(name) or not name.strip():
            raise InputError(f"column {name!r} names no inspector", where="table", mend=_SAY)
    if len(names) > 1 and all(folded(name).isdigit() for name in names):
        raise InputError(
            f"the columns {', '.join(names[:6])} may be raters by number, or categories",
            where="table",
            mend="Name the raters (raters=, --raters), or use from_counts (--layout counts).",
        )
    if len(names) > 1 and all(unnamed(name) for name in names):
        return
    spelt: dict[str, str] = {}
    for name in names:
        known = spelt.setdefault(folded(name), name)
        if known != name:
            raise InputError(
                f"columns {known!r} and {name!r} differ only in capitals or blanks",
                where="table",
                mend="Spell each rater one way.",
            )
    _refuse_second(names)


def _refuse_second(names: Sequence[str]) -> None:
    """Refuse a number among names, and a column that seems to be about another."""
    number = next((name for name in names if folded(name).isdigit()), None)
    if number is not None:
        raise InputError(f"column {number!r} names no inspector", where="table", mend=_SAY)
    pair = second_reading(names)
    if pair is not None:
        raise InputError(
            f"column {pair[1]!r} may be about {pair[0]!r}, or a second reading of it, and not "
            "another inspector's grades",
            where="table",
            mend=_SAY,
        )


def refuse_counts(columns: Sequence[Cells]) -> None:
    """Refuse rows that all add up to one number: counts of how many raters chose each category."""
    given = {key for column in columns for key in column.given()}
    if len(columns) < 2 or len(given) < 2 or not all(isinstance(key, float) for key in given):
        return
    cells = [np.array([np.nan if k is None else k for k in c.keys])[c.places] for c in columns]
    sums = np.sum(cells, axis=0)
    if len(sums) >= 4 and 0.0 in given and (sums == sums[0]).all():
        raise InputError(
            f"every row adds up to {sums[0]:g}, so it may hold counts of a category",
            where="table",
            mend="Use from_counts (--layout counts), or name the raters (raters=, --raters).",
        )


def refuse_odd(columns: Sequence[Cells], force: Grouping | None) -> None:
    """Refuse a column whose cells are unlike all others, on a scale nobody declared."""
    refuse_mixture(columns)
    given = {column.name: set(column.given()) for column in columns}
    for column in columns:
        own = given[column.name]
        others = set().union(*(each for name, each in given.items() if name != column.name))
        if not own or not others:
            continue
        if _counts_up(column, columns):
            _odd(column, "has another value in every row, like a number of the row")
        if own.isdisjoint(others) and not _spelt_alike(own, others) and _apart(column, own, others):
            shown = ", ".join(sorted(_said(key) for key in own)[:3])
            _odd(column, f"shares no grade with the others (it holds {shown})")
        if force is not None and _of_force(column, columns, force):
            _odd(column, "has one value for each body, like a region or a type")


def _spelt_alike(own: set[Key], others: set[Key]) -> bool:
    """Is a grade one of the others in other capitals? That is refused by that name."""
    return not {str(key).casefold() for key in own}.isdisjoint(str(k).casefold() for k in others)


def _said(key: Key) -> str:
    return f"{key:g}" if isinstance(key, float) else repr(key)


def _odd(column: Cells, why: str) -> None:
    raise InputError(
        f"column {column.name!r} {why}",
        where="table",
        mend=f"{_SAY} A declared scale (scale=, --scale) also tells.",
    )


def _rated(column: Cells) -> np.ndarray:
    known = np.array([key is not None for key in column.keys] or [False])
    return known[column.places]


def _counts_up(column: Cells, columns: Sequence[Cells]) -> bool:
    """Every cell another whole number, in five rows or more, while another column repeats some."""
    keys = column.given()
    if len(keys) < 5 or not all(isinstance(key, float) and key.is_integer() for key in keys):
        return False
    if int(_rated(column).sum()) != len(keys):
        return False
    return any(2 * int(_rated(each).sum()) >= 3 * len(each.given()) > 0 for each in columns)


def _apart(column: Cells, own: set[Key], others: set[Key]) -> bool:
    """Do cells that share nothing with the others lie outside what others might have given?"""
    numbers = [key for key in others if isinstance(key, float)]
    mine = [key for key in own if isinstance(key, float)]
    if not numbers or not mine:
        return len(own) > 1 or int(_rated(column).sum()) > 2
    span = max(max(numbers) - min(numbers), 3.0)
    beyond = max(min(numbers) - min(mine), max(mine) - max(numbers))
    return beyond > 2 * span or int(_rated(column).sum()) > 4


def _of_force(column: Cells, columns: Sequence[Cells], force: Grouping) -> bool:
    """Is the column one value for each of four bodies or more, each with several, unlike others?"""
    return _constant(column, force) and not all(_constant(each, force) for each in columns)


def _constant(column: Cells, force: Grouping) -> bool:
    rated = _rated(column)
    if not rated.all() or len(column.given()) < 2:
        return False
    pairs = np.unique(np.column_stack([force.codes, column.places]), axis=0)
    rows = np.bincount(force.codes, minlength=len(force.names))
    return len(pairs) == len(force.names) >= 4 and bool((rows >= 2).all())
