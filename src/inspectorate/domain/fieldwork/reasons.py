"""Why something may not be done now in the room of fieldwork: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class FieldworkReason(ReasonCode):
    """Reasons of fieldwork."""

    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "Body out of scope.")
    NOT_IN_PHASE = ("not_in_phase", "Not in phase.")
    TITLE_MISSING = ("title_missing", "The request has no title.")
    TITLE_TOO_LONG = ("title_too_long", "The title is longer than 200 characters.")
    DUE_IN_THE_PAST = ("due_in_the_past", "Due in the past.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "Criterion of another framework.",
    )
    INSPECTION_OVER = ("inspection_over", "The inspection is over.")
    NOTHING_RECEIVED = ("nothing_received", "There is neither a note nor a file.")
    FILE_NAME_MISSING = ("file_name_missing", "The file has no name.")
    FILE_NAME_TOO_LONG = ("file_name_too_long", "The file's name is longer than 200 characters.")
    DAYS_OUT_OF_ORDER = ("days_out_of_order", "Days out of order.")
    OUTSIDE_WINDOW = ("outside_window", "Outside window.")
    VISITS_OVERLAP = ("visits_overlap", "Visits overlap.")
    VISIT_CANCELLED = ("visit_cancelled", "This visit was cancelled.")
    VISIT_ENDED = ("visit_ended", "This visit is over.")
    REASON_MISSING = ("reason_missing", "Why the visit moves is not said.")
    SESSIONS_LEFT_BEHIND = ("sessions_left_behind", "Sessions left behind.")
    SESSIONS_HELD = ("sessions_held", "Sessions were already held.")
    VISIT_NOT_BEGUN = ("visit_not_begun", "Visit not begun.")
    DEBRIEF_MISSING = ("debrief_missing", "Debrief missing.")
    METHOD_UNKNOWN = ("method_unknown", "Method unknown.")
    TIMES_OUT_OF_ORDER = ("times_out_of_order", "The session would end before it begins.")
    INSPECTORS_MISSING = ("inspectors_missing", "Nobody holds the session.")
    TEAM_UNKNOWN = ("team_unknown", "Team unknown.")
    OUTSIDE_VISIT = ("outside_visit", "Outside visit.")
    NOT_ON_TEAM = ("not_on_team", "Not on team.")
