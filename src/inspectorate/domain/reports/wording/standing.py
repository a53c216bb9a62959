"""Says of each passage of a text, and of each section, whether its words are signed as they stand.

A signature is of content, so it stands wherever in the document the same content stands, and falls
away where a word, a key or a mark changes. Nothing here reads the database.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from inspectorate.prose.passages import Passage, Signing, identity

# Of a signed content and one that stands in the text: whether the second differs only in what an
# editor may change under a signature.
Editorial = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
_WORD = re.compile(r"\w+")
_LIKE = 0.5  # below this likeness an old passage would tell the eye nothing


class Wording(StrEnum):
    """Where the words of a passage stand."""

    SIGNED = "signed"
    EDITORIAL = "editorial"  # signed, and changed since in what leaves a signature standing
    BEFORE = "before"  # released before wording was signed
    OBJECTED = "objected"
    UNSIGNED = "unsigned"

    @property
    def stands(self) -> bool:
        """Whether a document may be frozen with it."""
        return self in (Wording.SIGNED, Wording.EDITORIAL, Wording.BEFORE)


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that nobody has withdrawn.

    ``content`` is what was signed: of a passage its content, of a source or a section the contents
    of its ``passages`` by identity, of a section also its ``sequence``. ``words`` is what was
    printed of a passage signed singly, with its numbers. ``origin`` is what it is known by in the
    template that a letter was made of, where it was given there.
    """

    pk: int
    kind: Signing
    identity: str
    content: Mapping[str, Any]
    at: datetime
    by: str = ""
    marking: str = ""
    words: str = ""
    by_pk: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class StandingObjection:
    """The last objection to a passage; ``finding`` where it says: this is a finding."""

    identity: str
    at: datetime
    by: str
    reason: str
    finding: bool = False


@dataclass(frozen=True, slots=True)
class PassageStanding:
    """A passage with where its words stand, whose word that is, and the old words beside it."""

    passage: Passage
    wording: Wording
    signature: Signed | None = None
    objection: StandingObjection | None = None
    old: str = ""
    old_signature: Signed | None = None

    @property
    def known_as(self) -> str:
        """The identity under which a section may hold it: that of what was signed."""
        if self.wording is Wording.EDITORIAL and self.signature:
            return self.signature.identity
        return self.passage.identity


@dataclass(frozen=True, slots=True)
class SectionStanding:
    """A section: its passages in order, and whether it was read whole as it stands."""

    number: int
    heading: str
    passages: tuple[PassageStanding, ...]
    follows: str
    signature: Signed | None = None
    before: bool = False

    @property
    def stands(self) -> bool:
        """Whether a document may be frozen with its order and its narrative."""
        return bool(self.signature) or self.before

    @property
    def content(self) -> dict[str, Any]:
        """What somebody signs who has read it whole."""
        return {
            "follows": self.follows,
            "sequence": [one.passage.identity for one in self.passages],
            "passages": {
                one.passage.identity: one.passage.content
                for one in self.passages
                if one.passage.signing is Signing.SECTION
            },
        }

    @property
    def identity(self) -> str:
        """By what it is known: its order."""
        return section_identity(self.content)


def section_identity(content: Mapping[str, Any]) -> str:
    """Return the digest of what a section's signature holds, but for the words under it."""
    return identity({"follows": content["follows"], "sequence": content["sequence"]})


@dataclass(frozen=True, slots=True)
class TextStanding:
    """A whole text: each section with its passages, in order."""

    sections: tuple[SectionStanding, ...]
    looked_at: frozenset[str] = frozenset()
    drawn: tuple[str, ...] = ()

    @property
    def passages(self) -> list[PassageStanding]:
        """Every passage, in order."""
        return [one for section in self.sections for one in section.passages]

    @property
    def unsigned(self) -> list[PassageStanding]:
        """The passages signed singly or with their source that are not, each content once."""
        found = {
            one.passage.identity: one
            for one in self.passages
            if not one.wording.stands
            and (one.passage.signing is not Signing.SECTION or one.wording is Wording.OBJECTED)
        }
        return list(found.values())

    @property
    def unread(self) -> list[SectionStanding]:
        """The sections that nobody has read whole as they stand."""
        return [one for one in self.sections if not one.stands]

    @property
    def not_looked_at(self) -> list[PassageStanding]:
        """The editorial changes drawn for a look that nobody has taken."""
        return [
            one
            for one in self.passages
            if one.wording is Wording.EDITORIAL
            and one.passage.identity in self.drawn
            and one.passage.identity not in self.looked_at
        ]

    def find(self, wanted: str) -> PassageStanding | None:
        """Return the passage of an identity."""
        return next((one for one in self.passages if one.passage.identity == wanted), None)


