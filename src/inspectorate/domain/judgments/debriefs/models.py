"""The hot debrief of a visit: who heard it, and the evidence it was made from. Nothing is ever
changed.

They are tables of the room, and its ``models.py`` brings them to Django. The words themselves stand
with the visit.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL
LONGEST_HEARD_BY = 200


class Debrief(Permanent):
    """A visit ended with a hot debrief: who of the body heard it, by role, and on which day.

    ``at`` is when the visit ended with it: of a visit that was reopened since, the earlier debrief
    is the one whose ``at`` the reopening names. The words stand there, or with the visit.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="debriefs")
    heard_by = models.CharField("who heard it, by role", max_length=LONGEST_HEARD_BY)
    said_on = models.DateField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit}: debrief of {self.said_on}"


class DebriefSource(Permanent):
    """An item of the visit's evidence that a debrief was made from."""

    debrief = models.ForeignKey(Debrief, on_delete=models.PROTECT, related_name="sources")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as they were named
        constraints = [
            models.UniqueConstraint(fields=["debrief", "item"], name="debrief_rests_once")
        ]

    def __str__(self) -> str:
        return f"{self.debrief_id} rests on {self.item_id}"
