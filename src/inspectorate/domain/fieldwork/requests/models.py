"""The due days that a request had, that it was withdrawn, and what became of what came for it.

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


class ReceiptReplacement(Permanent):
    """A later hand-in replaces an earlier one of the same request; both can be opened."""

    receipt = models.OneToOneField(
        "fieldwork.Receipt", on_delete=models.PROTECT, related_name="replacement"
    )
    earlier = models.OneToOneField(
        "fieldwork.Receipt", on_delete=models.PROTECT, related_name="replaced"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(receipt__gt=models.F("earlier")), name="replaced_by_a_later_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt}, in place of an earlier one"


class ReceiptLook(Permanent):
    """Somebody of the team looked at a hand-in of a body: who first, and when."""

    receipt = models.OneToOneField(
        "fieldwork.Receipt", on_delete=models.PROTECT, related_name="look"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.receipt}, looked at"


class RequestReminder(models.Model):
    """A contact was reminded of a request on a day; without ``sent_at`` the mail may not have gone.

    Not recorded: a mail is no act, and nobody relies on its having come.
    """

    request = models.ForeignKey(
        "fieldwork.Request", on_delete=models.PROTECT, related_name="reminders"
    )
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "person", "on"], name="reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.person} reminded on {self.on}"
