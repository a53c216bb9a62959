"""How high what was sent is marked, whatever its shape: one rule for every door.

A note is SECRET where, at any depth, a field whose name means a mark says so (read loosely), a
field whose name says "secret" holds anything but a no, or any other field holds a mark and nothing
else. The texts of a note are no marks, whatever they tell of. What is nested, or of a shape that is
not ours, is never taken for OFFICIAL: nobody can say which of its marks was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.foundation.markings import loosely
from inspectorate.foundation.markings.scheme import BASELINE, Marking, highest

from .note_meanings import MEANT, PARTS_OF_A_NAME, TEXTS, findings_of, meant_of

# A word of a name that means a mark ("marking", "protectiveMarking", "classified_as"), in letters
# after look-alikes: there k reads c.
_MEANS_A_MARK = re.compile(
    r"marcs?|marced|\w*marcings?|\w*classif\w*|protect\w*|\w*sensitiv\w*|\w*secrecy|handling"
)
_SAYS_SECRET = re.compile(r"(is|top|uc|nato|ts)*secret")
_NO = frozenset({"", "no", "n", "false", "none", "not", "off", "0", "low", "official"})
_NEGATED = frozenset({"not", "non", "no", "un"})
# Of more marks near spellings are not looked for, but of the note's own; nothing exact is missed.
_MOST_MARKS = 100


class _Name(NamedTuple):
    """What the name of a field says: that it means a mark, or that what it holds is SECRET."""

    mark: bool
    secret: bool


class _Field(NamedTuple):
    """A field at some depth, 1 for the note's own; ``secret``: its name says so; ``mark``: its
    name, or one above it, means a mark. What lies in a list has the name of the list.
    """

    name: str
    secret: bool
    value: Any
    mark: bool
    depth: int

    @property
    def own_mark(self) -> bool:
        """Is it the mark of the note as it is described?"""
        return self.depth == 1 and self.name == "marking"


def secret(said: object) -> bool:
    """Is what was sent SECRET, by any mark in it or by what may have been meant for one?"""
    marks = 0
    for field in _fields(said):
        marks += field.mark
        nearly = marks <= _MOST_MARKS or field.own_mark
        if _says_secret(field, nearly=nearly):
            return True
    return False


def mark_of(said: object) -> tuple[str, bool]:
    """How high a note is read that is not SECRET, and whether that mark was exactly given."""
    fields = list(_fields(said))
    if not isinstance(said, Mapping) or not _ours(said, fields, meant_of(said)):
        return Marking.SENSITIVE.value, False
    others = [one.value for one in fields if one.mark and not one.own_mark]
    if "marking" not in said:
        # A mark under another name is not passed over.
        return (Marking.SENSITIVE.value, False) if others else (BASELINE.value, True)
    found = loosely.read(said["marking"])
    said_too = [one for one in others if isinstance(one, str) and one in Marking.values]
    higher = highest([found.marking, *said_too])
    return higher, found.known and higher == found.marking


# Of the texts of each, those without which it says nothing.
_NEEDED: Mapping[Meant, tuple[str, ...]] = {
    Meant.NOTE: ("words", "stub"),
    Meant.GRADE: ("reasons",),
    Meant.DEBRIEF: ("words",),
}


def _ours(said: Mapping[str, Any], fields: Sequence[_Field], meant: Meant) -> bool:
    """Is it one note of the shape that is described: texts in it, and nothing within another?"""
    if not any(isinstance(said.get(name), str) for name in _NEEDED[meant]):
        return False
    return not any(
        isinstance(one.value, Mapping) or (one.depth > 1 and isinstance(one.value, list))
        for one in fields
    )


def _says_secret(field: _Field, *, nearly: bool) -> bool:
    if field.secret and not _denied(field.value):
        return True
    if not isinstance(field.value, str):
        return False
    if field.mark:
        return loosely.says_secret(field.value, nearly=nearly)
    return loosely.is_secret(field.value)


def _fields(said: object) -> Iterator[_Field]:
    """Every field of what was sent, at every depth, but the texts of a note as it is described."""
    meant = meant_of(said)
    # What is a grade by our guess alone is not as described, and any text in it may be a mark.
    sure = meant is not Meant.GRADE or (isinstance(said, Mapping) and said.get(MEANT) == meant)
    texts = TEXTS[meant] if sure else frozenset()
    waiting = [_Field("", False, said, False, 0)]
    while waiting:
        field = waiting.pop()
        if field.depth or not isinstance(field.value, Mapping | list):
            yield field
        if isinstance(field.value, Mapping):
            waiting += [
                _named(str(name), value, field)
                for name, value in field.value.items()
                if field.depth or not _tells(name, value, texts, field.value, meant)
            ]
        elif isinstance(field.value, list):
            waiting += [field._replace(value=one, depth=field.depth + 1) for one in field.value]


def _tells(
    name: str, value: object, texts: frozenset[str], said: Mapping[str, Any], meant: Meant
) -> bool:
    """Is it a text of its own, or the findings of a grade, which mark nothing?"""
    if name == "findings":
        return bool(texts) and findings_of(said, meant)
    return name in texts and isinstance(value, str)


def _named(name: str, value: object, above: _Field) -> _Field:
    says = _read_name(name[:200])
    return _Field(name, says.secret, value, above.mark or says.mark, above.depth + 1)


# The same dozen names come with every note, and what a name says follows from its letters alone.
@lru_cache(maxsize=64)
def _read_name(name: str) -> _Name:
    words = set(map(loosely.letters, PARTS_OF_A_NAME.split(name))) - {""}
    secret = not _NEGATED & words and any(map(_SAYS_SECRET.fullmatch, words))
    return _Name(any(map(_MEANS_A_MARK.fullmatch, words)), secret)


def _denied(value: object) -> bool:
    """Does a field hold nothing, a no, or exactly a lower mark?"""
    if isinstance(value, str):
        lower = value in Marking.values and value != Marking.SECRET
        return lower or value.strip().casefold() in _NO
    return not value
