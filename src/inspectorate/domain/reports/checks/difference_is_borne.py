"""What a test does not bear is not said: that bodies differ, are alike, or stand lowest."""

from __future__ import annotations

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, place

NAME = CheckName.DIFFERENCE_IS_BORNE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = True


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each passage that says more than the test of its claim bears.

    Where nothing was tested, the claim says so beside the text and in print, and nothing is wrong.
    """
    found = []
    for block, span, claim in bound(manuscript, facts):
        why = claim.kind.unborne(claim.figures, span.text)
        where = place(manuscript, block, span.start, span.end, span.key)
        if why:
            mend = Mend.by(
                ClaimVerb.EDIT, "Say less, or bind the words to a claim that bears them."
            )
            found.append(Problem(NAME, where, f"`{where.excerpt}`: {why}.", mend))
        elif claim.kind.unread(span.text):
            what = (
                f"`{where.excerpt}` was not read: no word of it says what the claim is tested for."
            )
            mend = Mend.words("Say it in the words of the guide; whoever signs has to look at it.")
            found.append(Problem(NAME, where, what, mend, "warns"))
    return found
