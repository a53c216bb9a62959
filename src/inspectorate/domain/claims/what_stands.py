"""What a claim may rest on, as plain values: bodies in scope, agreed judgments, evidence items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspectorate.foundation.reasons.codes import Code

Place = tuple[int, int]  # a body in scope and a criterion, by key


@dataclass(frozen=True, slots=True)
class BodyInScope:
    """A body of the scope: its label, its code, and what a population may ask of it."""

    pk: int
    label: str
    kind: str
    groups: frozenset[str]
    code: str = ""


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
    outcome: str = ""


class Stance(Code):
    """What an item says of the claim that names it."""

    SAYS_SO = ("says-so", "It says what the claim says.")
    SAYS_OTHERWISE = ("says-otherwise", "It says something that goes against the claim.")


# So many are printed in one note: more would be an annex.
MOST_EXCERPTS = 2


class Rendering(Code):
    """How an excerpt tells what an item says."""

    EXACT = ("exact", "In the item's own words.")
    PARAPHRASE = ("paraphrase", "In our words, and marked so.")


@dataclass(frozen=True, slots=True)
class ReleasedExcerpt:
    """Words of one item that may be printed behind a claim, or a paraphrase of them.

    ``kind`` is that of the item, ``stance`` what the item says of the claim.
    """

    pk: int
    text: str
    rendering: str
    kind: str
    stance: str


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An evidence item, as far as a claim asks; ``on`` is the day it was observed.

    ``stance`` is what it says of the claim, empty where nobody recorded it.
    """

    pk: int
    ref: str
    body: int
    kind: str
    marking: str
    on: date
    stance: str = ""

    @property
    def says_otherwise(self) -> bool:
        """Does it go against the claim?"""
        return self.stance == Stance.SAYS_OTHERWISE


@dataclass(frozen=True, slots=True)
class ClaimPins:
    """What one version of a claim is pinned to: judgments by key, each with its cell, and items."""

    judgments: Mapping[int, Place] = field(default_factory=dict)
    items: tuple[SeenItem, ...] = ()

    @property
    def item_keys(self) -> set[int]:
        """The keys of the items."""
        return {item.pk for item in self.items}