@dataclass(frozen=True, slots=True)
class Records:
    """What was signed and objected to, of one document.

    ``before`` holds the identities of what went out before wording was signed, ``sections_before``
    those of its sections.
    """

    signed: Sequence[Signed] = ()
    objected: Mapping[str, StandingObjection] = field(default_factory=dict)
    before: Collection[str] = frozenset()
    sections_before: Collection[str] = frozenset()


def standing_of(
    passages: Sequence[Passage], records: Records, editorial: Editorial
) -> TextStanding:
    """Say of each passage and section of a text where its words stand."""
    reader = _Standing(passages, records, editorial)
    return TextStanding(tuple(reader.sections()))


@lru_cache(maxsize=8_192)
def alike(one: str, other: str) -> float:
    """Return how like two sentences are, from 0 to 1: the share of their words that they share.

    Words, and not letters: almost any two sentences are made of much the same letters.
    """
    words, others = _counted(one), _counted(other)
    shared = sum(min(count, others[word]) for word, count in words.items() if word in others)
    return 2 * shared / max(1, words.total() + others.total())


@lru_cache(maxsize=1_024)
def _counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


class _Standing:
    def __init__(self, passages: Sequence[Passage], records: Records, editorial: Editorial) -> None:
        self.texts, self.records, self.editorial = passages, records, editorial
        self.here = {one.identity for one in passages}
        singly = [one for one in records.signed if one.kind is Signing.SINGLY]
        self.singly = {one.identity: one for one in sorted(singly, key=lambda one: one.at)}
        self.sources = [one for one in records.signed if one.kind is Signing.SOURCE]
        self.read = sorted(
            (one for one in records.signed if one.kind is Signing.SECTION),
            key=lambda one: (one.at, one.pk),
            reverse=True,
        )

    @cached_property
    def gone(self) -> list[tuple[Mapping[str, Any], Signed]]:
        """Every signed content that stands no longer in the text, with its signature."""
        every = [(known, one.content, one) for known, one in self.singly.items()]
        for held in (*self.sources, *self.read):
            every += [(known, one, held) for known, one in held.content["passages"].items()]
        return [
            (content, one)
            for known, content, one in every
            if known not in self.here and not self._objected(known, one)
        ]

    def _objected(self, known: str, signature: Signed) -> bool:
        """Was what was signed objected to since? Then no tidied form of it is signed either."""
        objection = self.records.objected.get(known)
        return objection is not None and objection.at >= signature.at

    def sections(self) -> list[SectionStanding]:
        found: list[SectionStanding] = []
        numbers = sorted({one.section for one in self.texts})
        follows = ""
        for number in numbers:
            held = [one for one in self.texts if one.section == number]
            heading = next((one.words for one in held if one.sort == "heading"), "")
            made = self._section(number, heading, follows, [self._passage(one) for one in held])
            found.append(made)
            follows = heading
        return found

    def _passage(self, passage: Passage) -> PassageStanding:
        known = passage.identity
        objection = self.records.objected.get(known)
        signature = self.singly.get(known)
        if signature is None and passage.signing is Signing.SOURCE:
            signature = next(
                (one for one in self.sources if known in one.content["passages"]), None
            )
        if objection and (signature is None or signature.at <= objection.at):
            return PassageStanding(passage, Wording.OBJECTED, None, objection, *self._old(passage))
        if signature:
            return PassageStanding(passage, Wording.SIGNED, signature)
        if passage.signing is Signing.SECTION:
            return PassageStanding(passage, Wording.UNSIGNED)
        if changed := self._editorially(passage):
            content, signature = changed
            return PassageStanding(
                passage, Wording.EDITORIAL, signature, None, str(content["words"]), signature
            )
        if known in self.records.before:
            return PassageStanding(passage, Wording.BEFORE)
        return PassageStanding(passage, Wording.UNSIGNED, None, None, *self._old(passage))

    def _editorially(self, passage: Passage) -> tuple[Mapping[str, Any], Signed] | None:
        """The signed content from which a passage differs only in what an editor may change."""
        now = passage.content
        kinds = (
            (Signing.SINGLY, Signing.SOURCE)
            if passage.signing is Signing.SOURCE
            else (passage.signing,)
        )
        for content, signature in self.gone:
            if signature.kind in kinds and self.editorial(content, now):
                return content, signature
        return None

    def _old(self, passage: Passage) -> tuple[str, Signed | None]:
        """The signed words no longer in the text that are most like these: they help the eye."""
        best: float = _LIKE
        found: tuple[str, Signed | None] = ("", None)
        keys, length = set(passage.keys), _counted(passage.signed).total()
        for words, signature, their_length, theirs in self._gone_words:
            more = 0.0 if keys.isdisjoint(theirs) else 0.2
            # As like as two of these lengths can be: most are told apart by that alone.
            most = 2 * min(length, their_length) / max(1, length + their_length)
            if most + more <= best:
                continue
            likeness = alike(words, passage.signed) + more
            if likeness > best:
                best, found = likeness, (words, signature)
        return found

    @cached_property
    def _gone_words(self) -> list[tuple[str, Signed, int, frozenset[str]]]:
        """The words of each in ``gone``, with its signature, how many they are, and its claims."""
        found = []
        for content, signature in self.gone:
            words = str(content["words"])
            marked = frozenset(str(mark[1]) for mark in content["marks"])
            found.append((words, signature, _counted(words).total(), marked))
        return found

    def _section(
        self, number: int, heading: str, follows: str, held: list[PassageStanding]
    ) -> SectionStanding:
        plain = SectionStanding(number, heading, tuple(held), follows)
        for signature in self.read:
            told = self._as_read(signature, plain)
            if told is not None:
                objected = any(one.wording is Wording.OBJECTED for one in told)
                return SectionStanding(
                    number, heading, tuple(told), follows, None if objected else signature
                )
        before = plain.identity in self.records.sections_before
        return SectionStanding(
            number,
            heading,
            tuple(self._narrative(one, before) for one in held),
            follows,
            before=before,
        )

    def _narrative(self, one: PassageStanding, before: bool) -> PassageStanding:
        """A passage of a section that nobody has read: what was signed of it before, if it was."""
        if one.passage.signing is not Signing.SECTION or one.wording is Wording.OBJECTED:
            return one
        if before:
            return PassageStanding(one.passage, Wording.BEFORE)
        known = one.passage.identity
        for signature in self.read:
            if known in signature.content["passages"]:
                return PassageStanding(one.passage, Wording.SIGNED, signature)
        old = self._old(one.passage)
        return PassageStanding(one.passage, Wording.UNSIGNED, None, None, *old)

    def _as_read(self, signature: Signed, section: SectionStanding) -> list[PassageStanding] | None:
        """The passages as a section's signature stands for them; None where it does not."""
        sequence: Sequence[str] = signature.content["sequence"]
        if signature.content["follows"] != section.follows:
            return None
        if len(sequence) != len(section.passages):
            return None
        told = []
        for was, now in zip(sequence, section.passages, strict=True):
            stands = self._in_its_place(signature, was, now, sequence)
            if stands is None:
                return None
            told.append(stands)
        return told

    def _in_its_place(
        self, signature: Signed, was: str, now: PassageStanding, sequence: Sequence[str]
    ) -> PassageStanding | None:
        passage, known = now.passage, now.passage.identity
        if passage.signing is Signing.SECTION:
            if now.wording is Wording.OBJECTED:
                return now
            if was == known:
                return PassageStanding(passage, Wording.SIGNED, signature)
            old = signature.content["passages"].get(was)
            objected = self._objected(was, signature)
            if old is not None and not objected and self.editorial(old, passage.content):
                told = str(old["words"])
                return PassageStanding(passage, Wording.EDITORIAL, signature, None, told, signature)
            return None
        if was in (known, now.known_as):
            return now
        # One that stood elsewhere in the section was moved, and the section is asked again.
        if known in sequence:
            return None
        return now if not now.wording.stands or self._fresh(now, signature) else None

    def _fresh(self, now: PassageStanding, section: Signed) -> bool:
        """Was a passage signed since its section, where it stands now? Whoever signed it saw it
        there; what was signed before, or stands elsewhere too, they saw in another place.
        """
        new = now.signature
        # Given in the template, it was given for another place of another text.
        if new is None or new.origin or (new.at, new.pk) <= (section.at, section.pk):
            return False
        return sum(one.identity == now.passage.identity for one in self.texts) == 1
