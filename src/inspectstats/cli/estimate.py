"""``inspectstats estimate``: shares, means and totals with limits, and how many cases to read."""

from __future__ import annotations

import click

from inspectstats.cli import plots, writing
from inspectstats.cli.options import confidence, shared
from inspectstats.cli.reading import column, has, needs, number, once, read, whole
from inspectstats.estimates import sample_design, shares, sizes, survey
from inspectstats.intervals.difference import METHODS as DIFFERENCES
from inspectstats.intervals.difference import difference
from inspectstats.intervals.proportion import METHODS as SINGLE
from inspectstats.intervals.proportion import proportion
from inspectstats.records import InputError, Result

_ALL = ["exact", *SINGLE, *DIFFERENCES, *shares.METHODS]


@click.command()
@click.argument("file", required=False)
@click.option("--x", type=click.IntRange(0), help="Cases with the property.")
@click.option("--n", type=click.IntRange(0), help="Cases read.")
@click.option(
    "--population",
    type=click.IntRange(1),
    help="Cases there are; the interval then counts those not read.",
)
@click.option("--x2", type=click.IntRange(0), help="A second sample: cases with the property.")
@click.option(
    "--n2",
    type=click.IntRange(0),
    help="A second sample: cases read. The answer is the difference.",
)
@click.option(
    "--method", type=click.Choice(_ALL), help="How limits are found; exact ones by default."
)
@click.option("--value", metavar="COLUMN", help="FILE has a row per case: the column to average.")
@click.option("--total", is_flag=True, help="With --value: the total instead of the mean.")
@click.option(
    "--is", "equals", metavar="VALUE", help="With --value: the share of cases with this value."
)
@click.option(
    "--stratum",
    metavar="COLUMN",
    default="stratum",
    show_default=True,
    help="Column of strata, where there is one.",
)
@click.option(
    "--size",
    metavar="COLUMN",
    default="size",
    show_default=True,
    help="Column of the cases there are in the stratum.",
)
@click.option(
    "--weight", metavar="COLUMN", help="Column of weights, where cases had unequal chances."
)
@click.option(
    "--cluster",
    metavar="COLUMN",
    help="Column of the units that were drawn (teams, days), where cases were not.",
)
@click.option(
    "--within",
    metavar="COLUMN",
    help="Column of the cases in the cluster, where not all of them were read.",
)
@click.option(
    "--half-width", type=float, help="Plan: how many cases for a share to within this (0.05)."
)
@click.option(
    "--tolerable",
    type=float,
    help="Plan: how many cases without a fault rule this fault rate out (0.05).",
)
@click.option(
    "--risk",
    type=float,
    default=0.05,
    show_default=True,
    help="With --tolerable: the risk of being wrong.",
)
@click.option(
    "--allowed",
    type=click.IntRange(0),
    default=0,
    help="With --tolerable: faults allowed in the sample.",
)
@confidence
@shared
def estimate(
    file: str | None,
    x: int | None,
    n: int | None,
    population: int | None,
    x2: int | None,
    n2: int | None,
    method: str | None,
    value: str | None,
    total: bool,
    equals: str | None,
    stratum: str,
    size: str,
    weight: str | None,
    cluster: str | None,
    within: str | None,
    half_width: float | None,
    tolerable: float | None,
    risk: float,
    allowed: int,
    confidence: float,
    as_json: bool,
    svg: str | None,
) -> None:
    """A share, a mean or a total from a sample, with honest limits.

    Or the size of a sample to plan.

    \b
    inspectstats estimate --x 45 --n 50 --population 150     exact, of a finite pile
    inspectstats estimate --x 56 --n 70 --x2 48 --n2 80      the difference of two shares
    inspectstats estimate strata.csv                         columns stratum, population, n, x
    inspectstats estimate cases.csv --value grade --is met   a row per case; also stratum, size
    inspectstats estimate --half-width 0.05 --population 400 how many to read
    inspectstats estimate --tolerable 0.05                   how many without a fault (59)

    A stratum nobody sampled gets bounds and a reason, one case alone has no variance, and a share
    of 0 or 1 has limits.
    """
    if half_width is not None or tolerable is not None:
        _plan(half_width, tolerable, risk, allowed, population, confidence, as_json)
        return
    if file is None:
        found = _counted(x, n, population, x2, n2, method, confidence)
    else:
        rows = read(file)
        if value is None:
            found = _strata(rows, stratum, _chosen(method, shares.METHODS), confidence)
        else:
            plan = _design(rows, stratum, size, weight, cluster, within)
            chosen = _chosen(method, shares.METHODS)
            found = _cases(rows, value, total, equals, plan, chosen, confidence)
    if svg:
        writing.save(svg, _picture(found))
    if as_json:
        writing.as_json(found)
    else:
        _print(found, confidence)


