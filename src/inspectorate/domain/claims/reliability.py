"""The chance that a word holds of the bodies themselves, given how often single inspectors err.

Where two inspectors judged the same cell and err alone with chance e, they disagree with chance 2 e
(1 - e); the share of disagreeing pairs therefore gives e = (1 - sqrt(1 - 2 d)) / 2. A body judged
met truly meets it with 1 - e (with (1-e)^2 / ((1-e)^2 + e^2) where two agreed), one judged not met
with the rest; the number of bodies that truly meet it is Poisson-binomial (Wang 1993). Assumes that
both answers are as likely beforehand, and errors alike in both directions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from inspectstats.quantity.chance import probability

from .figures import Chance, NoChance
from .kinds.conditions import Condition

if TYPE_CHECKING:  # for types alone: kinds load without a database
    from inspectorate.domain.judgments.agreement import RatedSubmission

    from .evidence_base import EvidenceBase

# Fewer pairs say too little of how often inspectors err; then all criteria are taken together.
LEAST_PAIRS = 30
# How the statistics say that a word cannot be judged on these bodies.
_REFUSED = {
    "too_few_units": NoChance.TOO_FEW_BODIES,
    "unknown_word": NoChance.UNKNOWN_WORD,
}


def chance(
    condition: Condition, base: EvidenceBase, verdicts: Mapping[int, bool], word: str
) -> Chance:
    """The chance that ``word`` is true of bodies with these ``verdicts`` on one condition."""
    rated = [one for one in base.rated if one.criterion == condition.criterion]
    pairs, disagreeing = _pairs(rated, lambda one: _verdict(condition, one, base))
    pooled = pairs < LEAST_PAIRS
    if pooled:
        pairs, disagreeing = _pooled(condition, base)
    if pairs < LEAST_PAIRS:
        return Chance(None, NoChance.TOO_FEW_PAIRS, None, pairs, disagreeing, pooled)
    # Half a disagreement is added, so that a clean record of few pairs does not promise certainty.
    share = (disagreeing + 0.5) / (pairs + 1)
    # Two who toss coins disagree on half: beyond that e has no real solution.
    if share >= 0.5:
        return Chance(None, NoChance.NO_BETTER_THAN_CHANCE, None, pairs, disagreeing, pooled)
    error = (1 - sqrt(1 - 2 * share)) / 2
    twice = _judged_alike_twice(rated, condition, base)
    chances = [_meets(verdict, error, body in twice) for body, verdict in verdicts.items()]
    result = probability(word, chances, base.vocabulary)
    reason = None if result.value is not None else _REFUSED[result.reason]
    return Chance(result.value, reason, error, pairs, disagreeing, pooled)


def _meets(verdict: bool, error: float, twice: bool) -> float:
    # Two who err alone agree wrongly with e^2 and rightly with (1 - e)^2.
    wrong = error**2 / (error**2 + (1 - error) ** 2) if twice else error
    return 1 - wrong if verdict else wrong


def _verdict(condition: Condition, rated: RatedSubmission, base: EvidenceBase) -> bool | None:
    if condition.finding:
        answer = rated.findings.get(condition.finding)
        return None if answer is None else answer is condition.holds
    scale = base.criteria[rated.criterion].scale
    if rated.order is None or scale is None:
        return None
    # A submission is compared by its place on the scale; the condition names grades.
    grade = next(one for one in scale.grades.all() if one.order == rated.order)
    return grade.name in condition.grades if condition.grades else grade.meets


def _pooled(condition: Condition, base: EvidenceBase) -> tuple[int, int]:
    """Count pairs over all criteria: on every finding, or on whether the grade counts as met.

    Findings where the claim counts one, else grades.
    """
    if not condition.finding:
        return _pairs(base.rated, lambda one: _verdict(Condition(one.criterion), one, base))
    # Every claim that falls back on it pools the same pairs.
    return base.once("pooled findings", lambda: _pooled_findings(base))


def _pooled_findings(base: EvidenceBase) -> tuple[int, int]:
    pairs = disagreeing = 0
    for criterion in base.criteria.values():
        of_it = [one for one in base.rated if one.criterion == criterion.pk]
        for finding in criterion.findings.all():
            more, apart = _pairs(of_it, _answer(finding.code))
            pairs, disagreeing = pairs + more, disagreeing + apart
    return pairs, disagreeing


def _answer(code: str) -> Callable[[RatedSubmission], bool | None]:
    return lambda one: one.findings.get(code)


def _pairs(
    rated: Iterable[RatedSubmission], verdict: Callable[[RatedSubmission], bool | None]
) -> tuple[int, int]:
    """The number of pairs who judged the same cell, and of those who came to different verdicts."""
    cells: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for submission in rated:
        met = verdict(submission)
        if met is not None:
            cells[submission.body, submission.criterion].append(met)
    apart = [first != second for cell in cells.values() for first, second in combinations(cell, 2)]
    return len(apart), sum(apart)


def _judged_alike_twice(
    rated: Iterable[RatedSubmission], condition: Condition, base: EvidenceBase
) -> set[int]:
    cells: dict[int, list[bool | None]] = defaultdict(list)
    for submission in rated:
        cells[submission.body].append(_verdict(condition, submission, base))
    return {
        body for body, verdicts in cells.items() if len(verdicts) > 1 and len(set(verdicts)) == 1
    }
