"""The secret addresses of calendars. A table of the room; its ``models.py`` brings it to Django."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Recorded


class CalendarAddress(Recorded):
    """A secret address at which a calendar program reads one person's hours, until ``ended_at``.

    Only the digest of its secret is stored: who made the address is shown it once. One at a time.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_addresses"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="calendar_address_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: calendar"
