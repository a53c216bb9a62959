"""A password that somebody else chose opens one page: on which its person sets their own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from inspectorate.foundation.people import queries
from inspectorate.foundation.single_sign_on.adapter import by_provider_alone


class OwnPassword:
    """Sends whoever still has the password an administrator gave them to set one of their own."""

    OPEN = ("/accounts/logout/", "/accounts/password/", "/accounts/reauthenticate/", "/static/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            # Waived with the second factor: the rehearsal's people have a password it prints.
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(self.OPEN)
            and not queries.password_is_own(request.user)
            # A password that opens nothing: its person may never have been told it.
            and not by_provider_alone(request.user)
        ):
            return HttpResponseRedirect(reverse("account_change_password"))
        return self.get_response(request)
