"""What is counted, and the browsers that are remembered."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How far somebody is ahead of what they may do.

    ``of`` names the limit and, by a keyed digest, who is counted: an address, a client, a person.
    ``until`` is in seconds of Unix time. Each try moves it on by the time in which one try is
    regained; when it is past, the row says nothing any more and may go.
    """

    of = models.CharField(max_length=80, unique=True)
    until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.of


class Device(models.Model):
    """A browser in which a person completed a sign-in; ``digest`` is SHA-256 of its cookie.

    It opens nothing: tries from it are counted apart from everybody else's, that is all.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="devices")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="device_of_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.made_at:%Y-%m-%d}"
