"""Releases: prepared by one person, approved by another, released when their moment has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.recorded import Permanent, Recorded


class Release(Recorded):
    """A set of public editions to be published together, not before ``embargo_until``."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    editions = models.ManyToManyField(Edition, through="ReleasedEdition", related_name="releases")
    embargo_until = models.DateTimeField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction_reason = models.TextField(blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=models.Q(corrects=None) | ~models.Q(correction_reason=""),
                name="correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection}, release {self.number}"


class ReleasedEdition(Recorded):
    """An edition that a release puts out."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "publication_release_editions"
        unique_together = (("release", "edition"),)

    def __str__(self) -> str:
        return f"{self.release}: {self.edition}"


class ReleaseApproval(Permanent):
    """The second person's approval of a release; never the person who prepared it."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.release}: approved"


class Cancellation(Permanent):
    """A release that will not happen, and why."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.release}: cancelled"


class Bundle(Permanent):
    """What was released: a folder by the digest of its manifest.

    ``number`` rises with each refresh of the register.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="bundles")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    folder = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["release", "number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="bundle_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.release}, bundle {self.number}"
