"""The lives of an evidence item, and of a note that the rules refused and that was received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models


class ItemState(models.TextChoices):
    """Where an evidence item is."""

    RELIED_ON = "relied-on", "Relied on"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"


class ArrivalState(models.TextChoices):
    """Where a note is that was received and not recorded at once."""

    WAITING = "waiting", "Waits for a person"
    RECORDED = "recorded", "Recorded"
    SET_ASIDE = "set aside", "Set aside"
    DRAFTED = "drafted", "Taken into the draft"
    DEBRIEFED = "debriefed", "Used in a debrief"


class QuarantineState(models.TextChoices):
    """Where a note is that came from a device and is nobody's yet."""

    WAITING = "waiting", "Waits for a person"
    ACCEPTED = "accepted", "Accepted"
    SET_ASIDE = "set aside", "Set aside"


LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "An item": {
        ItemState.RELIED_ON: {
            ItemState.WITHDRAWN: "withdrawn with a reason",
            ItemState.SUPERSEDED: "replaced by a fuller record",
        },
        # Neither way leads back: what rested on the item has turned stale and is looked at again.
        ItemState.WITHDRAWN: {},
        ItemState.SUPERSEDED: {},
    },
    "A note that was received": {
        ArrivalState.WAITING: {
            ArrivalState.RECORDED: "a person records it",
            ArrivalState.SET_ASIDE: "set aside with a reason",
            ArrivalState.DRAFTED: "its author takes a grade into their own draft",
            ArrivalState.DEBRIEFED: "a visit ends with a debrief that was made from it",
        },
        ArrivalState.SET_ASIDE: {ArrivalState.WAITING: "taken up again with a reason"},
        # Item, draft and debrief have a life of their own from here on.
        ArrivalState.RECORDED: {},
        ArrivalState.DRAFTED: {},
        ArrivalState.DEBRIEFED: {},
    },
    "A note in the quarantine": {
        QuarantineState.WAITING: {
            QuarantineState.ACCEPTED: "a person accepts it, and it is taken in",
            QuarantineState.SET_ASIDE: "set aside with a reason",
        },
        QuarantineState.SET_ASIDE: {QuarantineState.WAITING: "taken up again with a reason"},
        # What was taken in has a life of its own from here on.
        QuarantineState.ACCEPTED: {},
    },
}


def item_state(*, withdrawn: bool, superseded: bool) -> ItemState:
    """Return where an item is, by the records about it; an act refuses the second one."""
    if withdrawn:
        return ItemState.WITHDRAWN
    return ItemState.SUPERSEDED if superseded else ItemState.RELIED_ON


def arrival_state(last: str) -> ArrivalState:
    """Return where a note is, by the last decision on it ("" where there is none)."""
    settled = set(ArrivalState.values) - {ArrivalState.WAITING.value}
    return ArrivalState(last) if last in settled else ArrivalState.WAITING


def quarantine_state(last: str) -> QuarantineState:
    """Return where a note in the quarantine is, by the last decision on it ("" where none is)."""
    if last in (QuarantineState.ACCEPTED, QuarantineState.SET_ASIDE):
        return QuarantineState(last)
    return QuarantineState.WAITING
