"""Sentences and paragraphs that are longer than the house writes them."""

from __future__ import annotations

from collections.abc import Iterator

from ..guarded import words_of
from ..reading.sentences import sentences
from .house import HouseStyle, Slip


def slips(text: str, style: HouseStyle) -> Iterator[Slip]:
    """Yield each sentence of a paragraph that is too long, then the paragraph itself."""
    found = list(sentences(text))
    for start, end in found:
        said = len(words_of(text[start:end]))
        if said > style.longest_sentence:
            what = f"this sentence has {said} words; the house writes {style.longest_sentence}."
            yield Slip(start, _head(text, start, end), what, "Say it in two sentences.")
    if len(found) > style.longest_paragraph:
        what = (
            f"this paragraph has {len(found)} sentences; the house writes "
            f"{style.longest_paragraph}."
        )
        start, end = found[0]
        yield Slip(
            start, _head(text, start, end), what, "Begin a new paragraph where its matter does."
        )


def _head(text: str, start: int, end: int) -> int:
    """Where the first words end: enough to find the sentence by, and little to quote."""
    held = words_of(text[start:end])
    return start + held[min(len(held), 6) - 1].end if held else end
