"""Small accessible SVG plots: a title and a description a screen reader says, no meaning carried by
colour alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, LINE = 720, 190, 130, 22
_STYLE = (
    "text{font:13px "
    "system-ui,sans-serif;fill:#111}.head{font-weight:bold}.small{font-size:11px}.line{stroke:#111;stroke-width:1.5}"
    ".grid{stroke:#999;stroke-width:.5}.limit{stroke:#111;fill:none;stroke-dasharray:5 "
    "3}.dot{fill:#fff;stroke:#111;"
    "stroke-width:1.5}.out{fill:#111}"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of an interval plot; ``value`` and limits may be missing, then ``note`` is printed
    instead.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


def _document(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    own = hashlib.sha256(f"{title}{description}".encode()).hexdigest()[
        :8
    ]  # several plots may stand in one page
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" '
        f'role="img" aria-labelledby="title-{own} desc-{own}">\n<title '
        f'id="title-{own}">{escape(title)}</title>\n'
        f'<desc id="desc-{own}">{escape(description)}</desc>\n<style>{_STYLE}</style>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers from ``low`` to ``high``."""
    step = 10 ** math.floor(math.log10((high - low) / wanted)) if high > low else 1.0
    step *= next(
        factor
        for factor in (1, 2, 5, 10)
        if (high - low) / (step * factor) <= wanted or factor == 10
    )
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def intervals(
    title: str, bars: Sequence[Bar], axis: str, low: float, high: float, marks: Sequence[float] = ()
) -> str:
    """Values with their intervals, one line each, on a common axis; ``marks`` are dashed upright
    lines.
    """
    height = 60 + LINE * len(bars) + 40
    bottom = height - 40

    def across(value: float) -> float:
        return LEFT + (min(max(value, low), high) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [f'<text x="8" y="24" class="head">{escape(title)}</text>']
    for tick in ticks(low, high):
        parts.append(
            f'<line class="grid" x1="{across(tick):.1f}" y1="44" x2="{across(tick):.1f}" '
            f'y2="{bottom}"/>'
        )
        parts.append(
            f'<text class="small" x="{across(tick):.1f}" y="{bottom + 15}" '
            f'text-anchor="middle">{tick:g}</text>'
        )
    for mark in marks:
        parts.append(
            f'<line class="limit" x1="{across(mark):.1f}" y1="40" x2="{across(mark):.1f}" '
            f'y2="{bottom}"/>'
        )
    parts.append(f'<text class="small" x="{LEFT}" y="{height - 8}">{escape(axis)}</text>')
    said = []
    for place, bar in enumerate(bars):
        y = 60 + LINE * place
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(bar.label)}</text>'
        )
        shown = bar.note or "no value"
        if bar.value is not None:
            shown = f"{bar.value:.2f}"
            if bar.low is not None and bar.high is not None:
                shown += f" ({bar.low:.2f} to {bar.high:.2f})"
                parts.append(
                    f'<line class="line" x1="{across(bar.low):.1f}" y1="{y}" '
                    f'x2="{across(bar.high):.1f}" y2="{y}"/>'
                )
            parts.append(f'<circle class="dot" cx="{across(bar.value):.1f}" cy="{y}" r="4"/>')
        parts.append(
            f'<text class="small" x="{WIDTH - RIGHT + 8}" y="{y + 4}">{escape(shown)}</text>'
        )
        said.append(f"{bar.label}: {shown}")
    return _document(title, f"{axis}. " + "; ".join(said) + ".", height, parts)


@dataclass(frozen=True, slots=True)
class Dot:
    """One body of a funnel plot."""

    label: str
    n: int
    share: float
    outside: bool


