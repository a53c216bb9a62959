"""Small accessible SVG plots: each says what it shows, and no meaning is in colour alone."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..drawing.pen import Pen, printable
from ..drawing.tokens import COLOUR

INK, RULE, PAPER = (COLOUR[name] for name in ("ink", "rule", "paper"))
WIDTH, LEFT, RIGHT, LINE, SMALL = 720, 190, 130, 22, 11.0
ROUND_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of an interval plot.

    ``value`` and limits may be missing, then ``note`` is printed instead.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def words(self) -> str:
        """Return the value and its interval as they are printed."""
        if self.value is None:
            return self.note or "no value"
        if self.low is None or self.high is None:
            return f"{self.value:.2f}"
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"

    def beyond(self, low: float, high: float) -> list[bool]:
        """Return at which ends of the axis the line is cut: True left, False right."""
        if self.value is None:
            return []
        ends = [end for end in (self.low, self.value, self.high) if end is not None]
        cut = [(True, min(ends) < low - 1e-12), (False, max(ends) > high + 1e-12)]
        return [left for left, goes_on in cut if goes_on]

    def goes_on(self, low: float, high: float) -> str:
        """Return the words for a line that is cut at an end of the axis."""
        sides = " and ".join("left" if left else "right" for left in self.beyond(low, high))
        return f", goes on beyond the {sides} edge" if sides else ""


class _Plot(Pen):
    """The pen with what every plot has: white paper, a head, lines and dots."""

    @classmethod
    def begin(cls, title: str, height: float) -> _Plot:
        plot = cls("plot")
        plot.add("rect", width=WIDTH, height=height, fill=PAPER)
        plot.text(8, 24, title, bold=True)
        return plot

    def close(self, height: float, title: str, description: str) -> str:
        # several plots may stand in one page: ids are made from what each says
        digest = hashlib.sha256(f"{title}{description}".encode()).hexdigest()
        self.prefix = f"plot-{digest[:8]}"
        return self.finish(WIDTH, height, title, description) + "\n"

    def small(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        self.text(x, y, words, anchor=anchor, size=SMALL)

    def line(self, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        (x1, y1), (x2, y2) = start, end
        stroke = INK if width > 1 else RULE
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def over_lines(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        """Small words on a piece of paper of their own, so that no line strikes them through."""
        wide = 0.55 * SMALL * len(words)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        self.add("rect", x=left - 2, y=y - SMALL, width=wide + 4, height=SMALL + 4, fill=PAPER)
        self.small(x, y, words, anchor)

    def cut_mark(self, x: float, y: float, *, left: bool) -> None:
        """An arrow head: the line goes on beyond the edge."""
        back = x + (8 if left else -8)
        points = f"{x:.1f},{y:.1f} {back:.1f},{y - 5:.1f} {back:.1f},{y + 5:.1f}"
        self.add("polygon", points=points, fill=INK)

    def upright_limit(self, x: float, bottom: float) -> None:
        self.add("line", x1=x, y1=40, x2=x, y2=bottom, stroke=INK, stroke_dasharray="5 3")

    def dot(self, x: float, y: float, *, filled: bool = False, tip: str = "") -> None:
        body = f"<title>{escape(printable(tip))}</title>" if tip else ""
        fill = INK if filled else PAPER
        self.add("circle", body, cx=x, cy=y, r=4, fill=fill, stroke=INK, stroke_width=1.5)


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return round numbers from ``low`` to ``high``."""
    step = 10 ** math.floor(math.log10((high - low) / wanted)) if high > low else 1.0
    step *= next(
        factor
        for factor in ROUND_STEPS
        if (high - low) / (step * factor) <= wanted or factor == ROUND_STEPS[-1]
    )
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def intervals(
    title: str, bars: Sequence[Bar], axis: str, low: float, high: float, marks: Sequence[float] = ()
) -> str:
    """Draw values with their intervals, one line each, on a common axis.

    ``marks`` are dashed upright lines. A line that goes on beyond an end of the axis ends in an
    arrow head, and the description says so.
    """
    height = 60 + LINE * len(bars) + 40
    bottom = height - 40
    plot = _Plot.begin(title, height)

    def across(value: float) -> float:
        return LEFT + (min(max(value, low), high) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    for tick in ticks(low, high):
        plot.line((across(tick), 44), (across(tick), bottom), 0.5)
        plot.small(across(tick), bottom + 15, f"{tick:g}", "middle")
    for mark in marks:
        plot.upright_limit(across(mark), bottom)
    plot.small(LEFT, height - 8, axis)
    for place, bar in enumerate(bars):
        y = 60 + LINE * place
        plot.text(LEFT - 10, y + 4, bar.label, anchor="end")
        if bar.value is not None:
            if bar.low is not None and bar.high is not None:
                plot.line((across(bar.low), y), (across(bar.high), y), 1.5)
            for left in bar.beyond(low, high):
                plot.cut_mark(across(low if left else high), y, left=left)
            if low <= bar.value <= high:
                plot.dot(across(bar.value), y)
        plot.small(WIDTH - RIGHT + 8, y + 4, bar.words())
    said = "; ".join(f"{bar.label}: {bar.words()}{bar.goes_on(low, high)}" for bar in bars)
    return plot.close(height, title, f"{axis}. {said}.")


@dataclass(frozen=True, slots=True)
class Dot:
    """One body of a funnel plot."""

    label: str
    n: int
    share: float
    outside: bool


Limits = Callable[[int], tuple[float, float]]
Curve = list[tuple[int, float, float]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a funnel plot puts a number of cases and a share."""

    most: float
    highest: float
    left: float = 60
    top: float = 50
    bottom: float = 400

    def at(self, n: float, share: float) -> tuple[float, float]:
        x = self.left + n / self.most * (WIDTH - self.left - 20)
        high = min(share, self.highest) / self.highest * (self.bottom - self.top)
        return x, self.bottom - high


def funnel(
    title: str, dots: Sequence[Dot], target: float, curves: Sequence[tuple[str, Limits]]
) -> str:
    """Draw shares against numbers with the limits by which bodies stand out; those outside are
    filled *and* labelled.
    """
    height = 460
    most = max((dot.n for dot in dots), default=1) * 1.05
    steps = sorted({max(1, round(most * i / 60)) for i in range(1, 61)})
    held: list[tuple[str, Curve]] = [(name, [(n, *at(n)) for n in steps]) for name, at in curves]
    frame = _Frame(most, _highest(dots, target, held, most))
    plot = _Plot.begin(title, height)
    _axes(plot, frame, target, height)
    for name, rows in held:
        _limits(plot, frame, name, rows)
    _dots(plot, frame, dots)
    names = ", ".join(dot.label for dot in dots if dot.outside) or "none"
    description = (
        f"{len(dots)} bodies against {target:.3f}; limits: "
        f"{', '.join(name for name, _ in curves)}; outside: {names}."
    )
    return plot.close(height, title, description)


def _highest(
    dots: Sequence[Dot], target: float, held: Sequence[tuple[str, Curve]], most: float
) -> float:
    """Where the axis of shares ends."""
    # The limits of the smallest numbers run to 1 and would press everything else flat.
    shown = [high for _, rows in held for n, _, high in rows if n >= most / 20]
    return min(1.0, max([target, *shown, *(dot.share for dot in dots)]) * 1.1) or 1.0


def _dots(plot: _Plot, frame: _Frame, dots: Sequence[Dot]) -> None:
    for dot in dots:
        x, y = frame.at(dot.n, dot.share)
        if dot.outside:
            # Beside the dot, to the left where the right edge is near.
            near = x > WIDTH - 150
            plot.over_lines(x - 7 if near else x + 7, y + 4, dot.label, "end" if near else "start")
    for dot in dots:
        x, y = frame.at(dot.n, dot.share)
        plot.dot(x, y, filled=dot.outside, tip=f"{dot.label}: {dot.share:.3f} of {dot.n}")


def _axes(plot: _Plot, frame: _Frame, target: float, height: float) -> None:
    for tick in ticks(0, frame.highest):
        y = frame.at(0, tick)[1]
        plot.line((frame.left, y), (WIDTH - 20, y), 0.5)
        plot.small(frame.left - 6, y + 4, f"{tick:g}", "end")
    for tick in ticks(0, frame.most):
        plot.small(frame.at(tick, 0)[0], frame.bottom + 16, f"{tick:g}", "middle")
    plot.small(frame.left, height - 12, "cases (across), share (up)")
    y = frame.at(0, target)[1]
    plot.line((frame.left, y), (WIDTH - 20, y), 1.5)


def _limits(plot: _Plot, frame: _Frame, name: str, rows: Curve) -> None:
    tip = f"<title>{escape(printable(name))}</title>"
    for side in (1, 2):
        points = " ".join("{:.1f},{:.1f}".format(*frame.at(row[0], row[side])) for row in rows)
        plot.add("polyline", tip, points=points, fill="none", stroke=INK, stroke_dasharray="5 3")
    x, y = frame.at(rows[-1][0], rows[-1][2])
    plot.over_lines(x, y - 9, name, "end")


def bands(title: str, rows: Sequence[tuple[str, int, int]], n: int, k: int | None) -> str:
    """Draw the counts of n each quantity word covers; ``k`` is marked."""
    height = 60 + LINE * len(rows) + 40
    bottom = height - 40
    plot = _Plot.begin(title, height)

    def across(value: float) -> float:
        return LEFT + value / max(n, 1) * (WIDTH - LEFT - RIGHT)

    for tick in ticks(0, n):
        plot.small(across(tick), bottom + 15, f"{tick:g}", "middle")
    for place, (word, low, high) in enumerate(rows):
        y = 60 + LINE * place
        plot.text(LEFT - 10, y + 4, word, anchor="end")
        wide = max(across(high) - across(low), 3)
        plot.add("rect", x=across(low), y=y - 6, width=wide, height=12, fill=RULE, stroke=INK)
        plot.small(WIDTH - RIGHT + 8, y + 4, f"{low} to {high}")
    if k is not None:
        plot.upright_limit(across(k), bottom)
        plot.small(across(k), 38, f"{k} of {n}", "middle")
    said = "; ".join(f"{word}: {low} to {high}" for word, low, high in rows)
    marked = "" if k is None else f" Marked: {k}."
    return plot.close(height, title, f"Of {n}: {said}.{marked}")
