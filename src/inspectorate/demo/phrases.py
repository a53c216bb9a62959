"""The grammar behind the field notes: fragments, and how a fragment becomes a sentence.

Fragments are kept by criterion, finding and voice.

A fragment holds choices `{a|b}`, numbers `{3-9}`, and the slots `{who} {month} {day}`. Fragments
are dealt like cards, so that none comes back before the others of its kind have been used. A
fragment that begins `@frontline,d` suits only those kinds of session or those voices.
"""

import random
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .truth import content

VOICES = ("s", "d", "o")
MONTHS = ("February", "March", "April", "May", "June", "July", "August", "September")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")
DEFINITE = frozenset(
    [
        "Prevent strategic lead",
        "assistant chief constable",
        "detective superintendent for safeguarding",
        "force Prevent co-ordinator",
        "Channel co-ordinator",
        "Prevent supervisor",
        "regional Prevent co-ordinator",
        "regional intelligence manager",
        "local authority Prevent co-ordinator",
        "NHS trust safeguarding lead",
        "Channel panel chair",
        "community safety manager",
        "head of safeguarding at a further education college",
        "head of vetting",
        "professional standards manager",
        "faith forum secretary",
        "counter-corruption detective inspector",
        "mental health nurse on the panel",
    ]
)
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
_RANGE = re.compile(r"\{(\d+)-(\d+)\}")
_SENTENCE_START = re.compile(r"(^[\"“']?|[.!?]\s+[\"“]?)([a-z])")


@dataclass
class Deck:
    """Cards dealt in a shuffled order, reshuffled only when all have been dealt."""

    cards: tuple[str, ...]
    rng: random.Random
    _left: list[str] = field(default_factory=list)

    def deal(self) -> str:
        if not self._left:
            self._left = list(self.cards)
            self.rng.shuffle(self._left)
        return self._left.pop()


@dataclass(frozen=True, slots=True)
class Fragments:
    """Lines by finding, polarity and voice; tails by criterion and tone."""

    lines: dict[tuple[str, bool, str], tuple[str, ...]]
    tails: dict[tuple[str, str], tuple[str, ...]]
    openers: dict[str, tuple[str, ...]]
    asides: dict[str, tuple[str, ...]]


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@cache
def fragments(criteria: tuple[str, ...]) -> Fragments:
    lines: dict[tuple[str, bool, str], tuple[str, ...]] = {}
    tails: dict[tuple[str, str], tuple[str, ...]] = {}
    for ref in criteria:
        raw: dict[str, Any] = tomllib.loads(
            content(f"notes/criterion_{ref.replace('.', '_')}.toml")
        )
        for tone, text in raw.pop("more").items():
            tails[ref, tone] = _split(text)
        for finding, sides in raw.items():
            for side, voices in sides.items():
                for voice, text in voices.items():
                    lines[finding, side == "yes", voice] = _split(text)
    frames: dict[str, dict[str, str]] = tomllib.loads(content("notes/frames.toml"))
    return Fragments(
        lines,
        tails,
        {voice: _split(text) for voice, text in frames["openers"].items()},
        {voice: _split(text) for voice, text in frames["asides"].items()},
    )


def suits(fragment: str, shape: str, voice: str) -> bool:
    """Whether a fragment may be used in a session of this shape, in this voice."""
    if not fragment.startswith("@"):
        return True
    return bool({shape, voice} & set(fragment[1:].split(" ", 1)[0].split(",")))


def with_article(role: str) -> str:
    if role in DEFINITE:
        return f"the {role}"
    return f"{'an' if role[0] in 'aeiouAEIO' else 'a'} {role}"


def spoken(fragment: str, who: str, rng: random.Random) -> str:
    """One fragment as finished text: choices taken, slots filled, capitals at the start."""
    text = fragment.split(" ", 1)[1] if fragment.startswith("@") else fragment
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text, count=1)
    text = _RANGE.sub(lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)
    while "{month}" in text:
        text = text.replace("{month}", rng.choice(MONTHS), 1)
    text = text.replace("{day}", rng.choice(DAYS)).replace("{who}", with_article(who))
    text = _SENTENCE_START.sub(lambda match: match[1] + match[2].upper(), text)
    return text[0].upper() + text[1:]
