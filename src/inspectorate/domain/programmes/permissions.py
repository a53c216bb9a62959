"""Who writes and adopts what is asked and by which yardstick."""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import ProgrammeVerb

_WRITERS = roles(Role.LEAD, Role.ANALYST, Role.SIGNING, Role.ADMIN)

TABLE: Table = {
    ProgrammeVerb.SEE: STAFF,
    ProgrammeVerb.REGISTER_STRATEGY: _WRITERS,
    ProgrammeVerb.ADD_SCALE: _WRITERS,
    ProgrammeVerb.LOAD_FRAMEWORK: _WRITERS,
    ProgrammeVerb.ADOPT_VOCABULARY: roles(Role.LEAD, Role.SIGNING),
    ProgrammeVerb.ADOPT_FRAMEWORK: roles(Role.LEAD, Role.SIGNING),
    ProgrammeVerb.MARK_BREAK: roles(Role.LEAD, Role.SIGNING, Role.ANALYST),
    ProgrammeVerb.ADOPT_STYLE: roles(Role.SIGNING),
    ProgrammeVerb.LOAD_CALENDAR: roles(Role.ADMIN),
}
