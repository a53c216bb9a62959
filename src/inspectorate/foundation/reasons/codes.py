"""Codes with a sentence: spelt once, explained to a manager, never a loose string.

A member's value is what is stored and sent; its ``sentence`` is what ``docs/permissions.md``
prints. Every room derives its own enumeration, so that a misspelt code is an error of types.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A code and the sentence that explains it."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> Self:
        """Keep ``sentence`` beside the value."""
        member = str.__new__(cls, value)
        # Otherwise the value would be the pair, and a stored code would find no member.
        member._value_ = value
        member.sentence = sentence
        return member


class Verb(Code):
    """Something a person does or looks at: ``room.act``, as the ledger spells it."""

    @property
    def room(self) -> str:
        """The room the verb belongs to ("evidence")."""
        return self.partition(".")[0]

    @property
    def act(self) -> str:
        """The verb without its room ("record"), as templates name it."""
        return self.partition(".")[2]


class ReasonCode(Code):
    """Why something may not be done now."""
