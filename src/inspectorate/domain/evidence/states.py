"""The life of an evidence item: relied on until withdrawn or superseded, and readable always."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class ItemState(models.TextChoices):
    """Where an evidence item is."""

    RELIED_ON = "relied-on", "Relied on"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"


NEXT: Mapping[ItemState, Mapping[ItemState, str]] = {
    ItemState.RELIED_ON: {
        ItemState.WITHDRAWN: "withdrawn with a reason",
        ItemState.SUPERSEDED: "replaced by a fuller record",
    },
    # Neither way leads back: what rested on the item has turned stale and is looked at again.
    ItemState.WITHDRAWN: {},
    ItemState.SUPERSEDED: {},
}


def item_state(*, withdrawn: bool, superseded: bool) -> ItemState:
    """Return where an item is, by the records about it; an act refuses the second one."""
    if withdrawn:
        return ItemState.WITHDRAWN
    return ItemState.SUPERSEDED if superseded else ItemState.RELIED_ON
