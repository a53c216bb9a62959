"""Asks the joint model what a claim rests on, and says in words why it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import Question, named

from ..figures import ModelTest

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_WHY = {
    "too_few_double_judgments": (
        "Not tested: of the judgments {pairs} were made twice by a draw, and a test needs {needed} "
        "more."
    ),
    "not_connected": (
        "Not tested: no chain of common {{nouns}} joins the inspectors, so that the severity of "
        "some would look like a difference of their {{nouns}}."
    ),
    "not_on_one_scale": "Not tested: the criteria are not graded on one scale.",
    "not_read": "Not tested: of {unread} that it is about there are no independent judgments.",
    "one_grade": "Not tested: every judgment gave the same grade.",
    "no_readings": "Not tested: no judgments are in.",
    "too_few_units": "Not tested: too few {{nouns}} were judged.",
    "too_few_bodies": "Not tested: a comparison needs five {{nouns}} on each side.",
    "no_common_inspectors": (
        "Not tested: no inspector judged {{nouns}} of both groups, so that who looked cannot be "
        "told apart from what was seen."
    ),
}


def tested(
    question: Question | None,
    base: EvidenceBase,
    tell: Callable[[Mapping[str, Any]], ModelTest],
    untested: str,
) -> ModelTest:
    """What the joint model answered, told by ``tell``; or why it did not.

    Without a ``question`` there is nothing to ask yet; that, and what was not yet worked out, is
    said as ``untested``.
    """
    found = base.joint if question else None
    if found is None or question is None:
        return ModelTest(said=untested)
    answer = found.answer(question)
    if not found.of_now and answer is not None and answer["reason"] == "ok":
        # What did not hold when it was last worked out is not sayable because something came in.
        failed = {name: False for name, holds in tell(answer).holds.items() if not holds}
        return ModelTest(failed, f"Not tested: {found.since}.")
    if not found.of_now:
        return ModelTest(said=f"Not tested: {found.since}.")
    if answer is None:
        return ModelTest(said=untested)
    if answer["reason"] != "ok":
        why = _WHY.get(answer["reason"], "Not tested: the judgments cannot tell.")
        # How many, and not which: it is printed, and bodies may not be named.
        several = len(answer.get("unread", []))
        unread = "one" if several == 1 else f"{several}"
        return ModelTest(said=why.format(unread=unread, **_counts(answer)))
    return tell(answer)


def _counts(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"pairs": answer.get("pairs", 0), "needed": answer.get("needed", 0)}


def names_of(criteria: Iterable[int], base: EvidenceBase) -> tuple[str, ...]:
    """The names by which the joint model knows criteria, by key."""
    found = (base.criteria[pk] for pk in criteria)
    return tuple(named(one.area.code, one.ref) for one in found)


def of_hundred(share: float) -> str:
    """A chance in words: "in 23 of 100", "in fewer than one of 1,000"."""
    if share < 0.001:
        return "in fewer than one of 1,000"
    if share < 0.01:
        return "in fewer than one of 100"
    return f"in {round(100 * share)} of 100"
