"""Releases: contents signed by two people, and out when their moment has come; the register."""

from __future__ import annotations

from typing import Any, ClassVar

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


class Contents(Permanent):
    """All that a release will put out, built when it was prepared: a folder by its digest.

    Whoever prepares the release signs ``digest`` by it, whoever approves signs the same digest.
    """

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="contents")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "contents"

    def __str__(self) -> str:
        return f"{self.release}: contents {self.digest[:12]}"


class ReleaseApproval(Permanent):
    """The second person's signature under the contents of a release; never the preparer's.

    Without ``digest`` the number of the release was approved and no contents, as once was usual.
    """

    ADDED: ClassVar[dict[str, Any]] = {"digest": "", "shown": None}

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="approval")
    digest = models.CharField("contents signed", max_length=64, blank=True, default="")
    # [key, digest] of each edition that it holds and of each that stands beside it, and the keys of
    # gates gone past before; None where it was signed before that was kept.
    shown = models.JSONField("what its page showed", null=True, default=None)
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
    """What was released: a folder by its digest; its row, once committed, is what makes it public.

    A release has one. Of those before contents were signed it has one more for each refresh of the
    register, and ``number`` counts them.
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


class PublishedRegister(Permanent):
    """The public register of an inspection as of a day: a folder by its digest.

    It goes out by itself under ``mandate``; without one, a person published it.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="registers")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    mandate = models.ForeignKey(
        "Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="registers"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="register_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: register {self.number}, as of {self.as_of}"


class Mandate(Permanent):
    """A standing and narrow mandate: the register of an inspection goes out each day by itself.

    It covers receipts, days, links, and states that follow from recorded days. Words of others need
    one person's acceptance, our own findings two people, mandate or no mandate.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="mandates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.inspection}: mandate to publish the register daily"


class MandateEnd(Permanent):
    """The end of a mandate, and why."""

    mandate = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mandate}: ended"


class ClockConfirmation(Permanent):
    """A person's word that the clock is right: the day and hour they read elsewhere.

    ``clock`` is what the database's clock said then.
    """

    said = models.DateTimeField("day and hour read elsewhere")
    clock = models.DateTimeField("what the database's clock said")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["clock", "pk"]

    def __str__(self) -> str:
        return f"The clock was right at {self.clock:%Y-%m-%d %H:%M}"
