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
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from inspectorate.domain.judgments.agreement import Rated
from inspectstats.quantity.chance import probability

from .shapes import Condition, Counted

if TYPE_CHECKING:
    from .evidence_base import EvidenceBase

LEAST_PAIRS = 30


@dataclass(frozen=True, slots=True)
class Chance:
    """``value`` in [0, 1], or None with the ``reason`` in a code; ``error`` is one inspector's,
    from ``pairs`` double judgments.

    ``pooled`` when this criterion had too few pairs and those of all criteria were taken together.
    """

    value: float | None
    reason: str = "ok"
    error: float | None = None
    pairs: int = 0
    disagreeing: int = 0
    pooled: bool = False


def chance(
    predicate: Counted, evidence_base: EvidenceBase, verdicts: Mapping[int, bool], word: str
) -> Chance:
    """The chance that ``word`` is true, for bodies with the ``verdicts`` given."""
    if len(predicate.conditions) != 1:
        return Chance(None, "several_conditions")
    if not word:
        return Chance(None, "no_word")
    condition = predicate.conditions[0]
    own = [one for one in evidence_base.rated if one.criterion == condition.criterion]
    pairs, disagreeing = _pairs(own, lambda one: _verdict(condition, one, evidence_base))
    pooled = pairs < LEAST_PAIRS
    if pooled:
        pairs, disagreeing = _pooled(condition, evidence_base)
    if pairs < LEAST_PAIRS:
        return Chance(None, "too_few_double_judgments", None, pairs, disagreeing, pooled)
    # Half a disagreement is added, so that a clean record of few pairs does not promise certainty.
    share = (disagreeing + 0.5) / (pairs + 1)
    if share >= 0.5:
        return Chance(None, "no_better_than_chance", None, pairs, disagreeing, pooled)
    error = (1 - sqrt(1 - 2 * share)) / 2
    twice = _judged_alike_twice(own, condition, evidence_base)
    chances = [_meets(verdict, error, body in twice) for body, verdict in verdicts.items()]
    found = probability(word, chances, evidence_base.vocabulary)
    return Chance(found.value, found.reason, error, pairs, disagreeing, pooled)


def _meets(verdict: bool, error: float, twice: bool) -> float:
    wrong = error**2 / (error**2 + (1 - error) ** 2) if twice else error
    return 1 - wrong if verdict else wrong


def _verdict(condition: Condition, rated: Rated, evidence_base: EvidenceBase) -> bool | None:
    if condition.finding:
        answer = rated.findings.get(condition.finding)
        return None if answer is None else answer is condition.holds
    scale = evidence_base.criteria[rated.criterion].scale
    if rated.order is None or scale is None:
        return None
    grade = next(one for one in scale.grades.all() if one.order == rated.order)
    return grade.name in condition.grades if condition.grades else grade.meets


def _pooled(condition: Condition, evidence_base: EvidenceBase) -> tuple[int, int]:
    """Pairs over all criteria: on every finding where the claim counts one, else on whether the
    grade counts as met.
    """
    if not condition.finding:
        return _pairs(
            evidence_base.rated, lambda one: _verdict(Condition(one.criterion), one, evidence_base)
        )
    return evidence_base.once("pooled findings", lambda: _pooled_findings(evidence_base))


def _pooled_findings(evidence_base: EvidenceBase) -> tuple[int, int]:
    pairs = disagreeing = 0
    for criterion in evidence_base.criteria.values():
        of_it = [one for one in evidence_base.rated if one.criterion == criterion.pk]
        for finding in criterion.findings.all():
            more, apart = _pairs(of_it, _answer(finding.code))
            pairs, disagreeing = pairs + more, disagreeing + apart
    return pairs, disagreeing


def _answer(code: str) -> Callable[[Rated], bool | None]:
    return lambda one: one.findings.get(code)


def _pairs(rated: Iterable[Rated], verdict: Callable[[Rated], bool | None]) -> tuple[int, int]:
    """The number of pairs who judged the same cell, and of those who came to different verdicts."""
    cells: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for one in rated:
        said = verdict(one)
        if said is not None:
            cells[one.body, one.criterion].append(said)
    apart = [one != other for cell in cells.values() for one, other in combinations(cell, 2)]
    return len(apart), sum(apart)


def _judged_alike_twice(
    own: Iterable[Rated], condition: Condition, evidence_base: EvidenceBase
) -> set[int]:
    cells: dict[int, list[bool | None]] = defaultdict(list)
    for one in own:
        cells[one.body].append(_verdict(condition, one, evidence_base))
    return {body for body, said in cells.items() if len(said) > 1 and len(set(said)) == 1}
