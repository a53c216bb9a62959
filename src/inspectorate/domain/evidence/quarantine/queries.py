"""Reads of the quarantine, for those who decide there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery

from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import Role

from ..models import Quarantined, QuarantineDecision
from .access import visible_to
from .grounds import Settled


def can_settle(person: Person) -> bool:
    """Is there a quarantine for this person at all: as an administrator or as a lead?"""
    return person.is_active and bool(person.roles & {Role.ADMIN, Role.LEAD})


def one(reader: Person, pk: int) -> Quarantined | None:
    """One that ``reader`` may decide on, with all that its page says."""
    return _whole(visible_to(reader)).filter(pk=pk).first()


def listed(reader: Person, *, waiting: bool) -> QuerySet[Quarantined]:
    """Those that ``reader`` may decide on, the newest first; only those that wait, or all."""
    found = _whole(visible_to(reader))
    return still_waiting(found) if waiting else found


def how_many_wait(reader: Person) -> int:
    """How many wait for ``reader`` or another to decide on them."""
    return still_waiting(visible_to(reader)).count() if can_settle(reader) else 0


def waiting_of(device: CaptureDevice) -> int:
    """How many that came with the token of a device nobody decided on yet."""
    return still_waiting(Quarantined.objects.filter(sent_by=device)).count()


def still_waiting(found: QuerySet[Quarantined]) -> QuerySet[Quarantined]:
    """Those of ``found`` on which nobody decided, or that were taken up again."""
    decided = QuarantineDecision.objects.filter(quarantined=OuterRef("pk")).order_by("-pk")
    last = found.annotate(last=Subquery(decided.values("kind")[:1]))
    return last.filter(Q(last=None) | Q(last=Settled.TAKEN_UP))


def same(notes: Iterable[tuple[str, str]]) -> dict[tuple[str, str, str], Quarantined]:
    """What is in the quarantine of these notes, pairs of device and note as they name themselves;
    by device, note and digest.
    """
    pairs = set(notes)
    found = _whole(Quarantined.objects.filter(note__in=[note for _, note in pairs]))
    return {
        (one.named, one.note, one.digest): one for one in found if (one.named, one.note) in pairs
    }


def _whole(found: QuerySet[Quarantined]) -> QuerySet[Quarantined]:
    related = ("inspection", "sent_by__person", "signed_by__person", "brought_by")
    return found.select_related(*related).prefetch_related(
        "decisions__item__inspection", "decisions__arrival__inspection", "decisions__by", "files"
    )
