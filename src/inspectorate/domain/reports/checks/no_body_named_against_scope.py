"""Where the terms of reference name no body, no body stands beside a finding."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, standing

from ..facts import Facts
from ..reasons import CheckName
from .names import bodies_named
from .places import place, sentence_at

NAME = CheckName.NO_BODY_NAMED_AGAINST_SCOPE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("body_names", "may_name_bodies")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each body that may not be printed and stands outside a passage of context."""
    if facts.may_name_bodies and not facts.rehearsal:
        return []
    printable = set(facts.printable_names) if facts.may_name_bodies or facts.rehearsal else set()
    found = []
    for block, start, end, name in bodies_named(manuscript, facts.body_names):
        if name in printable:
            continue
        sentence = sentence_at(block, start)
        if (
            block.kind != "recommendation"
            and sentence is not None
            and standing(block, sentence) == "context"
        ):
            continue
        if block.kind == "recommendation":
            continue
        where = place(manuscript, block, start, end)
        why = (
            "a rehearsal names no real body"
            if facts.rehearsal
            else "the terms of reference name no body"
        )
        found.append(
            Problem(
                NAME,
                where,
                f"{name} is named; {why}.",
                Mend.words("Take the name out, or mark the sentence as context."),
            )
        )
    return found
