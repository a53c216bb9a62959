"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class RecommendationReason(ReasonCode):
    """Why a recommendation may not be opened, answered, moved, verified or closed now."""

    NOT_PUBLIC = ("not_public", "Recommendations are opened from a public edition only.")
    NONE_MADE = ("none_made", "The document makes no recommendation.")
    NOT_MADE = ("not_made", "The edition makes no recommendation of this number.")
    NUMBER_TAKEN = ("number_taken", "Another recommendation has this number.")
    ADDRESSEE_UNKNOWN = (
        "addressee_unknown",
        "A recommendation is put to a body that may not be addressed here.",
    )
    OUTCOME_NOT_HERE = ("outcome_not_here", "The outcome does not exist here for this person.")
    OUTCOME_WITHDRAWN = ("outcome_withdrawn", "The outcome is withdrawn.")
    ANSWERED_ALREADY = (
        "answered_already",
        "It is recorded already that the recommendation answers the outcome.",
    )
    ENDED_ALREADY = ("ended_already", "It was ended already.")
    CLOSED_ALREADY = ("closed_already", "The recommendation is closed for this body.")
    AGREEMENT_UNKNOWN = ("agreement_unknown", "The answer is not one of those offered.")
    ACTION_OR_WHY_NONE = (
        "action_or_why_none",
        "The reply proposes no action and does not say why.",
    )
    ACTION_AND_WHY_NONE = (
        "action_and_why_none",
        "The reply proposes an action and also says why there is none.",
    )
    LINK_NOT_UNDERSTOOD = ("link_not_understood", "The link is not a web address.")
    LINK_MISSING = (
        "link_missing",
        "A reply recorded for a body does not say where it is published.",
    )
    PROGRESS_UNKNOWN = ("progress_unknown", "The progress is not one of the steps offered.")
    SAME_DAY = ("same_day", "The new day is the day on which it is already due.")
    CONFIRMED_UNKNOWN = ("confirmed_unknown", "What was confirmed is not one of those offered.")
    OWN_BODY = ("own_body", "The person speaks for the body, or declared an interest in it.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "The outcome is not one of those offered.")
    NOT_VERIFIED = (
        "not_verified",
        "It cannot be closed as implemented before it is confirmed complete.",
    )
    ALREADY_ACCEPTED = ("already_accepted", "The words of this reply are accepted already.")
    NOT_THEIR_WORDS = (
        "not_their_words",
        "The words are not what the body wrote, with pieces removed and nothing else changed.",
    )
    MARKED_TOO_HIGH = (
        "marked_too_high",
        "The words are marked higher than may ever be published.",
    )
    FOUND_WITHOUT_REASON = (
        "found_without_reason",
        "A check found something in the words, and no reason says why it may stay.",
    )
    REAL_BODY_NAMED = (
        "real_body_named",
        "In a rehearsal words that go out name a real body, and what they say is simulated.",
    )
    ALREADY_CONFIRMED = ("already_confirmed", "A second person has confirmed it already.")
    OWN_RECORD = ("own_record", "The person made the record; a second one must confirm it.")
    SUPERSEDED = ("superseded", "A later record of its kind has been confirmed.")
    AS_RECOMMENDED = (
        "as_recommended",
        "The day came with the recommendation, which two people signed.",
    )
    VERIFICATION_UNCONFIRMED = (
        "verification_unconfirmed",
        "It closes as implemented, and the verification it rests on is not confirmed.",
    )
    WITHDRAWN_ALREADY = ("withdrawn_already", "It is withdrawn already.")
    HOLDS_CLOSURE = ("holds_closure", "A confirmed closure rests on this verification.")
