"""An outcome in words: its wordings, the evidence of each, and whether it stands. Nothing is ever
changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import marking_column

from .kinds import OutcomeKind

_PERSON = settings.AUTH_USER_MODEL


class OutcomeStep(models.TextChoices):
    """What may happen to an outcome after it was written, any number of times."""

    WITHDRAWN = "withdrawn", "Withdrawn"
    PUT_BACK = "put-back", "Put back"


class WrittenOutcome(Permanent):
    """An outcome in words of one judgment; a judgment may have several, also of one kind.

    ``number`` is permanent within its inspection, so that people can refer to it. What it says is
    its newest wording.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveIntegerField()
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="outcomes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=OutcomeKind)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="outcome_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OutcomeKind.values), name="outcome_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people say: PREV-O1."""
        return f"{self.inspection.prefix}-O{self.number}"


class OutcomeWording(Permanent):
    """What an outcome says; the highest ``number`` counts, earlier ones stay readable.

    The first needs no ``reason``; each that stands in place of another has one.
    """

    outcome = models.ForeignKey(WrittenOutcome, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    marking = marking_column()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["outcome", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "number"], name="outcome_wording_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="outcome_has_words"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="rewording_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, wording {self.number}"


class OutcomeCitation(Permanent):
    """An item that a wording rests on."""

    wording = models.ForeignKey(OutcomeWording, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as they were named
        constraints = [
            models.UniqueConstraint(fields=["wording", "item"], name="outcome_wording_cites_once")
        ]

    def __str__(self) -> str:
        return f"{self.wording_id} cites {self.item_id}"


class OutcomeMove(Permanent):
    """An outcome was withdrawn, or put back after it, and why; the highest ``number`` counts."""

    outcome = models.ForeignKey(WrittenOutcome, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10, choices=OutcomeStep)
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["outcome", "number"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "number"], name="outcome_move_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="outcome_move_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.step}"
