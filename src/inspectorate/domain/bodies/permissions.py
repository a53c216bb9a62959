"""Who keeps the register of bodies.

The register itself is public; contacts are seen by those who name them.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import BodyVerb

_KEEPERS = roles(Role.ADMIN, Role.LEAD, Role.ANALYST)

TABLE: Table = {
    BodyVerb.SEE: STAFF,
    BodyVerb.SEE_CONTACTS: roles(Role.ADMIN, Role.LEAD, Role.SIGNING, Role.EDITOR, Role.ANALYST),
    BodyVerb.REGISTER: _KEEPERS,
    BodyVerb.OVERSEE: _KEEPERS,
    BodyVerb.END_OVERSIGHT: _KEEPERS,
    BodyVerb.CLOSE: _KEEPERS,
    BodyVerb.REOPEN: _KEEPERS,
    BodyVerb.CHANGE: _KEEPERS,
    BodyVerb.GROUP: _KEEPERS,
    BodyVerb.REGROUP: _KEEPERS,
    BodyVerb.IMPORT_REGISTER: _KEEPERS,
    BodyVerb.NAME_CONTACT: roles(Role.ADMIN, Role.LEAD),
    BodyVerb.END_CONTACT: roles(Role.ADMIN, Role.LEAD),
    # A contact names and ends who stands in for them, by the action's own rule.
    BodyVerb.NAME_DELEGATE: roles(Role.ADMIN, Role.LEAD),
    BodyVerb.END_DELEGATE: roles(Role.ADMIN, Role.LEAD),
}
