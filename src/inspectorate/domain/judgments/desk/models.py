"""What a page showed when a judgment was decided. It is a table of the room, and its ``models.py``
brings it to Django.
"""

from __future__ import annotations

from django.db import models

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.ledger.recorded import Permanent


class ShownPapers(Permanent):
    """The papers that lay before whoever moderated or agreed a judgment, as the page showed them.

    No words are kept, which stand in their rows: ``items`` are [number, digest] of the evidence,
    ``submissions`` [key, digest] of what was submitted, ``figures`` each as its kind, its reading
    and its values, people by their keys. A digest is the SHA-256 of what was shown of the row.
    """

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
