"""The sign-in library's pages that change a second factor: what they change is an act.

The act holds the stream, lets the library write, and proves what it wrote, all or nothing. Every
other page of the library changes no factor. Each asks for both proofs first (``people.proofs``).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone

from inspectorate.foundation.ledger.acts import standing_still
from inspectorate.foundation.people import actions
from inspectorate.foundation.people.proofs import FACTOR, ask_unless_proved
from inspectorate.foundation.people.sign_in import internal_key


class _NothingChanged(Exception):
    """Takes the act back: the library found nothing to change, and has its answer."""


class AsAnAct:
    """Does what a form of the library asks as the act of the person who sent it.

    All that the library looks at it looks at within the act: another window waits, and then finds
    what this one left.
    """

    # The library's page for removing a key would take DELETE, past its form and past the act.
    http_method_names = ("get", "head", "options", "post")
    request: HttpRequest
    changed = False
    proves = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the library does; what changes no factor is no act."""
        library: Any = super()
        if request.user.is_authenticated:
            ask_unless_proved(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return cast(HttpResponseBase, library.dispatch(request, *args, **kwargs))
        answers: list[HttpResponseBase] = []

        def change() -> None:
            answers.append(library.dispatch(request, *args, **kwargs))
            if not self.changed:
                raise _NothingChanged

        with suppress(_NothingChanged):
            actions.change_factors(
                by=request.user,
                at=timezone.now(),
                key=internal_key(),
                change=change,
            )
        if self.changed and self.proves:
            # Whoever set it up has just used it.
            record_authentication(request, request.user, FACTOR)
        return answers[0]

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the library change the factor."""
        self.changed = True
        library: Any = super()
        return cast(HttpResponse, library.form_valid(form))


class HoldingCodes:
    """Lets nobody use a recovery code until what the library notes of them is stored.

    It writes back all it read of them when they are first looked at: a code used up meanwhile in
    another window would be good again.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show them as the library does."""
        library: Any = super()
        if request.user.is_authenticated:
            ask_unless_proved(request)
        with standing_still(actions.STREAM):
            return cast(HttpResponseBase, library.dispatch(request, *args, **kwargs))


class SetUpAppPage(AsAnAct, ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""

    proves = True


class RemoveAppPage(AsAnAct, DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""


class RecoveryCodesPage(AsAnAct, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones are worth nothing."""


class AddKeyPage(AsAnAct, AddWebAuthnView):  # type: ignore[misc]
    """Add a security key or a passkey."""

    proves = True


class RenameKeyPage(AsAnAct, EditWebAuthnView):  # type: ignore[misc]
    """Give a security key or passkey another name."""


class RemoveKeyPage(AsAnAct, RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a security key or passkey."""


class CodesPage(HoldingCodes, ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, to be written down."""


class CodesFile(HoldingCodes, DownloadRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, to be kept."""


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("totp/activate/", SetUpAppPage.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", RemoveAppPage.as_view(), name="mfa_deactivate_totp"),
    path(
        "recovery-codes/generate/", RecoveryCodesPage.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("recovery-codes/", CodesPage.as_view(), name="mfa_view_recovery_codes"),
    path("recovery-codes/download/", CodesFile.as_view(), name="mfa_download_recovery_codes"),
    path("webauthn/add/", AddKeyPage.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", RenameKeyPage.as_view(), name="mfa_edit_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", RemoveKeyPage.as_view(), name="mfa_remove_webauthn"),
]
