"""Claims, what they are pinned to, and who referenced them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.foundation.ledger.recorded import Permanent, Recorded

from .kinds.registry import CHOICES, KINDS
from .what_stands import Rendering, Stance


class Claim(Recorded):
    """One assertion. ``predicate`` is a structure chosen in a form, read by the claim's kind."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="claims")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=CHOICES)
    statement = models.TextField("what is asserted, in words")
    predicate = models.JSONField(default=dict)
    small_number_decision = models.TextField(
        "why a number that may identify a body is printed or not", blank=True
    )
    withhold_count = models.BooleanField("withhold the number from print", default=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafted_claims"
    )
    drafted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # Set on a row as a reader has it: why its words are not there (foundation.markings.reading).
    withheld = ""

    class Meta:
        ordering = ["inspection", "key"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "key"], name="claim_key_once"),
            models.CheckConstraint(
                # A kind added later brings a migration of this list, and nothing else (decision
                # 21).
                condition=models.Q(kind__in=list(KINDS)),
                name="claim_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Pin(Permanent):
    """What a version of a claim rests on: an agreed judgment or an evidence item, exactly one.

    ``stance`` is what the item says of the claim; empty where nobody recorded it, as with all that
    was pinned before it was asked.
    """

    ADDED: ClassVar[dict[str, str]] = {"stance": ""}

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="pins")
    claim_version = models.PositiveIntegerField()
    agreed = models.ForeignKey(
        Agreed, on_delete=models.PROTECT, null=True, blank=True, related_name="pins"
    )
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="pins"
    )
    stance = models.CharField(
        max_length=20, blank=True, default="", choices=[(one.value, one.sentence) for one in Stance]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed=None, item__isnull=False)
                | models.Q(agreed__isnull=False, item=None),
                name="pin_rests_on_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(stance="")
                | models.Q(stance__in=[one.value for one in Stance], item__isnull=False),
                name="pin_stance_is_of_an_item",
            ),
        ]
        indexes = [models.Index(fields=["claim", "claim_version"])]

    def __str__(self) -> str:
        return f"{self.claim_id} rests on {self.agreed_id or self.item_id}"


class Excerpt(Permanent):
    """Words of one item that a claim names are released for print, by whom and when.

    Either the item's own words or a paraphrase, which is marked as one. It stands until it is
    withdrawn, and is printed while the claim names the item and the item is relied on.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="excerpts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="excerpts")
    rendering = models.CharField(
        max_length=20, choices=[(one.value, one.sentence) for one in Rendering]
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["claim", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rendering__in=[one.value for one in Rendering]),
                name="excerpt_rendering_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="excerpt_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: an excerpt"

    @classmethod
    def standing(cls) -> QuerySet[Excerpt]:
        """Those that nobody withdrew."""
        return cls.objects.filter(withdrawal=None)


class ExcerptWithdrawal(Permanent):
    """A released excerpt was withdrawn: by whom, when and why. Nothing prints it from then on."""

    excerpt = models.OneToOneField(Excerpt, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.excerpt} withdrawn"


class Reference(Permanent):
    """A second person looked at the support of one version of a claim, and signed or objected."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="references")
    claim_version = models.PositiveIntegerField()
    supported = models.BooleanField()
    reasons = models.TextField(blank=True)
    figures = models.JSONField("the figures as looked at", default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referenced"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["claim", "at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supported=True) | ~models.Q(reasons=""),
                name="objection_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {'supported' if self.supported else 'not supported'}"
