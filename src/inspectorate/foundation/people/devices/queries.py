"""The devices of a person, and what each could have held: for themselves and administrators."""

from __future__ import annotations

from django.db.models import QuerySet

from ..access import may
from ..models import CaptureDevice, DeviceLoss, PackTaken, Person
from ..permissions import TABLE
from ..roles import Role
from ..verbs import PersonVerb

# Of one device on a page: the newest.
PACKS_SHOWN = 200


def visible_to(reader: Person) -> QuerySet[CaptureDevice]:
    """The devices that ``reader`` may see, and end: their own, and as administrator everybody's."""
    every = CaptureDevice.objects.select_related("person")
    return every if Role.ADMIN in reader.roles else every.filter(person=reader)


def devices_of(reader: Person, person: Person) -> QuerySet[CaptureDevice]:
    """Every device a person ever enrolled, newest first; none to others than them and
    administrators.
    """
    return visible_to(reader).filter(person=person)


def packs_of(reader: Person, person: Person) -> list[PackTaken]:
    """What the devices of a person took along, the newest first: at most ``PACKS_SHOWN``."""
    mine = PackTaken.objects.filter(device__in=devices_of(reader, person))
    return list(mine.select_related("device")[:PACKS_SHOWN])


def pack_held(person: Person, known_as: str, about: str) -> PackTaken | None:
    """The pack of ``about`` that a device of one's own took along last; None where it took none,
    has ended, or is another's.
    """
    mine = PackTaken.objects.filter(device__person=person, device__ended_at=None)
    return mine.filter(device__known_as=known_as, about=about).first()


def losses_of(reader: Person, person: Person) -> list[DeviceLoss]:
    """What was lost or stolen of a person, for whoever may record it."""
    if not may(reader, TABLE, PersonVerb.LOSE_DEVICE):
        return []
    return list(DeviceLoss.objects.filter(person=person))
