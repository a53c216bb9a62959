"""Notes that were received though a rule refused them, and what was decided on each.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import Marking, highest

from ..states import ArrivalState, arrival_state
from .kinds import Decided, Door

_PERSON = settings.AUTH_USER_MODEL


class Told(NamedTuple):
    """A reason as it was told when a note came."""

    code: str
    text: str
    mend: str
    field: str


class Arrival(Permanent):
    """A note as it was sent, which the rules refused to record.

    ``sent`` is canonical JSON of what came, ``digest`` knows the same words again, ``reasons`` is
    JSON of what the rules said then. ``skew`` counts seconds by which the device's clock was ahead.
    ``marked`` is False where the mark sent is none of the scheme: then ``marking`` is the highest
    that is stored. ``left_out``: SECRET words or files were dropped before anything was stored.
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

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="arrival_number_once"),
        ]
        indexes = [models.Index(fields=["author", "inspection"], name="arrival_of_author")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people say: PREV-N0001."""
        return f"{self.inspection.prefix}-N{self.number:04d}"

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
    """What a person decided on a note: recorded as ``item``, set aside, or taken up again.

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

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="recorded") ^ models.Q(item=None),
                name="arrival_recorded_as_an_item",
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
