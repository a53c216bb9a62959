"""One entry per act."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """What was done, by whom, when, to what; chained to the entry before it in its ``stream``.

    ``key`` is made by the client and unique: the same act sent twice finds its first entry.
    ``payload`` is the SHA-256 of what was sent. ``digest`` is the SHA-256 of the entry's canonical
    text, which contains ``previous``.
    """

    stream = models.CharField(max_length=100)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # Text and no foreign key: the command line acts too, before there is any person.
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    of = models.CharField(max_length=120)
    key = models.CharField(max_length=160, unique=True)
    payload = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="entry_number_once")
        ]
        indexes = [models.Index(fields=["of"]), models.Index(fields=["verb", "at"])]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}: {self.verb} {self.of}"
