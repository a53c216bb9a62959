"""That a visit was interrupted, and that it went on: records that stay whatever comes after.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import marking_column

from .kinds import Again, AskedBy, Ground, Halt

_PERSON = settings.AUTH_USER_MODEL


class Interruption(Permanent):
    """A visit was deferred, paused or left incomplete: who asked, on what ground, from when.

    ``office`` is who asked, by office and never by name. ``marking`` covers ``words`` and
    ``not_seen``, which says what a visit left incomplete did not come to. The welfare columns say
    whom the body can call: they leave in no binder and are found by no search.
    """

    # No digest covers what a binder lacks; the triggers of the table keep it as it was written.
    UNPROVEN = ("welfare_office", "welfare_reach")

    visit = models.ForeignKey(
        "fieldwork.Visit", on_delete=models.PROTECT, related_name="interruptions"
    )
    kind = models.CharField(max_length=20, choices=Halt)
    since = models.DateTimeField()
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    office = models.CharField("who asked, by office", max_length=160)
    ground = models.CharField(max_length=20, choices=Ground)
    words = models.TextField(blank=True)
    not_seen = models.TextField("what was not seen", blank=True)
    marking = marking_column()
    welfare_office = models.CharField(max_length=160, blank=True)
    welfare_reach = models.CharField("telephone or e-mail", max_length=160, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Halt.values), name="interruption_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by__in=AskedBy.values), name="interruption_asked_by_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=Ground.values), name="interruption_ground_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.kind}"


class Resumption(Permanent):
    """A visit went on: a paused one was resumed, or one that had ended was reopened, and why.

    What was told at the end of a visit that is reopened is kept here, as ``debrief``, beside when
    it had ended; ``marking`` covers ``reason``.
    """

    visit = models.ForeignKey(
        "fieldwork.Visit", on_delete=models.PROTECT, related_name="resumptions"
    )
    kind = models.CharField(max_length=20, choices=Again)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    marking = marking_column()
    ended_at = models.DateTimeField(null=True, blank=True)
    debrief = models.TextField(blank=True)
    debrief_marking = marking_column()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Again.values), name="resumption_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.kind}"
