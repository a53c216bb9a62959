"""Of which document another is a variant, and in which language.

It is a table of the room, and its ``models.py`` brings it to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent

from .languages import Language, choices


class Variant(Permanent):
    """``document`` says in ``language`` what ``original`` says; one in a language, for good."""

    document = models.OneToOneField(
        "reports.Document", on_delete=models.PROTECT, related_name="variant"
    )
    original = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="variants"
    )
    # A function, so that a language added later asks for no migration.
    language = models.CharField(max_length=8, choices=choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["original", "language"]
        constraints = [
            models.UniqueConstraint(fields=["original", "language"], name="variant_once")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.in_words} of {self.original}"

    @property
    def in_words(self) -> str:
        """The language's name in English."""
        return Language(self.language).label
