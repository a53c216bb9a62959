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
    DAY_TOO_FAR = (
        "day_too_far",
        "A day of the visit is more than two years from the fieldwork window.",
    )
    VISITS_OVERLAP = ("visits_overlap", "The body has another visit on these days.")
    TEAM_UNKNOWN = ("team_unknown", "The field team has no members.")
    VISIT_CANCELLED = ("visit_cancelled", "The visit was cancelled.")
    VISIT_ENDED = ("visit_ended", "The visit has ended.")
    VISIT_NOT_BEGUN = ("visit_not_begun", "The visit has not begun.")
    VISIT_BEGUN = ("visit_begun", "A session of the visit has begun.")
    VISIT_DEFERRED = ("visit_deferred", "The visit is deferred and has no days.")
    VISIT_PAUSED = ("visit_paused", "The visit is paused.")
    VISIT_NOT_PAUSED = ("visit_not_paused", "The visit is not paused.")
    VISIT_INCOMPLETE = ("visit_incomplete", "The visit was left incomplete.")
    VISIT_NOT_OVER = (
        "visit_not_over",
        "The visit has neither ended nor was it left incomplete.",
    )
    IN_A_PAUSE = ("in_a_pause", "The session lies in a time in which the visit stood still.")
    MOMENT_TO_COME = ("moment_to_come", "A moment that is recorded has not come.")
    MOMENT_TOO_EARLY = (
        "moment_too_early",
        "A moment lies before the visit began, ended, or was last interrupted or taken up again.",
    )
    CHOICE_UNKNOWN = ("choice_unknown", "A choice is none of those offered.")
    SESSIONS_LEFT_BEHIND = (
        "sessions_left_behind",
        "Sessions already held would be outside the new days of the visit.",
    )
    SESSIONS_HELD = ("sessions_held", "Sessions have begun, so the visit took place.")
    METHOD_UNKNOWN = ("method_unknown", "The method is not one of those of fieldwork.")
    TIMES_OUT_OF_ORDER = ("times_out_of_order", "The session would end before it begins.")
    TIMES_UNCHANGED = ("times_unchanged", "The session has these times already.")
    SESSION_CANCELLED = ("session_cancelled", "The session was cancelled.")
    SESSION_BEGUN = ("session_begun", "The session has begun, and who held it stays on record.")
    NOT_HOLDING = ("not_holding", "The person holds the session already, or does not hold it.")
    OUTSIDE_VISIT = ("outside_visit", "The session is outside the days of the visit.")
    INSPECTORS_MISSING = ("inspectors_missing", "The session has no inspector.")
    NOT_ON_TEAM = ("not_on_team", "A person is not on the team of this inspection.")
    CALENDAR_ADDRESS_KNOWN = ("calendar_address_known", "This address was made already.")
    NO_CALENDAR_ADDRESS = ("no_calendar_address", "No address of the calendar is open.")
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
    TEMPLATE_WRONG = ("template_wrong", "A column or a rule of the template cannot be checked.")
    TEMPLATE_WITHDRAWN = ("template_withdrawn", "The template was withdrawn.")
    TEMPLATE_REPLACED = ("template_replaced", "A later version replaced the template.")
    TEMPLATE_ELSEWHERE = ("template_elsewhere", "The template is of another inspection.")
    RETURN_ASKED = ("return_asked", "A body is asked for a return by the template already.")
    RETURN_WRONG = ("return_wrong", "A cell, a heading or a row of a return is wrong.")
    RETURN_HERE_ALREADY = ("return_here_already", "The very same rows are here already.")
    RETURN_SUPERSEDED = ("return_superseded", "The return no longer stands.")
    RETURN_TAKEN_BACK = ("return_taken_back", "The return was taken back.")
    NOTHING_TO_EXCEPT = ("nothing_to_except", "No row breaches the rule without an exception.")
    EXCEPTION_MISSING = (
        "exception_missing",
        "Rows breach a rule that is not hard, and no exception says why.",
    )
    EXCEPTION_WITHDRAWN = ("exception_withdrawn", "The exception was taken back already.")
    CERTIFIED_ALREADY = ("certified_already", "The rows are certified already.")
    CERTIFICATE_WITHDRAWN = ("certificate_withdrawn", "The certificate was taken back already.")
    PLAN_EMPTY = ("plan_empty", "Neither visits nor sessions are given to plan.")
    PLAN_CELL_WRONG = (
        "plan_cell_wrong",
        "A cell of a plan's table names nothing that is here, or no day or time.",
    )
    PLAN_OVER = ("plan_over", "Nothing of the plan is still to come.")
    PLAN_UNMOVED = ("plan_unmoved", "The plan would move by no day, or by more than a year.")
    CLASH = ("clash", "Something clashes, and nobody said why it is planned all the same.")
    CLASH_REFUSED = (
        "clash_refused",
        "A person would be in two sessions at once or in one of a body in which they have an "
        "interest, a body visited twice at once, or more clash than are counted.",
    )
    TRAVEL_ODD = (
        "travel_odd",
        "A time of travel is of no pair, is longer than a day, or is what stands already.",
    )
