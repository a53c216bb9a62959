"""May this claim be drafted, edited, referenced, refreshed now? Each rule answers with reasons."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .figures import Figures
from .models import Claim
from .reasons import ClaimReason
from .verbs import ClaimVerb

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def draftable(
    inspection: Inspection, key: str, statement: str, decision: str, *, taken: bool
) -> list[Reason]:
    """Require a key by which texts carry the claim, and in words what it asserts."""
    reasons = [*inspections.reasons_over(inspection), *_words(statement, decision)]
    if not _KEY.fullmatch(key) or len(key) > 80:
        text = (
            f"The key {key!r} is not made of small letters, digits and single hyphens, 80 at most."
        )
        mend = Mend.words("Write it like mandatory-training.")
        reasons.append(Reason(ClaimReason.KEY_MALFORMED, text, mend, "claim_key"))
    elif taken:
        reasons.append(
            Reason(
                ClaimReason.KEY_TAKEN,
                f"There is a claim {key} already.",
                Mend.by(ClaimVerb.EDIT, "Edit that claim, or choose another key."),
                "claim_key",
            )
        )
    return reasons


def editable(claim: Claim, statement: str, decision: str) -> list[Reason]:
    """Require that the inspection still runs, and words for what is asserted."""
    return [*inspections.reasons_over(claim.inspection), *_words(statement, decision)]


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
    """Require somebody who wrote no part of the claim, and reasons for an objection.

    A claim that is stale, or whose small number nobody decided on, cannot be found supported.
    """
    found = [
        *inspections.reasons_over(claim.inspection),
        *storable(reasons, "reasons", needed=not verdict),
    ]
    if person in writers:
        text = f"You drafted or edited {claim.key} yourself."
        mend = Mend.by_another(
            ClaimVerb.REFERENCE, "Somebody who did not write it must look at the support."
        )
        found.append(Reason(ClaimReason.OWN_CLAIM, text, mend))
    if verdict and stale:
        why = " ".join(reason.text for reason in stale)
        found.append(
            Reason(
                ClaimReason.CLAIM_STALE,
                f"{claim.key} is stale. {why}",
                Mend.by(ClaimVerb.REFRESH, "Have it refreshed first, or object.", claim),
            )
        )
    if verdict and figures.identifies and not claim.small_number_decision.strip():
        text = (
            f"The number in {claim.key} is so small that it may identify a body, and nothing "
            f"is decided about it."
        )
        mend = Mend.by(
            ClaimVerb.EDIT,
            "Have it decided, with the reason, whether the number is printed; or object.",
            claim,
        )
        found.append(
            Reason(ClaimReason.SMALL_NUMBER_UNDECIDED, text, mend, "small_number_decision")
        )
    return found


def refreshable(claim: Claim) -> list[Reason]:
    """Require that the inspection still runs."""
    return inspections.reasons_over(claim.inspection)


def _words(statement: str, decision: str) -> list[Reason]:
    return [
        *storable(statement, "statement", needed=True, limit=2000),
        *storable(decision, "small_number_decision", limit=2000),
    ]
