"""Tokens of the API. A table of the room; its ``models.py`` brings it to Django."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Recorded

from . import scopes


class AccessToken(Recorded):
    """A program acts for ``person`` through the API, within ``scopes``, until ``expires_at``.

    Only the digest of what it sends is stored: who made the token is shown it once. ``label`` says
    what for; ``scopes`` are codes with a space between.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_tokens"
    )
    label = models.CharField(max_length=80)
    scopes = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    # Set where tokens are listed: whether it opens what it was made for.
    trusted = False

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="token_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: token"

    @property
    def opens(self) -> frozenset[str]:
        """The scopes it was made with."""
        return scopes.read(self.scopes)

    @property
    def said(self) -> str:
        """Its scopes as people read them."""
        return "; ".join(one.label for one in scopes.Scope if one.value in self.opens)
