"""The health of the server, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from inspectorate.foundation.health import trouble


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and ``ok`` when it can serve; else 503 and why, in a word, and nothing else."""
    said = trouble()
    return HttpResponse(
        f"{said or 'ok'}\n",
        status=503 if said else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


class Health:
    """Answers for the health of the server before anything else does.

    Whoever watches it knows none of its hosts, ends no TLS and has no session; and with the
    database gone a session could not even be looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == reverse("healthz"):
            return healthz(request)
        return self.get_response(request)
