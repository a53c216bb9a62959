"""The interval of agreement that would hold for other inspectors as well as for other bodies.

The jackknife over bodies asks how the figure would move had other bodies been inspected *by the
same inspectors*. Whether other inspectors would agree as far is another question: a harsh one
lowers the figure wherever he judged. Here both are taken as samples: what two pairs of judgments
share, a body or an inspector, is left out together.

Sources: Cameron, Gelbach and Miller (2011) J. Business and Economic Statistics 29:238 for two ways
(add both, take off what was counted twice); Aronow, Samii and Assenova (2015) Political Analysis
23:564 for pairs, each of which belongs to two inspectors; Owen (2007) Annals of Applied Statistics
1:386 for bodies and inspectors both drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.influence import Influence, coded, influence
from inspectstats.agreement.makers import Maker
from inspectstats.agreement.patterns import patterns, total
from inspectstats.agreement.ratings import Floats, Ints, Ratings
from inspectstats.agreement.resampling import Interval, bounded, jackknife, values
from inspectstats.records import OK

FEWEST_INSPECTORS = 3
# Two judgments of one thing cannot be further apart than twice what chance would give.
LEAST: float = -1.0


def _square_sum(keys: Ints, moves: Floats) -> float:
    names, place = coded(keys)
    return float((np.bincount(place, moves, len(names)) ** 2).sum())


@dataclass(frozen=True, slots=True)
class Parts:
    """The variance of an agreement figure by what it comes from, on the figure's own scale.

    ``body``: bodies drawn, the inspectors as they are (jackknife); ``inspector``: what inspectors
    drawn add; ``pair``: what of ``body`` would be there were every pair of judgments independent;
    ``lasting``: what of both no number of double judgments would take away. ``bodies``,
    ``inspectors`` and ``pairs`` took part; ``freedom`` is that of
    :class:`~inspectstats.agreement.makers.Maker`.
    """

    body: float
    inspector: float
    pair: float
    lasting: float
    bodies: int
    inspectors: int
    pairs: int
    freedom: float = 1.0

    @property
    def whole(self) -> float:
        """Variance with both taken as drawn."""
        return self.body + self.inspector

    @property
    def df(self) -> float:
        """Satterthwaite's degrees of freedom of the whole, at most the smaller of both."""
        people = self.freedom * (self.inspectors - 1.0)
        return smaller_df((self.body, self.bodies - 1.0), (self.inspector, people))


def double_counted(found: Influence) -> tuple[float, float]:
    """What stands twice in the inspectors' sums of squares, and what is the bodies' already.

    The first is the sum of squares over pairs of inspectors; the second that over inspectors within
    one body, less that over pairs of inspectors within one body.
    """
    root, moves = found.moves * np.sqrt(found.times), found.moves * found.times
    one, two = np.minimum(found.first, found.second), np.maximum(found.first, found.second)
    apart, size = one != two, int(two.max(initial=0)) + 1
    dyad = one * size + two
    both = _square_sum(dyad[apart], moves[apart])
    both_within = _square_sum((found.body * size**2 + dyad)[apart], root[apart])
    within = _square_sum(
        np.concatenate([found.body * size + one, (found.body * size + two)[apart]]),
        np.concatenate([root, root[apart]]),
    )
    return both, within - both_within


def parts_of(found: Influence, body: float, bodies: int, freedom: float = 1.0) -> Parts:
    """The parts of the variance, given that of the jackknife over ``bodies``.

    What lasts is taken from the linear influences of all pairs, as the difference of two sums of
    squares: those of bodies and of inspectors less those of single pairs.
    """
    left = found.without_inspector[found.present]
    both, within = double_counted(found)
    added = inspectors_add(left, (both, within))
    root = found.moves * np.sqrt(found.times)
    of_bodies = _square_sum(found.body, root)
    moves = found.moves * found.times
    apart = found.first != found.second
    node = np.bincount(found.first, moves) if len(moves) else np.zeros(1)
    other = np.bincount(found.second[apart], moves[apart], minlength=len(node))
    node = np.pad(node, (0, max(len(other) - len(node), 0))) + other
    lasting = of_bodies - found.square + float((node**2).sum()) - both - within
    of_pairs = min(found.square / of_bodies, 1.0) if of_bodies > 0 else 0.0
    return Parts(
        body,
        added,
        body * of_pairs,
        min(max(lasting, 0.0), body + added),
        bodies,
        len(found.present),
        found.pairs,
        freedom,
    )


