"""The square table of two raters: how often one gave each category where the other gave each."""

from __future__ import annotations

from inspectstats.records import InputError
from inspectstats.tables.cells import label_key, name_of
from inspectstats.tables.names import MARGINS
from inspectstats.tables.opening import Cells, Table

TOTALS = MARGINS | {"all", "margin"}


def labelled(table: Table) -> tuple[list[str], list[tuple[str, Cells]]]:
    """Categories and columns of counts of a square table whose first column names its rows."""
    if not table.names:
        raise InputError("is empty", where="table", mend="Give a square table of counts.")
    corner, *categories = table.names
    rows = [name_of(cell) for cell in table.columns[corner]]
    for name in (*categories, *rows):
        if name.casefold() in TOTALS:
            raise InputError(
                f"{name!r} seems to be a margin, not a category",
                where="table",
                mend="Take the totals away.",
            )
    if rows != categories:
        raise InputError(
            f"rows are {', '.join(rows)}, columns are {', '.join(categories)}",
            where="table",
            mend="Give the same categories in the same order in rows and columns.",
        )
    return categories, [(name, table.columns[name]) for name in categories]


def square(table: Table) -> bool:
    """Does the first column name the other columns, and do those hold counts alone?"""
    if len(table.names) < 3 or table.n != len(table.names) - 1:
        return False
    corner, *categories = table.names
    if {name_of(cell) for cell in table.columns[corner]} != set(categories):
        return False
    keys = [label_key(cell) for name in categories for cell in table.columns[name]]
    return all(key is None or (isinstance(key, float) and key.is_integer()) for key in keys)
