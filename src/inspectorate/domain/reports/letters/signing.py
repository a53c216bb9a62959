"""Lets what was signed of a template stand in the letters that are made of it.

A passage of a letter is signed with the template's where it is that passage with its slots filled
by what the record says now, and nothing else. What somebody adds or changes in one letter is signed
there; a record that has changed since the letter was made takes the signature with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from inspectorate.prose.passages import Passage, Rules, Signing, identity, passages
from inspectorate.prose.reading.markdown import from_markdown

from ..templates.filling import filled
from ..wording.standing import Signed, StandingObjection, section_identity


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
        pairs = list(zip(before, after, strict=True)) if _alike(before, after) else []
        self.passages: dict[str, Passage] = {was.identity: now for was, now in pairs}
        heads = {was.words: now.words for was, now in pairs if was.sort == "heading"}
        self.headings: dict[str, str] = {"": "", **heads}

    def signed(self, signatures: Iterable[Signed]) -> Iterator[Signed]:
        """Yield the signatures of a template as they stand for its letter."""
        for one in signatures:
            carried = self._of_passage(one) if one.kind is Signing.SINGLY else self._of_several(one)
            if carried is not None:
                yield replace(carried, origin=one.identity)

    def objected(self, held: Mapping[str, StandingObjection]) -> dict[str, StandingObjection]:
        """The objections to passages of a template, as objections to those of its letter."""
        found = {}
        for known, one in held.items():
            passage = self.passages.get(known)
            if passage is not None:
                found[passage.identity] = replace(one, identity=passage.identity)
        return found

    def _of_passage(self, one: Signed) -> Signed | None:
        passage = self.passages.get(one.identity)
        if passage is None:
            return None
        return replace(one, identity=passage.identity, content=passage.content, words=passage.words)

    def _of_several(self, one: Signed) -> Signed | None:
        held = [self.passages.get(known) for known in one.content["passages"]]
        told = {passage.identity: passage.content for passage in held if passage is not None}
        if one.kind is Signing.SOURCE:
            content: dict[str, Any] = {"source": one.content["source"], "passages": told}
            known = identity({"source": content["source"], "passages": sorted(told)})
            return replace(one, identity=known, content=content) if told else None
        order = [self.passages.get(known) for known in one.content["sequence"]]
        follows = self.headings.get(one.content["follows"])
        if None in order or follows is None:
            return None  # it was read in an order in which the template stands no longer
        sequence = [passage.identity for passage in order if passage is not None]
        content = {"follows": follows, "sequence": sequence, "passages": told}
        return replace(one, identity=section_identity(content), content=content)


def _alike(before: tuple[Passage, ...], after: tuple[Passage, ...]) -> bool:
    """Say whether two texts are the same passages, but for what fills the slots."""
    return [(one.sort, one.signing, one.keys) for one in before] == [
        (one.sort, one.signing, one.keys) for one in after
    ]
