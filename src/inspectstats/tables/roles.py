"""Which column of a table means what: declared by the caller, or unambiguous by its name."""

from __future__ import annotations

from collections.abc import Mapping

from inspectstats.records import InputError
from inspectstats.tables.names import MEANINGS, WORDS, meaning, same_name
from inspectstats.tables.opening import Table, no_column


def roles(table: Table, declared: Mapping[str, str | None]) -> dict[str, str]:
    """Return the column of each meaning that the table has.

    ``declared`` maps a meaning (unit, force, criterion, team, rater, rating) to the name the caller
    gives, or None to go by the table of names. A declared column must be there; a usual name, such
    as "force", may stand for a column "Body". Two columns that mean the same are an
    :class:`InputError` naming both.
    """
    found: dict[str, str] = {}
    for what, name in declared.items():
        if name is None:
            continue
        column = same_name(name, table.names)
        if column is not None:
            found[what] = column
        elif name not in MEANINGS[what]:
            raise no_column(name, table.names)
    for what in declared:
        if what in found:
            continue
        taken = set(found.values())
        alike = [name for name in table.names if meaning(name) == what and name not in taken]
        if len(alike) > 1:
            raise InputError(
                f"columns {' and '.join(map(repr, alike))} both mean {WORDS[what]}",
                where="table",
                mend=f"Say which: {what}={alike[0]!r}, and leave the other out by ignore.",
            )
        if alike:
            found[what] = alike[0]
    return found


def spare(table: Table, found: Mapping[str, str]) -> list[str]:
    """Return the columns that have no meaning, in order."""
    return [name for name in table.names if name not in found.values()]


def refuse_unknown(table: Table, found: Mapping[str, str]) -> None:
    """Raise for the first column that means nothing to a table with one row a rating."""
    for name in spare(table, found):
        what = meaning(name)
        if what is not None and what in found:
            raise InputError(
                f"columns {found[what]!r} and {name!r} both mean {WORDS[what]}",
                where="table",
                mend=f"Leave {name!r} out by ignore, or take it away.",
            )
        raise InputError(
            f"column {name!r} is not known",
            where="table",
            mend=f"Leave it out by ignore=[{name!r}], or say what it is: "
            f"{', '.join(f'{each}={name!r}' for each in ('unit', 'force', 'criterion'))}.",
        )
