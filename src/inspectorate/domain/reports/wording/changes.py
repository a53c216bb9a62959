"""Compares a signed content with one that stands in the text: did an editor only tidy it?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from inspectorate.prose.editorial import editorial
from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.style.house import Pair

from .standing import Editorial

# Fields of pictures, recommendations and the front matter are no prose: nothing in them is tidied.
_PROSE = frozenset({"sentence", "item", "quote", "stem", "heading", "row", "footnote"})
_SLOT = re.compile(r"\u27e6[^\u27e7]*\u27e7")


def editorial_changes(
    names: Collection[str],
    words: Collection[str],
    quantities: Collection[str] = (),
    swaps: Collection[Pair] = (),
) -> Editorial:
    """Return the rule by which a changed content may keep its signature.

    ``names`` are names of bodies and of titles, ``words`` those of the register, the framework and
    the inspection that a dictionary does not hold, ``quantities`` those of the vocabulary,
    ``swaps`` the pairs of words of the house's style that say the same.
    """
    lexicon = Lexicon(words)

    def tidied(old: str, new: str) -> bool:
        # A slot is a numeral, and nothing in it or next to it is editorial.
        texts = (_SLOT.sub("77", text) for text in (old, new))
        return _SLOT.findall(old) == _SLOT.findall(new) and (
            editorial(*texts, names=names, lexicon=lexicon, quantities=quantities, swaps=swaps)
            is not None
        )

    def same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        if any(old[name] != new[name] for name in ("sort", "marks", "basis", "source")):
            return False
        # By its name a footnote is called: under another it is said of other words.
        if old.get("named") != new.get("named"):
            return False
        if new["sort"] not in _PROSE or len(old["leans"]) != len(new["leans"]):
            return False
        pairs = [(old["words"], new["words"]), *zip(old["leans"], new["leans"], strict=True)]
        return all(tidied(was, now) for was, now in pairs)

    return same
