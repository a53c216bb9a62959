"""Who may ask, visit and hear. A body contact hands in what was asked of the own body."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "fieldwork.see": STAFF - {Role.ADMIN, Role.PRESS},
    "fieldwork.ask": roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    "fieldwork.receive": roles(Role.LEAD, Role.ANALYST, Role.INSPECTOR),
    "fieldwork.plan_visit": roles(Role.LEAD, Role.ANALYST),
    "fieldwork.move_visit": roles(Role.LEAD, Role.ANALYST),
    "fieldwork.cancel_visit": roles(Role.LEAD),
    "fieldwork.end_visit": roles(Role.LEAD, Role.INSPECTOR),
    "fieldwork.hold_session": roles(Role.LEAD, Role.INSPECTOR, Role.ANALYST),
}
