"""Who stands in for a contact. It is a table of the room; its ``models.py`` brings it to Django."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Recorded


class Delegate(Recorded):
    """A person who speaks for a body in place of a contact, from a day to a day, both included.

    It ends by itself after ``to_on``, or earlier by an act.
    """

    contact = models.ForeignKey(
        "bodies.Contact", on_delete=models.PROTECT, related_name="delegates"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in"
    )
    from_on = models.DateField()
    to_on = models.DateField("last day")
    reason = models.TextField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")),
                name="delegate_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in place of {self.contact}"
