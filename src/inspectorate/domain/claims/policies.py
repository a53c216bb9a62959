"""May this claim be drafted, edited, referenced, refreshed now? Pure: each rule answers with
reasons.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import Phase
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .figures import Figures
from .models import Claim
from .reasons import ClaimReason

OVER = frozenset({Phase.CLOSED, Phase.ABANDONED})
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def draftable(
    inspection: Inspection, key: str, statement: str, decision: str, *, taken: bool
) -> list[Reason]:
    """A claim has a key of its own, by which texts carry it, and says in words what it asserts."""
    reasons = [*_running(inspection), *_words(statement, decision)]
    if not _KEY.fullmatch(key) or len(key) > 80:
        text = (
            f"The key {key!r} is not made of small letters, digits and single hyphens, 80 at most."
        )
        reasons.append(
            Reason(
                ClaimReason.KEY_MALFORMED, text, "Write it like mandatory-training.", "claim_key"
            )
        )
    elif taken:
        reasons.append(
            Reason(
                ClaimReason.KEY_TAKEN,
                f"There is a claim {key} already.",
                "Edit that claim, or choose another key.",
                "claim_key",
            )
        )
    return reasons


def editable(claim: Claim, statement: str, decision: str) -> list[Reason]:
    """A claim is edited while its inspection runs."""
    return [*_running(claim.inspection), *_words(statement, decision)]


def referencable(
    claim: Claim,
    person: int,
    verdict: bool,
    reasons: str,
    *,
    writers: Collection[int],
    stale: Sequence[Reason],
    figures: Figures,
) -> list[Reason]:
    """Referenced by somebody who wrote no part of it; an objection says why; nothing stale or
    undecided is supported.
    """
    found = [*_running(claim.inspection), *storable(reasons, "reasons", needed=not verdict)]
    if person in writers:
        text = f"You drafted or edited {claim.key} yourself."
        found.append(
            Reason(
                ClaimReason.OWN_CLAIM,
                text,
                "Somebody who did not write it must look at the support.",
            )
        )
    if verdict and stale:
        why = " ".join(reason.text for reason in stale)
        found.append(
            Reason(
                ClaimReason.CLAIM_STALE,
                f"{claim.key} is stale. {why}",
                "Have it refreshed first, or object.",
            )
        )
    if verdict and figures.identifies and not claim.small_number_decision.strip():
        text = (
            f"The number in {claim.key} is so small that it may identify a body, and nothing "
            f"is decided about it."
        )
        mend = "Have it decided, with the reason, whether the number is printed; or object."
        found.append(
            Reason(ClaimReason.SMALL_NUMBER_UNDECIDED, text, mend, "small_number_decision")
        )
    return found


def refreshable(claim: Claim) -> list[Reason]:
    """A claim is pinned anew while its inspection runs."""
    return _running(claim.inspection)


def _running(inspection: Inspection) -> list[Reason]:
    if inspection.phase in OVER:
        text = (
            f"The inspection is {Phase(inspection.phase).label.lower()}; its claims stand as "
            f"they are."
        )
        return [
            Reason(
                ClaimReason.INSPECTION_OVER,
                text,
                "A correction is made by a new edition.",
                "inspection",
            )
        ]
    return []


def _words(statement: str, decision: str) -> list[Reason]:
    return [
        *storable(statement, "statement", needed=True, limit=2000),
        *storable(decision, "small_number_decision", limit=2000),
    ]
