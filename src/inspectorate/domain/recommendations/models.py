"""Recommendations and every step of their life; each step is a row added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

# Tables of this room too: Django finds them here.
from .answered.models import AnsweredOutcome as AnsweredOutcome


class Recommendation(Permanent):
    """What was asked, as it stands in the edition that opened it.

    ``number`` is permanent within its inspection.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveIntegerField()
    text = models.TextField()
    origin = models.CharField(max_length=20, default="published")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="recommendation_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The permanent public name: PREV-R1."""
        return f"{self.inspection.prefix}-R{self.number}"


class Addressee(Recorded):
    """A body a recommendation is put to; by ``duty`` (a statute obliges a reply) or ``asked``."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="addressees"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="addressed")
    label = models.CharField("the name shown", max_length=160)
    basis = models.CharField(
        max_length=10, choices=[("duty", "Duty to reply"), ("asked", "Asked to reply")]
    )
    legal_basis = models.CharField(max_length=200, blank=True)
    reply_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["recommendation", "label"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "body"], name="addressee_once"),
            models.CheckConstraint(
                condition=models.Q(basis="asked")
                | (~models.Q(legal_basis="") & models.Q(reply_by__isnull=False)),
                name="duty_names_its_statute_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} to {self.label}"


class DueDate(Permanent):
    """The day by which it is to be done; the newest counts, a moved one says why and by whom."""

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="due_dates")
    due_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["addressee", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.due_on}"


class Response(Permanent):
    """What an addressee answers: agreement, the action proposed, or why none; the newest stands."""

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="responses")
    agreement = models.CharField(
        max_length=10,
        choices=[
            ("agreed", "Agreed"),
            ("partly", "Partly agreed"),
            ("not", "Not agreed"),
            ("neither", "Neither"),
        ],
    )
    action = models.TextField("action proposed", blank=True)
    why_none = models.TextField("why no action is proposed", blank=True)
    link = models.URLField("where the reply is published", blank=True)
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["addressee", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(action="") | ~models.Q(why_none=""),
                name="response_says_action_or_why_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_agreement_display()}"


class Progress(Permanent):
    """What the owner says has been done. A claim of progress is not yet progress."""

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="progress")
    claimed = models.CharField(
        max_length=15,
        choices=[
            ("none", "Not started"),
            ("some", "Some progress"),
            ("most", "Substantial"),
            ("complete", "Complete"),
        ],
    )
    text = models.TextField()
    digest = models.CharField("file offered as proof", max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["addressee", "at", "pk"]
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_claimed_display()}"


class Verification(Permanent):
    """What the inspectorate confirmed, on what evidence.

    Only this lets a recommendation close as implemented.
    """

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="verifications")
    confirmed = models.CharField(
        max_length=15,
        choices=[
            ("none", "Not confirmed"),
            ("partly", "Partly confirmed"),
            ("complete", "Confirmed complete"),
        ],
    )
    evidence = models.TextField("what was looked at, and what it showed")
    digest = models.CharField(max_length=64, blank=True)
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["addressee", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(evidence=""), name="verification_has_evidence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_confirmed_display()}"


class Closure(Permanent):
    """An addressee's part, closed with reasons.

    It was implemented (verified complete), overtaken by events, or not implemented.
    """

    addressee = models.OneToOneField(Addressee, on_delete=models.PROTECT, related_name="closure")
    outcome = models.CharField(
        max_length=20,
        choices=[
            ("implemented", "Implemented"),
            ("overtaken", "Overtaken by events"),
            ("not", "Not implemented"),
        ],
    )
    reasons = models.TextField()
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="closure_has_reasons")
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_outcome_display()}"


class Acceptance(Permanent):
    """An addressee's own words, as one person read them and found them fit for the public.

    A piece left out reads ``[removed]``; the link may be left out whole. ``stays`` gives a reason
    for each passage that a check found and that stays: rows of (field, check, words, reason). The
    newest counts, while it is not withdrawn.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="acceptances")
    action = models.TextField("action proposed", blank=True)
    why_none = models.TextField("why no action is proposed", blank=True)
    link = models.URLField("where the reply is published", blank=True)
    stays = models.JSONField("why what was found stays", default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["response", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.response}: accepted"


class AcceptanceWithdrawal(Permanent):
    """Words taken out of the public register again, and why."""

    acceptance = models.OneToOneField(
        Acceptance, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="acceptance_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.acceptance}, withdrawn"


class Confirmation(Permanent):
    """A second person's signature under a verification, a closure or a moved day.

    Never of who made the record. The newest counts, while it is not withdrawn.
    """

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="confirmations")
    verification = models.ForeignKey(
        Verification,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmations",
    )
    closure = models.ForeignKey(
        Closure, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    due_date = models.ForeignKey(
        DueDate, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["addressee", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    verification__isnull=False, closure__isnull=True, due_date__isnull=True
                )
                | models.Q(verification__isnull=True, closure__isnull=False, due_date__isnull=True)
                | models.Q(verification__isnull=True, closure__isnull=True, due_date__isnull=False),
                name="confirmation_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record}, confirmed"

    @property
    def record(self) -> Verification | Closure | DueDate:
        """What is confirmed."""
        found = self.verification or self.closure or self.due_date
        assert found is not None
        return found


class ConfirmationWithdrawal(Permanent):
    """A second signature taken back, and why."""

    confirmation = models.OneToOneField(
        Confirmation, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="confirmation_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.confirmation}, withdrawn"
