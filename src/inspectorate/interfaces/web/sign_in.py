"""The sign-in library's pages at which one might try often, and the list of known browsers.

How often is counted in the database (``foundation.tries``); what happened goes to the security log.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.views import (
    PasswordChangeView,
    PasswordResetFromKeyView,
    PasswordResetView,
    ReauthenticateView,
)
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inspectorate.foundation.people import actions, proofs
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import client_of, internal_key, mails_of, who
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import Id, note
from inspectorate.foundation.tries import devices, limits
from inspectorate.foundation.tries.limits import Counted

from ..reminding import mails_nothing
from .factors import FactorsPage
from .middleware import too_many

logger = logging.getLogger(__name__)


def refused(request: HttpRequest, *counted: Counted, **ids: Id) -> HttpResponse | None:
    """Take a try of each; the page in words where there is none left."""
    if limits.take(*counted):
        return None
    note(SecurityEvent.LOCKED_OUT, **ids, client=client_of(request), by=counted[0].limit.name)
    return too_many(request)


class MailingAnswer(HttpResponseRedirect):
    """Leads on, and once that is sent records that a link was asked for, and mails it: neither how
    long that takes nor whether a mail server answers tells that there was anything to mail.
    """

    def __init__(self, to: str, mails: list[tuple[Person, EmailMessage]]) -> None:
        super().__init__(to)
        self.mails = mails

    def close(self) -> None:
        """Record it and mail it; a failure is told to the server's log."""
        for person, _ in self.mails:
            # Neither a wrong clock nor a database that is busy keeps anybody out here.
            try:
                actions.ask_for_link(
                    by=actions.ANYBODY, at=timezone.now(), key=internal_key(), person=person
                )
            except Refused:
                pass
            except DatabaseError as fault:
                logger.error("That a link was asked for stands nowhere: %s", type(fault).__name__)
        super().close()
        for _, one in self.mails:
            try:
                one.send()
            except OSError as fault:  # of the connection, and SMTP's own
                logger.error("A link to set a password was not mailed: %s", fault)


class AskForLinkPage(PasswordResetView):  # type: ignore[misc]
    """Ask for a link to set a password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the library does; where nothing can be mailed, say so to whoever asks."""
        if mails_nothing():
            return render(request, "account/no_mail.html")
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        """Mail it; the answer is the same whether anybody has the address."""
        address = form.cleaned_data["email"].strip().casefold()
        client = client_of(self.request)
        ids = who(address, Person.objects.filter(email__iexact=address).first())
        counted = Counted(limits.LINKS, address), Counted(limits.LINKS_OF_CLIENT, client)
        if answer := refused(self.request, *counted, **ids):
            return answer
        note(SecurityEvent.RESET_ASKED, **ids, client=client)
        return MailingAnswer(super().form_valid(form).url, mails_of(self.request))


class FollowLinkPage(PasswordResetFromKeyView):  # type: ignore[misc]
    """Set a password by a link that was mailed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the library does, so often."""
        if request.method == "POST":
            counted = Counted(limits.LINKS_OF_CLIENT, client_of(request))
            if answer := refused(request, counted):
                return answer
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))


class ChangePasswordPage(PasswordChangeView):  # type: ignore[misc]
    """Change one's own password: the old one is asked for, and so may be guessed at."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the old password, so often."""
        if answer := refused(request, self._counter(), person=request.user.pk):
            return answer
        return cast(HttpResponse, super().post(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the new one; the old one was right."""
        limits.give_back(self._counter())
        return cast(HttpResponse, super().form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Note that the old one was wrong, and ask once more."""
        if "oldpassword" in form.errors:
            ids = {"person": self.request.user.pk, "client": client_of(self.request)}
            note(SecurityEvent.STEP_UP_FAILED, **ids)
        return cast(HttpResponse, super().form_invalid(form))

    def _counter(self) -> Counted:
        return Counted(limits.AGAIN, str(self.request.user.pk))


def still_asked(request: HttpRequest) -> dict[str, Any]:
    """What a page on which one proves again who one is says of what is asked for.

    ``both``: two proofs, and neither was given yet; ``left``: the one that is left of two;
    ``no_way``: the one that no way offered can give.
    """
    if not request.user.is_authenticated or not proofs.waiting_for_both(request):
        return {}
    lacking = proofs.lacking(request)
    return {
        "both": len(lacking) > 1,
        "left": next(iter(lacking)) if len(lacking) == 1 else "",
        "no_way": get_adapter(request).given_by_no_way(request.user),
    }


class TellingProof:
    """Tells the security log whether somebody proved again who they are."""

    request: HttpRequest

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """What the library says, and what is still asked for."""
        library: Any = super()
        return {**library.get_context_data(**given), **still_asked(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note it, then do what was asked for."""
        library: Any = super()
        note(SecurityEvent.STEP_UP_PASSED, person=self.request.user.pk)
        return cast(HttpResponse, library.form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Note it, and ask once more."""
        library: Any = super()
        note(
            SecurityEvent.STEP_UP_FAILED,
            person=self.request.user.pk,
            client=client_of(self.request),
        )
        return cast(HttpResponse, library.form_invalid(form))


class AgainByPasswordPage(TellingProof, ReauthenticateView):  # type: ignore[misc]
    """Prove again who one is by the password."""


class AgainByCodePage(TellingProof, ReauthenticateByCodeView):  # type: ignore[misc]
    """Prove again who one is by a code."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices_page(request: HttpRequest) -> HttpResponse:
    """The browsers in which this person signed in, each with a button that ends it."""
    person = cast(Person, request.user)
    if request.method == "POST":
        chosen = request.POST.getlist("device")
        only = [one.pk for one in person.devices.all() if str(one.pk) in chosen]
        devices.forget(person, by=person.pk, only=None if "all" in request.POST else only)
        return redirect("devices")
    return render(
        request,
        "people/devices.html",
        {
            "devices": person.devices.all(),
            "here": devices.known(request, person, timezone.now()),
            "unused": devices.UNUSED.days,
        },
    )


# Under the library's own names, so that its links lead here.
urlpatterns = [
    path("devices/", devices_page, name="devices"),
    path("reauthenticate/", AgainByPasswordPage.as_view(), name="account_reauthenticate"),
    path("password/change/", ChangePasswordPage.as_view(), name="account_change_password"),
    path("password/reset/", AskForLinkPage.as_view(), name="account_reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        FollowLinkPage.as_view(),
        name="account_reset_password_from_key",
    ),
    path("2fa/", FactorsPage.as_view(), name="mfa_index"),
    path("2fa/reauthenticate/", AgainByCodePage.as_view(), name="mfa_reauthenticate"),
]
