"""Live quotations of a text: what somebody living says for this very document, by who says it.

Pure: nothing here reads a database.
"""

from __future__ import annotations

from dataclasses import dataclass

from .manuscript import Manuscript, TextBlock
from .passages import identity


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand together: ``block.text[start:end]``, in line ``index`` of the text, as
    :meth:`Manuscript.lines` has them.

    ``left_out`` says that an edition may leave some of them out.
    """

    index: int
    block: TextBlock
    start: int
    end: int
    left_out: bool

    @property
    def words(self) -> str:
        """The words with single blanks."""
        return tidied(self.block.text[self.start : self.end])


@dataclass(frozen=True, slots=True)
class Speech:
    """All that a text has one speaker say, in its order."""

    code: str
    stretches: tuple[Stretch, ...]

    @property
    def words(self) -> str:
        """The words, a stretch a paragraph."""
        return "\n\n".join(one.words for one in self.stretches)

    @property
    def identity(self) -> str:
        """By what these very words are known: a digest of them, in their order."""
        return identity_of(self.words)

    @property
    def left_out(self) -> bool:
        """May an edition leave any of the words out?"""
        return any(one.left_out for one in self.stretches)


def tidied(words: str) -> str:
    """Return words as they are signed: with single blanks, so that a new line changes none."""
    return " ".join(words.split())


def identity_of(words: str) -> str:
    """Return the digest of words that somebody says: SHA-256, in hex."""
    return identity({"said": [tidied(one) for one in words.split("\n\n")]})


def speeches(manuscript: Manuscript) -> dict[str, Speech]:
    """Return what the text has anybody say, by the code under which it names them ("" for nobody):
    also in a title, a caption or a recommendation.

    Words marked twice are taken once.
    """
    found: dict[str, list[Stretch]] = {}
    for index, block in enumerate(manuscript.lines()):
        ends: dict[str, int] = {}
        for span in block.spans:
            if span.kind != "said" or span.end <= ends.get(span.key, -1):
                continue
            ends[span.key] = span.end
            hidden = any(
                one.kind == "sensitive" and one.start < span.end and span.start < one.end
                for one in block.spans
            )
            found.setdefault(span.key, []).append(
                Stretch(index, block, span.start, span.end, hidden)
            )
    return {code: Speech(code, tuple(parts)) for code, parts in found.items()}
