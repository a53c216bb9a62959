"""Who may record and read evidence, and up to which marking.

A body's contacts appear nowhere: they see none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inspectorate.foundation.markings.scheme import ORDER, Marking
from inspectorate.foundation.people.roles import Role, Table, roles

from .verbs import EvidenceVerb

TABLE: Table = {
    EvidenceVerb.SEE: roles(
        Role.INSPECTOR,
        Role.LEAD,
        Role.ANALYST,
        Role.MODERATOR,
        Role.EDITOR,
        Role.REFERENCER,
        Role.SIGNING,
    ),
    EvidenceVerb.RECORD: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    EvidenceVerb.WITHDRAW: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    EvidenceVerb.WITHDRAW_OF_OTHERS: roles(Role.LEAD),
    EvidenceVerb.SUPERSEDE: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
}

# SECRET here means the stub, which says where the words are held: the words themselves are never in
# the system.
CLEARANCE: Mapping[Role, Marking] = {
    Role.INSPECTOR: Marking.SECRET,
    Role.LEAD: Marking.SECRET,
    Role.ANALYST: Marking.SECRET,
    Role.MODERATOR: Marking.SECRET,
    Role.REFERENCER: Marking.SECRET,
    Role.SIGNING: Marking.SECRET,
    Role.EDITOR: Marking.OFFICIAL,
}


def cleared_for(held: Iterable[Role]) -> list[str]:
    """Return the markings someone holding ``held`` may read, none without a clearance.

    They are all up to the highest clearance of the roles.
    """
    ceiling = max((ORDER[CLEARANCE[role]] for role in held if role in CLEARANCE), default=-1)
    return [mark for mark, rank in ORDER.items() if rank <= ceiling]
