"""Who writes and adopts what is asked and by which yardstick."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

_WRITERS = roles(Role.LEAD, Role.ANALYST, Role.SIGNING, Role.ADMIN)

TABLE: Table = {
    "programmes.see": STAFF,
    "programmes.register_strategy": _WRITERS,
    "programmes.add_scale": _WRITERS,
    "programmes.load_framework": _WRITERS,
    "programmes.adopt_vocabulary": roles(Role.LEAD, Role.SIGNING),
    "programmes.adopt_framework": roles(Role.LEAD, Role.SIGNING),
    "programmes.mark_break": roles(Role.LEAD, Role.SIGNING, Role.ANALYST),
}
