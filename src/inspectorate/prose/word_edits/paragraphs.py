"""Paragraphs of an edited file as they are compared: joined again where they were cut, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..reading.word_changes import Paragraph, Piece
from .comparing import Words
from .placing import BREAK

# Characters of words that stand in a title, or that a comment stands at.
QUOTED = 160


def words_of(paragraphs: Sequence[Paragraph]) -> list[Words]:
    """Return the words that paragraphs had, for comparing."""
    return [Words(one.old, one.cell) for one in paragraphs]


def stood_before(one: Paragraph) -> bool:
    """Return whether a paragraph was there before; an empty cell was."""
    return bool(one.old.strip()) or (one.cell is not None and not one.new.strip())


def hand_of(one: Paragraph, change: str = "in") -> tuple[str, str]:
    """Return who put a paragraph in, or took it out, with tracking; empty where nobody did."""
    own = [piece for piece in (*one.pieces, one.mark) if piece.change]
    if any(piece.change == "" and piece.text.strip() for piece in one.pieces):
        return "", ""
    made = next((piece for piece in own if piece.change == change), Piece(""))
    return made.author, made.at


def short(words: str) -> str:
    """Return words as they are quoted where they are named."""
    said = " ".join(words.split())
    return said if len(said) <= QUOTED else f"{said[: QUOTED - 1]}…"


def quoted(words: str) -> str:
    """Return all of the words, as a comment says them that stands for a change."""
    return f"“{' '.join(words.split())}”"


def said_of(old: str, new: str) -> str:
    """Return what was changed, all of it: the new words, then those whose place they took."""
    if not old.strip():
        return quoted(new)
    if not new.strip():
        return f"{quoted(old)} taken out"
    return f"{quoted(new)} in the place of {quoted(old)}"


def uncut(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield paragraphs with those joined again that a tracked change cut in two."""
    whole: Paragraph | None = None
    for one, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        part = one
        if whole is not None:
            cut = replace(whole.mark, text=BREAK)
            pieces = (*whole.pieces, cut, *one.pieces)
            part = replace(one, number=whole.number, kind=whole.kind, pieces=pieces)
        cuts = part.mark.change == "in" and part.kind == "paragraph"
        whole = part if cuts and part.old.strip() and following and following.old.strip() else None
        if whole is None:
            yield part
