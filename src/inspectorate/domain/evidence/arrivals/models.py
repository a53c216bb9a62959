"""Notes that were received though a rule refused them, and what was decided on each.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import Marking, highest

from ..states import ArrivalState, arrival_state
from .kinds import Decided, Door, Meant

_PERSON = settings.AUTH_USER_MODEL


class Told(NamedTuple):
    """A reason as it was told when a note came."""

    code: str
    text: str
    mend: str
    field: str


class Arrival(Permanent):
    """A note as it was sent, which the rules refused to record, or which is meant for no evidence.

    ``sent`` is canonical JSON of what came, ``digest`` knows the same words again, ``reasons`` is
    JSON of what the rules said then. ``skew`` counts seconds by which the device's clock was ahead.
    ``marked`` is False where the mark sent is none of the scheme: then ``marking`` is the highest
    that is stored. ``left_out``: SECRET words or files were dropped before anything was stored.
    ``meant`` says for what: a provisional grade is its author's alone, and numbered by author, so
    that no number tells another person of it.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="arrivals")
    number = models.PositiveIntegerField()
    sent = models.TextField()
    digest = models.CharField(max_length=64)
    reasons = models.TextField()
    marking = models.CharField(max_length=20, choices=Marking)
    marked = models.BooleanField()
    left_out = models.BooleanField()
    via = models.CharField(max_length=20, choices=Door)
    device_time = models.DateTimeField(null=True, blank=True)
    skew = models.BigIntegerField(null=True, blank=True)
    author = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="arrivals")
    received_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    meant = models.CharField(max_length=20, choices=Meant, default=Meant.NOTE)

    ADDED: ClassVar[dict[str, str]] = {"meant": Meant.NOTE.value}

    class Meta:
        ordering = ["inspection", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"],
                condition=~models.Q(meant="grade"),
                name="arrival_number_once",
            ),
            models.UniqueConstraint(
                fields=["inspection", "author", "number"],
                condition=models.Q(meant="grade"),
                name="grade_number_once_of_author",
            ),
        ]
        indexes = [models.Index(fields=["author", "inspection"], name="arrival_of_author")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people say: PREV-N0001; of a grade, its author alone: PREV-G0001."""
        series = "G" if self.private else "N"
        return f"{self.inspection.prefix}-{series}{self.number:04d}"

    @property
    def named(self) -> str:
        """What its address calls it: "12", and of a grade "g12"."""
        return f"g{self.number}" if self.private else str(self.number)

    @property
    def private(self) -> bool:
        """Is it a judgment not yet given, which exists for nobody but its author?"""
        return self.meant == Meant.GRADE

    @property
    def told(self) -> list[Told]:
        """Why it was not recorded when it came."""
        found = _read(self.reasons)
        return [Told(**one) for one in found] if isinstance(found, list) else []

    @property
    def given(self) -> Any:
        """What was sent, as JSON has it; where that was destroyed, nothing."""
        return _read(self.sent)

    @property
    def decision(self) -> ArrivalDecision | None:
        """What was decided last, of decisions read along with it."""
        return max(self.decisions.all(), key=lambda one: one.pk, default=None)

    @property
    def mark(self) -> str:
        """How high its words are marked now: recording it may have raised its own mark."""
        items = [one.item for one in self.decisions.all() if one.item is not None]
        return highest([self.marking, *(one.marking for one in items)])

    @property
    def state(self) -> ArrivalState:
        """Whether it still waits for a person."""
        last = self.decision
        return arrival_state(last.kind if last else "")


class ArrivalFile(Permanent):
    """A file that came with a note, kept byte for byte under its digest."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=1000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ArrivalDecision(Permanent):
    """What a person decided on a note: recorded as ``item``, set aside, taken up again, taken into
    its author's draft as its ``version``, or used in the debrief of a ``visit``.

    ``changed`` is JSON of the fields in which the item differs from what was sent.
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Decided)
    item = models.OneToOneField(
        "evidence.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="decided"
    )
    reason = models.TextField(blank=True)
    changed = models.TextField(default="[]")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(null=True, blank=True)
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    ADDED: ClassVar[dict[str, None]] = {"version": None, "visit_id": None}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="recorded") ^ models.Q(item=None),
                name="arrival_recorded_as_an_item",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="drafted") ^ models.Q(version=None),
                name="grade_drafted_as_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="debriefed") ^ models.Q(visit=None),
                name="debrief_note_used_at_a_visit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_id}: {self.kind}"

    @property
    def changes(self) -> Sequence[str]:
        """The fields that the decider changed, by their names."""
        found = _read(self.changed)
        return [str(one) for one in found] if isinstance(found, list) else []


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    # What was destroyed on record is no JSON any more.
    except ValueError:
        return None
