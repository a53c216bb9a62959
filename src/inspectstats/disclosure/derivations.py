"""What is derived of a secret, and how: records of the intruder test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspectstats.disclosure.statements import Secret

# How many bodies must be able to stand in the place of a hidden one, unless told.
K = 3


def few(count: int, k: int = K) -> bool:
    """Is a number of bodies so small that it may identify one: above 0 and below ``k``?"""
    return 0 < count < k


class Way(StrEnum):
    """How a step of a derivation tells on somebody."""

    CELLS = "cells"
    COUNT = "count"
    TAKEN = "taken"
    REST = "rest"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: what is published, in words, where, and how it is used.

    ``taken`` names the group of bodies that is taken for the hidden one, or for its rest.
    """

    way: Way
    statement: str
    says: str
    where: tuple[str, ...]
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """What becomes of one secret: the bodies that can still be it, and how that is derived.

    ``number`` are the lowest and highest counts that a withheld number can still be, where fewer
    than ``k`` are left. Not ``settled``: time was over before it was known. ``earlier``: releases
    before this one give it away alone, and this one adds nothing.
    """

    secret: Secret
    bodies: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    number: tuple[int, int] | None = None
    settled: bool = True
    earlier: bool = False
