"""Who asks, by the token sent, what the token was made for, and the inspection they ask about."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.devices.known import found as device_of
from inspectorate.foundation.people.models import AccessToken, Person
from inspectorate.foundation.people.roles import STAFF
from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.people.tokens.known import found
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.people.trust import second_proof
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import limits

from .problems import NarrowToken, TooOften

Can = Callable[[Person, Inspection, Any], bool]
There = Callable[[Person, str], Inspection | None]


class TokenRequest(HttpRequest):
    """A request by a program; ``user`` is the person whose token it sent, ``inspection`` the one
    that the address names.
    """

    user: Person
    auth: AccessToken
    inspection: Inspection


# What a program may ask in so many seconds: more than any device sends in a day's work. Counted in
# the memory of each worker, as the pace of people is: a write for each request would cost more than
# most of what is asked.
PACE, SECONDS = 600, 60
_asked: dict[str, deque[float]] = {}


def in_pace(token: str, now: float) -> bool:
    """Count one request with a token, known by its digest; False where that is too fast."""
    times = _asked.setdefault(token, deque())
    # Two threads at once may let one more through, and that is all.
    with suppress(IndexError):
        while now - times[0] > SECONDS:
            times.popleft()
    if len(times) >= PACE:
        return False
    times.append(now)
    return True


def opens_nothing(request: HttpRequest) -> None:
    """Count and note a token that opens nothing. Raises TooOften where too many came."""
    if not limits.take(limits.Counted(limits.NO_TOKEN, client_of(request))):
        raise TooOften
    note(SecurityEvent.TOKEN_REFUSED, client=client_of(request))


def opens_something(sent: str) -> bool:
    """Is what stands in an Authorization header a token of a person or of a device?"""
    kind, _, token = sent.partition(" ")
    if kind.lower() != "bearer":
        return False
    return found(token, timezone.now()) is not None or device_of(token) is not None


class BearerToken(HttpBearer):
    """Opens an address to who sends a token of a person, made for ``scope`` (for any where none is
    named), and who ``can`` do ``verb`` on the inspection that the address names, where it is
    ``there`` for them, usually because they are on its team.

    To whoever may not the inspection does not exist, whatever else they sent.
    """

    def __init__(
        self,
        scope: Scope | None = None,
        *,
        can: Can | None = None,
        verb: object = None,
        there: There | None = None,
    ) -> None:
        self.scope, self.can, self.verb, self.there = scope, can, verb, there or _on_the_team_of
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """The token that was sent, its person then being the request's; None where it opens
        nothing. Raises TooOften, NarrowToken where it was not made for this, and Http404.
        """
        known = found(token, timezone.now())
        roles = known.person.roles if known is not None else frozenset()
        if known is None or not roles & STAFF or not self._proved(known.person):
            opens_nothing(request)
            return None
        # Whatever it is refused from here on is noted as this person's.
        cast(TokenRequest, request).auth = known
        person = request.user = known.person
        if not in_pace(known.digest, time.monotonic()):
            raise TooOften
        person.let_in_with = roles
        person.read_rights_once(roles)
        if self.scope is not None and self.scope not in known.opens:
            raise NarrowToken(self.scope.value)
        self._open(cast(TokenRequest, request))
        if request.method not in ("GET", "HEAD"):
            # An act asks again, once it holds its locks.
            person.read_rights_each_time()
        return known

    @staticmethod
    def _proved(person: Person) -> bool:
        return not settings.SECOND_FACTOR_REQUIRED or second_proof(person)

    def _open(self, request: TokenRequest) -> None:
        assert request.resolver_match is not None
        slug = request.resolver_match.kwargs.get("slug")
        if slug is None:
            return
        there = self.there(request.user, slug)
        if there is None or (self.can and not self.can(request.user, there, self.verb)):
            raise Http404
        request.inspection = there


def _on_the_team_of(person: Person, slug: str) -> Inspection | None:
    return inspections.visible_to(person).filter(slug=slug).first()


def asked_by(request: HttpRequest) -> Person:
    """The person whose token was sent."""
    return cast(TokenRequest, request).user


def asked_of(request: HttpRequest) -> Inspection:
    """The inspection that the address names."""
    return cast(TokenRequest, request).inspection
