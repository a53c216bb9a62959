"""Where the terms of reference name no body, no body stands beside a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock, standing

from ..facts import Facts
from ..reasons import CheckName
from .names import bodies_named, named_in
from .places import bound, place, sentence_at

if TYPE_CHECKING:
    from ..editions.runs import Treatment

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
        found.append(
            Problem(
                NAME,
                where,
                f"{name} is named; {_why(facts)}.",
                Mend.words("Take the name out, or mark the sentence as context."),
            )
        )
    names = [name for name in facts.body_names if name not in printable]
    return [*found, *_by_claims(manuscript, facts, names, public)]


def _why(facts: Facts) -> str:
    if facts.rehearsal and facts.may_name_bodies:
        return "a rehearsal names no real body"
    return "the terms of reference name no body"


def _by_claims(
    manuscript: Manuscript, facts: Facts, names: Sequence[str], public: Treatment
) -> Iterator[Problem]:
    """Name each body that what a claim asserts names: it is printed as how we know it."""
    from ..editions.runs import hidden_in

    for block, start, end, claim in _carried(manuscript, facts):
        if any(one.start <= start and end <= one.end for one in hidden_in(block, public)):
            continue
        for name in named_in(claim.statement, names):
            what = (
                f"What the claim {claim.key} asserts names {name}, and is printed with it; "
                f"{_why(facts)}."
            )
            mend = Mend.by(ClaimVerb.EDIT, "Take the name out of what the claim asserts.")
            yield Problem(NAME, place(manuscript, block, start, end, claim.key), what, mend)


def _carried(
    manuscript: Manuscript, facts: Facts
) -> Iterator[tuple[TextBlock, int, int, ClaimFacts]]:
    """Yield where claims are carried: spans that are bound, and pictures of a claim."""
    for block, span, claim in bound(manuscript, facts):
        yield block, span.start, span.end, claim
    for block in manuscript.blocks:
        drawn = (facts.claims or {}).get(block.fields.get("claim", ""))
        if drawn is not None:
            yield block, 0, len(block.text), drawn
