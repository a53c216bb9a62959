"""Which group each unit is of: a body, a criterion, a team, an inspector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.records import InputError
from inspectstats.tables.cells import MISSING_SPELLINGS, names_of, simple
from inspectstats.tables.factors import factor, ordered
from inspectstats.tables.names import MARGINS, WORDS, meaning
from inspectstats.tables.opening import column_of

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which group (force, criterion or team) each unit is of: ``codes`` (n_units,) index into
    ``names``.
    """

    codes: Ints
    names: tuple[str, ...]

    def __repr__(self) -> str:
        shown = ", ".join(self.names[:3]) + (", …" if len(self.names) > 3 else "")
        return f"<Grouping of {len(self.codes):,} in {len(self.names):,}: {shown}>"

    @classmethod
    def of(cls, labels: Sequence[object] | NDArray[Any], *, where: str) -> Grouping:
        """Group ``labels`` in order of first appearance.

        An :class:`InputError` names the row of an empty label, of a word for a missing value (NA),
        and of a label that differs from another only in capitals or blanks.

        >>> Grouping.of(["North", "South", "North"], where="force").codes.tolist()
        [0, 1, 0]
        """
        places, cells = factor(column_of(labels, where))
        used = names_of(cells)
        names = dict.fromkeys(used)
        # Looked up by their few spellings: of many units, each name would be looked at in vain.
        for name in ("", *MISSING_SPELLINGS):
            if name in names:
                _refuse_empty(places, used.index(name), name, where)
        _refuse_margin(places, used, names, where)
        _refuse_alike(places, used, where)
        if len(names) == len(used):
            return cls(places, tuple(used))
        # Two cells are one name: 7 and 7.0, or "North" and "North ".
        order = {name: code for code, name in enumerate(names)}
        moved = np.array([order[name] for name in used], dtype=np.int64)
        return cls(moved[places], tuple(names))

    def take(self, rows: NDArray[np.bool_]) -> Grouping:
        """Return the grouping of the chosen rows, names unchanged."""
        return Grouping(self.codes[rows], self.names)

    def used(self) -> Grouping:
        """Return the grouping with only the names its rows use, in order of first appearance."""
        codes, present = ordered(self.codes)
        return Grouping(codes, tuple(self.names[code] for code in present.tolist()))


def refuse_strays(groups: Mapping[str, Grouping]) -> None:
    """Refuse a few units of two bodies (or criteria) where most are of one: a slip of the pen.

    Where units are numbered anew in each body, most stand in several, and nothing is refused.
    """
    unit = groups.get("unit")
    for what in ("force", "criterion"):
        group = groups.get(what)
        if unit is None or group is None or not len(unit.codes):
            continue
        first = np.empty(len(unit.names), dtype=np.int64)
        first[unit.codes[::-1]] = np.arange(len(unit.codes) - 1, -1, -1)
        astray = np.flatnonzero(group.codes[first[unit.codes]] != group.codes)
        several = len(np.unique(unit.codes[astray]))
        if several > 0 and 2 * several < len(unit.names):
            row = int(astray[0])
            code = unit.codes[row]
            raise InputError(
                f"unit {unit.names[code]} is of {group.names[group.codes[row]]} here and of "
                f"{group.names[group.codes[first[code]]]} in row {int(first[code]) + 1}",
                where=f"row {row + 1}, column {what}",
                mend="Correct the one, or give each unit a name of its own.",
            )


def _refuse_empty(places: Ints, place: int, name: str, where: str) -> None:
    rows = np.flatnonzero(places == place)
    if not len(rows):
        return
    what = f"{name!r} reads as missing" if name else "is empty"
    mend = f"Give the {where} of this row."
    if name:
        mend = f"Give the {where} of this row, or write its name so that it is no word for missing."
    raise InputError(what, where=f"row {int(rows[0]) + 1}, column {where}", mend=mend)


def _refuse_margin(
    places: Ints, used: Sequence[str], names: Mapping[str, None], where: str
) -> None:
    """Refuse a row that sums up the others as one more body or unit."""
    if where not in ("unit", "force"):
        return
    for word in MARGINS:
        for name in (word, word.upper(), word.capitalize(), word.title()):
            if name in names:
                row = int(np.flatnonzero(places == used.index(name))[0]) + 1
                raise InputError(
                    f"{name!r} seems to sum up the others",
                    where=f"row {row}, column {where}",
                    mend="Leave the row out, or name it otherwise.",
                )


def _refuse_alike(places: Ints, used: Sequence[str], where: str) -> None:
    """Refuse two names of one body, person or criterion; codes of units may tell case apart."""
    if meaning(where) in WORDS and meaning(where) != "unit":
        refuse_alike(places, used, where)


def refuse_alike(places: Ints, used: Sequence[str], where: str) -> None:
    """Refuse two names that differ only in capitals or blanks, naming the row of the second.

    ``places`` (n,) says which of the names ``used`` each row holds.
    """
    folded = [name.casefold() for name in used]
    if len(set(folded)) == len(set(used)) and simple(used) and "  " not in "\n".join(used):
        return
    first: dict[str, str] = {}
    for place, name in enumerate(used):
        known = first.setdefault(" ".join(name.casefold().split()), name)
        if known != name:
            row = int(np.flatnonzero(places == place)[0]) + 1
            raise InputError(
                f"{name!r} and {known!r} differ only in capitals or blanks",
                where=f"row {row}, column {where}",
                mend="Spell each name one way.",
            )
