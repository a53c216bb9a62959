"""What a device sends as its upload token, and which device it is then."""

from __future__ import annotations

from django.db.models import QuerySet

from inspectorate.foundation.ledger.prepared import prepared

from ..models import Person
from ..secret import digest_of as digest_of
from ..secret import made
from .models import CaptureDevice

# Where somebody finds one that was lost, or a scanner of published code does.
PREFIX = "inspectorate_device_"


def secret_of(person: Person, key: str) -> str:
    """The upload token that an enrolment under this key gives its device."""
    return PREFIX + made("device", person, key)


def found(secret: str) -> CaptureDevice | None:
    """The device whose token ``secret`` is, ended or not; its person with it. One query.

    The token outlives sessions, roles and the device's own end: what it sends then goes no further
    than the quarantine (``CaptureDevice.trusted``), so that no words stay on it.
    """
    if not secret.startswith(PREFIX):
        return None
    return next(iter(_by_digest(digest_of(secret))), None)


@prepared
def _by_digest(digest: str) -> QuerySet[CaptureDevice]:
    return CaptureDevice.objects.filter(digest=digest).select_related("person")


@prepared
def enrolled_as(names: list[str]) -> QuerySet[CaptureDevice]:
    """The devices that are known by these names, each with its person."""
    return CaptureDevice.objects.filter(known_as__in=names).select_related("person")
