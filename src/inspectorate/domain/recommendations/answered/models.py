"""That a recommendation answers an outcome in words, and that it no longer does.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class AnsweredOutcome(Permanent):
    """A recommendation answers an outcome; it holds until it is ended."""

    recommendation = models.ForeignKey(
        "recommendations.Recommendation", on_delete=models.PROTECT, related_name="answered"
    )
    outcome = models.ForeignKey(WrittenOutcome, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["recommendation", "outcome", "pk"]

    def __str__(self) -> str:
        return f"{self.recommendation} answers {self.outcome}"


class AnsweredOutcomeEnd(Permanent):
    """A recommendation no longer counts as answering an outcome, and why."""

    answered = models.OneToOneField(AnsweredOutcome, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="answered_outcome_ended_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answered}, ended"
