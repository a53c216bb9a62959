"""Every pair, in the order of the modules."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    arrivals,
    binders,
    devices,
    evidence,
    handing,
    inspections,
    interruptions,
    ledger,
    pictures,
    publication,
    quotations,
    received,
    register,
    remarks,
    sections,
    signing_in,
    texts,
    unread,
)
from .ground import Ground, Pair

MODULES = (
    inspections,
    interruptions,
    evidence,
    arrivals,
    devices,
    received,
    handing,
    texts,
    sections,
    remarks,
    quotations,
    pictures,
    publication,
    unread,
    register,
    signing_in,
    ledger,
    binders,
)
RIVALS: tuple[Callable[[Ground], Pair], ...] = tuple(
    rival
    for module in MODULES
    for name, rival in vars(module).items()
    if not name.startswith("_")
    and getattr(rival, "__module__", "") == module.__name__
    and getattr(rival, "__annotations__", {}).get("return") == "Pair"
)
