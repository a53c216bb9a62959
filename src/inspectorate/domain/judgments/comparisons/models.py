"""Comparisons of two bodies on a criterion, and their withdrawals. Nothing is ever changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import marking_column

_PERSON = settings.AUTH_USER_MODEL
# Characters of the reasons of a comparison: it is made in a minute, many times.
LONGEST_REASONS = 400


class Better(models.TextChoices):
    """Which of two bodies is better on a criterion, as its evidence says."""

    LEFT = "left", "The left one is better"
    RIGHT = "right", "The right one is better"
    SAME = "same", "They cannot be told apart"


class Comparison(Permanent):
    """Somebody compared two bodies on a criterion by their evidence.

    ``items`` are [number, digest] of the evidence that was shown of both, and no words; ``marking``
    is the highest of it, and so that of the ``reasons``. ``seed`` drew the pair
    (``comparisons/proposing.py``), also which of the two stood on the left.
    """

    left = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    better = models.CharField(max_length=5, choices=Better.choices)
    reasons = models.CharField(max_length=LONGEST_REASONS, blank=True)
    marking = marking_column()
    items = models.JSONField(default=list)
    seed = models.CharField(max_length=200)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(left=models.F("right")), name="comparison_of_two"
            )
        ]

    def __str__(self) -> str:
        return f"{self.left.label} and {self.right.label} on {self.criterion.ref}"


class ComparisonWithdrawal(Permanent):
    """Whoever compared two bodies withdrew it, so that it counts no more."""

    comparison = models.OneToOneField(
        Comparison, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comparison} withdrawn"
