"""Who may publish. Two people always: the one who approves is never the one who prepared."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import PublicationVerb

TABLE: Table = {
    PublicationVerb.SEE: STAFF - {Role.ADMIN},
    PublicationVerb.PREPARE: roles(Role.PRESS, Role.EDITOR, Role.LEAD, Role.SIGNING),
    PublicationVerb.AMEND: roles(Role.LEAD, Role.SIGNING),
    PublicationVerb.APPROVE: roles(Role.SIGNING, Role.PRESS),
    PublicationVerb.CANCEL: roles(Role.PRESS, Role.LEAD, Role.SIGNING),
    PublicationVerb.RELEASE: roles(Role.PRESS, Role.SIGNING),
    PublicationVerb.REFRESH: roles(Role.PRESS, Role.LEAD, Role.SIGNING, Role.ANALYST),
    PublicationVerb.MANDATE: roles(Role.SIGNING),
    PublicationVerb.END_MANDATE: roles(Role.SIGNING, Role.LEAD, Role.PRESS),
    PublicationVerb.CONFIRM_CLOCK: roles(Role.PRESS, Role.SIGNING, Role.ADMIN),
    PublicationVerb.EXPORT: roles(Role.LEAD, Role.SIGNING),
    PublicationVerb.IMPORT_BINDER: roles(Role.ADMIN),
}
