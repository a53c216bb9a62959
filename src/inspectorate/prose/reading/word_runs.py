"""The words of one paragraph of a Word file, with the claim that each is bound to.

A note's number is none of the words, however the program that saved the file wrote it. What tracked
changes put in or took out is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from ..controls import CLAIM, SENSITIVE, name_of

CONTROL = qn("w:sdt")
_RUN, _SIMPLE, _VALUE = qn("w:r"), qn("w:fldSimple"), qn("w:val")
# What holds runs and is none of its own.
_HOLDERS = {qn("w:hyperlink"), qn("w:sdtContent")}
_TAG = f"{qn('w:sdtPr')}/{qn('w:tag')}"
NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_OWN_MARK, _OFF = qn("w:customMarkFollows"), (None, "0", "false", "off")
_CHARACTER, _KIND, _TYPED, _ORDER = (
    qn(f"w:{one}") for one in ("fldChar", "fldCharType", "instrText", "instr")
)
# The field that repeats the number of a note.
_NUMBER = "NOTEREF"


def told(holder: Any, known: Collection[str] = (), key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words with the key of their claim, empty for none; ``key`` is that around them."""
    yield from _told(holder, known, key, Fields())


def bound_to(control: Any, known: Collection[str]) -> str:
    """Return the key that a control says; one that was cut is found among those ``known``."""
    tag = control.find(_TAG)
    return "" if tag is None else name_of(tag.get(_VALUE, ""), CLAIM, known)


def is_marked(control: Any) -> bool:
    """Whether a control marks its words, as what another edition leaves out is marked."""
    tag = control.find(_TAG)
    return tag is not None and tag.get(_VALUE, "").startswith(SENSITIVE)


@dataclass(slots=True)
class Fields:
    """The fields that are open where the words stand: of each what it is, and whether its result
    has begun. A field is a run that begins it, what it is, its result, and a run that ends it.
    """

    open: list[tuple[str, bool]] = field(default_factory=list)

    def pass_by(self, run: Any) -> None:
        """Take in what a run says of fields."""
        for one in run:
            kind = one.get(_KIND) if one.tag == _CHARACTER else ""
            if kind == "begin":
                self.open.append(("", False))
            elif kind == "end" and self.open:
                self.open.pop()
            elif self.open:
                order, result = self.open[-1]
                typed = one.text or "" if one.tag == _TYPED else ""
                self.open[-1] = (order + typed, result or kind == "separate")

    @property
    def number(self) -> bool:
        """Whether what stands here is the number of a note."""
        return any(result and is_number_of_note(order) for order, result in self.open)


def is_number_of_note(order: str) -> bool:
    """Whether a field repeats the number of a note."""
    return order.strip().upper().startswith(_NUMBER)


def _told(
    holder: Any, known: Collection[str], key: str, fields: Fields
) -> Iterator[tuple[str, str]]:
    for one in holder:
        if one.tag == _RUN:
            fields.pass_by(one)
            if not fields.number and not is_own_mark(one):
                yield one.text, key
        elif one.tag in _HOLDERS or (
            one.tag == _SIMPLE and not is_number_of_note(one.get(_ORDER, ""))
        ):
            yield from _told(one, known, key, fields)
        elif one.tag == CONTROL:
            yield from _told(one, known, bound_to(one, known) or key, fields)


def is_own_mark(run: Any) -> bool:
    """Whether a run is the mark that somebody gave a note instead of its number."""
    return any(note.get(_OWN_MARK) not in _OFF for mark in NOTES for note in run.iterchildren(mark))
