"""What a claim knows about itself, as plain data; no Django, no clock.

It holds the figures a text is checked against, and where the claim stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspectorate.foundation.reasons.reasons import Reason

from .figures import Figures
from .kinds.kind import Kind
from .kinds.registry import DEFAULT
from .states import State, state_of
from .what_stands import ReleasedExcerpt


@dataclass(frozen=True, slots=True)
class LastWord:
    """What a referencer said last of the version that stands: whether the support carries it."""

    by: str = ""
    supported: bool = True
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim with its figures, and where it stands.

    ``same_items_as`` are other claims that rest on the very same items, ``shares_because`` why this
    one may. ``stale`` has a reason for each thing that changed under it, ``withdrawn_support``
    names the withdrawn items it rests on. ``withheld`` hides its number from print, ``excerpts``
    may be printed behind it. ``words`` (outside the database only) is a passage by which a sentence
    is recognised as carrying the claim.
    """

    key: str
    kind: Kind[Any] = DEFAULT
    statement: str = ""
    figures: Figures = field(default_factory=Figures)
    drafted_by: str = ""
    last_word: LastWord | None = None
    stale: tuple[Reason, ...] = ()
    withdrawn_support: tuple[str, ...] = ()
    small_number_decision: str = ""
    withheld: bool = False
    words: str = ""
    same_items_as: tuple[str, ...] = ()
    shares_because: str = ""
    excerpts: tuple[ReleasedExcerpt, ...] = ()

    @property
    def counts(self) -> tuple[int, int] | None:
        """(met, inspected) when the claim counts bodies, else ``None``."""
        return self.figures.counts

    @property
    def marking(self) -> str:
        """The lowest marking that still supports it: how high its words are marked."""
        return self.figures.support.marking or "PUBLIC"

    @property
    def state(self) -> State:
        """Where the claim stands."""
        word = self.last_word
        return state_of(stale=bool(self.stale), supported=word.supported if word else None)

    @property
    def referenced(self) -> bool:
        """Did a second person, last of all, find this version supported?"""
        return self.last_word is not None and self.last_word.supported

    @property
    def values(self) -> Mapping[str, str]:
        """Numbers by name that a text may print; the number of items of evidence is none."""
        return self.figures.values if self.kind.prints_values else {}

    @property
    def is_figure(self) -> bool:
        """Is it a number that a text repeats, and no count or share that words are held to?"""
        return bool(self.values) and self.figures.estimate is None


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a claim: fieldwork window, day of signing, support needed."""

    inspection_from: date | None = None
    inspection_to: date | None = None
    signing_on: date | None = None
    least_items: int = 2
    least_kinds: int = 2
    least_bodies: int = 1
