"""Every quantity word of a passage that counts is defined where its reader finds it.

It warns, and does not block: the word is held to the vocabulary whether or not the document says
so, so that nothing untrue is printed for want of a definition; and the site tells the meanings of
every release. What a reader of the document alone lacks is a matter of form.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectstats.quantity.meanings import meaning

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import prints_words, words_used
from .places import place

NAME = CheckName.QUANTITY_WORDS_DEFINED
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "vocabulary", "documents")
LOCAL = False

# "Words of quantity have fixed meanings, printed in the report."
_POINTS = re.compile(
    r"\b(?:words?\s+(?:of|for)\s+quantit(?:y|ies)|quantity\s+words?)\b[^.?!]*"
    r"\b(?:report|annex|website|site)\b",
    re.I,
)
_SAYS = r"[”\"’'*_]*\s*,?\s*(?:is|are|means?|may\s+be\s+used|stands?\s+for)\b"


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each word, once, that the document uses and nowhere explains."""
    assert facts.vocabulary is not None
    texts = [one for slug, one in facts.documents.items() if slug != facts.slug]
    told = "\n".join(block.text for block in manuscript.prose())
    if prints_words(manuscript) or (_POINTS.search(told) and any(map(prints_words, texts))):
        return []
    found: dict[str, Problem] = {}
    for block, start, word in words_used(manuscript, facts):
        if word in found or meaning(word, facts.vocabulary) is None:
            continue
        band = facts.vocabulary.band(word)
        if _explained(told, {word} | ({band.word, *band.aliases} if band else set())):
            continue
        where = place(manuscript, block, start, start + len(word))
        what = f"`{word}` is a word of quantity, and the document does not say what it means."
        mend = Mend.words(
            "Print the table of words (kind: vocabulary), or say that the report's annex does."
        )
        found[word] = Problem(NAME, where, what, mend, SEVERITY)
    return [*found.values()]


def _explained(told: str, words: Collection[str]) -> bool:
    """Whether the text says what one of these words means: “Most” is three-quarters or more."""
    apart = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    return re.search(rf"(?:^|[“\"‘'*_]|[.;:]\s)(?:{apart}){_SAYS}", told, re.I | re.M) is not None
