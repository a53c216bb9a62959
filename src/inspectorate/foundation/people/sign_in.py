"""Sign-in: one address and password, then a second factor; nobody signs themselves up."""

from __future__ import annotations

import contextlib
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.reasons.reasons import Refused

from . import actions, policies
from .models import Person


class ClosedAddresses(DefaultAccountAdapter):  # type: ignore[misc]
    """People are registered by an administrator; the sign-up page does not exist."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Answer a person who has left or holds no role as a wrong password is answered."""
        # The same answer as to a stranger, so that nobody learns who has an account.
        person: Person | None = super().authenticate(request, **credentials)
        return person if person and person.is_active and person.roles else None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in a moment ago counts; the library would ask for the password again at once."""
        return super().is_reauthentication_required(app=app, **kwargs) and not proved_lately(
            context.request
        )

    def set_password(self, user: Person, password: str) -> None:
        """Set one's own password, as an act: changed while signed in, or by a link that was mailed.

        Whoever has the link is taken for the person it was mailed to.
        """
        actions.set_password(
            by=user,
            at=timezone.now(),
            key=internal_key(),
            person=user,
            password=make_password(password),
        )

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the person only once the change is stored; nothing is locked while it is mailed."""
        transaction.on_commit(
            lambda: super(ClosedAddresses, self).send_notification_mail(*args, **kwargs)
        )


def internal_key() -> InternalKey:
    """A key for what a person does through the sign-in library, whose forms bring none."""
    return InternalKey(f"sign-in/{secrets.token_hex(16)}")


def proved_lately(request: HttpRequest) -> bool:
    """Has this person proved who they are a short while ago?

    By a password or a second factor within ``ACCOUNT_REAUTHENTICATION_TIMEOUT``.
    """
    last = max((one["at"] for one in get_authentication_records(request, request.user)), default=0)
    return bool(time.time() - last <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


class HeldRoles(AuthenticationBackend):  # type: ignore[misc]
    """Only an active person who holds at least one role may sign in or stay signed in."""

    def get_user(self, user_id: Any) -> Person | None:
        # Asked at every request, so that a role taken away ends the session with the next one.
        person = Person.objects.filter(pk=user_id, is_active=True).first()
        return person if person and person.roles else None

    def _check_password(self, user: Person | None, password: str) -> Person | None:
        """Check a password; one that is right and stored in an old form is stored anew."""
        found: Person | None = super()._check_password(user, password)
        if found is not None and not policies.rehashable(found):
            # Refused where another sign-in did it meanwhile; a wrong clock keeps nobody out here.
            with contextlib.suppress(Refused):
                actions.rehash_password(
                    by=found,
                    at=timezone.now(),
                    key=internal_key(),
                    password=make_password(password),
                )
        return found

    def user_can_authenticate(self, user: Person) -> bool:
        return user.is_active and bool(user.roles)
