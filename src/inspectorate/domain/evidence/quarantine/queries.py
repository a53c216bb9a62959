"""Reads of the quarantine, for those who decide there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from inspectorate.foundation.people.access import may
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Quarantined, QuarantineDecision, QuarantinedFile
from ..permissions import TABLE
from ..verbs import EvidenceVerb
from . import policies
from .access import require_settling, visible_to
from .grounds import Settled

# Decided by nobody yet, of one device: more than anybody writes before somebody looks.
MOST = 2_000
# Bytes of their envelopes and files together.
BYTES = 500 * 1024 * 1024


def can_in_house(person: Person, verb: EvidenceVerb) -> bool:
    """May ``person`` do ``verb``, which is of no inspection: bring in, or look at, what a device
    could not send itself?
    """
    return may(person, TABLE, verb)


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


def has_room(device: CaptureDevice) -> bool:
    """Is there room for one more of what came with the token of a device: by number and bytes?"""
    waits = still_waiting(Quarantined.objects.filter(sent_by=device))
    files = QuarantinedFile.objects.filter(quarantined__in=waits.values("pk"))
    told = waits.aggregate(number=Count("pk"), size=Sum(Length("envelope")))
    stored = files.aggregate(size=Sum("blob__size"))["size"] or 0
    return told["number"] < MOST and (told["size"] or 0) + stored < BYTES


def require_accepting(person: Person, quarantined: Quarantined) -> None:
    """Raise Forbidden unless ``person`` may accept this one."""
    require_settling(person, quarantined, EvidenceVerb.ACCEPT_QUARANTINED)


def reasons_it_is_shut(quarantined: Quarantined) -> list[Reason]:
    """Why nobody can say what this one holds; empty where it opens."""
    return policies.readable(quarantined)


def reasons_not_to_accept(quarantined: Quarantined) -> list[Reason]:
    """Why it may not be accepted now, once a reason is written."""
    return policies.acceptable(quarantined, "given")


def reasons_not_to_set_aside(quarantined: Quarantined) -> list[Reason]:
    """Why it may not be set aside now, once a reason is written."""
    return policies.quarantined_aside_settable(quarantined, "given")


def reasons_not_to_take_up(quarantined: Quarantined) -> list[Reason]:
    """Why it may not be taken up again now, once a reason is written."""
    return policies.quarantined_up_takeable(quarantined, "given")


def still_waiting(found: QuerySet[Quarantined]) -> QuerySet[Quarantined]:
    """Those of ``found`` on which nobody decided, or that were taken up again."""
    decided = QuarantineDecision.objects.filter(quarantined=OuterRef("pk")).order_by("-pk")
    last = found.annotate(last=Subquery(decided.values("kind")[:1]))
    return last.filter(Q(last=None) | Q(last=Settled.TAKEN_UP))


def same(sent_by: CaptureDevice | None, notes: Iterable[tuple[str, str]]) -> list[Quarantined]:
    """What is in the quarantine of these notes, pairs of device and note as they name themselves,
    the oldest first: of what ``sent_by`` sent, or signed and a person brought; where a person
    brings it, of all that was brought, or came from the device that it names.

    What another device sent in somebody's name answers for nobody: that one was told nothing of it.
    """
    pairs = set(notes)
    found = Quarantined.objects.filter(note__in=[note for _, note in pairs])
    if sent_by is None:
        found = found.filter(Q(sent_by=None) | Q(sent_by__known_as=F("named")))
    else:
        found = found.filter(Q(sent_by=sent_by) | Q(sent_by=None, signed_by=sent_by))
    return [one for one in _whole(found).order_by("pk") if (one.named, one.note) in pairs]


def _whole(found: QuerySet[Quarantined]) -> QuerySet[Quarantined]:
    related = ("inspection", "sent_by__person", "signed_by__person", "brought_by")
    return found.select_related(*related).prefetch_related(
        "decisions__item__inspection", "decisions__arrival__inspection", "decisions__by", "files"
    )
