"""Which of many words lie within one edit of another.

Each word that is asked for costs about what it has of letters, however many the others are: only
where its beginning begins one of them, and its end ends one, can an edit lead to any.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

# What an edit may put in. The apostrophe is there so that "isnt" has "isn't" within one edit.
_LETTERS = ascii_lowercase + "'"


class NearWords:
    """Words, and which of them are within one edit of a word: one letter put in, taken out or
    replaced, or two neighbours exchanged.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._ahead = sorted(self._words)
        self._back = sorted(one[::-1] for one in self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def of(self, word: str) -> set[str]:
        """Return those within one edit of ``word``, without ``word``."""
        # Before an edit stands what begins one of the words, and behind it what ends one.
        last = _shared(self._ahead, word)
        ends = len(word) - _shared(self._back, word[::-1])
        found: set[str] = set()
        for at in range(max(ends - 2, 0), last + 1):
            head, tail = word[:at], word[at:]
            if at >= ends:
                found |= self._with_a_letter(head, tail)
            if tail and at >= ends - 1:
                found |= self._with_a_letter(head, tail[1:])
                found |= self._words & {head + tail[1:]}
            if len(tail) > 1:
                found |= self._words & {head + tail[1] + tail[0] + tail[2:]}
        return found - {word}

    def _with_a_letter(self, head: str, tail: str) -> set[str]:
        words = self._words
        return {one for letter in _LETTERS if (one := head + letter + tail) in words}


def _shared(ordered: Sequence[str], word: str) -> int:
    """How many letters at the head of ``word`` begin one of the words, which are in order."""
    at = bisect_left(ordered, word)
    # What shares most with a word stands beside its place.
    beside = ordered[max(at - 1, 0) : at + 1]
    for length in range(len(word), 0, -1):
        head = word[:length]
        for one in beside:
            if one.startswith(head):
                return length
    return 0
