"""The hot debrief of a visit: who heard it, the evidence it was made from, and the provisional
grades that were told, with what the body is told of a difference. Nothing is ever changed.

They are tables of the room, and its ``models.py`` brings them to Django. The words themselves stand
with the visit.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL
LONGEST_HEARD_BY = 200
# Characters of why a judgment was agreed otherwise, printed among others in a letter.
LONGEST_DIFFERENCE = 4_000


class Telling(models.TextChoices):
    """Whether and when bodies are told provisional grades."""

    NEVER = "never", "Never"
    AT_DEBRIEF = "debrief", "At the hot debrief, or later"
    AFTER_FIELDWORK = "fieldwork", "Once fieldwork is over"
    MODERATED = "moderated", "Once the judgment is moderated or agreed"


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


class GradesTelling(Permanent):
    """Whether and when an inspection tells provisional grades, and why; the newest stands.

    Where there is none, they are never told.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="tellings")
    number = models.PositiveSmallIntegerField()
    telling = models.CharField(max_length=20, choices=Telling)
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="telling_number_once"),
            models.CheckConstraint(
                condition=models.Q(telling__in=Telling.values), name="telling_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="telling_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.get_telling_display()}"


class ToldGrade(Permanent):
    """A provisional grade that a body was told: that of an independent judgment, with its day."""

    debrief = models.ForeignKey(Debrief, on_delete=models.PROTECT, related_name="told")
    submission = models.ForeignKey(
        "judgments.Submission", on_delete=models.PROTECT, related_name="told"
    )
    told_on = models.DateField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.debrief}: told a grade"


class ToldGradeWithdrawal(Permanent):
    """The record that a grade was not told after all, and why."""

    told = models.OneToOneField(ToldGrade, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="told_withdrawal_has_its_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.told}: not told after all"


class ToldDifference(Permanent):
    """Why a judgment was ``agreed`` otherwise than the body was told, in words for that body.

    They stand while the judgment has the grade of ``agreed``, or where that is none, while it is
    left out of what is inspected; a later one stands in their place, also once it is withdrawn.
    They are printed in the body's own letter, so they are marked no higher than OFFICIAL.
    """

    told = models.ForeignKey(ToldGrade, on_delete=models.PROTECT, related_name="differences")
    agreed = models.ForeignKey(
        "judgments.Agreed", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="difference_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.told}: agreed otherwise"


class ToldDifferenceWithdrawal(Permanent):
    """Words for the body on a difference were withdrawn, and why."""

    difference = models.OneToOneField(
        ToldDifference, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="difference_withdrawn_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.difference}: withdrawn"
