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
    DUE_DAY_UNCLEAR = (
        "due_day_unclear",
        "Neither a day nor a rule is given by when a request is due, or both are.",
    )
    DUE_DAY_UNCHANGED = ("due_day_unchanged", "The request is due on this day already.")
    REQUEST_WITHDRAWN = ("request_withdrawn", "The request was withdrawn.")
    REQUEST_ANSWERED = ("request_answered", "Something was handed in for the request.")
    NOTHING_RECEIVED = ("nothing_received", "There is neither a note nor a file.")
    FILES_TOO_LARGE = (
        "files_too_large",
        "All files handed in for one request would be larger than is taken.",
    )
    NOT_REPLACEABLE = (
        "not_replaceable",
        "What is to be replaced is no document of this request, or was replaced already.",
    )
    LOOKED_AT_ALREADY = ("looked_at_already", "All of it was looked at already.")
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
    SESSION_BEGUN = ("session_begun", "The session has begun, and who held it stays on record.")
    NOT_HOLDING = ("not_holding", "The person holds the session already, or does not hold it.")
    OUTSIDE_VISIT = ("outside_visit", "The session is outside the days of the visit.")
    INSPECTORS_MISSING = ("inspectors_missing", "The session has no inspector.")
    NOT_ON_TEAM = ("not_on_team", "A person is not on the team of this inspection.")
    UNIT_UNKNOWN = ("unit_unknown", "There is no such unit to draw.")
    QUESTIONS_MISSING = ("questions_missing", "A form has no question, or too many.")
    NOT_POOLED = ("not_pooled", "The body is none of those that the form counts together.")
    SEEDING_UNKNOWN = ("seeding_unknown", "There is no such way to seed a draw.")
    SEED_WRONG = ("seed_wrong", "A seed, or what a body adds to it, cannot be used.")
    SEED_ELSEWHERE = (
        "seed_elsewhere",
        "The seed of which the digest was told is not in this installation.",
    )
    SAMPLE_STANDS = ("sample_stands", "The body has a sample on this form already.")
    SAMPLE_GIVEN_UP = ("sample_given_up", "The sample was given up.")
    LIST_WRONG = ("list_wrong", "A row of a list holds no reference, or may tell of a person.")
    LIST_MISSING = ("list_missing", "The list to draw from is not closed yet.")
    LIST_CLOSED = ("list_closed", "The list is closed, and what seeds the draw may be known.")
    RULE_UNKNOWN = ("rule_unknown", "There is no such rule of drawing.")
    SIZE_WRONG = ("size_wrong", "So many cases cannot be drawn from this list.")
    ALREADY_DRAWN = ("already_drawn", "The sample is drawn already.")
    ANSWER_MISSING = ("answer_missing", "A question on a case is not answered.")
    NOTE_PERSONAL = ("note_personal", "A reference to a note may tell of a person.")
    CASE_NOT_HAD = ("case_not_had", "The case is not among those to be read.")
    CASE_REVIEWED = ("case_reviewed", "The case is reviewed already.")
    CASE_FOUND = ("case_found", "The case was found already.")
    REVIEW_TAKEN_BACK = ("review_taken_back", "The review was taken back already.")
