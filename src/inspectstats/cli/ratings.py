"""Ratings from a table in any of four layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectstats import agreement as ag
from inspectstats.agreement.square import square
from inspectstats.records import InputError
from inspectstats.tables.names import MEANINGS, meaning
from inspectstats.tables.opening import Table

LAYOUTS = ("auto", "raters", "long", "counts", "confusion")
_IN_A_CELL = ("unit", "force", "criterion", "team")


def declared(columns: Sequence[str], unit: str | None = None) -> dict[str, str | None]:
    """Return the columns that ``--column MEANING=NAME`` names, by meaning; None for the others."""
    found: dict[str, str | None] = dict.fromkeys(MEANINGS)
    found["unit"] = unit
    for each in columns:
        what, given, name = each.partition("=")
        what = meaning(what) or what
        if not given or not name or what not in found:
            raise InputError(
                f"{each!r} is not MEANING=NAME",
                where="--column",
                mend=f"Write --column unit=NAME; meanings are {', '.join(MEANINGS)}.",
            )
        found[what] = name
    return found


def load(
    table: Table,
    layout: str,
    names: Mapping[str, str | None],
    scale: list[str] | None,
    raters: list[str] | None,
    ignore: list[str],
) -> ag.Ratings:
    """Read ratings.

    ``auto`` takes a table with columns for the inspector and the grade for a long one, a square
    table of counts for one of two raters, any other for one column a rater.
    """
    if layout == "auto":
        layout = _layout(table.without(ignore), names, raters)
    if layout == "long":
        if raters is not None:
            raise InputError(
                "are columns, and a long table has one column for all",
                where="--raters",
                mend="Leave --raters out, or use --layout raters.",
            )
        return ag.from_long(table, scale=scale, ignore=ignore, **names)
    if layout == "raters":
        of_cells = {what: names[what] for what in _IN_A_CELL}
        return ag.from_table(table, scale=scale, raters=raters, ignore=ignore, **of_cells)
    if layout == "counts":
        return ag.from_counts(table.without(ignore), scale=scale, unit=names["unit"])
    return ag.from_confusion(table.without(ignore), scale=scale)


def _layout(table: Table, names: Mapping[str, str | None], raters: list[str] | None) -> str:
    if raters is not None:
        return "raters"
    if square(table):
        if meaning(table.names[0]) == "unit":
            raise InputError(
                "may be a square table of two raters, or units by raters",
                where="table",
                mend="Say --layout confusion or --layout raters.",
            )
        return "confusion"
    return "long" if long(table, names) else "raters"


def long(table: Table, names: Mapping[str, str | None]) -> bool:
    """Has the table one row a rating: a column for the inspector and one for the grade?

    Two columns that could be the inspector are told apart by the rules of the layout itself.
    """
    meant = {meaning(name) for name in table.names}
    return all(names[what] is not None or what in meant for what in ("rater", "rating"))
