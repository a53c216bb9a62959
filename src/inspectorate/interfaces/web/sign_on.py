"""Signing in at the identity provider: led there, back, connected once, and proved again."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from inspectorate.foundation.people import proofs, queries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.single_sign_on import asking, client
from inspectorate.foundation.single_sign_on.adapter import METHOD, link_here, record_of
from inspectorate.foundation.single_sign_on.client import Identity, NotReached, SaidNo

from ..act_forms import holding, person, require_get_or_post
from .access import signing
from .inspection_page import act_page
from .people.credentials_ended import unlinked
from .people.forms import ReasonForm
from .sign_in import still_asked

logger = logging.getLogger(__name__)
WAITING = "sign_on_waiting"
CLOCKS_DIFFER = 60
IN, AGAIN = "in", "again"


def _where_set() -> None:
    if settings.SINGLE_SIGN_ON is None:
        raise Http404


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, to sign in there."""
    _where_set()
    return _lead(request, IN, _safe(request, request.POST.get("next", "")))


@require_get_or_post
def again(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, to prove there anew who is signed in."""
    _where_set()
    if not request.user.is_authenticated or not link_here(person(request)):
        raise Http404
    go_on = _safe(request, request.GET.get("next", "") or request.POST.get("next", ""))
    if request.method == "POST":
        return _lead(request, AGAIN, go_on)
    return render(
        request,
        "account/sign_on_again.html",
        {"go_on": go_on, **_others(request), **still_asked(request)},
    )


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Read who comes back from the provider, and let them in, ask them, or send them away."""
    _where_set()
    asked = client.asked_for(request)
    try:
        identity = client.came_back(request)
    except SaidNo as fault:
        return _nobody(request, str(fault))
    except NotReached:
        return _not_reached(request)
    if asked["purpose"] == AGAIN:
        return _proved_again(request, identity, asked)
    if request.user.is_authenticated:
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    known = queries.linked(client.provider().issuer, identity.subject)
    if known is not None:
        return _let_in(request, known, identity, asked["go_on"])
    meant = _meant(identity)
    if meant is None:
        return _nobody(request, "nobody here")
    held = asking.begin(meant, identity)
    waiting = {"held": held, "go_on": asked["go_on"], "said": _said(identity)}
    request.session[WAITING] = {**waiting, "person": meant.pk}
    return HttpResponseRedirect(reverse("sign-on-connect"))


@require_get_or_post
def connect(request: HttpRequest) -> HttpResponse:
    """Ask whoever comes the first time whether the two accounts are to be one."""
    _where_set()
    waiting = request.session.get(WAITING)
    if not waiting or request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login"))
    meant = Person.objects.get(pk=waiting["person"])
    if request.method != "POST":
        return render(request, "account/sign_on_connect.html", {"meant": meant})
    del request.session[WAITING]
    return _log_in(request, meant, waiting["held"], waiting["said"], waiting["go_on"])


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """Do what waited until it was proved again who is signed in."""
    _where_set()
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login"))
    answer: HttpResponse | None = resume_request(request)
    return answer or HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


@require_get_or_post
@holding(frozenset(Role))
@signing
def disconnect(request: HttpRequest) -> HttpResponse:
    """End the connection of one's own account with the one at the provider."""
    if queries.link_of(person(request)) is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def act(**given: Any) -> Any:
        made = unlinked(request, given["by"], **given)
        # The session is gone from the database with all others of this person.
        logout(request)
        return made

    return act_page(
        request,
        None,
        form,
        act,
        title="Sign in by a password again",
        button="End the connection",
        success_url=reverse("account_login"),
        message="The connection is ended. Sign in by your password; if you have none, ask for a "
        "link to set one.",
        intro="Your account here is then no longer connected with the one at your inspectorate's "
        "identity provider, and you are signed out everywhere.",
    )


def _lead(request: HttpRequest, purpose: str, go_on: str) -> HttpResponse:
    back_here = request.build_absolute_uri(reverse("sign-on-back"))
    try:
        to = client.leads_to(request, back_here, purpose=purpose, go_on=go_on)
    except NotReached:
        return _not_reached(request)
    return HttpResponseRedirect(to)


def _meant(identity: Identity) -> Person | None:
    """Who is registered under an address that the provider verified, and not connected yet."""
    if not identity.email:
        return None
    found = Person.objects.filter(email__iexact=identity.email, is_active=True).first()
    if found is None or not found.roles or queries.link_of(found) is not None:
        return None
    return found


def _said(identity: Identity) -> dict[str, Any]:
    """What is kept of the provider's word: did its own factor count, and when did it ask?"""
    factor = bool(identity.factors & client.provider().factors)
    return {"factor": factor, proofs.BOTH: factor, proofs.ASKED_AT: identity.proved_at}


def _let_in(request: HttpRequest, known: Person, identity: Identity, go_on: str) -> HttpResponse:
    # As after a wrong password: nobody learns who has left, or holds no role.
    if not known.is_active or not known.roles:
        return _nobody(request, "nobody here")
    held = asking.begin(known, identity)
    return _log_in(request, known, held, _said(identity), go_on)


def _log_in(
    request: HttpRequest, who: Person, held: str, said: dict[str, Any], go_on: str
) -> HttpResponse:
    """Let the sign-in library do the rest: the second factor, and a new session."""
    record_authentication(request, who, method=METHOD, held=held, **said)
    answer: HttpResponse = perform_login(request, Login(user=who, redirect_url=go_on or None))
    return answer


def _proved_again(request: HttpRequest, identity: Identity, asked: dict[str, Any]) -> HttpResponse:
    """Take the provider's word that the person proved there, just now, who they are."""
    who = request.user
    mine = queries.linked(client.provider().issuer, identity.subject)
    if not who.is_authenticated or mine != who:
        return _not_proved(request, "somebody else signed in there")
    if identity.proved_at < asked["began"] - CLOCKS_DIFFER:
        return _not_proved(request, "the provider does not say that it asked you anew")
    kept = record_of(request, who) or {}
    said = _said(identity)
    if kept:
        asking.renew(kept["held"], identity)
    record_authentication(
        request,
        who,
        method=METHOD,
        reauthenticated=True,
        held=kept.get("held") or asking.begin(mine, identity),
        **said | {"factor": said["factor"] or bool(kept.get("factor"))},
    )
    note(SecurityEvent.STEP_UP_PASSED, person=mine.pk, by="provider")
    return HttpResponseRedirect(f"{reverse('sign-on-go-on')}?{urlencode({'next': asked['go_on']})}")


def _not_proved(request: HttpRequest, why: str) -> HttpResponse:
    note(SecurityEvent.STEP_UP_FAILED, person=request.user.pk, by="provider")
    return render(request, "account/sign_on_again.html", {"why": why}, status=403)


def _nobody(request: HttpRequest, why: str) -> HttpResponse:
    """The same page for whoever is not let in, so that nobody learns who is registered."""
    logger.warning("Single sign-on let nobody in: %s", why)
    note(SecurityEvent.SIGN_IN_FAILED, by="provider", client=client_of(request))
    return render(request, "account/sign_on_nobody.html", status=403)


def _not_reached(request: HttpRequest) -> HttpResponse:
    note(SecurityEvent.PROVIDER_NOT_REACHED)
    return render(request, "account/sign_on_not_reached.html", status=503)


def _safe(request: HttpRequest, url: str) -> str:
    return url if url and get_adapter(request).is_safe_url(url) else ""


def _others(request: HttpRequest) -> dict[str, Any]:
    """The other ways to prove who one is."""
    every = get_adapter(request).get_reauthentication_methods(request.user)
    return {"others": [one for one in every if one["id"] != METHOD]}


urlpatterns = [
    path("sign-on/", start, name="sign-on"),
    path("sign-on/back/", back, name="sign-on-back"),
    path("sign-on/connect/", connect, name="sign-on-connect"),
    path("sign-on/again/", again, name="sign-on-again"),
    path("sign-on/go-on/", go_on, name="sign-on-go-on"),
    path("sign-on/disconnect/", disconnect, name="sign-on-disconnect"),
]
