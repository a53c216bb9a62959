"""Lays the passages of a translated text beside those of its original.

A passage that carries a key answers to every passage of the original that carries it; one that is
known by a field of its own (a headline, a recommendation, words of a record) to that; everything
else to the narrative of the section in the same place, and to what there carries keys of which the
translated section has none: words that were taken out of their key answer to it still. What a
translated passage answers to is part of what is signed, so that a word that changes in either
undoes the signature.

Pure: nothing here reads a database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from .passages import RECORDED, Passage, Signing, identity


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text's passages, each with what it answers to: ``beside`` has these passages of
    the original by the identity of the translated one, ``unanswered`` those that nothing answers
    to.
    """

    passages: tuple[Passage, ...]
    beside: Mapping[str, tuple[Passage, ...]]
    unanswered: tuple[Passage, ...] = ()

    @property
    def added(self) -> tuple[Passage, ...]:
        """The translated passages that answer to nothing."""
        return tuple(one for one in self.passages if not self.beside[one.identity])


def laid_beside(passages: Sequence[Passage], original: Sequence[Passage]) -> Translation:
    """Return each passage with the digest of what it answers to in its original."""
    known, narrative = _sorted(original, passages)
    made, beside = [], {}
    for one in passages:
        names = _names(one)
        found = {held: None for name in names for held in known.get(name, ())}
        theirs = tuple(found) if names else tuple(narrative[one.section])
        known_by = identity({"original": [held.identity for held in theirs]})
        made.append(replace(one, original=known_by))
        beside[made[-1].identity] = theirs
    answered = {held for theirs in beside.values() for held in theirs}
    left = tuple(one for one in original if one not in answered)
    return Translation(tuple(made), beside, left)


def _sorted(
    original: Sequence[Passage], passages: Sequence[Passage]
) -> tuple[Mapping[Hashable, list[Passage]], defaultdict[int, list[Passage]]]:
    """The original's passages by their names, and those that a section's other words answer to."""
    known: defaultdict[Hashable, list[Passage]] = defaultdict(list)
    narrative: defaultdict[int, list[Passage]] = defaultdict(list)
    here: defaultdict[int, set[Hashable]] = defaultdict(set)
    for one in passages:
        here[one.section].update(_names(one))
    for one in original:
        names = _names(one)
        for name in names:
            known[name].append(one)
        if not names or (one.keys and here[one.section].isdisjoint(names)):
            narrative[one.section].append(one)
    return known, narrative


def _names(passage: Passage) -> tuple[Hashable, ...]:
    """What a passage is called by in every language; nothing of narrative."""
    keys = tuple(("key", one) for one in passage.keys)
    fields = passage.block.fields
    if passage.sort in ("chart", "table", "picture", "recommendation"):
        known = (
            passage.block.picture
            or fields.get("claim")
            or fields.get("number")
            or fields.get("kind", "")
        )
        return (*keys, ("fenced", passage.sort, known))
    if keys:
        return keys
    if passage.sort == RECORDED:
        return (("record", passage.source),)
    return (("field", passage.sort),) if passage.section == 0 and _is_headline(passage) else ()


def _is_headline(passage: Passage) -> bool:
    return passage.sort == "headline" and passage.signing is Signing.SINGLY
