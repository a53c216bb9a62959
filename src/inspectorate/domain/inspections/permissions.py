"""Who may plan and run an inspection."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "inspections.see": STAFF - {Role.ADMIN},
    "inspections.open": roles(Role.LEAD, Role.SIGNING),
    "inspections.approve": roles(Role.SIGNING),
    "inspections.set_terms": roles(Role.LEAD),
    "inspections.set_scope": roles(Role.LEAD),
    "inspections.leave_out": roles(Role.LEAD, Role.ANALYST),
    "inspections.join": roles(Role.LEAD, Role.SIGNING),
    "inspections.leave": roles(Role.LEAD, Role.SIGNING),
    "inspections.name_group": roles(Role.LEAD),
    "inspections.move": roles(Role.LEAD, Role.SIGNING),
}
