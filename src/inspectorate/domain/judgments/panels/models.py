"""A consistency panel: its seats, its agenda, who withdrew from what, its decisions; and the act by
which an approving inspector overrides an agreed judgment. Nothing is ever changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class PanelStep(models.TextChoices):
    """What may happen to a panel, each once."""

    OPENED = "opened", "Sitting opened"
    CLOSED = "closed", "Sitting closed"
    CANCELLED = "cancelled", "Cancelled"


class NotDeciding(models.TextChoices):
    """Why a member of a panel does not decide on a judgment; the first that holds is told."""

    ABSENT = "absent", "Absent"
    STEPPED_ASIDE = "stepped-aside", "Withdrew"
    INTEREST = "interest", "Withdrawn by rule: has declared an interest in the body"
    JUDGED = "judged", "Judged it, or is to judge it"
    LEFT = "left", "May no longer moderate or agree here"
    NOT_CLEARED = "not-cleared", "May not read all that is written of it"


class ConsistencyPanel(Permanent):
    """A panel convened for an inspection; ``quorum`` members at least decide on a judgment."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    sits_on = models.DateField("day of the sitting")
    chair = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="panel_number_once"),
            models.CheckConstraint(condition=models.Q(quorum__gte=2), name="panel_quorum_of_two"),
        ]

    def __str__(self) -> str:
        return f"consistency panel {self.number}"


class PanelSeat(Permanent):
    """A member of a panel, the chair among them."""

    panel = models.ForeignKey(ConsistencyPanel, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "person"], name="panel_seat_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.panel}"


class PanelMove(Permanent):
    """The sitting was opened or closed, or the panel cancelled.

    ``minutes_sha256`` is the digest of the minutes, where it was closed (``minutes.py``).
    """

    panel = models.ForeignKey(ConsistencyPanel, on_delete=models.PROTECT, related_name="moves")
    step = models.CharField(max_length=10, choices=PanelStep.choices)
    reason = models.TextField(blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "step"], name="panel_step_once")]

    def __str__(self) -> str:
        return f"{self.panel}: {self.step}"


class PanelPresence(Permanent):
    """A member was present when the sitting was opened."""

    seat = models.OneToOneField(PanelSeat, on_delete=models.PROTECT, related_name="presence")

    def __str__(self) -> str:
        return f"{self.seat}: present"


class Attendance(models.TextChoices):
    """What a member did who was not there all the time."""

    CAME = "came", "Came"
    LEFT = "left", "Left"


class PanelAttendance(Permanent):
    """A member came to an open sitting, or left it, at ``happened_at``, as ``by`` recorded it then
    or later: the member, or the chair.
    """

    seat = models.ForeignKey(PanelSeat, on_delete=models.PROTECT, related_name="attendance")
    kind = models.CharField(max_length=4, choices=Attendance.choices)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat}: {self.kind}"


class PanelCell(Permanent):
    """A judgment on the agenda of a panel."""

    panel = models.ForeignKey(ConsistencyPanel, on_delete=models.PROTECT, related_name="cells")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["panel", "pk"]

    def __str__(self) -> str:
        return f"{self.scope_body.label} on {self.criterion.ref}"


class PanelCellRemoval(Permanent):
    """A judgment was taken off the agenda before it was decided."""

    cell = models.OneToOneField(PanelCell, on_delete=models.PROTECT, related_name="removal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cell} off the agenda"


class SteppingAside(Permanent):
    """A member withdrew from one judgment, or from all of a body where there is no ``criterion``.

    ``by`` is the member, or the chair who recorded it.
    """

    seat = models.ForeignKey(PanelSeat, on_delete=models.PROTECT, related_name="steps_aside")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="stepped_aside_with_reason")
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.scope_body.label}"


class PanelDecision(Permanent):
    """A panel decided on a judgment: the moderation and the agreed judgment that came of it."""

    cell = models.OneToOneField(PanelCell, on_delete=models.PROTECT, related_name="decision")
    moderation = models.OneToOneField(
        "judgments.Moderation", on_delete=models.PROTECT, related_name="panel_decision"
    )
    agreed = models.OneToOneField(
        "judgments.Agreed", on_delete=models.PROTECT, related_name="panel_decision"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.cell.panel}: {self.cell}"


class PanelVoice(Permanent):
    """What a member was to a decision: decided, with a ``dissent`` or without, or why not."""

    decision = models.ForeignKey(PanelDecision, on_delete=models.PROTECT, related_name="voices")
    seat = models.ForeignKey(PanelSeat, on_delete=models.PROTECT, related_name="+")
    not_deciding = models.CharField(max_length=20, choices=NotDeciding.choices, blank=True)
    dissent = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat"], name="panel_voice_once"),
            models.CheckConstraint(
                condition=models.Q(not_deciding="") | models.Q(dissent=""),
                name="who_dissents_decides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.not_deciding or 'decides'}"


class Override(Permanent):
    """An approving inspector overrode an agreed judgment: ``agreed`` stands for ``overridden``."""

    agreed = models.OneToOneField(
        "judgments.Agreed", on_delete=models.PROTECT, related_name="override"
    )
    overridden = models.ForeignKey("judgments.Agreed", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"override of {self.overridden}"


class OverrideWithdrawal(Permanent):
    """An override was withdrawn: ``agreed`` says again what had been overridden."""

    override = models.OneToOneField(Override, on_delete=models.PROTECT, related_name="withdrawal")
    agreed = models.OneToOneField(
        "judgments.Agreed", on_delete=models.PROTECT, related_name="restoration"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.override} withdrawn"
