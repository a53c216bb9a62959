"""The life of a body, told by its days: a body closes once and is never removed."""

from __future__ import annotations

from datetime import date

from django.db import models


class BodyState(models.TextChoices):
    """Where a body is on a day."""

    TO_OPEN = "to-open", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


NEXT: dict[BodyState, frozenset[BodyState]] = {
    BodyState.TO_OPEN: frozenset({BodyState.OPEN, BodyState.CLOSED}),
    BodyState.OPEN: frozenset({BodyState.CLOSED}),
    BodyState.CLOSED: frozenset(),
}


def body_state(opened_on: date | None, closed_on: date | None, on: date) -> BodyState:
    """Return the state on a day; ``closed_on`` is the first day without the body.

    A body whose opening day nobody knows has always been open.
    """
    if closed_on is not None and on >= closed_on:
        return BodyState.CLOSED
    if opened_on is not None and on < opened_on:
        return BodyState.TO_OPEN
    return BodyState.OPEN
