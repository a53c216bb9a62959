"""What is kept of a job."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .states import Ending


class Job(models.Model):
    """One piece of long work: who asked for it, how far it is, how it ended.

    ``kind`` is a code of whoever asks, ``subject`` names what it is about ("inspection:12").
    ``share`` is how much of it is done, from 0 to 1. ``heard_at`` is when it last gave a sign:
    when it was asked for, begun, or told its share. ``told`` says in words why it ended badly.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    share = models.FloatField(default=0.0)
    stop_asked = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    told = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "subject"], name="job_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(ended_at=None),
                name="job_unended_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (~Q(ended_at=None) & ~Q(ending="")),
                name="job_ended_in_some_way",
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="job_share"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"
