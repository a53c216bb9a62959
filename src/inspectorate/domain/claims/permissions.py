"""Who may draft, edit and reference a claim.

That nobody does both on one claim is a policy, not a role.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import ClaimVerb

TABLE: Table = {
    ClaimVerb.SEE: STAFF - {Role.ADMIN},
    ClaimVerb.DRAFT: roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    ClaimVerb.EDIT: roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    ClaimVerb.REFRESH: roles(Role.LEAD, Role.ANALYST, Role.EDITOR),
    ClaimVerb.REFERENCE: roles(Role.REFERENCER),
    ClaimVerb.RELEASE_EXCERPT: roles(Role.REFERENCER, Role.EDITOR),
    ClaimVerb.WITHDRAW_EXCERPT: roles(Role.REFERENCER, Role.EDITOR, Role.LEAD),
}
