"""Whether inspectors agree more than before: two figures of agreement set against one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.influence import Influence
from inspectstats.agreement.makers import maker_of
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import Grouping, Ints, Ratings
from inspectstats.agreement.resampling import left_out
from inspectstats.agreement.two_way import (
    LEAST,
    Apart,
    double_counted,
    inspectors_add,
    limits,
    smaller_df,
    taken_apart,
)
from inspectstats.intervals.counts import tail
from inspectstats.records import OK, InputError, Result, digest

SHARED = ("names", "bodies", "inspectors", "nothing")


def difference(
    first: Ratings,
    second: Ratings,
    figure: str = "alpha",
    *,
    shared: str = "names",
    level: float = 0.95,
) -> Result:
    """How much further inspectors agree in ``second`` than in ``first``, with its interval.

    For a person who is not a statistician: after the exercise agreement rose from 0.58 to 0.66; may
    that be luck?

    Parameters
    ----------
    first, second : the judgments of two waves (or two teams, two criteria), each rater a person.
    figure : "alpha" (ordinal), "ac2" (quadratic), "ac1" or "percent_agreement".
    shared : "names" (bodies of one name are one body, and inspectors of one name one inspector),
        "bodies" or "inspectors" for only these, "nothing" where the waves have none in common.

    Returns
    -------
    Result; ``value`` is second less first. The interval is for any bodies and inspectors like
    these; its reasons are those of the two-way interval, of whichever wave has none.

    Raises
    ------
    InputError : where the waves have different scales, or ``figure`` or ``shared`` is unknown.

    Notes
    -----
    The jackknife leaves a shared body, or inspector, out of both waves at once; what is counted
    twice is taken off as for one figure (:mod:`~inspectstats.agreement.two_way`). The limits lean
    as those of each figure do: with l, u the limits of one figure alone and r the correlation of
    both, low = d - sqrt((a2 - l2)^2 + (u1 - a1)^2 - 2 r (a2 - l2)(u1 - a1)), high likewise (Zou
    2007, Psychological Methods 12:399); never inside d -/+ t se.

    Examples
    --------
    >>> from inspectstats.agreement.inspecting import Inspecting, inspected, stream
    >>> before = inspected(Inspecting(across=True), stream("guide", 5))
    >>> after = inspected(Inspecting(across=True, sigma_noise=0.4), stream("guide", 6))
    >>> change = difference(before, after)
    >>> change.low < change.value < change.high
    True
    """
    tail(level)
    if shared not in SHARED:
        raise InputError(
            f"{shared!r} is unknown", where="shared", mend=f"Use one of {', '.join(SHARED)}."
        )
    if first.scale != second.scale:
        raise InputError(
            "the waves are judged on different scales",
            where="second",
            mend="Compare waves of one scale, or percent agreement of each by itself.",
        )
    waves = (_with_bodies(first, "first"), _with_bodies(second, "second"))
    maker = maker_of(first, figure)
    found = maker.build(patterns(first))
    before, after = (taken_apart(wave, maker.build(patterns(wave)), maker, level) for wave in waves)
    counts = {
        f"n_pairs_{name}": wave.parts.pairs
        for name, wave in (("first", before), ("second", after))
        if wave.parts is not None
    }
    result = Result(
        f"difference.{found.method}",
        None,
        level=level,
        interval_method="two_way",
        unit="proportion" if figure == "percent_agreement" else "",
        counts=counts,
        input_sha256=digest([first.input_sha256.encode(), second.input_sha256.encode()]),
    )
    reason = next((wave.reason for wave in (before, after) if wave.reason != OK), OK)
    if math.isnan(before.value) or math.isnan(after.value):
        return replace(result, reason=reason, interval_reason=reason)
    result = replace(result, value=after.value - before.value, interval_reason=reason)
    if reason != OK:
        return result
    variance, df = _spread(waves, (before, after), figure, shared)
    low, high = _limits(before, after, variance, df, found, level)
    return replace(result, low=low, high=high, se=math.sqrt(variance))


def _with_bodies(ratings: Ratings, wave: str) -> Ratings:
    """The ratings with each unit a body of its own where no bodies were declared."""
    if ratings.force is not None:
        return ratings
    codes = np.arange(ratings.n_units)
    names = tuple(f"{wave} unit {code}" for code in codes)
    return replace(ratings, force=Grouping(codes, names), memo={})


def _codes(
    first: Sequence[str], second: Sequence[str], *, same: bool
) -> tuple[tuple[Ints, Ints], int]:
    """Codes for the names of both waves, one for a name that stands in both where ``same``."""
    place = {name: code for code, name in enumerate(first)}
    later = [
        place.get(name, len(first) + code) if same else len(first) + code
        for code, name in enumerate(second)
    ]
    return (np.arange(len(first)), np.array(later, dtype=np.int64)), len(first) + len(second)


def _spread(
    waves: tuple[Ratings, Ratings], apart: tuple[Apart, Apart], figure: str, shared: str
) -> tuple[float, float]:
    """Variance of the difference, and its degrees of freedom."""
    forces = [wave.force.names for wave in waves if wave.force is not None]
    bodies, most = _codes(*forces, same=shared in ("names", "bodies"))
    people, crowd = _codes(waves[0].raters, waves[1].raters, same=shared in ("names", "inspectors"))
    of_bodies, of_people, merged = np.zeros(most), np.zeros(crowd), []
    body_seen, person_seen = np.zeros(most, dtype=bool), np.zeros(crowd, dtype=bool)
    for sign, wave, one, body, person in zip((-1, 1), waves, apart, bodies, people, strict=True):
        assert one.moved is not None
        # Built from this wave's own patterns, whose common multiple may differ.
        there, left = left_out(wave, maker_of(wave, figure).build(patterns(wave)))
        body_seen[body[there]] = True
        of_bodies[body[there]] += sign * (left - one.value)
        there = one.moved.present
        person_seen[person[there]] = True
        of_people[person[there]] += sign * (one.moved.without_inspector[there] - one.value)
        merged.append(_recoded(one.moved, body, person, sign))
    moved = of_bodies[body_seen]
    number = len(moved)
    variance = (number - 1) / number * float(((moved - moved.mean()) ** 2).sum())
    added = inspectors_add(of_people[person_seen], double_counted(_joined(*merged)))
    freedom = maker_of(waves[0], figure).freedom
    free = freedom * (float(person_seen.sum()) - 1)
    df = smaller_df((variance, number - 1.0), (added, free))
    return variance + added, df


def _recoded(found: Influence, body: Ints, person: Ints, sign: int) -> Influence:
    return replace(
        found,
        body=body[found.body],
        first=person[found.first],
        second=person[found.second],
        moves=sign * found.moves,
    )


def _joined(one: Influence, other: Influence) -> Influence:
    """Both waves' moves as of one figure; only what :func:`double_counted` reads is joined."""
    return replace(
        one,
        body=np.concatenate([one.body, other.body]),
        first=np.concatenate([one.first, other.first]),
        second=np.concatenate([one.second, other.second]),
        moves=np.concatenate([one.moves, other.moves]),
        times=np.concatenate([one.times, other.times]),
    )


def _limits(
    before: Apart, after: Apart, variance: float, df: float, found: Coefficient, level: float
) -> tuple[float, float]:
    assert before.parts is not None
    assert after.parts is not None
    value = after.value - before.value
    plain = float(stats.t.ppf(0.5 + level / 2, df)) * math.sqrt(variance)
    one, two = before.parts, after.parts
    both = math.sqrt(one.whole * two.whole)
    r = (one.whole + two.whole - variance) / (2 * both) if both > 0 else 0.0
    r = min(max(r, -1.0), 1.0)
    (l1, u1), (l2, u2) = (
        limits(wave.value, parts.whole, parts.df, found.highest, level)
        for wave, parts in ((before, one), (after, two))
    )
    down, up = after.value - l2, u1 - before.value
    rise, fall = u2 - after.value, before.value - l1
    low = value - math.sqrt(max(down**2 + up**2 - 2 * r * down * up, 0.0))
    high = value + math.sqrt(max(rise**2 + fall**2 - 2 * r * rise * fall, 0.0))
    widest = found.highest - max(found.lowest, LEAST)
    return max(min(low, value - plain), -widest), min(max(high, value + plain), widest)
