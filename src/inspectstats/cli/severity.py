"""``inspectstats severity``: who marks harshly, and fair measures of bodies."""

from __future__ import annotations

from collections.abc import Mapping

import click

from inspectstats import agreement as ag
from inspectstats import severity as sv
from inspectstats.cli import plots, writing
from inspectstats.cli.options import columns, confidence, listed, shared
from inspectstats.cli.ratings import declared, long
from inspectstats.cli.reading import table
from inspectstats.tables.opening import Table


@click.command()
@click.argument("file")
@click.option("--scale", metavar="A,B,...", help="The grades of the scale, lowest first.")
@click.option("--raters", metavar="A,B,...", help="The columns of inspectors, in a wide file.")
@columns
@confidence
@shared
def severity(
    file: str,
    scale: str | None,
    raters: str | None,
    ignore: str | None,
    column: tuple[str, ...],
    confidence: float,
    as_json: bool,
    svg: str | None,
) -> None:
    """Who marks harshly or mildly, and what each body would have got from an average inspector.

    FILE has a row for each rating: columns `force`, `inspector`, `rating`, and `criterion` where
    there are several. A wide file (unit, force, criterion, one column per inspector) works too.
    Severity is in logits, positive harsher; half a logit is worth a look. Inspectors nothing links
    to the others are not compared with them.

    \b
    force,criterion,inspector,rating
    North,training,i07,2
    """
    data = _data(table(file), listed(scale), listed(raters), declared(column), listed(ignore) or [])
    found = sv.fit(data, level=confidence)
    if svg:
        writing.save(svg, _picture(found))
    if as_json:
        writing.as_json(found)
    else:
        _print(found, confidence)


def _data(
    held: Table,
    scale: list[str] | None,
    raters: list[str] | None,
    names: Mapping[str, str | None],
    ignore: list[str],
) -> sv.Observations:
    if raters is None and long(held.without(ignore), names):
        return sv.from_rows(
            held,
            scale=scale,
            ignore=ignore,
            force=names["force"],
            criterion=names["criterion"],
            inspector=names["rater"],
            grade=names["rating"],
            team=names["team"],
        )
    of_cells = {what: names[what] for what in ("unit", "force", "criterion", "team")}
    return sv.from_ratings(
        ag.from_table(held, scale=scale, raters=raters, ignore=ignore, **of_cells)
    )


def _picture(found: sv.SeverityFit) -> str:
    measures = dict(sorted(found.severity.items(), key=lambda pair: -(pair[1].value or 0.0)))
    ends = [end for each in measures.values() for end in (each.low, each.high, each.value)]
    furthest = max([1.0, *(abs(end) for end in ends if end is not None)])
    bars = [
        plots.Bar(name, each.value, each.low, each.high, each.reason)
        for name, each in measures.items()
    ]
    title, axis = "Severity of inspectors", "logits, positive harsher"
    return plots.intervals(title, bars, axis, -furthest, furthest, (-0.5, 0.5))


def _print(found: sv.SeverityFit, confidence: float) -> None:
    head = ("name", "logits", f"{confidence:.0%} limits", "standard error")
    for title, measures in (
        ("Severity of inspectors", found.severity),
        ("Fair measures of bodies", found.bodies),
    ):
        ordered = sorted(measures.items(), key=lambda pair: -(pair[1].value or 0.0))
        rows = [
            (name, writing.figure(each.value), writing.limits(each), writing.figure(each.se))
            for name, each in ordered
        ]
        writing.table(title, head, rows)
    writing.notes(
        f"No answer: {found.reason}." if found.reason != "ok" else "",
        *(f"Note: {warning}." for warning in found.warnings),
    )
