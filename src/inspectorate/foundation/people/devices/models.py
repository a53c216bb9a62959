"""Devices enrolled for capture. Tables of the room; its ``models.py`` brings them to Django."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent, Recorded

_PERSON = settings.AUTH_USER_MODEL


class DeviceEnding(models.TextChoices):
    """How a device came to its end."""

    ENDED = "ended", "Ended"
    LOST = "lost", "Lost or stolen"


class CaptureDevice(Recorded):
    """A browser on which ``person`` captures notes, each signed by a key that only it holds.

    ``known_as`` is the id that stands in every envelope; ``signing_key`` the two coordinates of its
    public key, with a point between; ``digest`` that of its upload token, which reads nothing.
    Nothing else of it is here: the secret halves never leave it.
    """

    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="capture_devices")
    known_as = models.CharField(max_length=22, unique=True)
    name = models.CharField(max_length=80)
    signing_key = models.CharField(max_length=90, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=DeviceEnding, blank=True)

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="")
                | models.Q(ended_at__isnull=False, ending__in=DeviceEnding.values),
                name="device_ended_somehow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"

    @property
    def jwk(self) -> dict[str, str]:
        """The public key by which its notes are signed, as browsers write it."""
        x, _, y = self.signing_key.partition(".")
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    @property
    def sender(self) -> str:
        """How pieces that it sends are named here."""
        return f"device-{self.pk}"

    @property
    def trusted(self) -> bool:
        """Is what it signs taken in as its person's? Otherwise it goes into the quarantine."""
        return self.ended_at is None and self.person.is_active


class PackTaken(Permanent):
    """A device took a pack along: ``title`` and ``holds`` say in words what it could have held.

    ``about`` names what it was of ("fieldwork.visit/12"): the ground knows no visits.
    """

    device = models.ForeignKey(CaptureDevice, on_delete=models.PROTECT, related_name="packs")
    about = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    holds = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.device}: {self.title}"


class DeviceLoss(Permanent):
    """Devices of ``person`` were lost or stolen; what they could come in by ended with this row."""

    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="device_losses")
    reason = models.TextField()
    lost_at = models.DateTimeField()

    class Meta:
        ordering = ["-lost_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.lost_at:%Y-%m-%d}"
