"""Who may see and decide on a note in the quarantine: its inspection's leads, administrators."""

from __future__ import annotations

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import may
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden

from ..models import Quarantined
from ..permissions import TABLE
from ..verbs import EvidenceVerb


def may_settle(person: Person, quarantined: Quarantined, verb: EvidenceVerb) -> bool:
    """May ``person`` do ``verb`` on this one: as an administrator, or as its inspection's lead?"""
    if not person.is_active:
        return False
    inspection = quarantined.inspection
    if inspection is not None and may(person, inspection, TABLE, verb):
        return True
    return Role.ADMIN in person.roles


def require_settling(person: Person, quarantined: Quarantined, verb: EvidenceVerb) -> None:
    """Raise Forbidden unless ``person`` may do ``verb`` on this one."""
    if not may_settle(person, quarantined, verb):
        raise Forbidden(verb)


def visible_to(person: Person) -> QuerySet[Quarantined]:
    """Those that ``person`` may see and decide on; their words are another matter."""
    every = Quarantined.objects.all()
    if Role.ADMIN in person.roles:
        return every
    if Role.LEAD not in person.roles:
        return every.none()
    led = person.on_teams.filter(role=Role.LEAD, left_at=None).values("inspection")
    return every.filter(inspection__in=led)
