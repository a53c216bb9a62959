"""Who may record and read evidence.

A body's contacts appear nowhere: they see none of it. Up to which marking somebody reads, the
person's clearance and need to know say (``inspections.access.cleared_for``). SECRET means the stub,
which says where the words are held: the words themselves are never in the system.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

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
    # Also by whoever held one of these roles on the team: no note is lost with its author's role.
    EvidenceVerb.RECEIVE: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    EvidenceVerb.RECORD_RECEIVED: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    EvidenceVerb.SET_ASIDE: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    EvidenceVerb.TAKE_UP: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST),
    # As of those who judge and who hold debriefs: an act of judging includes it.
    EvidenceVerb.USE_RECEIVED: roles(Role.INSPECTOR, Role.LEAD),
    EvidenceVerb.DECIDE_ON_OTHERS: roles(Role.LEAD),
    EvidenceVerb.BRING_RESCUE: roles(Role.INSPECTOR, Role.LEAD, Role.ANALYST, Role.ADMIN),
    # Who brings a rescue file; what a device sends, nobody in particular does. Of those below the
    # lead decides on what names their inspection, an administrator on any.
    EvidenceVerb.QUARANTINE: STAFF,
    EvidenceVerb.ACCEPT_QUARANTINED: roles(Role.LEAD, Role.ADMIN),
    EvidenceVerb.SET_QUARANTINED_ASIDE: roles(Role.LEAD, Role.ADMIN),
    EvidenceVerb.TAKE_UP_QUARANTINED: roles(Role.LEAD, Role.ADMIN),
}
