"""What a token may be used for: never more than its person may do, and of that only this."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models


class Scope(models.TextChoices):
    """One thing a token opens; what it is called stands in the API's description too."""

    READ_FIELDWORK = "fieldwork:read", "Read visits, sessions and requests"
    READ_EVIDENCE = "evidence:read", "Read evidence"
    RECORD_EVIDENCE = "evidence:record", "Record evidence"
    READ_JUDGMENTS = "judgments:read", "Read agreed judgments"
    EXPORT = "exports:read", "Take out whole tables as CSV"


def written(scopes: Iterable[str]) -> str:
    """Scopes as a row keeps them: in one order, a space between."""
    return " ".join(sorted(set(scopes)))


def read(kept: str) -> frozenset[str]:
    """Return the scopes that a row keeps."""
    return frozenset(kept.split())
