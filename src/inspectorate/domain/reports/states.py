"""The lives of a fact check, of a point and of a section, read off records and the day."""

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


class SectionStatus(models.TextChoices):
    """How far a section is, as those who write it say."""

    WRITING = "writing", "Being written"
    READY = "ready", "Ready to be read"
    DONE = "done", "Done"


LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "A fact check": {
        FactCheckState.OPEN: {FactCheckState.ENDED: "its last day passes"},
        FactCheckState.ENDED: {},
    },
    "A point": {
        PointState.RAISED: {PointState.DECIDED: "decided once"},
        PointState.DECIDED: {},
    },
    "A section": {
        SectionStatus.WRITING: {SectionStatus.READY: "marked", SectionStatus.DONE: "marked"},
        SectionStatus.READY: {SectionStatus.WRITING: "marked", SectionStatus.DONE: "marked"},
        SectionStatus.DONE: {SectionStatus.WRITING: "marked", SectionStatus.READY: "marked"},
    },
}


def fact_check_state(*, due_on: date, on: date) -> FactCheckState:
    """Return where a fact check is on a day; the day it is due is still in time."""
    return FactCheckState.ENDED if on > due_on else FactCheckState.OPEN


def point_state(*, decided: bool) -> PointState:
    """Return where a point is."""
    return PointState.DECIDED if decided else PointState.RAISED
