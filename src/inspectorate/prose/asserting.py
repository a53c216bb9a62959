"""Says what a sentence asserts: what was found of bodies, or what law or a register says.

In doubt it asserts it: such a sentence is signed by itself, and not with others in one press.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from .quantities.phrases import read

_FOUND = (
    r"had|has|have|lacked|lacks|met|meets|failed|fails|improved|declined|worsened|understood|knew|"
    r"showed|shared|used|kept|made|did|could|were|was|are|is|would|complied|delivered|struggled|"
    r"relied|told|gave|took|provided|trained|followed|responded|recorded|monitored|managed|"
    r"operated|performed|demonstrated|achieved|neglected|ignored|missed|tested|reviewed|"
    r"understand|know|need|needs|lack|fail|meet|show|struggle"
)
_WE_FOUND = re.compile(
    r"\b(?:we|inspectors?|our (?:team|teams|inspection|fieldwork|work)|the inspection|evidence|"
    r"case files?|interviews?)\s+(?:also\s+|often\s+|rarely\s+)?(?:found|saw|heard|observed|noted|"
    r"identified|established|concluded|judged|rated|graded|showed|shows|suggested|revealed)\b",
    re.I,
)
_LAW = re.compile(
    r"\b(?:Act|Acts|Bill|Order|Regulations?|Directive|Statute|Code of Practice)\b(?:\s+\d{4})?|"
    r"\b(?:section|schedule|article|regulation|part)\s+\d+\w*|"
    r"\b(?:law|laws|lawful\w*|unlawful\w*|legal\w*|legislation|statut\w+|dut(?:y|ies)|oblig\w+|"
    r"required (?:by|to|under)|requires?|must|shall|entitled|liable|offence|power to|powers)\b"
)
_REGISTER = re.compile(
    r"\b(?:register|registered|there (?:are|were)|\d[\d,]*\s+(?:territorial|local|non-|special|"
    r"national)\b|in (?:England|Wales|Scotland|Northern Ireland|Great Britain|the UK|the United "
    r"Kingdom))",
    re.I,
)


def finds(sentence: str, nouns: Collection[str]) -> bool:
    """Say whether a sentence says of bodies what was found.

    ``nouns`` are what the bodies of the inspection are called, singular and plural, lower case. It
    does where it counts them, where one of them stands before a verb of finding, or where it says
    that inspectors found something.
    """
    return _finds(sentence, frozenset(nouns))


@lru_cache(maxsize=4_096)
def _finds(sentence: str, nouns: frozenset[str]) -> bool:
    if _WE_FOUND.search(sentence):
        return True
    if any(phrase.noun in nouns for phrase in read(sentence)):
        return True
    return bool(nouns) and bool(_of_nouns(nouns).search(sentence))


@lru_cache(maxsize=4_096)
def law(sentence: str) -> bool:
    """Say whether a sentence states law or what a register holds."""
    return bool(_LAW.search(sentence) or _REGISTER.search(sentence))


@lru_cache(maxsize=64)
def _of_nouns(nouns: frozenset[str]) -> re.Pattern[str]:
    """A body's noun, and within three words a verb of finding."""
    names = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b(?:\s+[\w’'-]+){{0,3}}?\s+(?:{_FOUND})\b", re.I)
