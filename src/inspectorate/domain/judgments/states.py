"""The life of a cell (one body on one criterion), as far as one reader may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import models


class CellState(models.TextChoices):
    """Where a cell is, for one reader; blindness decides what the reader may know."""

    UNASSIGNED = "unassigned", "Given to nobody"
    YOURS = "yours", "Yours to judge"
    SUBMITTED = "submitted", "Submitted, others still judge"
    # All that a reader learns who neither judges the cell nor runs the inspection.
    IN_HAND = "in-hand", "In hand"
    READY = "ready", "Ready to agree"
    AGREED = "agreed", "Agreed"
    NOT_INSPECTED = "not-inspected", "Not inspected"


class WaitsFor(models.TextChoices):
    """What a cell whose submissions are all in waits for."""

    MODERATION = "moderation", "Moderation"
    AGREEMENT = "agreement", "Agreement"
    NOTHING = "", "Nothing"


class ExerciseState(models.TextChoices):
    """Where a standardisation exercise is."""

    SET_UP = "set-up", "Being set up"
    OPEN = "open", "Open to inspectors"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


class PanelState(models.TextChoices):
    """Where a consistency panel is."""

    CONVENED = "convened", "Convened"
    SITTING = "sitting", "Sitting"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


class OutcomeState(models.TextChoices):
    """Whether an outcome in words stands."""

    STANDS = "stands", "Stands"
    WITHDRAWN = "withdrawn", "Withdrawn"


_LEFT_OUT = "left out of the coverage"
_TAKEN_BACK = "taken back into the coverage"
_AGREED = "agreed"
LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "A cell": {
        CellState.NOT_INSPECTED: {
            CellState.UNASSIGNED: _TAKEN_BACK,
            CellState.YOURS: _TAKEN_BACK,
            CellState.SUBMITTED: _TAKEN_BACK,
            CellState.IN_HAND: _TAKEN_BACK,
            CellState.READY: _TAKEN_BACK,
            CellState.AGREED: _TAKEN_BACK,
        },
        CellState.UNASSIGNED: {
            CellState.YOURS: "assigned to the reader",
            CellState.IN_HAND: "assigned to somebody else",
            CellState.NOT_INSPECTED: _LEFT_OUT,
        },
        CellState.YOURS: {
            CellState.SUBMITTED: "the reader submits",
            CellState.NOT_INSPECTED: _LEFT_OUT,
        },
        CellState.SUBMITTED: {
            CellState.AGREED: _AGREED,
            CellState.NOT_INSPECTED: _LEFT_OUT,
        },
        CellState.IN_HAND: {
            CellState.YOURS: "assigned to the reader as well",
            CellState.READY: "the last submission is in",
            CellState.AGREED: _AGREED,
            CellState.NOT_INSPECTED: _LEFT_OUT,
        },
        CellState.READY: {
            CellState.YOURS: "assigned to the reader as well",
            CellState.IN_HAND: "assigned to one more inspector",
            CellState.AGREED: _AGREED,
            CellState.NOT_INSPECTED: _LEFT_OUT,
        },
        CellState.AGREED: {CellState.NOT_INSPECTED: _LEFT_OUT},
    },
    "A cell whose submissions are all in": {
        WaitsFor.MODERATION: {WaitsFor.AGREEMENT: "moderated"},
        WaitsFor.AGREEMENT: {WaitsFor.NOTHING: "agreed"},
        WaitsFor.NOTHING: {},
    },
    "A standardisation exercise": {
        ExerciseState.SET_UP: {
            ExerciseState.OPEN: "opened to inspectors",
            ExerciseState.CANCELLED: "cancelled",
        },
        ExerciseState.OPEN: {
            ExerciseState.CLOSED: "closed",
            ExerciseState.CANCELLED: "cancelled",
        },
        ExerciseState.CLOSED: {},
        ExerciseState.CANCELLED: {},
    },
    "A consistency panel": {
        PanelState.CONVENED: {
            PanelState.SITTING: "sitting opened",
            PanelState.CANCELLED: "cancelled",
        },
        PanelState.SITTING: {
            PanelState.CLOSED: "sitting closed",
            PanelState.CANCELLED: "cancelled, nothing decided",
        },
        PanelState.CLOSED: {},
        PanelState.CANCELLED: {},
    },
    "An outcome in words": {
        OutcomeState.STANDS: {
            OutcomeState.STANDS: "reworded",
            OutcomeState.WITHDRAWN: "withdrawn",
        },
        OutcomeState.WITHDRAWN: {OutcomeState.STANDS: "put back"},
    },
}


def cell_state(
    *,
    inspected: bool,
    agreed: bool,
    submitted: bool | None,
    runs: bool,
    assigned: bool,
    complete: bool,
) -> CellState:
    """Return where a cell is for one reader.

    ``agreed`` where the reader may see that; ``submitted`` is the reader's own submission, None
    where the cell is not theirs to judge; ``runs`` where they see who is still to judge.
    """
    if not inspected:
        return CellState.NOT_INSPECTED
    if agreed:
        return CellState.AGREED
    if submitted is not None:
        return CellState.SUBMITTED if submitted else CellState.YOURS
    if not runs:
        return CellState.IN_HAND
    if complete:
        return CellState.READY
    return CellState.IN_HAND if assigned else CellState.UNASSIGNED


def waits_for(*, differ: bool, moderated: bool, agreed: bool) -> WaitsFor:
    """Return what a cell with all its submissions waits for; where they ``differ``, moderation."""
    if agreed:
        return WaitsFor.NOTHING
    return WaitsFor.MODERATION if differ and not moderated else WaitsFor.AGREEMENT


def exercise_state(steps: Collection[str]) -> ExerciseState:
    """Return where an exercise is, by what has happened to it: opened, closed, cancelled."""
    for step in (ExerciseState.CANCELLED, ExerciseState.CLOSED):
        if step.value in steps:
            return step
    return ExerciseState.OPEN if "opened" in steps else ExerciseState.SET_UP


def panel_state(steps: Collection[str]) -> PanelState:
    """Return where a panel is, by what has happened to it: opened, closed, cancelled."""
    for step in (PanelState.CANCELLED, PanelState.CLOSED):
        if step.value in steps:
            return step
    return PanelState.SITTING if "opened" in steps else PanelState.CONVENED


def outcome_state(steps: Sequence[str]) -> OutcomeState:
    """Return whether an outcome stands, by what has happened to it since, oldest first."""
    return OutcomeState.WITHDRAWN if steps and steps[-1] == "withdrawn" else OutcomeState.STANDS
