"""Reads ratings from a row a rating: rows of single ratings crossed into units x raters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.grades import graded
from inspectstats.agreement.grouping import refuse_alike, refuse_strays
from inspectstats.agreement.ratings import MISSING, Grouping, Ints, Ratings, from_codes
from inspectstats.agreement.tables import read_columns, scale_of
from inspectstats.records import InputError
from inspectstats.tables.factors import ordered
from inspectstats.tables.opening import Table, opened
from inspectstats.tables.roles import refuse_unknown, roles

SEVERAL_TEAMS = "units were judged by more than one team: there are no figures by team"


def from_long(
    rows: Any,
    *,
    scale: Sequence[object] | None = None,
    unit: str | None = None,
    rater: str | None = None,
    rating: str | None = None,
    force: str | None = None,
    criterion: str | None = None,
    team: str | None = None,
    ignore: Sequence[str] = (),
) -> Ratings:
    """Build :class:`Ratings` from a long table: one row a rating.

    A unit is the column ``unit``, within force and criterion where they are given, or force x
    criterion where there is none.

    Parameters
    ----------
    rows : a frame (polars, pandas, Arrow), columns by name, or rows as mappings.
    scale : the categories, lowest first; see :func:`from_matrix`.
    unit, rater, rating, force, criterion, team : the columns of that meaning, by the table of names
        if left out (inspector is rater, grade is rating, body is force; in any case).
    ignore : columns to leave out; any other column without a meaning is refused, because it may be
        a part of what names a unit.

    Returns
    -------
    Ratings

    Raises
    ------
    InputError
        Where the same rater rates a unit twice (both rows are named; keep ratings made before and
        after moderation apart), a column is not known, or a table has one column a rater; and as
        :func:`from_matrix`.

    Examples
    --------
    >>> from_long({"unit": [1, 1, 2], "Inspector": ["a", "b", "a"], "Grade": [2, 2, 3]})
    <Ratings: 2 units by 2 raters on 2, 3; 3 given>
    """
    declared = {
        "unit": unit,
        "rater": rater,
        "rating": rating,
        "force": force,
        "criterion": criterion,
        "team": team,
    }
    table = opened(rows).without(ignore)
    found = roles(table, declared)
    if not table.n and not table.names and scale is not None:
        return from_codes(np.empty((0, 0), dtype=np.int8), scale)
    _refuse_wide(table, found)
    refuse_unknown(table, found)
    cells = read_columns(table, [found["rating"]])[0]
    one = graded([cells], scale_of(table, [found["rating"]], scale), table.n)
    found_in: Crossed = crossed(table, found, one.codes[:, 0])
    return from_codes(
        found_in.codes,
        one.scale,
        force=found_in.force,
        criterion=found_in.criterion,
        team=found_in.team,
        raters=found_in.raters,
        warnings=(*one.warnings, *found_in.warnings),
        ordered=one.ordered,
    )


def _refuse_wide(table: Table, found: Mapping[str, str]) -> None:
    for what in ("rater", "rating"):
        if what not in found:
            raise InputError(
                f"no column {what!r} among {', '.join(table.names) or 'none'}",
                where="table",
                mend="One row a rating: unit, rater, rating. One column a rater is read by "
                "from_table (--layout raters).",
            )


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """``codes`` (n_units, n_raters), -1 where missing, with the raters' names and each unit's
    groups.
    """

    codes: NDArray[np.signedinteger[Any]]
    raters: tuple[str, ...]
    force: Grouping | None
    criterion: Grouping | None
    team: Grouping | None
    warnings: tuple[str, ...]


def crossed(
    table: Table, found: Mapping[str, str], grades: NDArray[np.signedinteger[Any]]
) -> Crossed:
    """Cross the rows of ``table`` by unit and rater; ``found`` names the column of each meaning.

    A rater who rates a unit twice is an :class:`InputError` naming both rows.
    """
    groups = {
        what: Grouping.of(table.columns[name], where=what)
        for what, name in found.items()
        if what != "rating"
    }
    rater = groups["rater"]
    keys = [what for what in ("unit", "force", "criterion") if what in groups]
    if not keys:
        raise InputError(
            "no column 'unit'",
            where="table",
            mend="Name what was rated: its unit, or its force and criterion.",
        )
    refuse_strays(groups)
    if "unit" in groups:
        # A unit spelt two ways would be two, and its pair of ratings lost without a word.
        refuse_alike(groups["unit"].codes, groups["unit"].names, "unit")
    unit, firsts = _units([groups[what] for what in keys])
    width = len(rater.names)
    places = unit * width + rater.codes
    _refuse_twice(places, len(firsts) * width, rater, [groups[what] for what in keys])
    codes = np.full(len(firsts) * width, MISSING, dtype=grades.dtype)
    codes[places] = grades
    team, warnings = groups.get("team"), tuple[str, ...]()
    if team is not None and (team.codes[firsts][unit] != team.codes).any():
        team, warnings = None, (SEVERAL_TEAMS,)
    return Crossed(
        codes.reshape(len(firsts), width),
        rater.names,
        _at(groups.get("force"), firsts),
        _at(groups.get("criterion"), firsts),
        _at(team, firsts),
        warnings,
    )


def _at(group: Grouping | None, rows: Ints) -> Grouping | None:
    return None if group is None else Grouping(group.codes[rows], group.names).used()


def _units(groups: Sequence[Grouping]) -> tuple[Ints, Ints]:
    """The unit of each row, in order of first appearance, and the first row of each unit."""
    unit = groups[0].codes
    for group in groups[1:]:
        first = _firsts(unit)
        # Where the one names the other, as a unit its body, nothing is to be crossed.
        if (group.codes[first][unit] != group.codes).any():
            unit = ordered(unit * len(group.names) + group.codes)[0]
    return unit, _firsts(unit)


def _firsts(codes: Ints) -> Ints:
    first = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def _refuse_twice(places: Ints, size: int, rater: Grouping, keys: Sequence[Grouping]) -> None:
    # Room for every unit and rater is needed anyway, for the codes.
    seen = np.zeros(size, dtype=bool)
    seen[places] = True
    if int(seen.sum()) == len(places):
        return
    again = ordered(places)[0]
    row = int(np.flatnonzero(np.maximum.accumulate(again) != np.arange(len(again)))[0])
    before = int(np.flatnonzero(places == places[row])[0])
    unit = " ".join(group.names[group.codes[row]] for group in keys)
    raise InputError(
        f"{rater.names[rater.codes[row]]} already rated {unit} in row {before + 1}",
        where=f"row {row + 1}",
        mend="Keep one rating for each rater and unit.",
    )
