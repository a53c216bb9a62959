"""Who may draft, edit and reference a claim. That nobody does both on one claim is a policy, not a
role.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "claims.see": STAFF - {Role.ADMIN},
    "claims.draft": roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    "claims.edit": roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    "claims.refresh": roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    "claims.reference": roles(Role.REFERENCER),
}
