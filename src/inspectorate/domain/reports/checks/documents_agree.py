"""Report, release, summary and letters rest on the same figures of the same claim.

Wording is not compared: two sentences that are both true of one fact do not contradict each other,
and each is judged by its claim. What can differ is what an edition pinned when it was frozen, on
another day than this text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import bound, place

if TYPE_CHECKING:
    from ..editions.frozen import PinnedClaim

NAME = CheckName.DOCUMENTS_AGREE
# It does not block: of two documents frozen before a change one must be frozen again first. A
# release is refused while any of its editions pins what the records no longer say.
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare the claims of this text, on either side, with what the others' newest editions pin.

    Each claim is told of once for each edition, where the text carries it first.
    """
    found = []
    seen: set[tuple[str, str]] = set()
    for block, span, claim in bound(manuscript, facts):
        for slug, pinned in facts.pinned.items():
            there = pinned.get(span.key)
            if slug == facts.slug or there is None or (slug, span.key) in seen:
                continue
            seen.add((slug, span.key))
            if _same(claim, there):
                continue
            where = place(manuscript, block, span.start, span.end, span.key)
            mend = Mend.by(ReportVerb.FREEZE, f"Freeze {slug} again too.")
            found.append(Problem(NAME, where, _what(claim, there, slug, facts), mend, SEVERITY))
    return found


def _same(claim: ClaimFacts, there: PinnedClaim) -> bool:
    now = claim.figures
    counts = (now.met, now.inspected, now.scope) == (there.met, there.inspected, there.scope)
    return counts and dict(claim.values) == dict(there.figure)


def _what(claim: ClaimFacts, there: PinnedClaim, slug: str, facts: Facts) -> str:
    if slug in facts.unread:
        return f"the newest edition of {slug} has other figures of `{claim.key}` than this text."
    counted = (there.met, there.inspected) != (None, None)
    if counted and claim.counts is not None:
        met, inspected = claim.counts
        return (
            f"the newest edition of {slug} says of `{claim.key}` that {there.met} of "
            f"{there.inspected} met it; here it is {met} of {inspected}."
        )
    then = "; ".join(f"{name}: {value}" for name, value in there.figure.items())
    return f"the newest edition of {slug} says of `{claim.key}`: {then}; here it is otherwise."
