"""Who has a section open: a light record beside the ledger, on which nothing rests."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OpenedSection(models.Model):
    """Since when somebody has a section open in the editor, and when it last asked the checks.

    Not recorded: it opens nothing, proves nothing, and is told to nobody but who has it open too.
    """

    document = models.ForeignKey("reports.Document", on_delete=models.PROTECT, related_name="+")
    identity = models.SlugField("the section", max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "identity", "person"], name="opened_section_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} has section {self.identity} of {self.document} open"