def inspectors_add(left: Floats, counted: tuple[float, float]) -> float:
    """The variance that drawing inspectors adds to that of drawing bodies.

    ``left`` are the figures with one inspector's pairs left out, ``counted`` what
    :func:`double_counted` gives. node - dyad - (node - dyad within bodies), where *node* is the
    jackknife over inspectors, in which every pair of judgments stands twice; at least (node -
    dyad)/sqrt(I - 1), about its own standard error: with few inspectors the difference falls to
    zero by luck.
    """
    people = len(left)
    node = (people - 1) / people * float(((left - left.mean()) ** 2).sum())
    dyad, within = counted
    least = max(node - dyad, 0.0) / math.sqrt(people - 1)
    return max(node - dyad - within, least)


def smaller_df(*parts: tuple[float, float]) -> float:
    """Satterthwaite's degrees of freedom of a sum of (variance, degrees of freedom), at most the
    smallest of those.
    """
    whole = sum(variance for variance, _ in parts)
    spread = sum(variance**2 / df for variance, df in parts)
    return min(whole**2 / spread if spread > 0 else math.inf, *(df for _, df in parts))


def two_way(ratings: Ratings, found: Coefficient, maker: Maker | None, level: float) -> Interval:
    """Limits with bodies and inspectors both taken as drawn; never inside the jackknife's.

    On the scale log(highest - figure), where a figure of agreement is nearly symmetric about the
    truth: the distance to full agreement times or over exp(t se/distance). No random numbers.
    Reasons: those of the jackknife, ``too_few_inspectors`` (three are needed),
    ``raters_not_named``, ``no_two_way_interval`` for figures of a fixed panel of raters and for
    intraclass correlations (which have limits of their own),
    ``no_variation_without_one_inspector``.

    Assumes that bodies and inspectors are each drawn independently; nothing about two judgments
    that share either.
    """
    apart = taken_apart(ratings, found, maker, level)
    if apart.parts is None:
        return Interval(reason=apart.reason, forces=apart.inner.forces)
    parts = apart.parts
    low, high = outer_limits(apart.value, parts, found, level)
    return bounded(
        found,
        low,
        high,
        math.sqrt(parts.whole),
        parts.bodies,
        people=parts.inspectors,
        pairs=parts.pairs,
    )


def outer_limits(
    value: float, parts: Parts, found: Coefficient, level: float
) -> tuple[float, float]:
    """The limits of :func:`two_way` before they are cut: the outer ones of both intervals."""
    low, high = limits(value, parts.whole, parts.df, found.highest, level)
    margin = float(stats.t.ppf(0.5 + level / 2, parts.bodies - 1)) * math.sqrt(parts.body)
    # Below what any two judges can reach there is nothing, unless the jackknife says so itself.
    return min(max(low, LEAST, found.lowest), value - margin), max(high, value + margin)


def limits(
    value: float, variance: float, df: float, highest: float, level: float
) -> tuple[float, float]:
    """t limits on the scale log(highest - figure), turned back."""
    room = highest - value
    if room <= 0:
        return value, value
    # Beyond e^50 the limit says nothing more than that there is none.
    margin = min(float(stats.t.ppf(0.5 + level / 2, df)) * math.sqrt(variance) / room, 50.0)
    return highest - room * math.exp(margin), highest - room * math.exp(-margin)


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """A figure taken apart: ``moved``, ``parts`` are None where ``reason`` is not "ok"; ``inner``
    is the jackknife's interval.
    """

    reason: str
    inner: Interval
    value: float
    moved: Influence | None = None
    parts: Parts | None = None


def taken_apart(
    ratings: Ratings, found: Coefficient, maker: Maker | None, level: float = 0.95
) -> Apart:
    """The parts of the variance of ``found`` on ``ratings``, or the reason there are none."""
    inner = jackknife(ratings, found, level)
    value = float(values(found, total(patterns(ratings), found.stat)[None, :])[0])
    if maker is None:
        return Apart("no_two_way_interval", inner, value)
    if not ratings.raters_named:
        return Apart("raters_not_named", inner, value)
    if inner.reason != OK or inner.se is None:
        return Apart(inner.reason, inner, value)
    moved = influence(ratings, maker)
    if len(moved.present) < FEWEST_INSPECTORS:
        return Apart("too_few_inspectors", inner, value)
    if np.isnan(moved.without_inspector[moved.present]).any():
        return Apart("no_variation_without_one_inspector", inner, value)
    parts = parts_of(moved, inner.se**2, inner.forces, maker.freedom)
    return Apart(OK, inner, value, moved, parts)
