"""Lets what was signed of a template stand in the letters that are made of it.

A passage of a letter is signed with the template's where it is that passage with its slots filled
by what the record says now, and nothing else. What somebody adds or changes in one letter is signed
there; a record that has changed since the letter was made takes the signature with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspectorate.prose.passages import Passage, Rules, Signing, identity, passages
from inspectorate.prose.reading.markdown import from_markdown

from ..templates.filling import filled
from ..wording.standing import (
    Editorial,
    PassageStanding,
    Records,
    SectionStanding,
    Signed,
    StandingObjection,
    Wording,
    section_identity,
    standing_of,
)


@dataclass(frozen=True, slots=True)
class SignedTemplate:
    """A template as it stood when a letter was made: its text, what was signed of it and objected
    to, and which tidied passages nobody has looked at that should be.
    """

    text: str
    records: Records
    unseen: Collection[str] = frozenset()


class FilledTemplate:
    """The passages of a template beside those of the letter that it makes."""

    def __init__(self, template: str, values: Mapping[str, str], rules: Rules) -> None:
        """Read both by ``rules``; words of records are printed for each letter, and signed there.

        Where a value makes two sentences of one, no passage can be laid beside another, and none
        is.
        """
        plain = replace(rules, prints=lambda _block: ())
        before = passages(from_markdown(template), plain)
        after = passages(from_markdown(filled(template, values)), plain)
        self.before: Sequence[Passage] = before if _alike(before, after) else ()
        self.made = {was.identity: now for was, now in zip(self.before, after, strict=False)}
        # Of a passage of the letter the template's words, whose author is the template's.
        self.words = {now.identity: was.words for was, now in zip(self.before, after, strict=False)}

    def signed(self, template: SignedTemplate, rule: Editorial) -> Iterator[Signed]:
        """Yield what stands signed of the template, as signatures of its letter.

        A passage that was tidied stands as in the template, once who looks at such has looked.
        """
        follows = ""
        for section in standing_of(self.before, template.records, rule).sections:
            held = [one for one in section.passages if self._stands(one, template)]
            yield from self._singly(held)
            yield from self._of_sources(held)
            if len(held) == len(section.passages) and section.signature:
                yield self._read(section, section.signature, follows)
            heads = [one.passage for one in section.passages if one.passage.sort == "heading"]
            follows = self.made[heads[0].identity].words if heads else ""

    def objected(self, held: Mapping[str, StandingObjection]) -> dict[str, StandingObjection]:
        """The objections to passages of a template, as objections to those of its letter."""
        found = {}
        for known, one in held.items():
            passage = self.made.get(known)
            if passage is not None:
                found[passage.identity] = replace(one, identity=passage.identity)
        return found

    def _stands(self, one: PassageStanding, template: SignedTemplate) -> bool:
        if one.wording is Wording.EDITORIAL:
            return one.passage.identity not in template.unseen
        return one.wording is Wording.SIGNED

    def _singly(self, held: Sequence[PassageStanding]) -> Iterator[Signed]:
        for one in held:
            if one.signature and one.signature.kind is Signing.SINGLY:
                now = self.made[one.passage.identity]
                yield replace(
                    one.signature,
                    identity=now.identity,
                    content=now.content,
                    words=now.words,
                    origin=one.signature.identity,
                )

    def _of_sources(self, held: Sequence[PassageStanding]) -> Iterator[Signed]:
        for one in held:
            signature = one.signature
            if signature is None or signature.kind is not Signing.SOURCE:
                continue
            now = self.made[one.passage.identity]
            told = {now.identity: now.content}
            content = {"source": signature.content["source"], "passages": told}
            known = identity({"source": content["source"], "passages": sorted(told)})
            yield replace(signature, identity=known, content=content, origin=signature.identity)

    def _read(self, section: SectionStanding, signature: Signed, follows: str) -> Signed:
        every = [self.made[one.passage.identity] for one in section.passages]
        content = {
            "follows": follows,
            "sequence": [one.identity for one in every],
            "passages": {
                one.identity: one.content for one in every if one.signing is Signing.SECTION
            },
        }
        known = section_identity(content)
        return replace(signature, identity=known, content=content, origin=signature.identity)


def joined(
    own: Records, carried: Sequence[Signed], objected: Mapping[str, StandingObjection]
) -> Records:
    """Return what was signed of a letter and of its template.

    An objection to a passage of the letter falls to a signature given there alone: whoever signs
    the template has not seen it.
    """
    kept = [left for one in carried if (left := _without(one, own.objected)) is not None]
    every = dict(own.objected)
    for known, one in objected.items():
        if known not in every or every[known].at < one.at:
            every[known] = one
    return replace(own, signed=(*kept, *own.signed), objected=every)


def _without(one: Signed, objected: Mapping[str, StandingObjection]) -> Signed | None:
    """A signature but for passages that were objected to; None where nothing is left of it."""
    held = () if one.kind is Signing.SINGLY else one.content["passages"]
    return one if objected.keys().isdisjoint({one.identity, *held}) else None


def _alike(before: tuple[Passage, ...], after: tuple[Passage, ...]) -> bool:
    """Say whether two texts are the same passages, but for what fills the slots."""
    return [(one.sort, one.signing, one.keys) for one in before] == [
        (one.sort, one.signing, one.keys) for one in after
    ]
