"""What ends a check or an answer in it, each a record of its own; nothing is deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent

from ..models import Criticism, FactCheck


class RecalledCopy(Permanent):
    """A copy of a draft is its reader's no longer, with the reason; whoever saw it saw it.

    The recipient counts as not asked, and is asked anew by a copy with the next number.
    """

    fact_check = models.OneToOneField(FactCheck, on_delete=models.PROTECT, related_name="recall")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="recall_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.fact_check}: {self.reason}"


class FinishedCheck(Permanent):
    """A recipient says that it has checked its copy and has nothing more to say; or, with
    ``finished`` false, that it has after all. The newest by ``number`` is the one that counts.
    """

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="finishes")
    number = models.PositiveSmallIntegerField()
    finished = models.BooleanField("has it nothing more to say")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["fact_check", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fact_check", "number"], name="finish_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.fact_check}: {'nothing more' if self.finished else 'more'} to say"


class CriticismWithdrawal(Permanent):
    """An answer on new criticism taken back, with the reason: the change is to be answered anew."""

    criticism = models.OneToOneField(Criticism, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="criticism_withdrawal_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criticism}: {self.reason}"
