"""Notes in the quarantine, their files, and what was decided on each. Never changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.people.models import CaptureDevice

from ..arrivals.kinds import Door
from ..arrivals.models import Arrival, Told
from ..states import QuarantineState, quarantine_state
from .grounds import Ground, Settled

_PERSON = settings.AUTH_USER_MODEL


class Quarantined(Permanent):
    """A note that came from a device and is nobody's yet, sealed as it came.

    ``envelope`` is its JSON, empty where what it held was SECRET and dropped (``left_out``).
    ``note`` and ``named`` are the ids of note and device that it says; ``sent_by`` is the device
    whose token it came with, ``signed_by`` the one whose signature it bears, where it bears one.
    ``digest`` knows the same words again. ``inspection`` is that which it names, where there is
    one. ``reasons`` is JSON of what is wrong with its files; ``skew`` counts seconds by which the
    device's clock was ahead.
    """

    number = models.PositiveIntegerField(unique=True)
    ground = models.CharField(max_length=20, choices=Ground)
    note = models.CharField(max_length=22)
    named = models.CharField(max_length=22)
    digest = models.CharField(max_length=64)
    envelope = models.TextField(blank=True)
    left_out = models.BooleanField(default=False)
    reasons = models.TextField(default="[]")
    device_time = models.DateTimeField(null=True, blank=True)
    skew = models.BigIntegerField(null=True, blank=True)
    sent_by = models.ForeignKey(
        CaptureDevice, on_delete=models.PROTECT, null=True, blank=True, related_name="quarantined"
    )
    signed_by = models.ForeignKey(
        CaptureDevice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="quarantined"
    )
    via = models.CharField(max_length=20, choices=Door)
    brought_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            # What one device sends answers for no other: each has a row of its own.
            models.UniqueConstraint(
                fields=["note", "named", "digest", "sent_by"], name="quarantined_once"
            ),
            models.UniqueConstraint(
                fields=["note", "named", "digest"],
                condition=models.Q(sent_by=None),
                name="quarantined_once_brought",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people say: Q0001."""
        return f"Q{self.number:04d}"

    @property
    def told(self) -> list[Told]:
        """What is wrong with its files, as was said when it came."""
        try:
            return [Told(**one) for one in json.loads(self.reasons)]
        # What was destroyed on record is no JSON any more.
        except ValueError:
            return []

    @property
    def sent(self) -> Any:
        """The envelope as it came; None where it was dropped or destroyed."""
        try:
            return json.loads(self.envelope)
        except ValueError:
            return None

    @property
    def decision(self) -> QuarantineDecision | None:
        """What was decided last, of decisions read along with it."""
        return max(self.decisions.all(), key=lambda one: one.pk, default=None)

    @property
    def state(self) -> QuarantineState:
        """Whether it still waits for a person."""
        last = self.decision
        return quarantine_state(last.kind if last else "")


class QuarantinedFile(Permanent):
    """A file that came with it, kept byte for byte under its digest."""

    quarantined = models.ForeignKey(Quarantined, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=1000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class QuarantineDecision(Permanent):
    """What a person decided: accepted and so taken in as evidence, set aside, taken up again."""

    quarantined = models.ForeignKey(Quarantined, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Settled)
    item = models.ForeignKey(
        "evidence.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=Settled.ACCEPTED.value) ^ models.Q(item=None, arrival=None),
                name="quarantined_accepted_as_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarantined_id}: {self.kind}"
