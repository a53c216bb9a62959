"""Links that were given to people, and how each came to its end. Nothing of them is ever changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class LinkGround(models.TextChoices):
    """What a link was given for."""

    INVITED = "invited", "Invited"
    RESET = "reset", "Password taken away"


class LinkEnding(models.TextChoices):
    """How a link came to its end before its day."""

    USED = "used", "Used"
    REVOKED = "revoked", "Revoked"
    REPLACED = "replaced", "Another was sent"


class Invitation(Permanent):
    """A link given to ``person``, good once until ``expires_at``.

    ``digest`` is SHA-256 of what the link holds, which is kept nowhere.
    """

    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="invitations")
    given_for = models.CharField(max_length=10, choices=LinkGround)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_for__in=["invited", "reset"]), name="link_is_for_something"
            )
        ]

    def __str__(self) -> str:
        return f"link for {self.person}"


class InvitationEnd(Permanent):
    """A link was used, revoked, or replaced by another: it opens nothing any more."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="end")
    ending = models.CharField(max_length=10, choices=LinkEnding)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ending__in=["used", "revoked", "replaced"]),
                name="link_ended_somehow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.ending}"
