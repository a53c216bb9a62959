"""Security keys and passkeys at the door: what a key may answer, and what is said when it may not.

The library takes a few faults of a key's answer for a wrong code and lets all others through as
failures of the server; and it notes the use of a key that was removed meanwhile.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import limits
from inspectorate.foundation.tries.limits import Counted

from .codes import HeldToLimits, while_there
from .sign_in import TellingProof, refused

GONE = (
    "This key opens nothing here, or no longer. Sign in by your password and another second "
    "factor; then you can add the key again under Account."
)
UNVERIFIED = (
    "This key asked for no PIN or finger. A key used alone must ask for its PIN or finger. Sign in "
    "by your password and this key."
)
UNREADABLE = "The key's answer cannot be read. Press the button again and touch the key."
# What reading bytes that no key sent can raise in the library and in those below it.
FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    struct.error,
    InvalidSignature,
)


def _read[T](read: Callable[[], T], else_said: str) -> T:
    """Read what a key answered; whatever is wrong with it is said in a sentence."""
    try:
        return read()
    except ValidationError as fault:
        # Any other is said as it stands: that there were too many tries.
        if fault.messages != get_adapter().validation_error("incorrect_code").messages:
            raise
        raise ValidationError(else_said) from fault
    except FAULTS as fault:
        raise ValidationError(else_said) from fault


class ReadingKeys:
    """Says in words why a key is not taken."""

    def clean_credential(self) -> Authenticator:
        """Find the key as the library does."""
        library: Any = super()
        return _read(library.clean_credential, GONE)


class CountingKeys(HeldToLimits):
    """Counts tries of one person; those of a passkey alone are nobody's, and are counted apart."""

    def clean_credential(self) -> Authenticator:
        """Find the key, so often."""
        library: Any = super()
        return cast(Authenticator, self.within_limits(library.clean_credential))


class KeyForm(CountingKeys, ReadingKeys, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The key that completes a sign-in by password."""

    def save(self) -> None:
        """Let the person in."""
        library: Any = super()
        while_there(self.cleaned_data["credential"], library.save)


class PasskeyForm(ReadingKeys, LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey that signs in alone: it holds two proofs, the key and the PIN or finger."""

    def clean_credential(self) -> Authenticator:
        """Find the key; refuse one that was only touched."""
        library: Any = super()
        answered = self.cleaned_data["credential"]
        found = cast(Authenticator, library.clean_credential())
        # The library asks what the question of this session asked for. The page for a second factor
        # asks less, and in the same place: one asked there could be answered here.
        data = auth.parse_authentication_response(answered).response.authenticator_data
        if not data.is_user_verified():
            raise ValidationError(UNVERIFIED)
        return found


class KeyAgainForm(CountingKeys, ReadingKeys, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key that proves again who is signed in."""

    again = True


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key to add."""

    def clean(self) -> dict[str, Any]:
        """Read it as the library does."""
        return cast(dict[str, Any], _read(super().clean, UNREADABLE))


class PasskeyPage(LoginWebAuthnView):  # type: ignore[misc]
    """Sign in by a passkey alone."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at what the key answered, so often."""
        if answer := refused(request, Counted(limits.KEYS, client_of(request))):
            return answer
        return cast(HttpResponse, super().post(request, *args, **kwargs))

    def form_invalid(self, form: PasskeyForm) -> HttpResponse:
        """Note it: whose key it was meant to be, nobody can tell."""
        note(SecurityEvent.SIGN_IN_FAILED, person="unknown", client=client_of(self.request))
        return cast(HttpResponse, super().form_invalid(form))

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        """Let the person in."""
        key = form.cleaned_data["credential"]
        while_there(key, lambda: post_authentication(self.request, key, passwordless=True))
        return cast(HttpResponse, perform_login(self.request, Login(user=key.user)))


class KeyAgainPage(TellingProof, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Prove again by a key who is signed in, and do what waited for it."""

    def form_valid(self, form: KeyAgainForm) -> HttpResponse:
        """Note the use of the key, then do what waited: an act, which takes its own locks."""
        key = form.cleaned_data["credential"]
        while_there(key, lambda: post_authentication(self.request, key, reauthenticated=True))
        note(SecurityEvent.STEP_UP_PASSED, person=self.request.user.pk)
        return cast(HttpResponse, BaseReauthenticateView.form_valid(self, form))


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("webauthn/login/", PasskeyPage.as_view(), name="mfa_login_webauthn"),
    path("webauthn/reauthenticate/", KeyAgainPage.as_view(), name="mfa_reauthenticate_webauthn"),
]
