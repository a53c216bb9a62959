"""Answers the questions asked of an inspection's readings by one joint fit for each scale. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspectstats.joint import (
    LEAST_PAIRS,
    JointFit,
    alike,
    chance,
    compare,
    differing,
    fit,
    more_needed,
    rank,
    severities,
)
from inspectstats.records import Result

from .questions import Compared, Question, Ranked, SoMany, Spread, criteria_of, stored
from .readings import FINDINGS, Readings

# So many digits are stored: more would differ from machine to machine.
_DIGITS = 6

Progress = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class SeverityOf:
    """How many hundredths of a grade lower than the average inspector one reads on a scale.

    Each is None with a ``reason`` where the readings cannot tell.
    """

    inspector: int
    scale: int
    value: int | None
    low: int | None
    high: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out of the readings of this digest: severities, and answers as stored."""

    read_sha256: str
    readings: int
    cells: Mapping[str, str]
    severities: tuple[SeverityOf, ...]
    answers: tuple[dict[str, Any], ...]


def work_out(
    readings: Readings, questions: Iterable[Question], progress: Progress | None = None
) -> Worked:
    """Fit each scale once, tell how severe each inspector is, and answer each question.

    Findings are fitted only where something is asked of them: nobody's severity is told by them.

    ``progress`` is told the share done and may answer ``False`` to stop: then
    ``inspectstats.joint.Cancelled`` is raised. The same readings give the same answers.
    """
    scales = list(readings.by_scale)
    asked = list(dict.fromkeys(questions))
    found: list[SeverityOf] = []
    answers: dict[Question, dict[str, Any]] = {
        one: {"reason": "not_on_one_scale"}
        for one in asked
        if readings.scale_of(criteria_of(one)) is None
    }
    for place, scale in enumerate(scales):
        of_scale = [one for one in asked if readings.scale_of(criteria_of(one)) == scale]
        if scale == FINDINGS and not of_scale:
            continue
        fitted = _fitted(readings, scale, _part(progress, place, len(scales)))
        found += _severities(fitted, scale) if scale != FINDINGS else []
        first = np.array([one.first for one in readings.by_scale[scale]], dtype=np.bool_)
        twice = readings.read_twice(scale)
        for one in of_scale:
            answers[one] = _answer(one, fitted, first, twice)
    told = tuple({"question": stored(one), "answer": answers[one]} for one in asked)
    return Worked(readings.sha256, readings.count, readings.cells, tuple(found), told)


def _part(progress: Progress | None, place: int, of: int) -> Progress | None:
    """Tell the share of all scales, where the fit tells that of one."""
    return None if progress is None else lambda share: progress((place + share) / of)


_KEPT: dict[tuple[str, int], JointFit] = {}


def _fitted(readings: Readings, scale: int, progress: Progress | None) -> JointFit:
    """The joint fit of one scale; the last is kept, since questions come one after another."""
    name = (readings.sha256, scale)
    fitted = _KEPT.get(name)
    if fitted is None:
        fitted = fit(readings.observed(scale), progress=progress)
        _KEPT.clear()
        _KEPT[name] = fitted
    return fitted


def _severities(fitted: JointFit, scale: int) -> list[SeverityOf]:
    return [
        SeverityOf(
            int(name),
            scale,
            _hundredths(one.grades.value),
            _hundredths(one.grades.low),
            _hundredths(one.grades.high),
            one.grades.reason,
        )
        for name, one in severities(fitted).items()
    ]


def _answer(question: Question, fitted: JointFit, first: np.ndarray, twice: int) -> dict[str, Any]:
    unread = _unread(question, fitted)
    if unread:
        return {"reason": "not_read", "unread": unread}
    bearing = {"pairs": fitted.pairs, "needed": more_needed(fitted)}
    match question:
        case Spread(criteria):
            return bearing | _spread(criteria, fitted, first)
        case Compared():
            return bearing | _compared(question, fitted)
        case SoMany():
            return _so_many(question, fitted, twice)
        case Ranked(criteria, named, _, highest):
            ranked = rank(fitted, criteria, named, highest=highest)
            return bearing | {
                "reason": ranked.reason,
                "holds": ranked.holds,
                "chance": _rounded(ranked.value),
                "ranks": {body: list(ends) for body, ends in ranked.ranks.items()},
            }


def _spread(criteria: Sequence[str], fitted: JointFit, first: np.ndarray) -> dict[str, Any]:
    found, same = differing(fitted, criteria, first), alike(fitted, criteria)
    return {
        "reason": found.reason,
        "differ": found.supported,
        "p": _rounded(found.p),
        "dispersion": _rounded(found.dispersion),
        "expected": _rounded(found.expected),
        "two_grades": list(found.two_grades),
        "alike": same.value is not None and not same.warnings,
        "apart": _limits(same),
    }


def _compared(question: Compared, fitted: JointFit) -> dict[str, Any]:
    met = fitted.met(question.criterion, question.grades)
    found = compare(fitted, met, question.more, question.than)
    return {
        "reason": found.reason,
        "holds": found.holds,
        "chance": _rounded(found.value),
        "difference": [_rounded(one) for one in (found.difference, found.low, found.high)],
    }


def _so_many(question: SoMany, fitted: JointFit, twice: int) -> dict[str, Any]:
    """The chance that so many would meet it, to whole percent.

    ``twice`` is how many judgments two people made; of findings the fit counts each finding of one.
    """
    met = [fitted.met(on, grades, question.bodies) for on, grades in question.conditions]
    every = np.logical_or.reduce(met) if question.any_of else np.logical_and.reduce(met)
    # A design bears as much as the judgments that two people made, however many findings each has.
    short = max(LEAST_PAIRS - twice, 0)
    found = chance(fitted, every, question.low, question.high)
    told = found.reason == "ok" and not short
    return {
        "reason": "too_few_double_judgments" if found.reason == "ok" and short else found.reason,
        "percent": found.percent if told else None,
        "beyond": found.beyond_percent if told else None,
        "at_most": found.at_most,
        "effective": round(found.effective),
        "pairs": twice,
        "needed": short,
    }


def _unread(question: Question, fitted: JointFit) -> list[str]:
    """The criteria, and the bodies on any of them, of which there is no reading: of what nobody
    read the fit would only guess.
    """
    criteria = criteria_of(question)
    named = [one for one in criteria if one not in fitted.criteria]
    bodies: tuple[str, ...] = ()
    if isinstance(question, Compared):
        bodies = (*question.more, *question.than)
    elif isinstance(question, SoMany):
        bodies = question.bodies
    elif isinstance(question, Ranked):
        bodies = tuple(dict.fromkeys((*question.named, *question.among)))
    if named or not bodies:
        return named
    data = fitted.data
    seen = [
        set(data.force.codes[data.criterion.codes == fitted.criteria[one]].tolist())
        for one in criteria
    ]
    return [
        one
        for one in bodies
        if one not in fitted.bodies or any(fitted.bodies[one] not in there for there in seen)
    ]


def _limits(found: Result) -> list[float | None]:
    return [_rounded(one) for one in (found.value, found.low, found.high)]


def _hundredths(value: float | None) -> int | None:
    return None if value is None else round(100 * value)


def _rounded(value: float | None) -> float | None:
    """A number as it is stored: so many significant digits."""
    if value is None or value == 0 or not math.isfinite(value):
        return None if value is None or not math.isfinite(value) else 0.0
    return round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))
