"""Who keeps the register of bodies. The register itself is public; contacts are seen by those who
name them.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

_KEEPERS = roles(Role.ADMIN, Role.LEAD, Role.ANALYST)

TABLE: Table = {
    "bodies.see": STAFF,
    "bodies.see_contacts": roles(Role.ADMIN, Role.LEAD, Role.SIGNING, Role.EDITOR, Role.ANALYST),
    "bodies.register": _KEEPERS,
    "bodies.oversee": _KEEPERS,
    "bodies.close": _KEEPERS,
    "bodies.change": _KEEPERS,
    "bodies.group": _KEEPERS,
    "bodies.import_register": _KEEPERS,
    "bodies.name_contact": roles(Role.ADMIN, Role.LEAD),
    "bodies.end_contact": roles(Role.ADMIN, Role.LEAD),
}
