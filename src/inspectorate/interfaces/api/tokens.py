"""Who asks, by the token sent: the person, and that the token was made for what is asked."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from inspectorate.foundation.people.models import AccessToken, Person
from inspectorate.foundation.people.roles import STAFF
from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.people.tokens.known import digest_of, found
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import limits

from .problems import NarrowToken, TooOften


class TokenRequest(HttpRequest):
    """A request by a program; ``user`` is the person whose token it sent."""

    user: Person
    auth: AccessToken


class Bearer(HttpBearer):
    """A token of a person, made for ``scope``; for any where none is named."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """The token that was sent, its person then being the request's; None where it opens
        nothing. Raises TooOften, and NarrowToken where it was not made for this.
        """
        known = found(token, timezone.now())
        roles = known.person.roles if known is not None else frozenset()
        if known is None or not roles & STAFF:
            if not limits.take(limits.Counted(limits.NO_TOKEN, client_of(request))):
                raise TooOften
            note(SecurityEvent.TOKEN_REFUSED, client=client_of(request))
            return None
        if not limits.take(limits.Counted(limits.TOKEN, digest_of(token))):
            raise TooOften
        person = known.person
        person.let_in_with = roles
        if request.method in ("GET", "HEAD"):
            person.read_rights_once(roles)
        request.user = person
        if self.scope is not None and self.scope not in known.opens:
            raise NarrowToken(self.scope.value)
        return known


def asked_by(request: HttpRequest) -> Person:
    """The person whose token was sent."""
    return cast(TokenRequest, request).user
