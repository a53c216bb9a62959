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
    FieldworkVerb.HOLD_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.MOVE_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.CANCEL_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.HAND_OVER_SESSION: roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
    FieldworkVerb.MAKE_REVIEW_FORM: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.BEGIN_SAMPLE: roles(Role.LEAD, Role.ANALYST),
    FieldworkVerb.CLOSE_LIST: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.DRAW_CASES: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.REVIEW_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.TAKE_REVIEW_BACK: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.REPLACE_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.FIND_CASE: roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    FieldworkVerb.GIVE_UP_SAMPLE: roles(Role.LEAD),
}
