"""Who may ask, visit and hear. A body contact hands in what was asked of the own body."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import FieldworkVerb

TABLE: Table = {
    FieldworkVerb.SEE: STAFF - {Role.ADMIN, Role.PRESS},
    FieldworkVerb.ASK: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.MOVE_REQUEST: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.WITHDRAW_REQUEST: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.RECEIVE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.LOOK_AT_RECEIPTS: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.PLAN_VISIT: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.MOVE_VISIT: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.CANCEL_VISIT: roles(Role.LEAD),
    FieldworkVerb.END_VISIT: roles(Role.LEAD, Role.INSPECTOR),
    FieldworkVerb.DEFER_VISIT: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.PAUSE_VISIT: roles(Role.LEAD, Role.INSPECTOR),
    FieldworkVerb.RESUME_VISIT: roles(Role.LEAD, Role.INSPECTOR),
    FieldworkVerb.LEAVE_INCOMPLETE: roles(Role.LEAD, Role.INSPECTOR),
    FieldworkVerb.REOPEN_VISIT: roles(Role.LEAD),
    FieldworkVerb.HOLD_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.MOVE_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.CANCEL_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.HAND_OVER_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.PLAN_MANY: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.CANCEL_PLAN: roles(Role.LEAD),
    FieldworkVerb.MOVE_PLAN: roles(Role.LEAD),
    FieldworkVerb.SAY_TRAVEL: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.SEE_DIARY: STAFF,
    FieldworkVerb.MAKE_CALENDAR_ADDRESS: STAFF,
    FieldworkVerb.END_CALENDAR_ADDRESS: STAFF,
    FieldworkVerb.MAKE_REVIEW_FORM: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.BEGIN_SAMPLE: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.CLOSE_LIST: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.DRAW_CASES: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.REVIEW_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.TAKE_REVIEW_BACK: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.REPLACE_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.FIND_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.GIVE_UP_SAMPLE: roles(Role.LEAD),
    FieldworkVerb.MAKE_RETURN_TEMPLATE: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.REPLACE_RETURN_TEMPLATE: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.WITHDRAW_RETURN_TEMPLATE: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.RETURN_DATA: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.TAKE_RETURN_BACK: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.EXCEPT_ROWS: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.WITHDRAW_EXCEPTION: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.CERTIFY_RETURN: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.WITHDRAW_CERTIFICATE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
}