def _picture(found: Result) -> str:
    low, high = (found.low or 0.0), (1.0 if found.high is None else found.high)
    if found.unit == "share":
        # A share lies in 0..1; the difference of two may be negative.
        low, high = (0.0, 1.0) if low >= 0 else (min(low, -1.0), high)
    bar = plots.Bar("estimate", found.value, found.low, found.high, found.reason)
    return plots.intervals("Estimate", [bar], found.unit or "value", low, max(high, low + 1e-9))


def _print(found: Result, confidence: float) -> None:
    digits = 4 if found.unit == "share" else 3
    row = (
        writing.figure(found.value, digits),
        writing.limits(found, digits),
        writing.figure(found.se, digits),
        found.interval_method or found.reason,
    )
    columns = ("estimate", f"{confidence:.0%} limits", "standard error", "method")
    writing.table(found.method.rsplit("/", 1)[0], columns, [row])
    writing.notes(
        "",
        ", ".join(f"{name} = {count:,}" for name, count in found.counts.items()),
        f"No value: {found.reason}." if found.reason != "ok" else "",
        *(f"Note: {warning}." for warning in found.warnings),
    )


def _plan(
    half_width: float | None,
    tolerable: float | None,
    risk: float,
    allowed: int,
    population: int | None,
    confidence: float,
    as_json: bool,
) -> None:
    if half_width is not None:
        size = sizes.for_share(half_width, level=confidence, population=population)
        said = (
            f"Read {size.n} cases: the exact {confidence:.0%} interval is then at most +- "
            f"{half_width:g} around one half."
        )
    else:
        size = sizes.discovery(tolerable or 0.0, risk, allowed, population)
        faults = "no fault" if allowed == 0 else f"at most {allowed} faults"
        said = (
            f"Read {size.n} cases: with {faults} among them, {tolerable:g} or more at fault is "
            f"ruled out at risk {risk:g}."
        )
    if as_json:
        writing.as_json(size)
    else:
        writing.notes(said)


def _counted(
    x: int | None,
    n: int | None,
    population: int | None,
    x2: int | None,
    n2: int | None,
    method: str | None,
    confidence: float,
) -> Result:
    if x is None or n is None:
        raise InputError(
            "nothing to estimate",
            where="arguments",
            mend="Give FILE, or --x and --n. See --help for examples.",
        )
    if (x2 is None) != (n2 is None):
        raise InputError("half a second sample", where="--x2, --n2", mend="Give both.")
    if x2 is not None and n2 is not None:
        return difference(x, n, x2, n2, _chosen(method, DIFFERENCES), confidence)
    if population is None:
        return proportion(x, n, _chosen(method, SINGLE), confidence)
    return proportion(x, n, method or "exact", confidence, population)


def _chosen(method: str | None, known: object) -> str:
    names = list(known)  # type: ignore[call-overload]
    if method is None:
        return str(names[0])
    if method not in names:
        raise InputError(
            f"{method!r} does not fit this estimate",
            where="--method",
            mend=f"Use one of {', '.join(names)}.",
        )
    return method


def _strata(rows: list[dict[str, object]], stratum: str, method: str, confidence: float) -> Result:
    names = column(rows, stratum, str)
    numbers = [column(rows, name, whole) for name in ("population", "n", "x")]
    once(names, stratum)
    held = [shares.Stratum(name, N, n, x) for name, N, n, x in zip(names, *numbers, strict=True)]
    for row, each in enumerate(held, start=1):
        if not each.x <= each.n <= each.population:
            raise InputError(
                "x, n and population do not rise",
                where=f"row {row}",
                mend="x counts within n, n within population.",
            )
    return shares.stratified_share(held, method, confidence)


def _design(
    rows: list[dict[str, object]],
    stratum: str,
    size: str,
    weight: str | None,
    cluster: str | None,
    within: str | None,
) -> sample_design.Design:
    for name, usual in ((stratum, "stratum"), (size, "size")):
        if name != usual:
            needs(rows, name)
    return sample_design.design(
        len(rows),
        weights=column(rows, weight, number) if weight else None,
        strata=column(rows, stratum, str) if has(rows, stratum) else None,
        clusters=column(rows, cluster, str) if cluster else None,
        sizes=column(rows, size, number) if has(rows, size) else None,
        within=column(rows, within, number) if within else None,
    )


def _cases(
    rows: list[dict[str, object]],
    value: str,
    total: bool,
    equals: str | None,
    plan: sample_design.Design,
    method: str,
    confidence: float,
) -> Result:
    if equals is not None:
        return shares.weighted_share(
            [cell == equals for cell in column(rows, value, str)], plan, method, confidence
        )
    figures = column(rows, value, number)
    return (
        survey.total(figures, plan, confidence) if total else survey.mean(figures, plan, confidence)
    )
