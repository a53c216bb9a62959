"""Copies of a draft sent out to be checked, the points raised on them, and what was decided.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

from .kinds import RecipientKind


class FactCheck(Recorded):
    """A recipient is asked to check a draft: they see ``shown`` and ``sides`` and nothing else.

    Who it is stands in one of ``scope_body``, ``body`` and ``person``, as ``kind`` says. ``number``
    counts the copies that one recipient was sent of a document: the newest is the one that counts.
    A reader who is no contact of a body opens it until ``until``. ``revision`` is the one whose
    text was shown, None where it was sent before that was kept; ``figures`` are what the claims of
    that text said, by key, for ourselves alone.
    """

    document = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="fact_checks"
    )
    kind = models.CharField(
        max_length=12, choices=RecipientKind.choices, default=RecipientKind.BODY
    )
    scope_body = models.ForeignKey(
        ScopeBody, on_delete=models.PROTECT, null=True, blank=True, related_name="fact_checks"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="fact_checks"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fact_checks",
    )
    number = models.PositiveSmallIntegerField(default=1)
    shown = models.JSONField("the blocks shown to this recipient, from an allow-list")
    sides = models.JSONField("its side of each printed count", default=list)
    figures = models.JSONField("the claims' figures when it was sent", default=dict)
    revision = models.PositiveIntegerField(null=True, default=None)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    # How the day was counted when it was sent; empty where it was named.
    due_why = models.TextField(blank=True, default="")
    until = models.DateField(null=True, blank=True)

    ADDED: ClassVar[dict[str, object]] = {
        "kind": RecipientKind.BODY.value,
        "body_id": None,
        "person_id": None,
        "number": 1,
        "sides": [],
        "figures": {},
        "revision": None,
        "due_why": "",
        "until": None,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "scope_body", "number"], name="fact_check_once"
            ),
            models.UniqueConstraint(
                fields=["document", "body", "number"], name="fact_check_of_body_once"
            ),
            models.UniqueConstraint(
                fields=["document", "person", "number"], name="fact_check_of_person_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scope_body__isnull=False, body__isnull=True, person__isnull=True)
                | models.Q(scope_body__isnull=True, body__isnull=False, person__isnull=True)
                | models.Q(scope_body__isnull=True, body__isnull=True, person__isnull=False),
                name="fact_check_has_one_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.document}"

    @property
    def organisation(self) -> int | None:
        """The key of the body of the register that was sent it; None where it was a person."""
        return self.scope_body.body_id if self.scope_body is not None else self.body_id

    @property
    def recipient(self) -> str:
        """What the recipient is called on pages and in the watermark: a person by their kind."""
        if self.scope_body is not None:
            return self.scope_body.label
        if self.body is not None:
            # In a rehearsal no real name stands beside what is simulated.
            rehearsal = self.document.inspection.rehearsal
            return self.get_kind_display() if rehearsal else self.body.name
        return self.get_kind_display()


class ExtendedCheck(Permanent):
    """A recipient was given more time to check a draft; the reason is theirs to read."""

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="extensions")
    old_due_on = models.DateField()
    due_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["fact_check", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="extension_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.fact_check}: {self.due_on}"


class Point(Permanent):
    """One point a recipient raises.

    It is on accuracy (is it true) or on judgment (is it fair), which are different things; a
    security reviewer proposes redactions alone.
    """

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=10,
        choices=[
            ("accuracy", "Accuracy"),
            ("judgment", "Judgment"),
            ("redaction", "Redaction proposed"),
        ],
    )
    about = models.TextField("the words it is about")
    text = models.TextField()
    digest = models.CharField("file that shows it", max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {
        "marking": BASELINE.value,
        "digest": "",
        "file_name": "",
    }

    class Meta:
        ordering = ["fact_check", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fact_check", "number"], name="point_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.fact_check.recipient} {self.number}"


class Decision(Permanent):
    """What was decided on a point, by whom, and why."""

    point = models.OneToOneField(Point, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(
        max_length=10,
        choices=[
            ("accepted", "Accepted"),
            ("partly", "Partly accepted"),
            ("rejected", "Not accepted"),
        ],
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_outcome_display()}"


class Criticism(Permanent):
    """An evidence checker's answer for one body: is what changed since its check new criticism?

    ``identity`` is a digest of what changed, ``before`` and ``now`` its words as they were shown to
    whoever answered: a passage as that body would be shown it, or its side of a count.
    """

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="criticisms")
    identity = models.CharField(max_length=64)
    before = models.TextField(blank=True)
    now = models.TextField(blank=True)
    new = models.BooleanField("is it new criticism")
    # Of the answers on these words: one that was taken back is followed by the next.
    number = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, int]] = {"number": 1}

    class Meta:
        ordering = ["fact_check", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "identity", "number"], name="criticism_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact_check}: {'new' if self.new else 'no new'} criticism"


class CheckReminder(models.Model):
    """A mail that reminded somebody on a day of a draft to check; no word of it is kept."""

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "person", "on"], name="check_reminded_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact_check}: {self.person}, {self.on}"
