"""Mends: how what is wrong is put right, each a sentence that says of what sort it is.

A mend that sends one to an act names the act by its verb, so that a page can link it for who may,
and name the role that may for who may not. It knows no address.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from .codes import Verb


class MendSort(StrEnum):
    """What a mend asks for."""

    ACT = "act"  # an act is done first, or instead
    WORDS = "words"  # something else is sent: other words, another choice
    WAIT = "wait"  # nothing is done now: a moment must come, or others must be ready
    OUTSIDE = "outside"  # something happens outside this application: one asks, tells, looks
    NOTHING = "nothing"  # what was wanted is so already, or can no longer be


class Mend(str):
    """How to mend it, as a sentence for a person.

    ``verbs`` are the acts it sends one to; ``of`` is the thing they are done to, where the rule has
    it at hand. ``another`` is true where whoever reads it cannot do the act, whatever their role.
    """

    sort: MendSort
    verbs: tuple[Verb, ...]
    of: object
    another: bool

    def __new__(cls, text: str, sort: MendSort, verbs: tuple[Verb, ...] = ()) -> Self:
        """Keep what it asks for beside the sentence."""
        mend = super().__new__(cls, text)
        mend.sort, mend.verbs, mend.of, mend.another = sort, verbs, None, False
        return mend

    @classmethod
    def by(cls, verbs: Verb | tuple[Verb, ...], text: str, of: object = None) -> Self:
        """An act comes first, or is done instead; ``of`` is what it is done to."""
        mend = cls(text, MendSort.ACT, verbs if isinstance(verbs, tuple) else (verbs,))
        mend.of = of
        return mend

    @classmethod
    def by_another(cls, verb: Verb, text: str) -> Self:
        """The act must be done by somebody else."""
        mend = cls.by(verb, text)
        mend.another = True
        return mend

    @classmethod
    def words(cls, text: str) -> Self:
        """Something else must be sent."""
        return cls(text, MendSort.WORDS)

    @classmethod
    def wait(cls, text: str) -> Self:
        """A moment must come, or others must be ready."""
        return cls(text, MendSort.WAIT)

    @classmethod
    def outside(cls, text: str) -> Self:
        """Something must happen outside this application."""
        return cls(text, MendSort.OUTSIDE)

    @classmethod
    def nothing(cls, text: str = "You do not need to do anything.") -> Self:
        """Nothing is left to do, or nothing can be done."""
        return cls(text, MendSort.NOTHING)


NOTHING_TO_DO = Mend.nothing()
