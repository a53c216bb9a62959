"""Ends a session whose person the identity provider lets in no more, on that very request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.people import actions
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import client_of, internal_key
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.single_sign_on import asking, client
from inspectorate.foundation.single_sign_on.adapter import by_provider_alone, link_here, record_of
from inspectorate.foundation.single_sign_on.asking import Answer
from inspectorate.foundation.single_sign_on.models import ProviderSession

Next = Callable[[HttpRequest], HttpResponse]


class AskedAgain:
    """Asks the provider about each session that it opened, before anything else is done.

    Where somebody comes by it alone, a session that it did not open is over.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated or request.path == reverse("account_logout"):
            return self.get_response(request)
        record = record_of(request, person)
        if record is None:
            return _not_by_the_provider(request, person) or self.get_response(request)
        return self._ended(request, person, record["held"]) or self.get_response(request)

    def _ended(self, request: HttpRequest, person: Person, held: str) -> HttpResponse | None:
        session = asking.session_of(held, person) if settings.SINGLE_SIGN_ON else None
        if session is None:
            return _end(request, held, Answer.NO)
        if not session.opened:
            refused = _came_in(request, person, session)
            if refused is not None:
                logout(request)
                asking.end(held)
                return refused
        # The link may have been ended while the provider knows nothing of it.
        answer = asking.ask(session) if link_here(person) else Answer.NO
        return None if answer is Answer.YES else _end(request, held, answer)


def _not_by_the_provider(request: HttpRequest, person: Person) -> HttpResponse | None:
    """End a session that a password opened, of one who now comes by the provider alone.

    Nobody asks the provider about it: a leaver would stay in it.
    """
    if not by_provider_alone(person):
        return None
    note(SecurityEvent.SESSION_ENDED, person=person.pk, why="provider")
    logout(request)
    messages.error(
        request,
        f"Your account here now opens by {client.provider().label} alone. Sign in with it. "
        f"What you sent last was not done.",
    )
    return HttpResponseRedirect(reverse("account_login"))


def _came_in(request: HttpRequest, person: Person, session: ProviderSession) -> HttpResponse | None:
    """Connect the two accounts where this is the first time; only now is every factor given."""
    if not link_here(person):
        try:
            actions.link_sign_in(
                by=person,
                at=timezone.now(),
                key=internal_key(),
                issuer=client.provider().issuer,
                subject=asking.subject_of(session),
            )
        except Refused as refusal:
            # In another window, a moment ago; with this very account it is no fault.
            if not link_here(person):
                return _refused(request, refusal.reasons)
        else:
            note(SecurityEvent.LINKED, person=person.pk)
            _tell(request, person)
    if asking.open_once(session):
        note(SecurityEvent.SIGNED_ON, person=person.pk, client=client_of(request))
    return None


def _tell(request: HttpRequest, person: Person) -> None:
    from allauth.account.adapter import get_adapter  # allauth reads its settings on import

    get_adapter(request).send_notification_mail("account/email/linked", person)


def _refused(request: HttpRequest, reasons: list[Reason]) -> HttpResponse:
    return render(request, "inspectorate/refused.html", {"reasons": reasons}, status=422)


def _end(request: HttpRequest, held: str, answer: Answer) -> HttpResponse:
    """Sign out, and say why in plain words; what was asked for is not done."""
    unreached = answer is Answer.NOT_REACHED
    event = SecurityEvent.PROVIDER_NOT_REACHED if unreached else SecurityEvent.PROVIDER_SAID_NO
    note(event, person=request.user.pk)
    logout(request)
    if not unreached:
        asking.end(held)
    return render(
        request,
        "account/sign_on_ended.html",
        {"unreached": unreached, "sent": request.method == "POST"},
        status=503 if unreached else 403,
    )
