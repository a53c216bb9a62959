"""What was changed beneath the pages of an edited file, where footnotes stand. Pure.

The notes of claims are worked out from the record. An author's own footnotes are words of the text:
they are not read from the file, so that whoever changed one is told which, and what it says there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..manuscript import Manuscript, TextBlock
from .paragraphs import quoted

_WORKED_OUT = "Footnotes were changed: what a note says is worked out anew."
_BY_HAND = "Change it in the text: it is not read from the file."


def changed_notes(
    manuscript: Manuscript, base: Iterable[str], edited: Iterable[str]
) -> Iterator[str]:
    """Say which notes of a file differ from those it was written with, each note as its words.

    An author's own begins with its letter.
    """
    then, now = Counter(base), Counter(edited)
    gone, new = list((then - now).elements()), list((now - then).elements())
    begun = {_beginning(one) for one in manuscript.blocks if one.kind == "footnote"} - {""}
    for note in [one for one in gone if _words(one).startswith(tuple(begun))]:
        gone.remove(note)
        own = [one for one in new if _letter(one) == _letter(note)]
        told = "was taken out."
        if own:
            new.remove(own[0])
            told = f"was changed to {quoted(_words(own[0]))}."
        yield f"The footnote {quoted(_words(note))} {told} {_BY_HAND}"
    if gone:
        yield _WORKED_OUT
    # Beside a changed note of a claim nobody can say which of these it became.
    for note in () if gone else new:
        yield f"The footnote {quoted(note)} was put in. {_BY_HAND}"


def _beginning(block: TextBlock) -> str:
    """The words of a footnote up to the end of its first link: its address is printed there."""
    ends = [one.end for one in block.styles if one.kind == "link"]
    return " ".join(block.text[: min(ends, default=None)].split())


def _letter(note: str) -> str:
    return note.partition(" ")[0]


def _words(note: str) -> str:
    return " ".join(note.partition(" ")[2].split())
