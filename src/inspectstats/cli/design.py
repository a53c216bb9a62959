"""``inspectstats design``: who judges what a second time."""

from __future__ import annotations

import click

from inspectstats import design as ds
from inspectstats.cli import plots, writing
from inspectstats.cli.options import shared
from inspectstats.cli.reading import column, read
from inspectstats.records import InputError


@click.command()
@click.argument("file")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Share of the cells judged twice.",
)
@click.option(
    "--seed", required=True, help="Seed text of the draw; publish it after the cells are fixed."
)
@shared
def design(file: str, share: float, seed: str, as_json: bool, svg: str | None) -> None:
    """Draw which judgments are made a second time, by whom, and how exact that makes comparisons.

    FILE has a row for each cell to be judged: columns `force`, `criterion`, `inspector` (who judges
    it first) and `team` (that inspector's team). Second judges come from other teams: that tells
    severity from performance at a quarter of the work of pairing within teams.

    \b
    force,criterion,inspector,team
    North,training,i07,A
    """
    rows = read(file)
    forces, criteria, people, teams = (
        column(rows, name, str) for name in ("force", "criterion", "inspector", "team")
    )
    by_team = _teams(people, teams)
    cells = list(zip(forces, criteria, strict=True))
    for number, cell in enumerate(cells, start=1):
        if cells.index(cell) < number - 1:
            raise InputError(
                "the same force and criterion stand above",
                where=f"row {number}",
                mend="List each cell once.",
            )
    first = dict(zip(cells, people, strict=True))
    plan = ds.plan(cells, by_team, first, share, seed)
    before = ds.expected_precision(ds.plan(cells, by_team, first, 0.0, seed))
    after = ds.expected_precision(plan)
    if svg:
        writing.save(svg, _picture(before, after))
    if as_json:
        writing.as_json(_record(plan, before, after))
    else:
        _print(plan, before, after)


def _teams(people: list[str], teams: list[str]) -> dict[str, list[str]]:
    """Inspectors by team, in the order of the file; raises where one is in two teams."""
    by_team: dict[str, list[str]] = {}
    team_of: dict[str, str] = {}
    for number, (person, team) in enumerate(zip(people, teams, strict=True), start=1):
        if team_of.setdefault(person, team) != team:
            raise InputError(
                f"{person} is in team {team_of[person]} above",
                where=f"row {number}, column team",
                mend="Put each inspector in one team.",
            )
        members = by_team.setdefault(team, [])
        if person not in members:
            members.append(person)
    return by_team


def _picture(before: ds.Precision, after: ds.Precision) -> str:
    bars = [
        plots.Bar("severity, as planned", after.severity),
        plots.Bar("severity, nothing twice", before.severity),
        plots.Bar("bodies, as planned", after.body),
        plots.Bar("bodies, nothing twice", before.body),
    ]
    top = max(1.0, *(bar.value or 0.0 for bar in bars))
    return plots.intervals("Expected error", bars, "logits: smaller is more exact", 0.0, top)


def _record(plan: ds.Plan, before: ds.Precision, after: ds.Precision) -> dict[str, object]:
    return {
        "extra": plan.extra,
        "share": plan.share,
        "seed": plan.seed,
        "unfilled": plan.unfilled,
        "linked": plan.linked,
        "expected_error": after,
        "expected_error_without": before,
        "warnings": plan.warnings,
        "input_sha256": plan.input_sha256,
    }


def _print(plan: ds.Plan, before: ds.Precision, after: ds.Precision) -> None:
    writing.table(
        "Judged a second time",
        ("force", "criterion", "by"),
        [(extra.force, extra.criterion, extra.inspector) for extra in plan.extra],
    )
    writing.notes(
        f"Expected error of severity: {after.severity:.2f} logits ({before.severity:.2f} "
        f"with nothing judged twice); "
        f"of bodies' measures: {after.body:.2f} ({before.body:.2f}).",
        "All inspectors can be compared afterwards." if plan.linked else "",
        *(f"Note: {warning}." for warning in plan.warnings),
    )
