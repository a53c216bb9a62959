"""What a note is meant for: evidence, a provisional grade of its author's own, or a hot debrief.

What may be a judgment is read as one: with a field whose name says "grade", or a meaning nearly so
spelt, at any depth, or with reasons and no words, it is its author's alone, and received with what
is wrong. Nobody else can say sorry for having read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.foundation.markings import loosely
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

MEANT = "meant"
# The texts of each as it is described: they tell of things, and mark nothing.
TEXTS: Mapping[Meant, frozenset[str]] = {
    Meant.NOTE: frozenset({"origin", "words", "stub"}),
    Meant.GRADE: frozenset({"reasons", "grade"}),
    Meant.DEBRIEF: frozenset({"words", "heard_by"}),
}
_MAY_BE_A_GRADE = re.compile(r"grad|judg|rating", re.IGNORECASE)
# The words of the name of a field are parted so; one that says a grade, in letters after
# look-alikes.
PARTS_OF_A_NAME = re.compile(r"[^\w$§¢€†+(]+|_+|(?<=[a-z])(?=[A-Z])")
_NAMES_A_GRADE = re.compile(r"gra?d(e|es|s|ed|ing|ings)?|judge?ments?|ratings?")
# The meaning under a key that is misspelt, and nothing else in that field.
_SAYS_A_GRADE = re.compile(r"((a|my|provisional) )*(grade|grd|judge?ment|rating)", re.IGNORECASE)
# What a judgment alone has, and what a note or a debrief cannot do without.
_OF_A_GRADE, _OF_A_NOTE = ("reasons", "findings"), ("words", "stub")
_DEEPEST = 50
_LONGEST_FINDING = 80


def meant_of(said: object) -> Meant:
    """What was sent is meant for; a note, where nothing in it says otherwise."""
    if _deep(said):
        return Meant.GRADE
    if not isinstance(said, Mapping):
        return Meant.NOTE
    if any(name in said for name in _OF_A_GRADE) and not any(said.get(one) for one in _OF_A_NOTE):
        return Meant.GRADE
    return Meant.DEBRIEF if said.get(MEANT) == Meant.DEBRIEF.value else Meant.NOTE


def plain(said: object, meant: Meant) -> object:
    """What was sent, of a note without the word that it is one: the words are the same without."""
    if meant is Meant.NOTE and isinstance(said, Mapping) and said.get(MEANT) == meant.value:
        return {name: value for name, value in said.items() if name != MEANT}
    return said


def findings_of(said: Mapping[str, Any], meant: Meant) -> bool:
    """Does a grade hold answers to findings as they are described: yes or no by a short key?"""
    found = said.get("findings")
    return (
        meant is Meant.GRADE
        and isinstance(found, Mapping)
        and all(
            isinstance(name, str) and len(name) <= _LONGEST_FINDING and isinstance(value, bool)
            for name, value in found.items()
        )
    )


def unknown(said: object, meant: Meant) -> list[Reason]:
    """Require a meaning that is known, exactly spelt; of a note it may be left out."""
    found = said.get(MEANT) if isinstance(said, Mapping) else None
    if found == meant.value or (meant is Meant.NOTE and found in (None, "")):
        return []
    text = "What it is meant for is none of what is known here."
    mend = Mend.words(f"Say one of: {', '.join(Meant.values)}.")
    return [Reason(EvidenceReason.NOT_AS_DESCRIBED, text, mend, MEANT)]


def _deep(said: object) -> bool:
    """Does anything at any depth say that it may be a judgment? What is nested beyond all reading
    may be one.
    """
    waiting = [(said, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, Mapping):
            found = one.get(MEANT)
            if isinstance(found, str) and _MAY_BE_A_GRADE.search(found[:100]):
                return True
            if any(_names_a_grade(str(name)[:200]) or _says_one(name, one[name]) for name in one):
                return True
            waiting += [(value, depth + 1) for value in one.values()]
        elif isinstance(one, list):
            waiting += [(value, depth + 1) for value in one]
        if depth > _DEEPEST:
            return True
    return False


def _says_one(name: object, value: object) -> bool:
    """Is the whole of a field that is no text of a note the word for a grade?"""
    if not isinstance(value, str) or name in TEXTS[Meant.NOTE] | TEXTS[Meant.DEBRIEF]:
        return False
    return _SAYS_A_GRADE.fullmatch(value[:100].strip()) is not None


# The same dozen names come with every note.
@lru_cache(maxsize=64)
def _names_a_grade(name: str) -> bool:
    parts = [name, *PARTS_OF_A_NAME.split(name)]
    return any(_NAMES_A_GRADE.fullmatch(loosely.letters(one)) for one in parts)
