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
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import path

from inspectorate.foundation.ledger.acts import standing_still
from inspectorate.foundation.people import actions, policies
from inspectorate.foundation.reasons.reasons import refuse_if

GONE = (
    "This key opens nothing here, or no longer. Sign in by your password and another second "
    "factor; then you can add the key again under Account."
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


def _if_there[T](form: Any, use: Callable[[], T]) -> T:
    """Use a key; not where it was removed in another window meanwhile."""
    with standing_still(actions.STREAM):
        there = Authenticator.objects.filter(pk=form.cleaned_data["credential"].pk).exists()
        refuse_if(policies.factor_usable(there=there))
        return use()


class KeyForm(ReadingKeys, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The key that completes a sign-in by password."""

    def save(self) -> None:
        """Let the person in."""
        library: Any = super()
        _if_there(self, library.save)


class PasskeyForm(ReadingKeys, LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey that signs in alone."""


class KeyAgainForm(ReadingKeys, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key that proves again who is signed in."""


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key to add."""

    def clean(self) -> dict[str, Any]:
        """Read it as the library does."""
        return cast(dict[str, Any], _read(super().clean, UNREADABLE))


class PasskeyPage(LoginWebAuthnView):  # type: ignore[misc]
    """Sign in by a passkey alone."""

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        """Let the person in."""
        key = form.cleaned_data["credential"]
        _if_there(form, lambda: post_authentication(self.request, key, passwordless=True))
        return cast(HttpResponse, perform_login(self.request, Login(user=key.user)))


class KeyAgainPage(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Prove again by a key who is signed in, and do what waited for it."""

    def form_valid(self, form: KeyAgainForm) -> HttpResponse:
        """Note the use of the key, then do what waited: an act, which takes its own locks."""
        key = form.cleaned_data["credential"]
        _if_there(form, lambda: post_authentication(self.request, key, reauthenticated=True))
        return cast(HttpResponse, BaseReauthenticateView.form_valid(self, form))


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("webauthn/login/", PasskeyPage.as_view(), name="mfa_login_webauthn"),
    path("webauthn/reauthenticate/", KeyAgainPage.as_view(), name="mfa_reauthenticate_webauthn"),
]
