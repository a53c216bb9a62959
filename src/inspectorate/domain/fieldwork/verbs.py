"""Acts on requests, visits and sessions."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class FieldworkVerb(Verb):
    """Acts on requests, visits and sessions."""

    SEE = ("fieldwork.see", "See requests, visits and sessions.")
    ASK = ("fieldwork.ask", "Ask a body for documents or data by a day.")
    MOVE_REQUEST = (
        "fieldwork.move_request",
        "Move the day on which a request is due, with a reason that the body reads.",
    )
    WITHDRAW_REQUEST = (
        "fieldwork.withdraw_request",
        "Withdraw a request for which nothing came, with a reason that the body reads.",
    )
    RECEIVE = (
        "fieldwork.receive",
        "Send what was asked for, or record it on the body's behalf.",
    )
    LOOK_AT_RECEIPTS = (
        "fieldwork.look_at_receipts",
        "Record that what a body handed in was looked at; it no longer stands as new.",
    )
    PLAN_VISIT = ("fieldwork.plan_visit", "Plan a visit by a field team.")
    MOVE_VISIT = ("fieldwork.move_visit", "Move a visit to other days, with the reason.")
    CANCEL_VISIT = (
        "fieldwork.cancel_visit",
        "Cancel a visit at which nothing was heard, and its sessions, with the reason.",
    )
    END_VISIT = (
        "fieldwork.end_visit",
        "End a visit with the hot debrief: the provisional feedback given on the day.",
    )
    DEFER_VISIT = (
        "fieldwork.defer_visit",
        "Defer a visit that has not begun: it leaves the calendar until it is moved to new days.",
    )
    PAUSE_VISIT = (
        "fieldwork.pause_visit",
        "Pause a visit: who asked, on what ground, and whom the body can call about welfare.",
    )
    RESUME_VISIT = ("fieldwork.resume_visit", "Resume a visit that was paused.")
    LEAVE_INCOMPLETE = (
        "fieldwork.leave_incomplete",
        "End a visit without a hot debrief, and say what was not seen.",
    )
    REOPEN_VISIT = (
        "fieldwork.reopen_visit",
        "Reopen a visit that ended or was left incomplete; evidence recorded afterwards is marked.",
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
    HAND_OVER_SESSION = (
        "fieldwork.hand_over_session",
        "Let another inspector hold a session to come in place of one who holds it.",
    )
    SEE_DIARY = ("fieldwork.see_diary", "See one's own sessions, visits and due days by week.")
    MAKE_CALENDAR_ADDRESS = (
        "fieldwork.make_calendar_address",
        "Open a secret address at which a calendar program reads one's own hours.",
    )
    END_CALENDAR_ADDRESS = (
        "fieldwork.end_calendar_address",
        "End that address: nothing is read there any more.",
    )
    MAKE_REVIEW_FORM = (
        "fieldwork.make_review_form",
        "Say what is asked of each case of a sample, before anything is drawn.",
    )
    BEGIN_SAMPLE = (
        "fieldwork.begin_sample",
        "Begin a sample of a body's cases: the digest of its seed is told before the list is here.",
    )
    CLOSE_LIST = (
        "fieldwork.close_list",
        "Close the list of references that a sample is drawn from; it holds nothing of a person.",
    )
    DRAW_CASES = ("fieldwork.draw_cases", "Reveal the seed and draw the cases.")
    REVIEW_CASE = ("fieldwork.review_case", "Answer the questions of the form on a case drawn.")
    TAKE_REVIEW_BACK = (
        "fieldwork.take_review_back",
        "Take the review of a case back, with the reason; the case waits to be reviewed again.",
    )
    REPLACE_CASE = (
        "fieldwork.replace_case",
        "Say that a case drawn cannot be had, and why; the next in the same draw stands in.",
    )
    FIND_CASE = (
        "fieldwork.find_case",
        "Say that a case which could not be had was found after all; what stood in is not read.",
    )
    GIVE_UP_SAMPLE = (
        "fieldwork.give_up_sample",
        "Give a sample up, with the reason; it stays on record and counts for nothing.",
    )
    MAKE_RETURN_TEMPLATE = (
        "fieldwork.make_return_template",
        "Say which columns a data return has, and which rules it keeps.",
    )
    REPLACE_RETURN_TEMPLATE = (
        "fieldwork.replace_return_template",
        "Replace the template of a data return by a later version; what came is checked again.",
    )
    WITHDRAW_RETURN_TEMPLATE = (
        "fieldwork.withdraw_return_template",
        "Withdraw the template of a data return by which no body is asked, with the reason.",
    )
    RETURN_DATA = (
        "fieldwork.return_data",
        "Send a data return, or record it on the body's behalf; it is taken whole or not at all.",
    )
    TAKE_RETURN_BACK = (
        "fieldwork.take_return_back",
        "Take a data return back that came by mistake or for another body, with the reason.",
    )
    EXCEPT_ROWS = (
        "fieldwork.except_rows",
        "Say why rows of a data return are right that breach a rule which is not hard.",
    )
    WITHDRAW_EXCEPTION = (
        "fieldwork.withdraw_exception",
        "Take back, with the reason, what said why rows of a data return are right.",
    )
    CERTIFY_RETURN = (
        "fieldwork.certify_return",
        "Certify the rows of a data return for an office of the body, or record that it did.",
    )
    WITHDRAW_CERTIFICATE = (
        "fieldwork.withdraw_certificate",
        "Take the certificate of a data return back, with the reason.",
    )
    PLAN_MANY = (
        "fieldwork.plan_many",
        "Plan many visits and sessions from one table, all of it or nothing.",
    )
    CANCEL_PLAN = (
        "fieldwork.cancel_plan",
        "Cancel what of a plan from a table is still to come, with the reason.",
    )
    MOVE_PLAN = (
        "fieldwork.move_plan",
        "Move what of a plan from a table is still to come by so many days, with the reason.",
    )
    SAY_TRAVEL = (
        "fieldwork.say_travel",
        "Say how long people travel between two bodies, or between any two.",
    )
