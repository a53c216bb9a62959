"""The sign-in library's forms by which a second factor is given: how often is counted here.

A code is good once, by the database; a recovery code is used up by an act; and a factor that was
removed in another window meanwhile lets nobody in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone

from inspectorate.foundation.ledger.acts import standing_still
from inspectorate.foundation.people import actions, policies, recovery
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import internal_key
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import devices, limits
from inspectorate.foundation.tries.limits import Counted


def while_there[T](authenticator: Authenticator, let_in: Callable[[], T]) -> T:
    """Do ``let_in`` by a factor; refuse where it was removed in another window meanwhile."""
    with standing_still(actions.STREAM):
        there = Authenticator.objects.filter(pk=authenticator.pk).exists()
        refuse_if(policies.factor_usable(there=there))
        return let_in()


class HeldToLimits:
    """Counts a try before the factor is looked at, and outside the act that may be taken back."""

    user: Person
    again = False

    def within_limits[T](self, check: Callable[[], T]) -> T:
        """Do ``check``, which raises where the factor is wrong; a right one was no try."""
        counted = self._counter()
        ids = {"person": self.user.pk, "client": get_adapter().get_client_ip(context.request)}
        if not limits.take(counted):
            note(SecurityEvent.LOCKED_OUT, **ids, by=counted.limit.name)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            found = check()
        except ValidationError:
            if not self.again:
                note(SecurityEvent.CODE_FAILED, **ids)
            raise
        limits.give_back(counted)
        return found

    def _counter(self) -> Counted:
        if self.again:
            return Counted(limits.CODE_AGAIN, str(self.user.pk))
        device = devices.known(context.request, self.user, timezone.now())
        if device is not None:
            return Counted(limits.DEVICE_CODE, str(device.pk))
        return Counted(limits.CODE, str(self.user.pk))


class UsingUpCodes(HeldToLimits):
    """Takes a code at sign-in; a recovery code is used up by the act of the person whose it is."""

    authenticator: Authenticator
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Check a code as the library does."""
        return self.within_limits(self._checked)

    def _checked(self) -> str:
        library: Any = super()
        typed: str = normalize_user_code(self.cleaned_data["code"])
        # By its length, never by whether it is right: how long an answer takes tells nobody.
        if len(typed) == app_settings.TOTP_DIGITS:
            code = cast(str, library.clean_code())
            # The library keeps what was used in Django's cache, of which each worker has its own.
            if not limits.take(Counted(limits.CODE_ONCE, f"{self.user.pk}/{typed}")):
                raise get_adapter().validation_error("incorrect_code")
            return code
        actions.use_recovery_code(
            by=self.user, at=timezone.now(), key=internal_key(), use=lambda: self._use_up(typed)
        )
        return typed

    def _use_up(self, typed: str) -> None:
        found = recovery.use(self.user, typed)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found

    def save(self) -> None:
        """Let the person in; not where the factor was removed in another window meanwhile."""
        library: Any = super()
        while_there(self.authenticator, library.save)


class CodeForm(UsingUpCodes, AuthenticateForm):  # type: ignore[misc]
    """The code that completes a sign-in."""


class CodeAgainForm(UsingUpCodes, ReauthenticateForm):  # type: ignore[misc]
    """The code that proves again who is signed in."""

    again = True
