"""Asks the joint model how likely the word of a count is to hold, and tells what it answered.

The event: the average of this inspection's inspectors, reading the same evidence, would place so
many of the same bodies as the word allows. The moderated grade fixes the word and does not enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import SoMany, named
from inspectorate.prose.dates import in_words
from inspectstats.joint import CHANCE_METHOD, EXACT, METHOD, calibrated

from ..figures import WordChance
from ..what_stands import BodyInScope
from .conditions import Condition

if TYPE_CHECKING:
    from inspectorate.domain.programmes.models import Criterion

    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_WHY = {
    "too_few_double_judgments": (
        "None is told: of the judgments {pairs} were made twice by a draw, and {needed} more would "
        "let it be told."
    ),
    "not_connected": (
        "None is told: no chain of common {{nouns}} joins the inspectors, so that a severe one "
        "cannot be told from poor {{nouns}}."
    ),
    "not_on_one_scale": "None is told: what is counted is not all graded on one scale.",
    "not_read": "None is told: of {unread} that it counts there are no independent judgments.",
    "one_grade": "None is told: every judgment said the same.",
}
_OTHERWISE = "None is told: the judgments cannot tell."
_NOT_YET = "None is told: it was not worked out of these judgments yet."


def shut() -> str:
    """Why no chance at all may be told: that such chances come true as often as they say was not
    shown for this method. Empty where it was.
    """
    found = calibrated()
    if found is not None and found.bears(METHOD, CHANCE_METHOD):
        return ""
    if found is None or (found.fit, found.chance) != (METHOD, CHANCE_METHOD):
        return "None is told: how often such chances come true was not tried for this method."
    short, of = sum(not one.held for one in found.designs), len(found.designs)
    if short:
        return (
            f"None is told: in {short} of {of} kinds of made-up inspections such chances did not "
            f"come true as often as they say ({in_words(found.on)})."
        )
    return (
        f"None is told: how often such chances come true was tried in part only, and that part "
        f"does not bear them all ({in_words(found.on)})."
    )


def asked(
    conditions: Sequence[Condition],
    bodies: Sequence[BodyInScope],
    word: str,
    base: EvidenceBase,
    *,
    any_of: bool,
) -> SoMany | None:
    """What is asked of the model for a count among these bodies; None where nothing is.

    Nothing is asked where no chance may be told, of an exact number, or of an outcome, which no
    reading holds.
    """
    limits = base.vocabulary.limits(word, len(bodies)) if word and bodies else None
    if limits is None or unaskable(conditions, word) or shut():
        return None
    rows = tuple(_row(one, base.criteria[one.criterion]) for one in conditions)
    return SoMany(rows, tuple(one.code for one in bodies), *limits, any_of=any_of)


def unaskable(conditions: Sequence[Condition], word: str) -> str:
    """Why of these conditions or this word no chance is ever told; empty where one may be."""
    if word.lower() in EXACT:
        return f"None is told of “{word}”: a count that must be met to the body nearly never is."
    if any(one.outcome for one in conditions):
        return "None is told of outcomes: they are settled together, and no single reading has one."
    return ""


def _row(condition: Condition, criterion: Criterion) -> tuple[str, tuple[int, ...]]:
    if condition.finding:
        name = named(criterion.area.code, criterion.ref, condition.finding)
        return name, (int(condition.holds),)
    grades = criterion.scale.grades.all() if criterion.scale else ()
    met = (
        grade.order
        for grade in grades
        if (grade.name in condition.grades if condition.grades else grade.meets)
    )
    return named(criterion.area.code, criterion.ref), tuple(met)


def told(
    question: SoMany | None, conditions: Sequence[Condition], word: str, base: EvidenceBase
) -> WordChance | None:
    """What the joint model answered; None of a count without a word."""
    if not word:
        return None
    closed = unaskable(conditions, word) or shut()
    if question is None or closed:
        return WordChance(word, why=closed or _OTHERWISE)
    found = base.joint
    if found is None:
        return WordChance(word, why=_NOT_YET)
    if not found.of_now:
        return WordChance(word, why=f"None is told: {found.since}.")
    answer = found.answer(question)
    if answer is None:
        return WordChance(word, why=_NOT_YET)
    if answer.get("percent") is None:
        return WordChance(word, why=_why(answer))
    return WordChance(word, answer["percent"], answer["beyond"], bool(answer["at_most"]))


def _why(answer: Mapping[str, Any]) -> str:
    # How many, and not which: bodies may not be named.
    several = len(answer.get("unread", []))
    unread = "one" if several == 1 else f"{several}"
    why = _WHY.get(answer["reason"], _OTHERWISE)
    pairs, needed = answer.get("pairs", 0), answer.get("needed", 0)
    return why.format(unread=unread, pairs=pairs, needed=needed)
