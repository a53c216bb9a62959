"""How high a text is marked: the highest of its passages, and of the claims and sources in it.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, CEILING, ORDER, Marking, highest
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.redacted import misread

from .keys import keys_of


def of_passage(span: Span) -> str:
    """Return the marking that a sensitive passage names; what names none that is known is closed.

    It is then OFFICIAL-SENSITIVE: somebody called it sensitive.
    """
    said = span.attributes.get("marking", "")
    return said if said in ORDER else Marking.SENSITIVE.value


def of_manuscript(manuscript: Manuscript, bears: Mapping[str, str]) -> str:
    """Return how high a text is marked, OFFICIAL at least.

    ``bears`` are markings of claims and of sources quoted, by key. A mark that no reader took for
    one closes its text as a sensitive passage does: nobody can say how far it was meant to reach.
    """
    blocks = (*manuscript.inline.values(), *manuscript.blocks)
    unread = [Marking.SENSITIVE.value] if misread(manuscript) else []
    return highest([of_blocks(blocks, bears), *unread])


def of_blocks(blocks: Iterable[TextBlock], bears: Mapping[str, str]) -> str:
    """Return how high some blocks of a text are marked, OFFICIAL at least; ``bears`` as above."""
    held = list(blocks)
    passages = (
        of_passage(span)
        for block in held
        for line in _lines(block)
        for span in line.spans
        if span.kind == "sensitive"
    )
    bound = (bears.get(key, Marking.PUBLIC.value) for block in held for key in keys_of(block))
    return highest([BASELINE, *passages, *bound])


def _lines(block: TextBlock) -> Iterable[TextBlock]:
    """The stretches of words of a block, as ``Manuscript.lines`` has them."""
    return tuple(block.inline.values()) or (block,)


def taken_apart(text: str) -> Manuscript | None:
    """Return a text that is kept; ``None`` where no reader takes it apart.

    It was saved before that was asked.
    """
    try:
        return from_markdown(text)
    except Refused:
        return None


def of_kept(read: Manuscript | None, bears: Mapping[str, str]) -> str:
    """Return how high a text that is kept is marked.

    As high as a document may be where nobody can say what is in it.
    """
    return CEILING["full"].value if read is None else of_manuscript(read, bears)


def ceiling_of(reader: Reading) -> str:
    """Return the highest marking that a reader may read."""
    return highest(one for one in ORDER if reader.may(one))
