"""Three records of judging: independent, moderated, agreed. None is ever changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

CAUSE = "cause-of-concern"
# What a judgment may record beside a grade, by its code.
OUTCOMES = {
    CAUSE: "Cause of concern",
    "area-for-improvement": "Area for improvement",
    "promising-practice": "Promising practice",
}


class Assignment(Recorded):
    """An inspector is to judge one body on one criterion, alone.

    ``second`` where the cell is judged twice by design. It ends, with the reason, when it is taken
    back or when what was submitted on it is withdrawn; then it counts nowhere.
    """

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="assignments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="to_judge"
    )
    second = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    ADDED: ClassVar[dict[str, str | None]] = {"ended_at": None, "ended_reason": ""}

    class Meta:
        ordering = ["scope_body", "criterion", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "inspector"],
                condition=models.Q(ended_at=None),
                name="assigned_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(ended_reason=""),
                name="assignment_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}"

    @classmethod
    def standing(cls) -> models.QuerySet[Assignment]:
        """Those that have not ended: what all but history asks."""
        return cls.objects.filter(ended_at=None)


class Draft(Recorded):
    """What an inspector has written so far on an assignment.

    It is theirs alone, edited by version, and gone from view once submitted.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="draft")
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField(blank=True)
    marking = marking_column()
    cited = models.ManyToManyField(Item, through="DraftCitation", blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    def __str__(self) -> str:
        return f"draft {self.assignment}"


class DraftCitation(Recorded):
    """An item that a draft cites."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "judgments_draft_cited"
        unique_together = (("draft", "item"),)

    def __str__(self) -> str:
        return f"{self.draft}: {self.item}"


class Submission(Permanent):
    """An independent judgment, made without sight of any other.

    ``findings`` maps finding codes to true or false.
    """

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="submission"
    )
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField()
    marking = marking_column()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submitted"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="submission_has_reasons")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.grade}"


class SubmissionCitation(Permanent):
    """An item a submission rests on."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as the inspector named them
        constraints = [
            models.UniqueConstraint(fields=["submission", "item"], name="submission_cites_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} cites {self.item_id}"


class Moderation(Permanent):
    """A moderator's proposal on one cell, after looking at the submissions side by side."""

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="moderations")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField()
    marking = marking_column()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="moderated"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["scope_body", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "number"], name="moderation_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="moderation_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}: {self.grade}"


class Agreed(Permanent):
    """The agreed judgment of a cell; the highest ``number`` counts, earlier ones stay readable.

    ``as_submitted`` where it takes over what every inspector submitted alike: its reasons are
    theirs, and none are written of its own.
    """

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="agreed")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField(blank=True)
    as_submitted = models.BooleanField(default=False)
    marking = marking_column()
    outcome = models.CharField(
        max_length=30,
        blank=True,
        choices=list(OUTCOMES.items()),
    )
    moved = models.BooleanField("did moderation move a submitted grade or finding")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreed"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str | bool]] = {"marking": BASELINE.value, "as_submitted": False}

    class Meta:
        ordering = ["scope_body", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "number"], name="agreed_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(as_submitted=True, reasons="")
                | models.Q(models.Q(as_submitted=False), ~models.Q(reasons="")),
                name="agreed_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}: {self.grade}"


class AgreedCitation(Permanent):
    """An item an agreed judgment rests on."""

    agreed = models.ForeignKey(Agreed, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as they were named
        constraints = [models.UniqueConstraint(fields=["agreed", "item"], name="agreed_cites_once")]

    def __str__(self) -> str:
        return f"{self.agreed_id} cites {self.item_id}"
