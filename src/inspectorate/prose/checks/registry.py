"""The checks of words that others wrote, in their order, and the one way to run them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from . import (
    dates_of_birth,
    email_addresses,
    official_numbers,
    persons,
    postal_addresses,
    protective_markings,
    service_numbers,
    small_numbers,
    telephone_numbers,
    web_addresses,
)
from .passage import Check, Passage, Span, folded


class Names(Protocol):
    """The names of bodies that may not be named."""

    def found(self, text: str) -> Iterator[Span]:
        """Yield where ``text`` names one."""
        ...


class _Module(Protocol):
    """What a module of this folder holds."""

    NAME: Check

    def spans(self, text: str) -> Iterator[Span]:
        """Yield where the folded ``text`` holds it."""
        ...


CHECKS: tuple[_Module, ...] = (
    telephone_numbers,
    email_addresses,
    postal_addresses,
    official_numbers,
    dates_of_birth,
    service_numbers,
    persons,
    web_addresses,
    protective_markings,
    small_numbers,
)


def passages(texts: Mapping[str, str], names: Names | None = None) -> list[Passage]:
    """Return every passage that a check finds, in the order of the fields and of their words.

    ``names`` are the real bodies that may not be named, in a rehearsal.
    """
    return [found for field, text in texts.items() for found in _passages_of(field, text, names)]


def _passages_of(field: str, text: str, names: Names | None) -> list[Passage]:
    plain, places = folded(text)
    found = {
        (places[start], places[end - 1] + 1, rule.NAME)
        for rule in CHECKS
        for start, end in rule.spans(plain)
        if end > start
    }
    if names is not None:
        found |= {
            (places[start], places[end - 1] + 1, Check.REAL_BODY)
            for start, end in names.found(plain)
        }
    # Of two passages of one check, the one that holds the other is enough: whatever holds one
    # begins before it, or with it and ends later.
    kept: list[tuple[int, int, Check]] = []
    furthest: dict[Check, int] = {}
    for start, end, check in sorted(found, key=lambda each: (each[0], -each[1])):
        if end > furthest.get(check, 0):
            kept.append((start, end, check))
            furthest[check] = end
    return [
        Passage(check, field, start, end, text[start:end])
        for start, end, check in sorted(kept, key=lambda each: (each[0], each[1], each[2]))
    ]
