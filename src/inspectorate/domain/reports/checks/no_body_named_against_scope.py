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
LOCAL = True


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each body that may not be printed and stands outside a passage of context.

    A rehearsal prints pseudonyms alone, and those only where its inspection names bodies.
    """
    if facts.may_name_bodies and not facts.rehearsal:
        return []
    # Late imports: texts are checked without Django where no body's name is known.
    from ..editions.model import EditionKind
    from ..editions.runs import hidden_in, treatment

    printable = set(facts.printable_names) if facts.may_name_bodies else set()
    public, found = treatment(EditionKind.PUBLIC), []
    for block, start, end, name in bodies_named(manuscript, facts.body_names):
        if name in printable or block.kind == "recommendation":
            continue
        # Words that every public edition takes out name nobody to anybody.
        if any(one.start <= start and end <= one.end for one in hidden_in(block, public)):
            continue
        sentence = sentence_at(block, start)
        if sentence is not None and standing(block, sentence) == "context":
            continue
        where = place(manuscript, block, start, end)
        why = (
            "a rehearsal names no real body"
            if facts.rehearsal and facts.may_name_bodies
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
