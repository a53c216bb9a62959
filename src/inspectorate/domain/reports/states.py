"""The lives of a fact check and of a point, read off what was recorded and off the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models


class FactCheckState(models.TextChoices):
    """Where a fact check is on a day."""

    OPEN = "open", "Open: the body may raise points"
    ENDED = "ended", "Ended: staff may still record a late point"


class PointState(models.TextChoices):
    """Where a point is."""

    RAISED = "raised", "Raised, to be decided"
    DECIDED = "decided", "Decided, with a reason"


LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "A fact check": {
        FactCheckState.OPEN: {FactCheckState.ENDED: "its last day passes"},
        FactCheckState.ENDED: {},
    },
    "A point": {
        PointState.RAISED: {PointState.DECIDED: "decided once"},
        PointState.DECIDED: {},
    },
}


def fact_check_state(*, due_on: date, on: date) -> FactCheckState:
    """Return where a fact check is on a day; the day it is due is still in time."""
    return FactCheckState.ENDED if on > due_on else FactCheckState.OPEN


def point_state(*, decided: bool) -> PointState:
    """Return where a point is."""
    return PointState.DECIDED if decided else PointState.RAISED
