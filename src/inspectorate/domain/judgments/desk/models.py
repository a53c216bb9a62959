"""What a page showed when a judgment was decided, and samples that are looked at before many are.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent


class ShownPapers(Permanent):
    """The papers that lay before whoever moderated or agreed a judgment, as the page showed them.

    No words are kept, which stand in their rows: ``items`` are [number, digest] of the evidence,
    ``submissions`` [key, digest] of what was submitted, ``moderations`` the same of those made
    before, ``agreed_before`` of what was agreed before, ``outcomes`` [number, digest] of those in
    words, ``alike`` [key, digest] of what is agreed for the bodies most like it, ``figures`` each
    as its kind, its reading and its values, people by their keys. A digest is the SHA-256 of what
    was shown of the row.
    """

    ADDED: ClassVar[dict[str, list[Any]]] = {
        "moderations": [],
        "agreed_before": [],
        "alike": [],
        "outcomes": [],
    }

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    moderation = models.OneToOneField(
        "judgments.Moderation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shown",
    )
    agreed = models.OneToOneField(
        "judgments.Agreed", on_delete=models.PROTECT, null=True, blank=True, related_name="shown"
    )
    items = models.JSONField(default=list)
    submissions = models.JSONField(default=list)
    moderations = models.JSONField(default=list)
    agreed_before = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    alike = models.JSONField(default=list)
    figures = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moderation=None, agreed__isnull=False)
                | models.Q(moderation__isnull=False, agreed=None),
                name="papers_shown_for_one_decision",
            )
        ]

    def __str__(self) -> str:
        return f"shown for {self.moderation or self.agreed}"


class AgreementSample(Permanent):
    """Undisputed judgments drawn for one person to look at before many are agreed in one press.

    Of ``population`` that were undisputed then; ``seed`` is a digest of what was drawn from.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField()
    seed = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="agreement_sample_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: sample {self.number} of undisputed judgments"


class SampledCell(Permanent):
    """A judgment of a sample, in the order in which it was drawn."""

    sample = models.ForeignKey(AgreementSample, on_delete=models.PROTECT, related_name="cells")
    place = models.PositiveSmallIntegerField()
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sample", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "place"], name="sampled_cell_place_once"),
            models.UniqueConstraint(
                fields=["sample", "scope_body", "criterion"], name="sampled_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body.label} on {self.criterion.ref}"


class SampleLook(Permanent):
    """A judgment of a sample was looked at: whether its reader would agree it as it stands."""

    cell = models.OneToOneField(SampledCell, on_delete=models.PROTECT, related_name="look")
    stands = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look at {self.cell}"
