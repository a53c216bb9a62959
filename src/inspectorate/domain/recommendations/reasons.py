"""Why something may not be done now in the room of recommendations: each reason's code and its
sentence.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class RecommendationReason(ReasonCode):
    """Reasons of recommendations."""

    NOT_MADE = ("not_made", "Not made.")
    CLOSED_ALREADY = ("closed_already", "This recommendation is closed for this body.")
    NOT_PUBLIC = ("not_public", "Recommendations are opened from a public edition only.")
    NUMBER_TAKEN = ("number_taken", "Number taken.")
    ADDRESSEE_UNKNOWN = ("addressee_unknown", "Addressee unknown.")
    NONE_MADE = ("none_made", "None made.")
    AGREEMENT_UNKNOWN = ("agreement_unknown", "Agreement unknown.")
    ACTION_OR_WHY_NONE = (
        "action_or_why_none",
        "The reply proposes no action and does not say why.",
    )
    ACTION_AND_WHY_NONE = (
        "action_and_why_none",
        "The reply proposes an action and also says why there is none.",
    )
    LINK_NOT_UNDERSTOOD = ("link_not_understood", "Link not understood.")
    LINK_MISSING = ("link_missing", "A reply recorded for a body must say where it is published.")
    PROGRESS_UNKNOWN = ("progress_unknown", "Progress unknown.")
    TEXT_MISSING = ("text_missing", "Nothing says what was done.")
    SAME_DAY = ("same_day", "That is the day it is due already.")
    REASON_MISSING = ("reason_missing", "A moved day needs its reason.")
    CONFIRMED_UNKNOWN = ("confirmed_unknown", "Confirmed unknown.")
    EVIDENCE_MISSING = ("evidence_missing", "Nothing says what was looked at.")
    OWN_BODY = ("own_body", "You speak for this body, or declared an interest in it.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "Outcome unknown.")
    REASONS_MISSING = ("reasons_missing", "A closure needs its reasons.")
    NOT_VERIFIED = (
        "not_verified",
        "It has not been confirmed complete; the owner's word does not close it.",
    )
