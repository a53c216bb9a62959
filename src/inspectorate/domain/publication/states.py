"""The life of a release, as a table.

A release is never edited: what is wrong is cancelled, and another release is prepared.
"""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a release stands; read off what was recorded, never stored."""

    PREPARED = "prepared", "Prepared, to be approved by another person"
    APPROVED = "approved", "Approved, under embargo"
    RELEASED = "released", "Released"
    CANCELLED = "cancelled", "Cancelled"


NEXT: dict[str, frozenset[str]] = {
    State.PREPARED: frozenset({State.APPROVED, State.CANCELLED}),
    State.APPROVED: frozenset({State.RELEASED, State.CANCELLED}),
    State.RELEASED: frozenset(),
    State.CANCELLED: frozenset(),
}
END = frozenset({State.RELEASED, State.CANCELLED})


def state(*, approved: bool, cancelled: bool, released: bool) -> State:
    """Where a release with these records stands: the last step taken counts."""
    if released:
        return State.RELEASED
    if cancelled:
        return State.CANCELLED
    return State.APPROVED if approved else State.PREPARED
