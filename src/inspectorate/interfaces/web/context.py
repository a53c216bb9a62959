"""What the shell of every page knows."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from inspectorate.foundation.people.roles import STAFF

from .. import kept_words

# Nothing is evaluated, styled or kept in a storage; what is refused stands in place of the form,
# and a page that does not exist or failed stands nowhere.
HTMX = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "defaultSwapStyle": "innerHTML",
        "historyCacheSize": 0,
        "historyEnabled": False,
        "includeIndicatorStyles": False,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "2..", "swap": True},
            {"code": "409|422", "swap": True},
            {"code": "...", "swap": False, "error": True},
        ],
        "scrollIntoViewOnBoost": False,
        "selfRequestsOnly": True,
        "timeout": 30_000,
    },
    sort_keys=True,
)


WHOSE = "inspectorate.whose"


def mark_of(request: HttpRequest) -> str:
    """Return whose page this is, sealed once for all its forms; empty for a stranger."""
    if not request.user.is_authenticated:
        return ""
    if WHOSE not in request.META:
        request.META[WHOSE] = kept_words.mark(request.user)
    return str(request.META[WHOSE])


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the names the shell template uses on every page."""
    always = {"htmx_config": HTMX, "demo_mode": settings.DEMO, "sign_on": settings.SINGLE_SIGN_ON}
    if not request.user.is_authenticated:
        return always
    held = request.user.roles
    roles = sorted(role.label for role in held)
    return {
        **always,
        "whose_page": mark_of(request),
        "not_shown": kept_words.not_shown(request),
        "shown_again": request.META.get(kept_words.SHOWN, ""),
        "you": f"{request.user.name} ({', '.join(roles)})"
        # People of a rehearsal are called by their role, which need not be said twice.
        if [request.user.name] != roles
        else request.user.name,
        "search_url": reverse("search") if held & STAFF else "",
        "account_url": reverse("mfa_index"),
        "sign_out_url": reverse("account_logout"),
    }