def funnel(
    title: str,
    dots: Sequence[Dot],
    target: float,
    curves: Sequence[tuple[str, Callable[[int], tuple[float, float]]]],
) -> str:
    """Shares against numbers with control limits; bodies outside are filled *and* labelled."""
    height, top, bottom, left = 460, 50, 400, 60
    most = max((dot.n for dot in dots), default=1) * 1.05
    steps = sorted({max(1, round(most * i / 60)) for i in range(1, 61)})
    held = [(name, [(n, *limits(n)) for n in steps]) for name, limits in curves]
    highest = max(
        [dot.share for dot in dots]
        + [target]
        + [row[2] for _, rows in held for row in rows if row[0] >= most / 20]
    )
    highest = min(1.0, highest * 1.1) or 1.0

    def at(n: float, share: float) -> tuple[float, float]:
        x = left + n / most * (WIDTH - left - 20)
        return x, bottom - min(share, highest) / highest * (bottom - top)

    parts = [f'<text x="8" y="24" class="head">{escape(title)}</text>']
    for tick in ticks(0, highest):
        parts.append(
            f'<line class="grid" x1="{left}" y1="{at(0, tick)[1]:.1f}" x2="{WIDTH - 20}" '
            f'y2="{at(0, tick)[1]:.1f}"/>'
        )
        parts.append(
            f'<text class="small" x="{left - 6}" y="{at(0, tick)[1] + 4:.1f}" '
            f'text-anchor="end">{tick:g}</text>'
        )
    for tick in ticks(0, most):
        parts.append(
            f'<text class="small" x="{at(tick, 0)[0]:.1f}" y="{bottom + 16}" '
            f'text-anchor="middle">{tick:g}</text>'
        )
    parts.append(
        f'<text class="small" x="{left}" y="{height - 12}">cases (across), share (up)</text>'
    )
    parts.append(
        f'<line class="line" x1="{left}" y1="{at(0, target)[1]:.1f}" x2="{WIDTH - 20}" '
        f'y2="{at(0, target)[1]:.1f}"/>'
    )
    for name, rows in held:
        for side in (1, 2):
            points = " ".join("{:.1f},{:.1f}".format(*at(row[0], row[side])) for row in rows)
            parts.append(
                f'<polyline class="limit" '
                f'points="{points}"><title>{escape(name)}</title></polyline>'
            )
        x, y = at(rows[-1][0], rows[-1][2])
        parts.append(
            f'<text class="small" x="{x:.1f}" y="{y - 4:.1f}" '
            f'text-anchor="end">{escape(name)}</text>'
        )
    for dot in dots:
        x, y = at(dot.n, dot.share)
        kind = "dot out" if dot.outside else "dot"
        said = f"{dot.label}: {dot.share:.3f} of {dot.n}"
        parts.append(
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" '
            f'r="4"><title>{escape(said)}</title></circle>'
        )
        if dot.outside:
            parts.append(
                f'<text class="small" x="{x + 7:.1f}" y="{y + 4:.1f}">{escape(dot.label)}</text>'
            )
    outside = [dot.label for dot in dots if dot.outside]
    names = ", ".join(outside) if outside else "none"
    description = (
        f"{len(dots)} bodies against {target:.3f}; limits: "
        f"{', '.join(name for name, _ in curves)}; outside: {names}."
    )
    return _document(title, description, height, parts)


def bands(title: str, rows: Sequence[tuple[str, int, int]], n: int, k: int | None) -> str:
    """The counts of n each quantity word covers; ``k`` is marked."""
    height = 60 + LINE * len(rows) + 40
    bottom = height - 40

    def across(value: float) -> float:
        return LEFT + value / max(n, 1) * (WIDTH - LEFT - RIGHT)

    parts = [f'<text x="8" y="24" class="head">{escape(title)}</text>']
    for tick in ticks(0, n):
        parts.append(
            f'<text class="small" x="{across(tick):.1f}" y="{bottom + 15}" '
            f'text-anchor="middle">{tick:g}</text>'
        )
    for place, (word, low, high) in enumerate(rows):
        y = 60 + LINE * place
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(word)}</text>')
        wide = max(across(high) - across(low), 3)
        parts.append(
            f'<rect x="{across(low):.1f}" y="{y - 6}" width="{wide:.1f}" height="12" '
            f'fill="#ccc" stroke="#111"/>'
        )
        parts.append(
            f'<text class="small" x="{WIDTH - RIGHT + 8}" y="{y + 4}">{low} to {high}</text>'
        )
    if k is not None:
        parts.append(
            f'<line class="limit" x1="{across(k):.1f}" y1="40" x2="{across(k):.1f}" y2="{bottom}"/>'
        )
        parts.append(
            f'<text class="small" x="{across(k):.1f}" y="38" text-anchor="middle">{k} of {n}</text>'
        )
    said = "; ".join(f"{word}: {low} to {high}" for word, low, high in rows)
    return _document(
        title, f"Of {n}: {said}." + (f" Marked: {k}." if k is not None else ""), height, parts
    )
