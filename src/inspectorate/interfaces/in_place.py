"""Acts in place: a form that stands beside the thing it is about, and where it leads back to.

An address of an act may name, as ``back``, the page that one came from; when the act is done one
stands there again. Where the browser runs scripts the same page comes into a panel, and the page
beneath is drawn anew (``static/inspectorate/js/acts.js``); without them it is a page as any other.
"""

from __future__ import annotations

import json
from urllib.parse import urldefrag

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "back"
# Longer than any address of ours with what was asked of it.
_LONGEST = 2000


def is_in_place(request: HttpRequest) -> bool:
    """Is the answer wanted for a part of a page that is open already?"""
    return request.headers.get("HX-Request") == "true"


def says_itself(request: HttpRequest) -> bool:
    """Does the open page say itself what was done, so that no other page need?"""
    return is_in_place(request) and request.headers.get("X-Says") == "itself"


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that one came from, as the address says, or ``otherwise``."""
    asked = request.GET.get(BACK, "")
    ours = (
        len(asked) <= _LONGEST
        and asked.startswith("/")
        and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    )
    return asked if ours else otherwise


def lead_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Lead back when an act is done: to the page one came from, or else to ``otherwise``.

    In place it is 204 with the address in ``HX-Trigger``: the open page draws itself anew.
    """
    back = back_to(request, otherwise)
    if not is_in_place(request):
        return HttpResponseRedirect(back)
    address = urldefrag(back).url
    # Only what is ASCII stands in a header; an address is.
    return HttpResponse(
        status=204, headers={"HX-Trigger": json.dumps({"ins:done": {"back": address}})}
    )
