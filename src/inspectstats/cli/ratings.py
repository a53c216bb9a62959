"""Ratings from a table in any of four layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectstats import agreement as ag
from inspectstats.cli.reading import column, has, needs, whole
from inspectstats.records import InputError

LAYOUTS = ("auto", "raters", "long", "counts", "confusion")
_UNITS = ("unit", "target", "subject", "patient", "item", "case")
_GROUPS = ("force", "criterion", "team")


def load(
    rows: Sequence[Mapping[str, object]],
    layout: str,
    unit: str | None,
    scale: list[str] | None,
    raters: list[str] | None,
) -> ag.Ratings:
    """Read ratings.

    ``auto`` takes a table with columns rater and rating for a long one, any other for one column a
    rater.
    """
    if unit is not None:
        needs(rows, unit)
    named = unit or next((name for name in _UNITS if has(rows, name)), "unit")
    if layout == "auto":
        layout = (
            "long" if has(rows, "rater") and has(rows, "rating") and raters is None else "raters"
        )
    if layout == "long":
        return ag.from_long(rows, scale=scale, unit=named)
    if layout == "raters":
        return ag.from_table(rows, scale=scale, raters=raters, unit=named)
    if layout == "counts":
        return _counts(rows, named, scale)
    return _confusion(rows, scale)


def _counts(rows: Sequence[Mapping[str, object]], unit: str, scale: list[str] | None) -> ag.Ratings:
    categories = scale or [name for name in rows[0] if name not in (unit, *_GROUPS)]
    columns = [column(rows, name, whole, default=0) for name in categories]
    force, criterion, team = (
        column(rows, name, str) if has(rows, name) else None for name in _GROUPS
    )
    return ag.from_counts(
        list(zip(*columns, strict=True)),
        scale=categories,
        force=force,
        criterion=criterion,
        team=team,
    )


def _confusion(rows: Sequence[Mapping[str, object]], scale: list[str] | None) -> ag.Ratings:
    first, *categories = rows[0]
    names = column(rows, first, str)
    if names != categories:
        raise InputError(
            f"rows are {', '.join(names)}, columns are {', '.join(categories)}",
            where="table",
            mend="Give the same categories in the same order in rows and columns.",
        )
    order = scale or categories
    missing = [name for name in order if name not in categories]
    if missing or len(order) != len(categories):
        raise InputError(
            f"the scale is not {', '.join(categories)}",
            where="--scale",
            mend="Name every category once.",
        )
    columns = {name: column(rows, name, whole, default=0) for name in categories}
    table = [[columns[across][names.index(down)] for across in order] for down in order]
    return ag.from_confusion(table, scale=order)
