"""``inspectstats triangulate``: does each finding rest on different kinds and origins?"""

from __future__ import annotations

from datetime import date

import click

from inspectstats import triangulation as tr
from inspectstats.cli import plots, writing
from inspectstats.cli.options import shared
from inspectstats.cli.reading import Row, column, has, read, yes


@click.command()
@click.argument("file")
@click.option(
    "--k", type=click.IntRange(1), default=3, show_default=True, help="Kinds and origins wanted."
)
@click.option(
    "--cut-off", metavar="DATE", help="Evidence after this day (2019-02-28) does not count."
)
@shared
def triangulate(file: str, k: int, cut_off: str | None, as_json: bool, svg: str | None) -> None:
    """Whether each finding rests on evidence of different kinds from different origins, and what
    contradicts it.

    FILE has a row for each piece of evidence: columns `force`, `criterion`, `kind` (interview,
    focus-group, observation, document, data, case-file, survey) and `origin` (a code for whoever it
    comes from: one person quoted three times is one origin). Optional: `direction` (supports or
    contradicts), `answered` (yes or no), `sha256` (copies count once), `on` (its date).

    \b
    force,criterion,kind,origin,direction
    North,training,interview,p12,supports
    """
    rows = read(file)
    items = _items(rows)
    day = (
        None
        if cut_off is None
        else column([{"cut-off": cut_off}], "cut-off", date.fromisoformat)[0]
    )
    findings = sorted({(each.force, each.criterion) for each in items})
    tr.check(items)
    found = [
        tr.triangulate([i for i in items if (i.force, i.criterion) == finding], k, day)
        for finding in findings
    ]
    met = sum(each.met for each in found)
    if svg:
        writing.save(svg, _picture(found, k))
    if as_json:
        record = {"k": k, "cut_off": day, "findings": found, "met": met, "n": len(found)}
        writing.as_json(record)
        return
    columns = ("force", "criterion", "met", "kinds", "origins", "effective", "against")
    writing.table(
        f"Findings against {k} kinds and {k} origins",
        (*columns, "why not, and warnings"),
        [_row(each) for each in found],
    )
    writing.notes(f"{met} of {len(found)} findings are triangulated.")


def _picture(found: list[tr.Triangulated], k: int) -> str:
    note = "nothing supports it"
    bars = [
        plots.Bar(f"{each.force}: {each.criterion}", each.effective_kinds, note=note)
        for each in found
    ]
    title, top = "Effective kinds of evidence", float(len(tr.KINDS))
    return plots.intervals(title, bars, f"kinds; dashed: {k}", 0.0, top, (float(k),))


def _row(found: tr.Triangulated) -> tuple[object, ...]:
    return (
        found.force,
        found.criterion,
        "yes" if found.met else "no",
        len(found.kinds),
        found.origins,
        writing.figure(found.effective_kinds, 1),
        found.contradicting,
        "; ".join((*found.problems, *found.warnings)),
    )


def _items(rows: list[Row] | list[dict[str, object]]) -> list[tr.Item]:
    texts = [column(rows, name, str) for name in ("force", "criterion", "kind", "origin")]
    n = len(rows)
    directions = (
        column(rows, "direction", str, default="supports")
        if has(rows, "direction")
        else ["supports"] * n
    )
    hashes = column(rows, "sha256", str, default="") if has(rows, "sha256") else [""] * n
    answered = (
        column(rows, "answered", yes, default=False) if has(rows, "answered") else [False] * n
    )
    missing = date.min
    days = (
        column(rows, "on", date.fromisoformat, default=missing)
        if has(rows, "on")
        else [missing] * n
    )
    return [
        tr.Item(
            force, criterion, kind, origin, direction, sha, done, None if day is missing else day
        )
        for force, criterion, kind, origin, direction, sha, done, day in zip(
            *texts, directions, hashes, answered, days, strict=True
        )
    ]
