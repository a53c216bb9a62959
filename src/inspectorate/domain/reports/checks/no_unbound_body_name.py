"""A body is named only where a claim or a source stands behind the sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, standing

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .names import bodies_named
from .places import place, sentence_at

NAME = CheckName.NO_UNBOUND_BODY_NAME
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("body_names", "claims", "binding")
LOCAL = True


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each body that stands in a sentence which rests on nothing."""
    found = []
    for block, start, end, name in bodies_named(manuscript, facts.body_names):
        sentence = sentence_at(block, start)
        if sentence is None or standing(block, sentence) in ("bound", "context"):
            continue
        where = place(manuscript, block, start, end)
        mend = Mend.by(
            ReportVerb.PLACE, "Bind the sentence to a claim, or mark it as context with its source."
        )
        found.append(
            Problem(NAME, where, f"{name} is named in a sentence that rests on nothing.", mend)
        )
    return found
