"""Words that no dictionary holds and that are one letter from exactly one word."""

from __future__ import annotations

from collections.abc import Iterator

from ..guarded import quoted_words, words_of
from ..spelling import Lexicon
from .house import Slip


def slips(text: str, lexicon: Lexicon) -> Iterator[Slip]:
    """Yield each misspelt word outside quotations, with its only mend.

    A rare word is no mend: whoever wrote "ketamine" did not mean "etamine", a cloth.
    """
    words = words_of(text)
    quoted: set[int] | None = None
    for at, word in enumerate(words):
        mend = lexicon.only_mend(word.text)
        if mend is None or not lexicon.is_common(mend):
            continue
        if _part_of_an_address(text, word.start, word.end):
            continue
        if quoted is None:
            quoted = set(quoted_words(text, words))
        if at not in quoted:
            yield Slip(
                word.start,
                word.end,
                f"`{word.text}` is in no word list.",
                f"Write `{mend}`, or leave it if it is meant.",
                mend,
            )


def _part_of_an_address(text: str, start: int, end: int) -> bool:
    return (
        text[start - 1 : start] in tuple("@/._-")
        or text[end : end + 1] in tuple("@/_")
        or (text[end : end + 1] in (".", "-") and text[end + 1 : end + 2].isalnum())
    )
