"""What may be done to a recommendation now: each rule returns its reasons, if any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from urllib.parse import urlsplit

from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .reasons import RecommendationReason

AGREEMENTS = ("agreed", "partly", "not", "neither")
CLAIMED = ("none", "some", "most", "complete")
CONFIRMED = ("none", "partly", "complete")
OUTCOMES = ("implemented", "overtaken", "not")
CLOSED = Reason(
    RecommendationReason.CLOSED_ALREADY,
    "This recommendation is closed for this body.",
    "Nothing more can be recorded on it.",
)


def openable(
    *,
    kind: str,
    edition: str,
    numbers: Collection[int],
    taken: Collection[int],
    unknown: Collection[str],
) -> list[Reason]:
    """Require a public edition that makes recommendations, free numbers, and known addressees.

    ``kind`` is the kind of document, ``edition`` that of the edition; ``taken`` are numbers in use
    for other words, ``unknown`` the codes of addressees that name no body.
    """
    reasons = []
    if edition != "public":
        text = "Recommendations are opened from a public edition only."
        reasons.append(Reason(RecommendationReason.NOT_PUBLIC, text, "Choose that one.", "edition"))
    for number in sorted(set(numbers) & set(taken)):
        text = f"There is already a recommendation {number}."
        mend = "Give the new one the next number."
        reasons.append(Reason(RecommendationReason.NUMBER_TAKEN, text, mend, "number"))
    for code in sorted(set(unknown)):
        text = f"{code!r} is not a body that may be addressed here."
        reasons.append(
            Reason(RecommendationReason.ADDRESSEE_UNKNOWN, text, "Check the code.", "to")
        )
    if not numbers:
        text = f"This {kind} makes no recommendation."
        mend = "Choose a document that makes one."
        reasons.append(Reason(RecommendationReason.NONE_MADE, text, mend, "edition"))
    return reasons


def respondable(
    *, closed: bool, agreement: str, action: str, why_none: str, link: str, by_staff: bool
) -> list[Reason]:
    """Require an answer, and the action proposed or why there is none (Police Act 1996 s.55(5A)).

    Staff record only a reply that is published.
    """
    reasons = _open(closed)
    if agreement not in AGREEMENTS:
        code = RecommendationReason.AGREEMENT_UNKNOWN
        reasons.append(_not_offered(code, "agreement", agreement, AGREEMENTS))
    reasons += _action(action, why_none)
    if link and not _is_address(link):
        text = f"{link!r} is not a web address."
        mend = "Begin it with https://"
        reasons.append(Reason(RecommendationReason.LINK_NOT_UNDERSTOOD, text, mend, "link"))
    if by_staff and not link.strip():
        text = "A reply recorded for a body must say where it is published."
        reasons.append(Reason(RecommendationReason.LINK_MISSING, text, "Give its address.", "link"))
    return reasons


def _action(action: str, why_none: str) -> list[Reason]:
    if action.strip() and why_none.strip():
        text = "The reply proposes an action and also says why there is none."
        mend = "Keep one of them."
        return [Reason(RecommendationReason.ACTION_AND_WHY_NONE, text, mend, "why_none")]
    if not action.strip() and not why_none.strip():
        text = "The reply proposes no action and does not say why."
        mend = "Write the action, or why there is none."
        return [Reason(RecommendationReason.ACTION_OR_WHY_NONE, text, mend, "action")]
    return [*storable(action, "action"), *storable(why_none, "why_none")]


def claimable(*, closed: bool, claimed: str, text: str) -> list[Reason]:
    """Require of a claim of progress how far it is, and what was done."""
    reasons = _open(closed)
    if claimed not in CLAIMED:
        code = RecommendationReason.PROGRESS_UNKNOWN
        reasons.append(_not_offered(code, "claimed", claimed, CLAIMED))
    return reasons + storable(text, "text", needed=True)


def movable(*, closed: bool, due_on: date, current: date | None, reason: str) -> list[Reason]:
    """Require another day than the ``current`` one, and a reason."""
    reasons = _open(closed)
    if due_on == current:
        text = "That is the day on which it is already due."
        reasons.append(Reason(RecommendationReason.SAME_DAY, text, "Choose another day.", "due_on"))
    return reasons + storable(reason, "reason", needed=True)


def verifiable(*, closed: bool, confirmed: str, evidence: str, own_body: bool) -> list[Reason]:
    """Require what was confirmed, the evidence for it, and somebody independent of the body."""
    reasons = _open(closed)
    if confirmed not in CONFIRMED:
        code = RecommendationReason.CONFIRMED_UNKNOWN
        reasons.append(_not_offered(code, "confirmed", confirmed, CONFIRMED))
    reasons += storable(evidence, "evidence", needed=True)
    if own_body:
        text = "You speak for this body, or declared an interest in it."
        mend = "Somebody else must verify it."
        reasons.append(Reason(RecommendationReason.OWN_BODY, text, mend))
    return reasons


def closable(*, closed: bool, outcome: str, reasons: str, confirmed: str) -> list[Reason]:
    """Require an outcome with its reasons; implemented needs ``confirmed`` to be complete."""
    faults = _open(closed)
    if outcome not in OUTCOMES:
        code = RecommendationReason.OUTCOME_UNKNOWN
        faults.append(_not_offered(code, "outcome", outcome, OUTCOMES))
    faults += storable(reasons, "reasons", needed=True)
    if outcome == "implemented" and confirmed != "complete":
        text = "It has not been confirmed complete. What the body says is not enough to close it."
        mend = "Verify it first, or close it with another outcome."
        faults.append(Reason(RecommendationReason.NOT_VERIFIED, text, mend, "outcome"))
    return faults


def _open(closed: bool) -> list[Reason]:
    return [CLOSED] if closed else []


def _not_offered(
    code: RecommendationReason, field: str, value: str, choices: Collection[str]
) -> Reason:
    mend = f"Choose one of: {', '.join(sorted(choices))}."
    return Reason(code, f"{value!r} is not one of the choices.", mend, field)


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
