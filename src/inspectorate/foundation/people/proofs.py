"""Which proofs of who somebody is this session holds, and how many a page asks for.

The first way is what one knows, or the identity provider's word; the second is a factor. A passkey
that signs in alone is both, and so is the provider's word where its own factor counts as ours.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

from . import credentials

FIRST, SECOND = "first", "second"
FACTOR = "mfa"  # as the library records a second factor that was given
# In a record of the provider's word: it asked for its own factor as well; and when it asked, in
# seconds since 1970, since its own session there may be old.
BOTH, ASKED_AT = "both", "asked_at"
# What changes how somebody signs in, or shows it, or lets a program in for as long as a year: one
# stolen proof must not be able to.
PAGES = frozenset(
    {
        *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_edit_webauthn"),
        *("mfa_remove_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"),
        "sign-on-disconnect",
        *("people-reset-factors", "people-unlink", "people-make-token"),
        *("devices-enrol", "people-lost-device"),
    }
)


def proved_twice(request: HttpRequest, person: Any) -> bool:
    """Was a second factor given in this sign-in (a passkey is both)?"""
    return any(one["method"] == FACTOR for one in get_authentication_records(request, person))


def proved_lately(request: HttpRequest) -> bool:
    """Has this person proved who they are a short while ago?

    By a password or a second factor within ``ACCOUNT_REAUTHENTICATION_TIMEOUT``. The word of the
    provider counts from when it asked: it lets in, unasked, whoever proved it there this morning.
    """
    return any(_anew(one) for one in _lately(request))


def lacking(request: HttpRequest) -> frozenset[str]:
    """Which of the two proofs was not given a short while ago; empty where both were.

    Whoever has no factor yet has none to give: the first one is set up by the first proof alone.
    """
    has_factor = _has_factor(request)
    given: set[str] = set()
    for one in _lately(request):
        if one["method"] == FACTOR:
            given |= {FIRST, SECOND} if one.get("passwordless") else {SECOND}
        elif not has_factor or _anew(one):
            given |= {FIRST, SECOND} if one.get(BOTH) else {FIRST}
    return frozenset({FIRST, SECOND} if has_factor else {FIRST}) - given


def asks_for_both(url: str) -> bool:
    """Does the page at this address (a path, with or without a query) ask for both proofs?"""
    try:
        return resolve(urlsplit(url).path).url_name in PAGES
    except (Resolver404, ValueError):  # no page of ours, or no address at all
        return False


def waiting_for_both(request: HttpRequest) -> bool:
    """Is this a page that asks for both, or one at which they are given for such a page?"""
    leads_to = request.POST.get("next") or request.GET.get("next") or ""
    return asks_for_both(request.path) or asks_for_both(leads_to)


def ask_unless_proved(request: HttpRequest) -> None:
    """Raise what leads to the pages on which one proves who one is, and back, unless enough of it
    was done a short while ago.
    """
    enough = not lacking(request) if asks_for_both(request.path) else proved_lately(request)
    if not enough:
        note(SecurityEvent.STEP_UP_ASKED, person=request.user.pk)
        raise ReauthenticationRequired


def _since() -> float:
    return time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _lately(request: HttpRequest) -> list[dict[str, Any]]:
    records = get_authentication_records(request, request.user)
    return [one for one in records if one["at"] >= _since()]


def _anew(record: dict[str, Any]) -> bool:
    """Was the person asked just now: by us, or by the provider?"""
    return bool(record.get(ASKED_AT, record["at"]) >= _since())


def _has_factor(request: HttpRequest) -> bool:
    """An app or a key of ours; or the provider's own, which let this person in."""
    person = request.user
    if not person.is_authenticated:
        return False
    own = {one.kind for one in credentials.factors_of(person).values()} - {"recovery_codes"}
    records = get_authentication_records(request, request.user)
    return bool(own) or any(one.get("factor") for one in records)
