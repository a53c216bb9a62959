"""The sign-in library's pages that change a second factor: what they change is an act.

The act holds the stream, lets the library write, and proves what it wrote, all or nothing. Every
other page of the library changes no factor. Each asks for both proofs first (``people.proofs``).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import (
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone

from inspectorate.foundation.ledger.acts import standing_still
from inspectorate.foundation.people import actions, recovery
from inspectorate.foundation.people.proofs import FACTOR, ask_unless_proved
from inspectorate.foundation.people.sign_in import internal_key
from inspectorate.foundation.sealing import RECOVERY_CODES, seal, unseal

from .closed import closed

# In the session, sealed, from the moment codes are made until their page has shown them.
WAITING = "recovery_codes_waiting"


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
    renews = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the library does; what changes no factor is no act."""
        library: Any = super()
        if request.user.is_authenticated:
            ask_unless_proved(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return cast(HttpResponseBase, library.dispatch(request, *args, **kwargs))
        answers: list[HttpResponseBase] = []
        # Before the act, since hashing takes long and the stream is held meanwhile.
        codes, kept = recovery.made() if self._makes_codes(request) else ([], [])
        shown: list[str] = []

        def change() -> None:
            answers.append(library.dispatch(request, *args, **kwargs))
            if not self.changed:
                raise _NothingChanged
            if codes and recovery.keep(request.user, kept):
                shown.extend(codes)

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
        if shown:
            request.session[WAITING] = seal(RECOVERY_CODES, _name(request), {"codes": shown})
        return answers[0]

    def _makes_codes(self, request: HttpRequest) -> bool:
        """The library makes codes with the first factor, or where it is asked for new ones."""
        return self.renews or (self.proves and recovery.held(request.user) is None)

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the library change the factor."""
        self.changed = True
        library: Any = super()
        return cast(HttpResponse, library.form_valid(form))


class SetUpAppPage(AsAnAct, ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""

    proves = True


class RemoveAppPage(AsAnAct, DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""


class RecoveryCodesPage(AsAnAct, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones are worth nothing."""

    renews = True


class AddKeyPage(AsAnAct, AddWebAuthnView):  # type: ignore[misc]
    """Add a security key or a passkey."""

    proves = True


class RenameKeyPage(AsAnAct, EditWebAuthnView):  # type: ignore[misc]
    """Give a security key or passkey another name."""


class RemoveKeyPage(AsAnAct, RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a security key or passkey."""


class CodesPage(ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, to be written down: once, after that nobody can tell them any more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show them as the library does; it notes that they were looked at."""
        library: Any = super()
        if request.user.is_authenticated:
            ask_unless_proved(request)
        # It writes back all it read of them: one used up meanwhile would be good again.
        with standing_still(actions.STREAM):
            return cast(HttpResponseBase, library.dispatch(request, *args, **kwargs))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """What the library says, with the codes that were just made in the place of hashes."""
        found = cast(dict[str, Any], super().get_context_data(**given))
        sealed = self.request.session.pop(WAITING, "")
        codes = (unseal(RECOVERY_CODES, _name(self.request), sealed) or {}).get("codes", [])
        found["unused_codes"] = codes or ["****" for _ in found["unused_codes"]]
        found["can_view_codes"] = bool(codes)
        found["can_download_codes"] = False
        found["can_generate_codes"] = not codes
        return found


class KeptCodes(RecoveryCodes):  # type: ignore[misc]
    """The codes as the library counts them: those used up are there no more, but were made."""

    def generate_codes(self) -> list[str]:
        """As many as were made; none can be told."""
        return ["****"] * recovery.COUNT


class FactorsPage(IndexView):  # type: ignore[misc]
    """One's own factors, and how many codes are left of how many."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """What the library says, but that it takes the codes that are left for all there were."""
        found = cast(dict[str, Any], super().get_context_data(**given))
        codes = found["authenticators"].get(recovery.KIND)
        if codes is not None:
            found["authenticators"][recovery.KIND] = KeptCodes(codes.instance)
        return found


def _name(request: HttpRequest) -> str:
    return f"recovery codes of {request.user.pk}"


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("totp/activate/", SetUpAppPage.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", RemoveAppPage.as_view(), name="mfa_deactivate_totp"),
    path(
        "recovery-codes/generate/", RecoveryCodesPage.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("recovery-codes/", CodesPage.as_view(), name="mfa_view_recovery_codes"),
    path("recovery-codes/download/", closed, name="mfa_download_recovery_codes"),
    path("webauthn/add/", AddKeyPage.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", RenameKeyPage.as_view(), name="mfa_edit_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", RemoveKeyPage.as_view(), name="mfa_remove_webauthn"),
]
