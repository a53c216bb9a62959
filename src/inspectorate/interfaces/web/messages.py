"""A word to somebody after an act, kept for the next page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Django's cookie for messages, under a name that binds it to this host where there is TLS."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Messages(FallbackStorage):
    """In a cookie; what is too long for one in the session."""

    storage_classes = (HostCookie, SessionStorage)
