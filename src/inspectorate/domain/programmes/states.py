"""The life of a framework: it is loaded, then adopted, and from then on fixed."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class FrameworkState(models.TextChoices):
    """Where a framework is."""

    LOADED = "loaded", "Loaded, not adopted"
    ADOPTED = "adopted", "Adopted"


NEXT: dict[FrameworkState, frozenset[FrameworkState]] = {
    FrameworkState.LOADED: frozenset({FrameworkState.ADOPTED}),
    # Another framework is another version: an adopted one never goes back.
    FrameworkState.ADOPTED: frozenset(),
}


def framework_state(adopted_at: datetime | None) -> FrameworkState:
    """Return the state told by the moment of adoption."""
    return FrameworkState.LOADED if adopted_at is None else FrameworkState.ADOPTED
