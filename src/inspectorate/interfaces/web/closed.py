"""Addresses of the sign-in library that do not exist here.

People are registered, and their e-mail addresses set, by an administrator.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def closed(request: HttpRequest, key: str = "") -> HttpResponse:
    """There is nothing at this address."""
    raise Http404


urlpatterns = [
    path("signup/", closed, name="closed-signup"),
    path("email/", closed, name="closed-email"),
    path("confirm-email/", closed, name="closed-confirm-email"),
    path("confirm-email/<str:key>/", closed, name="closed-confirm-email-key"),
    path("password/set/", closed, name="closed-password-set"),
    path("login/code/confirm/", closed, name="closed-login-code"),
]
