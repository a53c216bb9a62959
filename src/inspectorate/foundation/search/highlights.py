"""Marks, in the words of a thing, what a search found: segments of plain text, never HTML.

The marking is done by the tokenizer of the index itself, in a small index in memory, so that
*trained* is marked for *training* on both databases alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .terms import Term

# Code points that Unicode keeps free of characters for ever; a text that holds some is marked with
# others.
_SIGNS = [chr(0xFDD0 + number) for number in range(32)]
# How much of a thing's words is shown, and how much of it before what was found, in characters.
SNIPPET, LEAD = 420, 140


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words, ``marked`` when the search found it."""

    text: str
    marked: bool = False


def marks(texts: Mapping[int, str], terms: Sequence[Term]) -> dict[int, tuple[Segment, ...]]:
    """Return the words of each thing in segments; joined together they are the words unchanged."""
    wanted = [term for term in terms if not term.without]
    plain: dict[int, tuple[Segment, ...]] = {key: (Segment(text),) for key, text in texts.items()}
    signs = [sign for sign in _SIGNS if not any(sign in text for text in texts.values())][:2]
    if not wanted or not texts or len(signs) < 2:
        return plain
    match = " OR ".join(
        f'"{" ".join(term.words)}"{" *" if term.beginning else ""}' for term in wanted
    )
    # The kept index holds no words that could be marked, on neither database.
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute(
            "CREATE VIRTUAL TABLE page USING fts5(words, tokenize='porter unicode61 "
            "remove_diacritics 2')"
        )
        memory.executemany("INSERT INTO page (rowid, words) VALUES (?, ?)", list(texts.items()))
        found = memory.execute(
            "SELECT rowid, highlight(page, 0, ?, ?) FROM page WHERE page MATCH ?", [*signs, match]
        ).fetchall()
    finally:
        memory.close()
    return plain | {int(key): _cut(text, *signs) for key, text in found}


def snippet(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the part of marked words that shows what was found, with a little before it.

    Where words are left out, "…" stands for them. Short words are returned whole.
    """
    if sum(len(one.text) for one in segments) <= SNIPPET:
        return tuple(segments)
    before = 0
    for one in segments:
        if one.marked:
            break
        before += len(one.text)
    else:
        before = 0
    start = max(0, before - LEAD)
    kept, place, end = [], 0, start + SNIPPET
    for one in segments:
        text = one.text[max(0, start - place) : max(0, end - place)]
        place += len(one.text)
        if text:
            kept.append(Segment(text, one.marked))
    opening = [Segment("… ")] if start else []
    closing = [Segment(" …")] if place > end else []
    return (*opening, *kept, *closing)


def _cut(text: str, opening: str, closing: str) -> tuple[Segment, ...]:
    segments = []
    head, *rest = text.split(opening)
    if head:
        segments.append(Segment(head))
    for part in rest:
        marked, _, after = part.partition(closing)
        segments.append(Segment(marked, True))
        if after:
            segments.append(Segment(after))
    return tuple(segments)
