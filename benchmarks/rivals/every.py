"""Every pair, in the order of the modules."""

from __future__ import annotations

from collections.abc import Callable

from . import evidence, inspections, publication, register, texts
from .ground import Ground, Pair

RIVALS: tuple[Callable[[Ground], Pair], ...] = tuple(
    rival
    for module in (inspections, evidence, texts, publication, register)
    for name, rival in vars(module).items()
    if not name.startswith("_")
    and getattr(rival, "__module__", "") == module.__name__
    and getattr(rival, "__annotations__", {}).get("return") == "Pair"
)
