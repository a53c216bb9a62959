"""The sign-in library's pages and forms that change a second factor: what they change is an act.

The act holds the stream, lets the library write, and proves what it wrote, all or nothing. Every
other page of the library changes no factor.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from inspectorate.foundation.people import actions
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import internal_key


class AsAnAct:
    """Does what a form of the library asks as the act of the person who sent it."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it within the act, and answer as the library does."""
        answers: list[HttpResponse] = []
        library: Any = super()
        actions.change_factors(
            by=cast(Person, self.request.user),
            at=timezone.now(),
            key=internal_key(),
            change=lambda: answers.append(library.form_valid(form)),
        )
        return answers[0]


class SetUpAppPage(AsAnAct, ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""


class RemoveAppPage(AsAnAct, DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""


class RecoveryCodesPage(AsAnAct, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones are worth nothing."""


class AddKeyPage(AsAnAct, AddWebAuthnView):  # type: ignore[misc]
    """Add a security key or a passkey."""


class RenameKeyPage(AsAnAct, EditWebAuthnView):  # type: ignore[misc]
    """Give a security key or passkey another name."""


class RemoveKeyPage(AsAnAct, RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a security key or passkey."""


class UsingUpCodes:
    """Takes a code at sign-in; a recovery code is used up by the act of the person whose it is."""

    user: Person
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Check a code as the library does."""
        library: Any = super()
        # By its length, never by whether it is right: how long an answer takes tells nobody.
        if len(normalize_user_code(self.cleaned_data["code"])) == app_settings.TOTP_DIGITS:
            return cast(str, library.clean_code())
        codes: list[str] = []
        actions.use_recovery_code(
            by=self.user,
            at=timezone.now(),
            key=internal_key(),
            use=lambda: codes.append(library.clean_code()),
        )
        return codes[0]


class CodeForm(UsingUpCodes, AuthenticateForm):  # type: ignore[misc]
    """The code that completes a sign-in."""


class CodeAgainForm(UsingUpCodes, ReauthenticateForm):  # type: ignore[misc]
    """The code that proves again who is signed in."""


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("totp/activate/", SetUpAppPage.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", RemoveAppPage.as_view(), name="mfa_deactivate_totp"),
    path(
        "recovery-codes/generate/", RecoveryCodesPage.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("webauthn/add/", AddKeyPage.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", RenameKeyPage.as_view(), name="mfa_edit_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", RemoveKeyPage.as_view(), name="mfa_remove_webauthn"),
]
