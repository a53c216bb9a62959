"""How many words a text has as it is read, and for what age of reader it is written.

The age is the Flesch–Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, *Derivation of
new readability formulas for Navy enlisted personnel*, 1975), by which long sentences and long words
make a text harder, plus the five years after which a child is in the first grade. It measures no
sense: a text of a low age may say nothing.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .manuscript import Manuscript, TextBlock

# Of fewer words one long name decides.
LEAST_WORDS = 30
_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# An "e" at the end that is not spoken, with what may follow it; in "table" and "agreed" it is.
_SILENT = re.compile(r"(?:[^laeiouy]e|[aeiouy]le|[^aeiouytd]ed|[^aeiouyscgzx]es)$")
_RUNNING = frozenset({"paragraph", "item", "quote", "footnote"})


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted: ``words`` as printed; of running text its words, sentences, syllables."""

    words: int = 0
    running: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def age(self) -> int | None:
        """The age in years from which it is read with ease; ``None`` for too few words."""
        if self.running < LEAST_WORDS or not self.sentences:
            return None
        longs = 0.39 * self.running / self.sentences + 11.8 * self.syllables / self.running
        return max(5, round(longs - 15.59) + 5)

    def __add__(self, other: Readability) -> Readability:
        return Readability(
            self.words + other.words,
            self.running + other.running,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )


def readability(manuscript: Manuscript, first: int = 1, after: int | None = None) -> Readability:
    """Measure a text, or those of its blocks that begin on the lines from ``first`` to before
    ``after``, counted from 1.
    """
    return sum(map(_of_block, _between(manuscript, first, after)), Readability())


def words_of(manuscript: Manuscript, first: int = 1, after: int | None = None) -> int:
    """Count the words that a text prints, or a stretch of it as in :func:`readability`."""
    return sum(_spoken(one.text)[0] for one in _between(manuscript, first, after))


def _between(manuscript: Manuscript, first: int, after: int | None) -> list[TextBlock]:
    return [
        one
        for one in manuscript.lines()
        if one.line >= first and (after is None or one.line < after)
    ]


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels that are spoken.

    A number is spoken as long as it is written: each digit counts.
    """
    digits = sum(one.isdigit() for one in word)
    folded = word.casefold()
    groups = len(_VOWELS.findall(folded))
    if groups > 1 and _SILENT.search(folded):
        groups -= 1
    return max(1, groups + digits)


def _of_block(block: TextBlock) -> Readability:
    words, spoken = _spoken(block.text)
    if block.kind not in _RUNNING:
        return Readability(words=words)
    return Readability(words, words, len(block.sentences) if words else 0, spoken)


# While somebody types, most blocks stand as they stood.
@lru_cache(maxsize=4_096)
def _spoken(text: str) -> tuple[int, int]:
    """The words of a text and their syllables."""
    words = _WORD.findall(text)
    return len(words), sum(map(syllables, words))
