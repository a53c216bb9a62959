"""A standardisation exercise: its cases with the panel's answers, what inspectors hand in, and what
the lead records of each. Nothing is ever changed but a draft of answers.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import marking_column

_PERSON = settings.AUTH_USER_MODEL


class Nearness(models.TextChoices):
    """Which answers reach the pass mark."""

    SAME = "same", "The panel's grade"
    STEP = "step", "The panel's grade, or one step from it"


class Step(models.TextChoices):
    """What may happen to an exercise, each once."""

    OPENED = "opened", "Opened to inspectors"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


class Readiness(models.TextChoices):
    """What a lead records of an inspector after an exercise."""

    MAY_JUDGE = "may-judge", "May judge"
    TRAINS_FIRST = "trains-first", "Trains first"


class Exercise(Permanent):
    """Cases that every inspector judges before fieldwork, or before a later ``wave`` of it.

    ``again`` is the exercise whose cases it takes over, where it is opened anew.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="exercises")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    wave = models.CharField("before which wave of fieldwork", max_length=80, blank=True)
    again = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="exercise_number_once")
        ]

    def __str__(self) -> str:
        return self.title


class PanelMember(Permanent):
    """Somebody of the team who gives the panel's answers, and so does not take part."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "person"], name="panel_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.person}"


class ExerciseCase(Permanent):
    """A case to judge on one criterion, in the words of the lead; no body is named.

    ``item`` is the evidence it was taken from, ``item_digest`` the SHA-256 of its words then;
    ``same_as`` the case of an earlier exercise that it is.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    marking = marking_column()
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    item_digest = models.CharField(max_length=64, blank=True)
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "number"], name="case_number_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="case_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: case {self.number}"


class PanelAnswer(Permanent):
    """The grade that the panel gives a case, and why."""

    case = models.OneToOneField(ExerciseCase, on_delete=models.PROTECT, related_name="panel_answer")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="panel_has_reasons")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.grade}"


class CaseRemoval(Permanent):
    """A case was taken out before the exercise was opened."""

    case = models.OneToOneField(ExerciseCase, on_delete=models.PROTECT, related_name="removal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case} taken out"


class PassMark(Permanent):
    """How many cases in a hundred should be answered as the panel did, and why; the newest stands.

    It is set before anybody judges, and decides nothing.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="pass_marks")
    number = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    nearness = models.CharField(max_length=10, choices=Nearness)
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "number"], name="pass_mark_number_once"),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="pass_mark_is_a_share"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="pass_mark_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.share} in a hundred"


class ExerciseMove(Permanent):
    """An exercise was opened, closed or cancelled, each at most once."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="moves")
    step = models.CharField(max_length=10, choices=Step)
    due_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "step"], name="exercise_step_once"),
            models.CheckConstraint(
                condition=~models.Q(step="cancelled") | ~models.Q(reason=""),
                name="exercise_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.get_step_display()}"


class AnswersDraft(Recorded):
    """What an inspector has written so far on the cases of an exercise: theirs alone.

    ``answers`` maps the number of a case to {"grade": key or None, "reasons": words}.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="drafts")
    inspector = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "inspector"], name="answers_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft of {self.inspector}, {self.exercise}"


class HandIn(Permanent):
    """An inspector handed in all answers of an exercise together."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="hand_ins")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "by", "number"], name="hand_in_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.by}"


class ExerciseAnswer(Permanent):
    """What an inspector answered to one case. Its words are marked as the case is."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="answers")
    case = models.ForeignKey(ExerciseCase, on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()

    class Meta:
        ordering = ["hand_in", "case__number"]
        constraints = [
            models.UniqueConstraint(fields=["hand_in", "case"], name="case_answered_once"),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="answer_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.hand_in}, case {self.case.number}: {self.grade}"


class HandInWithdrawal(Permanent):
    """An inspector took back what they handed in, before the exercise was closed."""

    hand_in = models.OneToOneField(HandIn, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.hand_in} withdrawn"


class ReadinessDecision(Permanent):
    """What a lead decided of an inspector beside the figures of an exercise; the newest stands."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="decisions")
    inspector = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=20, choices=Readiness)
    reasons = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "inspector", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "inspector", "number"], name="readiness_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="readiness_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.inspector}: {self.get_decision_display()}"
