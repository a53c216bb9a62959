"""Tells the security log of refused requests: who, which page, how; never what was sent."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

# Of a person who is signed in also 404 and 405 (what one may not see does not exist), 409 and 422
# (a rule of the house refused), 429. Of anybody: a form without its token, too large, malformed.
OF_PEOPLE = frozenset({400, 403, 404, 405, 409, 413, 422, 429})
OF_ANYBODY = frozenset({400, 403, 413})

# Whose address holds what opens something.
SECRET = frozenset({"account_reset_password_from_key"})
TAKEN = ("GET", "HEAD", "POST", "OPTIONS")
# Devices put the pieces of their files at the door for programs, and nowhere else.
PUT_BELOW = "/api/"


class Refusals:
    """Refuses methods that no page uses, and notes each refusal.

    What a stranger looks for in vain is noise, and is not noted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated
        person = request.user.pk if known else "unknown"
        # The sign-in library would take PUT for POST.
        if request.method in TAKEN or _is_piece(request):
            response = self.get_response(request)
        else:
            response = HttpResponseNotAllowed(TAKEN)
        if getattr(request, "auth", None) is not None:  # a program came, by the token of a person
            known, person = True, request.user.pk
        if response.status_code in (OF_PEOPLE if known else OF_ANYBODY):
            match = request.resolver_match
            note(
                SecurityEvent.REFUSED,
                person=person,
                client=get_adapter(request).get_client_ip(request),
                status=response.status_code,
                method=request.method,
                # What an address held is noted only where the address is one of ours.
                page=match.view_name if match else None,
                objects=[f"{name}:{value}" for name, value in match.kwargs.items()]
                if match and match.view_name not in SECRET
                else None,
            )
        return response


def _is_piece(request: HttpRequest) -> bool:
    return request.method == "PUT" and request.path.startswith(PUT_BELOW)
