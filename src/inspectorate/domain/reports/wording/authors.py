"""Says in which revision the words of a passage were last changed.

Words alone are compared, whatever marks and lines stand between them. No Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_MARKS = re.compile(r"\{[^{}]*\}|\]\([^()]*\)")
_WORD = re.compile(r"\w+")


def first_written(revisions: Iterable[tuple[int, str]]) -> Callable[[str], int]:
    """Return a function from the words of a passage to the number of a revision.

    It is the first of the newest revisions that all hold these words, so that whoever saved it
    changed them last. ``revisions`` are (number, text). Words that the newest does not hold, as
    they are read, are taken for that one's.
    """
    texts = [(number, _plain(text)) for number, text in sorted(revisions, reverse=True)]
    newest = texts[0][0] if texts else 0
    known: dict[str, int] = {}

    def of(words: str) -> int:
        if words not in known:
            wanted, found = _plain(words), newest
            for number, text in texts:
                if wanted not in text:
                    break
                found = number
            known[words] = found
        return known[words]

    return of


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(_MARKS.sub(' ', text)))} "
