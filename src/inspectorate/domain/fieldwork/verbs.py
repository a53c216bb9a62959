"""Acts on requests, visits and sessions."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class FieldworkVerb(Verb):
    """Acts on requests, visits and sessions."""

    SEE = ("fieldwork.see", "See requests, visits and sessions.")
    ASK = ("fieldwork.ask", "Ask a body for documents or data by a day.")
    RECEIVE = (
        "fieldwork.receive",
        "Send what was asked for, or record it on the body's behalf.",
    )
    PLAN_VISIT = ("fieldwork.plan_visit", "Plan a visit by a field team.")
    MOVE_VISIT = ("fieldwork.move_visit", "Move a visit to other days, with the reason.")
    CANCEL_VISIT = (
        "fieldwork.cancel_visit",
        "Cancel a visit at which nothing was heard, with the reason.",
    )
    END_VISIT = (
        "fieldwork.end_visit",
        "End a visit with the hot debrief: the provisional feedback given on the day.",
    )
    HOLD_SESSION = (
        "fieldwork.hold_session",
        "Record a session of a visit: method, who was met by role, when, and by which inspectors.",
    )
    MOVE_SESSION = (
        "fieldwork.move_session",
        "Mend the times of a session, with the reason; what stood before stays on record.",
    )
    CANCEL_SESSION = (
        "fieldwork.cancel_session",
        "Say that a session was not held after all, with the reason; it stays, marked.",
    )
