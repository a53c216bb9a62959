"""Words that the house avoids, and what it writes in their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from ..guarded import first_words, quoted_words, words_of
from ..quantities.verdicts import cased
from .closed import marked
from .house import HouseStyle, Pair, Slip


def slips(text: str, style: HouseStyle, names: Collection[str]) -> Iterator[Slip]:
    """Yield each avoided word outside quotations and ``names``; a capital within a sentence makes a
    name of a word that is listed without one.
    """
    pattern = _pattern(style.words)
    if pattern is None:
        return
    better = {_plain(said): instead for said, instead in style.words}
    closed = marked(text, _closed(text, names))
    for match in pattern.finditer(text):
        start, end = match.span()
        if any(closed[start:end]):
            continue
        said, listed = match.group(), _plain(match.group())
        if listed not in better:
            continue
        instead = better[listed]
        if instead:
            what = f"the house writes `{instead}` for `{listed}`."
            yield Slip(start, end, what, f"Write `{instead}`.", cased(said, instead))
        else:
            yield Slip(
                start, end, f"the house does not write `{listed}`.", "Say it in other words."
            )


def _closed(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Stretches that are not the house's own words: quotations, and names of whatever kind."""
    words = words_of(text)
    quoted, firsts = set(quoted_words(text, words)), first_words(text, words)
    found = [
        (word.start, word.end)
        for at, word in enumerate(words)
        if at in quoted or (word.text != word.text.lower() and at not in firsts)
    ]
    for name in names:
        # Few of the names stand in a text, and a pattern is dear.
        if name and name in text:
            found += [match.span() for match in re.finditer(re.escape(name), text)]
    return found


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())


@lru_cache(maxsize=64)
def _pattern(pairs: tuple[Pair, ...]) -> re.Pattern[str] | None:
    """One pattern of all that is avoided, the longest first; the apostrophe in either form."""
    said = sorted({_plain(one) for one, _ in pairs}, key=lambda one: (-len(one), one))
    if not said:
        return None
    each = (
        r"\s+".join(re.escape(word).replace("'", "['’]") for word in one.split()) for one in said
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?![\w-])", re.I)
