"""What the store holds, by digest."""

from __future__ import annotations

from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent


class Blob(Permanent):
    """One stored content: its SHA-256, its size in bytes, and what it is by its content."""

    BROUGHT_ALONG = True

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
