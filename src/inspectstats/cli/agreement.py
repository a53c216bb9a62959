"""``inspectstats agreement``: how far inspectors agree."""

from __future__ import annotations

from typing import Any

import click

from inspectstats import agreement as ag
from inspectstats import severity
from inspectstats.cli import plots, writing
from inspectstats.cli.options import columns, confidence, listed, shared
from inspectstats.cli.ratings import LAYOUTS, declared, load
from inspectstats.cli.reading import matching, table
from inspectstats.records import InputError, Result

LEVELS = ("nominal", "ordinal", "interval", "ratio")
KINDS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
WEIGHTS = {
    "nominal": "identity",
    "ordinal": "quadratic",
    "interval": "quadratic",
    "ratio": "quadratic",
}


@click.command()
@click.argument("file")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default="auto",
    show_default=True,
    help="raters: a column for each rater. "
    "long: columns unit, rater, rating. counts: a column for each category, how many "
    "raters chose it. confusion: a "
    "square table of two raters, the first column names the row.",
)
@click.option(
    "--unit",
    metavar="COLUMN",
    help="Column that names the thing judged: unit, or target, subject, patient, item, case, in "
    "any case.",
)
@click.option("--where", metavar="COLUMN=VALUE", multiple=True, help="Only rows with this value.")
@click.option(
    "--metric",
    "--level",
    "level",
    type=click.Choice(LEVELS),
    default="ordinal",
    show_default=True,
    help="What the grades are: only "
    "names, an order, numbers with distances, or numbers with a zero.",
)
@click.option(
    "--scale",
    metavar="A,B,...",
    help="The grades of the scale, lowest first, also those nobody gave.",
)
@click.option(
    "--raters",
    metavar="A,B,...",
    help="The columns that hold ratings; all but unit, force, criterion, team if left out, unless "
    "one of them cannot be told to be a rater.",
)
@columns
@click.option(
    "--interval",
    type=click.Choice(["jackknife", "two_way", "force_bootstrap", "unit_bootstrap", "none"]),
    default="jackknife",
    show_default=True,
    help="How limits are found. The jackknife leaves out one force at a time; two_way also one "
    "inspector, for limits that hold for others.",
)
@click.option("--seed", default="", help="Seed text of a bootstrap.")
@click.option(
    "--by",
    type=click.Choice(["criterion", "team", "category"]),
    help="Also the figure for each of these.",
)
@click.option(
    "--flags",
    "flagged",
    is_flag=True,
    help="Also what to moderate: criteria, inspectors, cells, teams. Needs force.",
)
@confidence
@shared
def agreement(
    file: str,
    layout: str,
    unit: str | None,
    where: tuple[str, ...],
    level: str,
    scale: str | None,
    raters: str | None,
    ignore: str | None,
    column: tuple[str, ...],
    interval: str,
    seed: str,
    by: str | None,
    flagged: bool,
    confidence: float,
    as_json: bool,
    svg: str | None,
) -> None:
    """How far inspectors agree on the same things, and what to do about it.

    FILE has a row for each thing judged (a column `unit`) and one column for each rater; empty
    cells are missing. Optional columns: `force` (the body; the interval then treats bodies, not
    rows, as independent), `criterion`, `team`. Other layouts are read too, see --layout. Use
    ratings made BEFORE moderation.

    \b
    unit,force,criterion,anna,ben,carl
    u1,North,training,2,2,3
    u2,North,records,1,1,

    The headline is Krippendorff's alpha: 1 is perfect, 0 is luck. Beside it stand Gwet's AC, which
    does not collapse when nearly everybody gets the same grade, and plain percentages.
    """
    ratings = load(
        matching(table(file), where),
        layout,
        declared(column, unit),
        listed(scale),
        listed(raters),
        listed(ignore) or [],
    )
    options: dict[str, Any] = {
        "level": confidence,
        "interval": None if interval == "none" else interval,
    }
    if "bootstrap" in interval:
        options["seed"] = seed
    found = _figures(ratings, level, options)
    reading = _reading(found)
    groups = _groups(ratings, by, level, options)
    moderate = ag.flags(ratings, severity.fit(severity.from_ratings(ratings))) if flagged else None
    if svg:
        writing.save(
            svg, _plot({**found, **{f"alpha, {name}": each for name, each in groups.items()}})
        )
    if as_json:
        record = {
            "level": level,
            "metric": level,
            "scale": ratings.scale,
            **found,
            "reading": reading,
        }
        writing.as_json(
            record
            | ({f"by_{by}": groups} if by else {})
            | ({"flags": moderate} if moderate else {})
        )
        return
    _print(found, groups, by, confidence, reading)
    if moderate is not None:
        _print_flags(moderate)


