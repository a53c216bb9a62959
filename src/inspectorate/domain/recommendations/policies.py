"""May it be done now? Each rule answers with reasons, empty when all is well."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from urllib.parse import urlsplit

from inspectorate.foundation.reasons.reasons import Reason

from .reasons import RecommendationReason

CLOSED = Reason(
    RecommendationReason.CLOSED_ALREADY,
    "This recommendation is closed for this body.",
    "Nothing more is recorded on it.",
    "",
)


def may_open(
    *,
    kind: str,
    edition: str,
    numbers: Collection[int],
    taken: Collection[int],
    unknown: Collection[str],
) -> list[Reason]:
    """Recommendations are opened once, from a public edition, each under a free number, to bodies
    that are known.
    """
    found = []
    if edition != "public":
        found.append(
            Reason(
                RecommendationReason.NOT_PUBLIC,
                "Recommendations are opened from a public edition only.",
                "Choose that one.",
                "edition",
            )
        )
    for number in sorted(set(numbers) & set(taken)):
        found.append(
            Reason(
                RecommendationReason.NUMBER_TAKEN,
                f"There is a recommendation {number} already.",
                "Number the new one on.",
                "number",
            )
        )
    for code in sorted(set(unknown)):
        found.append(
            Reason(
                RecommendationReason.ADDRESSEE_UNKNOWN,
                f"{code!r} is no body that may be addressed here.",
                "Check the code.",
                "to",
            )
        )
    if not numbers:
        found.append(
            Reason(
                RecommendationReason.NONE_MADE,
                f"This {kind} makes no recommendation.",
                "",
                "edition",
            )
        )
    return found


def may_respond(
    *,
    closed: bool,
    agreement: str,
    agreements: Collection[str],
    action: str,
    why_none: str,
    link: str,
    by_staff: bool,
) -> list[Reason]:
    """A reply says what will be done or why nothing will (Police Act 1996 s.55(5A)); staff record
    only a published one.
    """
    found = [CLOSED] if closed else []
    if agreement not in agreements:
        found.append(
            Reason(
                RecommendationReason.AGREEMENT_UNKNOWN,
                f"{agreement!r} is no answer.",
                f"Choose one of {', '.join(sorted(agreements))}.",
                "agreement",
            )
        )
    if not action.strip() and not why_none.strip():
        found.append(
            Reason(
                RecommendationReason.ACTION_OR_WHY_NONE,
                "The reply proposes no action and does not say why.",
                "Write the action, or why none.",
                "action",
            )
        )
    if action.strip() and why_none.strip():
        found.append(
            Reason(
                RecommendationReason.ACTION_AND_WHY_NONE,
                "The reply proposes an action and also says why there is none.",
                "Keep one of them.",
                "why_none",
            )
        )
    if link and not _is_address(link):
        found.append(
            Reason(
                RecommendationReason.LINK_NOT_UNDERSTOOD,
                f"{link!r} is no web address.",
                "Begin it with https://",
                "link",
            )
        )
    if by_staff and not link.strip():
        found.append(
            Reason(
                RecommendationReason.LINK_MISSING,
                "A reply recorded for a body must say where it is published.",
                "Give its address.",
                "link",
            )
        )
    return found


def may_claim(*, closed: bool, claimed: str, choices: Collection[str], text: str) -> list[Reason]:
    """A claim of progress says how far, and what was done."""
    found = [CLOSED] if closed else []
    if claimed not in choices:
        found.append(
            Reason(
                RecommendationReason.PROGRESS_UNKNOWN,
                f"{claimed!r} is no step.",
                f"Choose one of {', '.join(sorted(choices))}.",
                "claimed",
            )
        )
    if not text.strip():
        found.append(
            Reason(
                RecommendationReason.TEXT_MISSING,
                "Nothing says what was done.",
                "Say what has been done, and how one can see it.",
                "text",
            )
        )
    return found


def may_move(*, closed: bool, due_on: date, stands: date | None, reason: str) -> list[Reason]:
    """A due day is moved with a reason; the old one stays in the history."""
    found = [CLOSED] if closed else []
    if due_on == stands:
        found.append(
            Reason(
                RecommendationReason.SAME_DAY,
                "That is the day it is due already.",
                "Choose another.",
                "due_on",
            )
        )
    if not reason.strip():
        found.append(
            Reason(
                RecommendationReason.REASON_MISSING,
                "A moved day needs its reason.",
                "Say who asked, and why.",
                "reason",
            )
        )
    return found


def may_verify(
    *, closed: bool, confirmed: str, choices: Collection[str], evidence: str, own_body: bool
) -> list[Reason]:
    """What is confirmed rests on evidence somebody independent looked at."""
    found = [CLOSED] if closed else []
    if confirmed not in choices:
        found.append(
            Reason(
                RecommendationReason.CONFIRMED_UNKNOWN,
                f"{confirmed!r} is no finding.",
                f"Choose one of {', '.join(sorted(choices))}.",
                "confirmed",
            )
        )
    if not evidence.strip():
        found.append(
            Reason(
                RecommendationReason.EVIDENCE_MISSING,
                "Nothing says what was looked at.",
                "Say what you saw and what it showed.",
                "evidence",
            )
        )
    if own_body:
        found.append(
            Reason(
                RecommendationReason.OWN_BODY,
                "You speak for this body, or declared an interest in it.",
                "Somebody else must verify it.",
                "",
            )
        )
    return found


def may_close(
    *, closed: bool, outcome: str, outcomes: Collection[str], reasons: str, confirmed: str
) -> list[Reason]:
    """Implemented only when confirmed complete; every closure has reasons."""
    found = [CLOSED] if closed else []
    if outcome not in outcomes:
        found.append(
            Reason(
                RecommendationReason.OUTCOME_UNKNOWN,
                f"{outcome!r} is no outcome.",
                f"Choose one of {', '.join(sorted(outcomes))}.",
                "outcome",
            )
        )
    if not reasons.strip():
        found.append(
            Reason(
                RecommendationReason.REASONS_MISSING,
                "A closure needs its reasons.",
                "Say why, for the public to read.",
                "reasons",
            )
        )
    if outcome == "implemented" and confirmed != "complete":
        found.append(
            Reason(
                RecommendationReason.NOT_VERIFIED,
                "It has not been confirmed complete; the owner's word does not close it.",
                "Verify it first, or close it with another outcome.",
                "outcome",
            )
        )
    return found


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
