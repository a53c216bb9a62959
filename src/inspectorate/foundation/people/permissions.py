"""Who may register people, give roles and clearances, and declare interests."""

from __future__ import annotations

from .roles import STAFF, Role, Table, roles
from .verbs import PersonVerb

TABLE: Table = {
    PersonVerb.SEE: STAFF,
    PersonVerb.SEE_DECLARATIONS: roles(Role.ADMIN, Role.LEAD, Role.SIGNING),
    PersonVerb.REGISTER: roles(Role.ADMIN),
    PersonVerb.GRANT: roles(Role.ADMIN),
    PersonVerb.END_ROLE: roles(Role.ADMIN),
    PersonVerb.LEAVE: roles(Role.ADMIN),
    PersonVerb.CLEAR: roles(Role.ADMIN),
    PersonVerb.END_CLEARANCE: roles(Role.ADMIN),
    PersonVerb.RESET_FACTORS: roles(Role.ADMIN),
    PersonVerb.UNLINK_SIGN_IN: roles(Role.ADMIN),
    PersonVerb.INVITE_NEW: roles(Role.ADMIN),
    PersonVerb.INVITE: roles(Role.ADMIN),
    PersonVerb.REVOKE_LINK: roles(Role.ADMIN),
    PersonVerb.RESET_PASSWORD: roles(Role.ADMIN),
    PersonVerb.DECLARE: STAFF,
    PersonVerb.END_DECLARATION: STAFF,
    PersonVerb.TAKE_DAYS_OFF: STAFF,
    PersonVerb.TAKE_MANY_DAYS_OFF: STAFF,
    PersonVerb.WITHDRAW_DAYS_OFF: STAFF,
    PersonVerb.MAKE_TOKEN: STAFF,
    PersonVerb.END_TOKEN: STAFF,
    PersonVerb.ENROL_DEVICE: STAFF,
    PersonVerb.END_DEVICE: STAFF,
    PersonVerb.LOSE_DEVICE: roles(Role.ADMIN),
    PersonVerb.NOTE_PACK: STAFF,
}
