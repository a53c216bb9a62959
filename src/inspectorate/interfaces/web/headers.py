"""What every answer tells the browser beside Django's headers: static files and refusals too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Security keys are the one thing of the machine that a page of ours asks for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class BrowserRules:
    """Keeps our answers out of the pages of others, and their features out of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        if request.path == reverse("account_logout") and request.method == "POST":
            # Not "cookies": that of a known browser is to outlive the session. Nor "storage": notes
            # that wait on this device, sealed, and what opens the page that sends them (ADR 74).
            # No other page of ours keeps anything there.
            response["Clear-Site-Data"] = '"cache"'
        return response
