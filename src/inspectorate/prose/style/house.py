"""The style of a house as it was adopted: which rules are on, with their measures and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self


class StyleRule(StrEnum):
    """A rule that is on or off."""

    PLAIN = "plain"
    WORDS = "words"
    NUMBERS = "numbers"
    DAYS = "days"
    SPELLING = "spelling"


class ShareForm(StrEnum):
    """How a share is written after its figures."""

    TWO_WORDS = "per cent"
    ONE_WORD = "percent"
    SIGN = "%"


class DayForm(StrEnum):
    """In which order a day is written, its month in letters."""

    DAY_FIRST = "7 November 2018"
    MONTH_FIRST = "November 7, 2018"


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """The rules of one inspectorate.

    A sentence longer than ``longest_sentence`` words, or a paragraph of more than
    ``longest_paragraph`` sentences, is told (25 words: the style of GOV.UK). ``words`` are avoided
    words, each with what is written in its place, or nothing. Numbers below ``figures_from`` are
    written in words. ``swaps`` are pairs of words that the inspectorate holds to say the same: one
    in the place of the other is an editorial change.
    """

    rules: frozenset[StyleRule] = frozenset()
    longest_sentence: int = 25
    longest_paragraph: int = 6
    words: tuple[Pair, ...] = ()
    figures_from: int = 10
    per_cent: ShareForm = ShareForm.TWO_WORDS
    day_form: DayForm = DayForm.DAY_FIRST
    swaps: tuple[Pair, ...] = ()

    def has(self, rule: StyleRule) -> bool:
        """Say whether a rule is on."""
        return rule in self.rules

    def stored(self) -> dict[str, Any]:
        """Return it as it is kept: lists, numbers and texts, the same for the same style."""
        held = {one.name: getattr(self, one.name) for one in fields(self)}
        pairs = {name: [list(pair) for pair in held[name]] for name in ("words", "swaps")}
        return {**held, **pairs, "rules": sorted(map(str, self.rules))}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Return the style that was kept; a measure that came later has its default."""
        named = {one.name for one in fields(cls)}
        held = {name: value for name, value in stored.items() if name in named}
        for name in ("words", "swaps"):
            held[name] = tuple((str(one), str(other)) for one, other in held.get(name, ()))
        held["rules"] = frozenset(map(StyleRule, held.get("rules", ())))
        for name, kind in (("per_cent", ShareForm), ("day_form", DayForm)):
            if name in held:
                held[name] = kind(held[name])
        return cls(**held)


@dataclass(frozen=True, slots=True)
class Slip:
    """Words that are not written as the house writes.

    ``start`` and ``end`` are offsets into the text; ``better`` is what one press puts there.
    """

    start: int
    end: int
    what: str
    mend: str
    better: str | None = None
