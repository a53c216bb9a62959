"""``inspectstats funnel``: which bodies stand out, and how far bodies differ."""

from __future__ import annotations

import click

from inspectstats.cli import plots, writing
from inspectstats.cli.options import shared
from inspectstats.cli.reading import column, read, whole
from inspectstats.variation.funnel import Funnel, flag_limits
from inspectstats.variation.funnel import funnel as fitted
from inspectstats.variation.pooling import Pooled, pool


@click.command()
@click.argument("file")
@click.option("--name", default="force", show_default=True, help="Column that names the body.")
@click.option(
    "--x", "x_name", default="x", show_default=True, help="Column of cases with the property."
)
@click.option("--n", "n_name", default="n", show_default=True, help="Column of all cases.")
@click.option(
    "--target",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Share to compare with; pooled if left out.",
)
@click.option(
    "--q",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.1,
    show_default=True,
    help="False alarms tolerated, as a share of the bodies flagged.",
)
@click.option(
    "--trim",
    is_flag=True,
    help="Leave the outer 10 % out instead of pulling them in (winsorising).",
)
@shared
def funnel(
    file: str,
    name: str,
    x_name: str,
    n_name: str,
    target: float | None,
    q: float,
    trim: bool,
    as_json: bool,
    svg: str | None,
) -> None:
    """Which bodies' shares differ from the rest by more than chance, after allowing for
    over-dispersion.

    FILE has a row for each body: its name, cases with the property (`x`) and all cases (`n`). The
    rules run in a fixed order (over-dispersion, then false-discovery control), because their order
    decides who is flagged. Nobody is ranked.

    \b
    force,x,n
    North,18,148
    """
    rows = read(file)
    names = column(rows, name, str)
    x, n = column(rows, x_name, whole), column(rows, n_name, whole)
    found, spread = fitted(names, x, n, target=target, q=q, trim=trim), pool(x, n)
    if svg and found.target is not None:
        writing.save(svg, _plot(found))
    if as_json:
        writing.as_json({"funnel": found, "spread": spread})
        return
    _print(found, spread)


def _print(found: Funnel, spread: Pooled) -> None:
    shrunk: list[float | None] = list(spread.shrunk) or [None] * len(found.points)
    writing.table(
        f"Shares against {writing.figure(found.target)}",
        ("body", "x", "n", "share", "towards the rest", "z", "z adjusted", "stands out"),
        [
            (
                p.name,
                p.x,
                p.n,
                writing.figure(p.share),
                writing.figure(held),
                writing.figure(p.z, 2),
                writing.figure(p.z_adjusted, 2),
                "yes" if p.outlier else "",
            )
            for p, held in zip(found.points, shrunk, strict=True)
        ],
    )
    outside = [p.name for p in found.points if p.outlier]
    lines = [
        f"{len(outside)} of {len(found.points)} bodies stand "
        f"out{': ' + ', '.join(outside) if outside else ''}."
    ]
    if spread.middle is not None:
        lines.append(
            f"Nine of ten bodies lie between {spread.middle[0]:.3f} and "
            f"{spread.middle[1]:.3f}; median odds ratio "
            f"{writing.figure(spread.median_odds_ratio, 2)} (1 is no difference)."
        )
    if found.cut is not None:
        lines.append(
            f"A body stands out where p is {found.cut:.2g} or less, which keeps false alarms to "
            f"{found.q:.0%} of those named; the plot draws these limits."
        )
    if found.phi is not None:
        lines.append(
            f"Over-dispersion {found.phi:.2f}, after winsorising "
            f"{writing.figure(found.phi_winsorised, 2)}."
        )
    if found.reason != "ok":
        lines.append(f"Reason: {found.reason}.")
    writing.notes(*lines, *(f"Note: {each}." for each in found.warnings))


def _plot(found: Funnel) -> str:
    target = found.target or 0.0
    dots = [plots.Dot(p.name, p.n, p.share, p.outlier) for p in found.points if p.share is not None]
    if found.cut is None:
        return plots.funnel("Funnel", dots, target, [])
    name = "outside: stands out"
    return plots.funnel("Funnel", dots, target, [(name, lambda n: flag_limits(found, n))])
