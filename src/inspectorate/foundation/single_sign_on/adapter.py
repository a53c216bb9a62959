"""Sign-in where an identity provider is set: whom it stands for comes in by it alone."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from inspectorate.foundation.people import queries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF
from inspectorate.foundation.people.sign_in import ClosedAddresses

from .client import provider

# How the sign-in library notes that the provider vouched for a person in this session.
METHOD = "single_sign_on"
STAGE = "allauth.mfa.stages.AuthenticateStage"


class ProviderFirst(ClosedAddresses):
    """Takes no password and no passkey of whoever signs in at the provider."""

    def comes_otherwise(self, person: Person) -> bool:
        """Answer a right password of such a person as a wrong one is answered."""
        return by_provider_alone(person)

    def pre_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse | None:
        """Let in, however they came; but by a passkey nobody who is to come by the provider."""
        if by_provider_alone(user) and not vouched_for(request, user):
            clear_login(request)
            messages.error(
                request,
                f"Sign in with {provider().label}: your account here opens by nothing else.",
            )
            return HttpResponseRedirect(reverse("account_login"))
        answer: HttpResponse | None = super().pre_login(request, user, **given)
        return answer

    def get_login_stages(self) -> list[str]:
        """As the library has them, but that the provider's own factor may count as ours."""
        ours = f"{FactorHereOrAtProvider.__module__}.{FactorHereOrAtProvider.__name__}"
        return [ours if one == STAGE else one for one in super().get_login_stages()]

    def ways_to_prove(self, user: Person) -> list[dict[str, Any]]:
        """How a person may prove again who they are: a factor of ours, or the provider anew."""
        found = super().ways_to_prove(user)
        if settings.SINGLE_SIGN_ON is None or not link_here(user):
            return found
        own = [one for one in found if one["url"] != reverse("account_reauthenticate")]
        description = f"Sign in again with {provider().label}"
        anew = {"id": METHOD, "description": description, "url": reverse("sign-on-again")}
        return [*own, anew]

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Mail no link to whom a password opens nothing."""
        if not by_provider_alone(user):
            super().send_password_reset_mail(user, email, context)


class FactorHereOrAtProvider(AuthenticateStage):  # type: ignore[misc]
    """Asks for the second factor, but where the provider's own was agreed to count."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and not factor_given(request, self.login.user)


def link_here(person: Person) -> bool:
    """Is ``person`` connected with an account at the provider that is set now?"""
    link = queries.link_of(person) if settings.SINGLE_SIGN_ON and person.pk else None
    return link is not None and link.issuer == provider().issuer


def by_provider_alone(person: Person) -> bool:
    """May ``person`` come in by the provider and by nothing else?

    Whoever is connected with an account there: else a leaver would come in by a password. Where
    the settings say so, all staff; contacts of bodies have no account there.
    """
    if settings.SINGLE_SIGN_ON is None:
        return False
    return link_here(person) or (provider().only and bool(person.roles & STAFF))


def record_of(request: HttpRequest, person: Any) -> dict[str, Any] | None:
    """What this session holds of the provider's word for ``person``; None where it gave none."""
    records = get_authentication_records(request, person)
    return next((one for one in reversed(records) if one["method"] == METHOD), None)


def vouched_for(request: HttpRequest, person: Person) -> bool:
    """Did the provider vouch for ``person`` in this session?"""
    return record_of(request, person) is not None


def factor_given(request: HttpRequest, person: Any) -> bool:
    """Did the provider ask for a second factor that the settings let count as ours?"""
    return bool((record_of(request, person) or {}).get("factor"))
