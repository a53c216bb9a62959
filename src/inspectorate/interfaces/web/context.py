"""What the shell of every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the names the shell template uses on every page."""
    always = {"demo_mode": settings.DEMO, "sign_on": settings.SINGLE_SIGN_ON}
    if not request.user.is_authenticated:
        return always
    roles = sorted(role.label for role in request.user.roles)
    return {
        **always,
        "you": f"{request.user.name} ({', '.join(roles)})"
        # People of a rehearsal are called by their role, which need not be said twice.
        if [request.user.name] != roles
        else request.user.name,
        "account_url": reverse("mfa_index"),
        "sign_out_url": reverse("account_logout"),
    }
