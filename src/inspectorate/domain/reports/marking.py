"""How high a text is marked: the highest of its passages, and of the claims and sources in it.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, CEILING, ORDER, Marking, highest
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript, Span
from inspectorate.prose.reading.markdown import from_markdown


def of_passage(span: Span) -> str:
    """Return the marking that a sensitive passage names; what names none that is known is closed.

    It is then OFFICIAL-SENSITIVE: somebody called it sensitive.
    """
    said = span.attributes.get("marking", "")
    return said if said in ORDER else Marking.SENSITIVE.value


def of_manuscript(manuscript: Manuscript, bears: Mapping[str, str]) -> str:
    """Return how high a text is marked, OFFICIAL at least.

    ``bears`` are markings of claims and of sources quoted, by key.
    """
    passages = (
        of_passage(span)
        for block in manuscript.lines()
        for span in block.spans
        if span.kind == "sensitive"
    )
    bound = (bears.get(key, Marking.PUBLIC.value) for key in keys_in(manuscript))
    return highest([BASELINE, *passages, *bound])


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


def keys_in(manuscript: Manuscript) -> Iterator[str]:
    """Yield the key of each claim or source named in a text, in whatever words or picture of it."""
    yield from manuscript.keys()
    for block in manuscript.lines():
        yield from (span.key for span in block.spans if span.kind == "claim")
        yield from (span.key for span in block.quotations())


def ceiling_of(reader: Reading) -> str:
    """Return the highest marking that a reader may read."""
    return highest(one for one in ORDER if reader.may(one))