def _reading(found: dict[str, Result]) -> str:
    return ag.plain_reading(
        found["krippendorff_alpha"],
        found["percent_agreement"],
        found.get("adjacent_agreement"),
        beside=found.get("gwet_ac2") or found.get("gwet_ac1"),
    )


def _figures(ratings: ag.Ratings, level: str, options: dict[str, Any]) -> dict[str, Result]:
    weights = WEIGHTS[level]
    found = {"krippendorff_alpha": ag.alpha(ratings, level, **options)}
    if level == "nominal":
        found["gwet_ac1"] = ag.ac1(ratings, **options)
    else:
        found["gwet_ac2"] = ag.ac2(ratings, weights, **options)
    found |= {
        "fleiss_kappa": ag.fleiss(ratings, weights, **options),
        "conger_kappa": ag.conger(ratings, weights, **options),
        "brennan_prediger": ag.brennan_prediger(ratings, weights, **options),
    }
    if ratings.n_raters == 2:
        found["cohen_kappa"] = ag.cohen(ratings, weights, **options)
    if level in ("interval", "ratio"):
        found |= {
            f"icc_{kind.replace(',', '_')}": ag.icc(ratings, kind, **options) for kind in KINDS
        }
    found["percent_agreement"] = ag.percent_agreement(ratings, **options)
    if level != "nominal":
        found["adjacent_agreement"] = ag.adjacent_agreement(ratings, **options)
    return found


def _groups(
    ratings: ag.Ratings, by: str | None, level: str, options: dict[str, Any]
) -> dict[str, Result]:
    if by is None:
        return {}
    if by == "category":
        return ag.by_category(ratings, **options)
    if getattr(ratings, by) is None:
        raise InputError(
            f"no column {by!r}", where="table", mend=f"Add a column {by}, or leave --by out."
        )
    if by == "team":
        return ag.by_team(ratings, metric=level, **options)
    return ag.by_criterion(ratings, metric=level, **options)


def _print(
    found: dict[str, Result],
    groups: dict[str, Result],
    by: str | None,
    confidence: float,
    reading: str,
) -> None:
    head = ("figure", "value", f"{confidence:.0%} limits", "units", "ratings", "reason")
    writing.table(
        "Agreement", head, [_row(name.replace("_", " "), each) for name, each in found.items()]
    )
    if groups:
        writing.table(f"By {by}", head, [_row(name, each) for name, each in groups.items()])
    alpha = found["krippendorff_alpha"]
    dropped = "; ".join(f"{each.count} {each.reason.replace('_', ' ')}" for each in alpha.dropped)
    writing.notes(
        reading,
        f"Not used: {dropped}." if dropped else "",
        *(f"Note: {each}." for each in alpha.warnings),
    )


def _print_flags(moderate: ag.Flags) -> None:
    rows: list[tuple[object, ...]] = [
        ("criterion", each.criterion, "; ".join(each.why)) for each in moderate.criteria
    ]
    rows += [
        (
            "inspector",
            each.inspector,
            f"severity {each.severity:+.2f} logits, adjusted p {each.adjusted_p:.3f}",
        )
        for each in moderate.inspectors
    ]
    rows += [
        ("cell", f"{each.force}, {each.criterion}", "; ".join(each.why)) for each in moderate.cells
    ]
    rows += [
        (
            "team",
            f"{each.team}, {each.criterion}",
            f"z {each.z:+.1f}, adjusted p {each.adjusted_p:.3f}",
        )
        for each in moderate.teams
    ]
    writing.notes("")
    if rows:
        writing.table("To moderate", ("what", "which", "why"), rows)
    else:
        writing.notes("Nothing is flagged for moderation.")


def _row(name: str, found: Result) -> tuple[str, ...]:
    counts = found.counts
    return (
        name,
        writing.figure(found.value),
        writing.limits(found),
        str(counts.get("n_units", "–")),
        str(counts.get("n_ratings", "–")),
        "" if found.reason == "ok" else found.reason,
    )


def _plot(found: dict[str, Result]) -> str:
    bars = [
        plots.Bar(name.replace("_", " "), each.value, each.low, each.high, each.reason)
        for name, each in found.items()
    ]
    low = min(
        [
            0.0,
            *(each.low for each in found.values() if each.low is not None),
            *(each.value for each in found.values() if each.value is not None),
        ]
    )
    return plots.intervals(
        "Agreement between inspectors",
        bars,
        "0 is luck, 1 is perfect; dashed: 0.667 and 0.80",
        low,
        1.0,
        (0.667, 0.8),
    )
