"""What a claim may rest on, as plain values: bodies in scope, agreed judgments, evidence items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Place = tuple[int, int]  # a body in scope and a criterion, by key


@dataclass(frozen=True, slots=True)
class BodyInScope:
    """A body of the scope: its label and what a population may ask of it."""

    pk: int
    label: str
    kind: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """The agreed judgment that stands for a cell, and the items it cites."""

    pk: int
    grade: str
    order: int | None
    meets: bool
    findings: Mapping[str, bool]
    moved: bool
    on: date
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An evidence item, as far as a claim asks; ``on`` is the day it was observed."""

    pk: int
    ref: str
    body: int
    kind: str
    marking: str
    on: date


@dataclass(frozen=True, slots=True)
class ClaimPins:
    """What one version of a claim is pinned to: judgments by key, each with its cell, and items."""

    judgments: Mapping[int, Place] = field(default_factory=dict)
    items: tuple[SeenItem, ...] = ()

    @property
    def item_keys(self) -> set[int]:
        """The keys of the items."""
        return {item.pk for item in self.items}
