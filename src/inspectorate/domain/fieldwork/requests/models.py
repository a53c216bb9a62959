"""The due days that a request had, and that it was withdrawn.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class RequestDueDay(Permanent):
    """A due day given to a request: by a rule when it was asked, or in place of an earlier day.

    ``why`` says how it was counted and ``rule`` is that rule as data; both are empty for a day that
    somebody named. ``reason`` says why a day was moved from ``old_due_on``; the body reads it.
    """

    request = models.ForeignKey(
        "fieldwork.Request", on_delete=models.PROTECT, related_name="due_days"
    )
    due_on = models.DateField()
    old_due_on = models.DateField(null=True, blank=True)
    rule = models.JSONField(default=dict, blank=True)
    why = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old_due_on=None) | ~models.Q(reason=""),
                name="due_day_moved_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: due {self.due_on}"


class RequestWithdrawal(Permanent):
    """The record that a request is no longer asked, and why; the body reads it."""

    request = models.OneToOneField(
        "fieldwork.Request", on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="request_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: withdrawn"
