"""Who may plan and run an inspection."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import InspectionVerb

TABLE: Table = {
    InspectionVerb.SEE: STAFF - {Role.ADMIN},
    InspectionVerb.OPEN: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.AMEND: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.APPROVE: roles(Role.SIGNING),
    InspectionVerb.SET_TERMS: roles(Role.LEAD),
    InspectionVerb.SET_SCOPE: roles(Role.LEAD),
    InspectionVerb.REMOVE_BODY: roles(Role.LEAD),
    InspectionVerb.LEAVE_OUT: roles(Role.LEAD, Role.ANALYST),
    InspectionVerb.TAKE_BACK: roles(Role.LEAD, Role.ANALYST),
    InspectionVerb.SUPPRESS: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.UNSUPPRESS: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.JOIN: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.LEAVE: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.GIVE_NEED_TO_KNOW: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.END_NEED_TO_KNOW: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.NAME_GROUP: roles(Role.LEAD),
    InspectionVerb.MOVE: roles(Role.LEAD, Role.SIGNING),
    InspectionVerb.PUBLISH: roles(Role.PRESS, Role.SIGNING),
}
