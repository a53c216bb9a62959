"""Plans of many visits and sessions, clashes gone past with a reason, and hours of travel.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class VisitPlan(Permanent):
    """Visits and sessions that were planned by one act from one table; ``number`` counts from 1."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visit_plans")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="visit_plan_number")
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: plan {self.number}"


class PlannedVisit(Permanent):
    """A visit that a plan brought."""

    plan = models.ForeignKey(VisitPlan, on_delete=models.PROTECT, related_name="visits")
    visit = models.OneToOneField(
        "fieldwork.Visit", on_delete=models.PROTECT, related_name="planned"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.visit}"


class PlannedSession(Permanent):
    """A session that a plan brought, of a visit of its own or of one that stood already."""

    plan = models.ForeignKey(VisitPlan, on_delete=models.PROTECT, related_name="sessions")
    session = models.OneToOneField(
        "fieldwork.Session", on_delete=models.PROTECT, related_name="planned"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.session}"


class ClashPassed(Permanent):
    """Clashes that were named and gone past: how many, why, and in planning or moving what.

    What clashed is not kept: it may tell who is not available.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="clashes_passed"
    )
    plan = models.ForeignKey(
        VisitPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="passed"
    )
    visit = models.ForeignKey(
        "fieldwork.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="passed"
    )
    session = models.ForeignKey(
        "fieldwork.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="passed"
    )
    number = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(plan__isnull=False, visit=None, session=None)
                | models.Q(plan=None, visit__isnull=False, session=None)
                | models.Q(plan=None, visit=None, session__isnull=False),
                name="clash_passed_of_one_thing",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="clash_passed_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number} clashes gone past"


class TravelTime(Permanent):
    """Minutes of travel between two bodies, or between any two where none is named.

    The newest of a pair counts; ``minutes`` is empty where the pair is to take the default again,
    or where nothing is to be compared any more.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="travel_times"
    )
    one = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(one=None, other=None) | models.Q(one__lt=models.F("other")),
                name="travel_pair_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: travel"
