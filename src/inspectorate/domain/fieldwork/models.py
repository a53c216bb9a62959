"""Requests, visits, sessions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

from .methods import Method
from .states import SessionState, session_state


class Request(Recorded):
    """A document or data request to a body."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="requests")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="requests")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    criteria = models.ManyToManyField(
        Criterion, through="RequestCriterion", blank=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class RequestCriterion(Recorded):
    """A criterion that a request is about."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "fieldwork_request_criteria"
        unique_together = (("request", "criterion"),)

    def __str__(self) -> str:
        return f"{self.request}: {self.criterion}"


class Receipt(Permanent):
    """What a body handed in for a request: a note and a file by its digest."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="receipts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    marking = marking_column()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.request}: {self.name or self.note}"


class Visit(Recorded):
    """A visit to a body; ``ended_at`` is when its hot debrief was recorded."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="visits")
    team = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    debrief = models.TextField("provisional feedback given on the day", blank=True)
    debrief_marking = marking_column()
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    window_reason = models.TextField("why it lies outside the fieldwork window", blank=True)
    version = models.PositiveIntegerField(default=1)

    ADDED: ClassVar[dict[str, str]] = {"debrief_marking": BASELINE.value}

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="visit_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope_body}, {self.starts_on}"


class VisitMove(Permanent):
    """A move of a visit to other days, with the reason."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="moves")
    old_starts_on = models.DateField()
    old_ends_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit}: moved from {self.old_starts_on}"


class Session(Recorded):
    """One sitting of a visit: an interview, a focus group, an afternoon of case files."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sessions")
    method = models.CharField(max_length=20, choices=Method)
    title = models.CharField(max_length=200)
    origin = models.CharField("who or what was heard, by role", max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="SessionInspector", related_name="sessions", blank=True
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=Method.values), name="session_method_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> SessionState:
        """Whether it still stands."""
        return session_state(cancelled=hasattr(self, "cancellation"))


class SessionMove(Permanent):
    """A move of a session to other times: what stood before, and the reason."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="moves")
    old_starts_at = models.DateTimeField()
    old_ends_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.session}: moved from {self.old_starts_at}"


class SessionCancellation(Permanent):
    """The record that a session was not held after all, and why. The session stays, marked."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.session}: cancelled"


class SessionInspector(Recorded):
    """An inspector who holds a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "fieldwork_session_inspectors"
        unique_together = (("session", "person"),)

    def __str__(self) -> str:
        return f"{self.session}: {self.person}"
