"""Browsers in which a person signed in: known by a random cookie, of which a digest is kept.

A row and no signed token: its person can see each one and end it, and ending needs no list of what
is no longer good.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

from .models import Device

if TYPE_CHECKING:
    from inspectorate.foundation.people.models import Person

UNUSED = timedelta(days=180)
# More than anybody works with; a new one then ends the one that was used longest ago.
MOST = 20


def known(request: HttpRequest, person: Person | None, at: datetime) -> Device | None:
    """The browser of ``request`` where ``person`` signed in with it before and has not ended it."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not token:
        return None
    # Where there is no person, no row is one of theirs.
    return Device.objects.filter(
        person=person, digest=_digest(token), last_used_at__gte=at - UNUSED
    ).first()


def remember(request: HttpRequest, response: HttpResponse, person: Person, at: datetime) -> Device:
    """Know this browser from now on as one in which ``person`` signed in."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    # A browser that several people use keeps its cookie; one that nobody's row names is not ours.
    if not token or not Device.objects.filter(digest=_digest(token)).exists():
        token = secrets.token_urlsafe(32)
    with transaction.atomic():
        device, made = Device.objects.update_or_create(
            person=person,
            digest=_digest(token),
            defaults={"last_used_at": at},
            create_defaults={"made_at": at, "last_used_at": at},
        )
        if made:
            mine = Device.objects.filter(person=person)
            kept = [*mine.values_list("pk", flat=True)[:MOST]]
            mine.exclude(pk__in=kept).delete()
    if made:
        note(SecurityEvent.DEVICE_KNOWN, person=person.pk, device=device.pk)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=UNUSED,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return device


def forget(person: Person, *, by: int | str, only: Iterable[int] | None = None) -> int:
    """End browsers of a person, all or ``only`` those of these keys; return how many.

    Within an act it holds when the act does.
    """
    mine = Device.objects.filter(person=person)
    if only is not None:
        mine = mine.filter(pk__in=only)
    ended, _ = mine.delete()
    if ended:
        transaction.on_commit(
            lambda: note(SecurityEvent.DEVICE_ENDED, person=person.pk, devices=ended, by=by)
        )
    return ended


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
