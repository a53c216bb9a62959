"""Who may publish. Two people always: the one who approves is never the one who prepared."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "publication.see": STAFF - {Role.ADMIN},
    "publication.prepare": roles(Role.PRESS, Role.EDITOR, Role.LEAD, Role.SIGNING),
    "publication.approve": roles(Role.SIGNING, Role.PRESS),
    "publication.cancel": roles(Role.PRESS, Role.LEAD, Role.SIGNING),
    "publication.release": roles(Role.PRESS, Role.SIGNING),
    "publication.refresh": roles(Role.PRESS, Role.LEAD, Role.SIGNING, Role.ANALYST),
    "publication.import_binder": roles(Role.ADMIN),
}
