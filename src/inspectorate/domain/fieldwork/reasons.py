"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class FieldworkReason(ReasonCode):
    """Why a request, visit or session may not be asked, planned, changed or recorded now."""

    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "The body is not in the scope of this inspection.")
    NOT_IN_PHASE = ("not_in_phase", "The inspection is in a phase in which this is not done.")
    DUE_IN_THE_PAST = ("due_in_the_past", "The day on which the request is due has passed.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "A criterion is not in the framework of this inspection.",
    )
    NOTHING_RECEIVED = ("nothing_received", "There is neither a note nor a file.")
    DAYS_OUT_OF_ORDER = ("days_out_of_order", "The visit would end before it begins.")
    OUTSIDE_WINDOW = (
        "outside_window",
        "The visit is outside the fieldwork window and no reason is given.",
    )
    VISITS_OVERLAP = ("visits_overlap", "The body has another visit on these days.")
    TEAM_UNKNOWN = ("team_unknown", "The field team has no members.")
    VISIT_CANCELLED = ("visit_cancelled", "The visit was cancelled.")
    VISIT_ENDED = ("visit_ended", "The visit has ended.")
    VISIT_NOT_BEGUN = ("visit_not_begun", "The visit has not begun.")
    SESSIONS_LEFT_BEHIND = (
        "sessions_left_behind",
        "Sessions already held would be outside the new days of the visit.",
    )
    SESSIONS_HELD = ("sessions_held", "Sessions were already held, so the visit took place.")
    METHOD_UNKNOWN = ("method_unknown", "The method is not one of those of fieldwork.")
    TIMES_OUT_OF_ORDER = ("times_out_of_order", "The session would end before it begins.")
    TIMES_UNCHANGED = ("times_unchanged", "The session has these times already.")
    SESSION_CANCELLED = ("session_cancelled", "The session was cancelled.")
    OUTSIDE_VISIT = ("outside_visit", "The session is outside the days of the visit.")
    INSPECTORS_MISSING = ("inspectors_missing", "The session has no inspector.")
    NOT_ON_TEAM = ("not_on_team", "A person is not on the team of this inspection.")
