"""Who wrote which sentence of a section, as its revisions tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.prose.manuscript import TextBlock

from ..marking import taken_apart
from ..models import Document, Revision
from ..wording.authors import first_written


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence or a heading as it stands, and the revision, without its text, that changed its
    words last.
    """

    words: str
    revision: Revision


def written_in(document: Document, text: str) -> list[WrittenSentence]:
    """Return the sentences of a section whose text is ``text`` now, in order.

    Marks and blanks are no words: whoever bound a sentence to a claim did not write it. Nothing is
    told of a text that no reader takes apart.
    """
    read = taken_apart(text)
    if read is None:
        return []
    since = first_written(document.revisions.values_list("number", "text"))
    rows = document.revisions.defer("text", "layout").select_related("by")
    made = {one.number: one for one in rows}
    found = ((words, made.get(since(words))) for block in read.prose() for words in _said(block))
    return [WrittenSentence(words, one) for words, one in found if one is not None]


def _said(block: TextBlock) -> Iterator[str]:
    if block.kind == "heading" or not block.sentences:
        yield from [block.text] if block.text.strip() else []
        return
    for one in block.sentences:
        yield block.text[one.start : one.end]
