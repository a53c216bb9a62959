"""Who may register people, give roles and declare interests."""

from __future__ import annotations

from .roles import STAFF, Role, Table, roles

TABLE: Table = {
    "people.see": STAFF,
    "people.see_declarations": roles(Role.ADMIN, Role.LEAD, Role.SIGNING),
    "people.register": roles(Role.ADMIN),
    "people.grant": roles(Role.ADMIN),
    "people.end_role": roles(Role.ADMIN),
    "people.leave": roles(Role.ADMIN),
    "people.declare": STAFF,
    "people.end_declaration": STAFF,
}
