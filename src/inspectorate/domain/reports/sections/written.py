"""Who wrote which sentence of a section, as its revisions tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.foundation.people.models import Person
from inspectorate.prose.manuscript import TextBlock

from ..marking import taken_apart
from ..models import Document, Revision
from ..wording.authors import first_written
from .standing import versions_of
from .versions import versions_as_read


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence or a heading as it stands, and the revision, without its text, that changed its
    words last.
    """

    words: str
    revision: Revision


def written_in(
    person: Person, document: Document, identity: str, text: str
) -> list[WrittenSentence]:
    """Return the sentences of a section whose text is ``text`` now, in order.

    Marks and blanks are no words: whoever bound a sentence to a claim did not write it. Nothing is
    told of a text that no reader takes apart. They are looked for in what this person reads of the
    versions of this section alone: found in what is closed to them, a guess would be confirmed.
    """
    read = taken_apart(text)
    if read is None:
        return []
    versions = {version: row for row, version in versions_of(document, identity)}
    texts = versions_as_read(person, document, identity, versions.keys())
    since = first_written((versions[one].number, then.told) for one, then in texts.items())
    made = {one.number: one for one in versions.values()}
    found = ((words, made.get(since(words))) for block in read.prose() for words in _said(block))
    return [WrittenSentence(words, one) for words, one in found if one is not None]


def _said(block: TextBlock) -> Iterator[str]:
    if block.kind == "heading" or not block.sentences:
        yield from [block.text] if block.text.strip() else []
        return
    for one in block.sentences:
        yield block.text[one.start : one.end]
