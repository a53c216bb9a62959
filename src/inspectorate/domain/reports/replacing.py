"""Words found in a whole document, and what putting others in their place would do to signatures.

Whoever asks may read the document whole (``reports.queries.reasons_unread``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.excerpts import excerpt
from inspectorate.prose.finding import FoundWords, found_in, replaced
from inspectorate.prose.passages import RECORDED
from inspectorate.prose.reading.markdown import from_markdown

from .models import Document
from .proof import Proof, proof_of
from .queries import markings_of, unread
from .revising import require_read
from .verbs import ReportVerb
from .wording.standing import PassageStanding, TextStanding

MOST = 400
_LENGTH = 90


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """Words found, and whether they stand in a passage that is ``signed`` as it stands."""

    found: FoundWords
    signed: bool

    @property
    def ticked(self) -> bool:
        """Are they replaced unless somebody says no? What somebody said stays as it was said."""
        return self.found.whole and not self.found.quoted


@dataclass(frozen=True, slots=True)
class Fallen:
    """What would no longer be signed: passages by their words, sections by their headings."""

    passages: Sequence[str]
    sections: Sequence[str]


def text_at(person: Person, document: Document, version: int) -> str | None:
    """Return the text at a version; ``None`` where there is none that this person may read."""
    text: str | None = document.text
    if version != document.version:
        rows = document.revisions.filter(number=version)
        text = rows.values_list("text", flat=True).first()
    if text is None:
        return None
    (marking,) = markings_of(document.inspection, [text])
    return None if unread(person, document, marking) else text


def places(text: str, pattern: re.Pattern[str], laid: Proof | None = None) -> list[PlaceFound]:
    """Return where words stand in a text, ``MOST`` at most, in its order.

    ``laid`` is that text laid out, by which it is told what is signed; nothing is without.
    """
    try:
        manuscript = laid.manuscript if laid else from_markdown(text)
    except Refused:
        return []  # no reader takes it apart
    passages: dict[int, list[PassageStanding]] = {}
    for one in laid.wording.passages if laid else ():
        passages.setdefault(id(one.passage.block), []).append(one)
    return [
        PlaceFound(one, _signed(one, passages.get(id(one.block), ())))
        for one in found_in(manuscript, text, pattern, MOST)
    ]


def _signed(found: FoundWords, passages: Collection[PassageStanding]) -> bool:
    fenced = found.block.inline
    return any(
        one.wording.stands and (fenced or one.passage.start <= found.at < one.passage.end)
        for one in passages
    )


def falling(
    person: Person,
    document: Document,
    laid: Proof,
    chosen: Collection[tuple[int, int]],
    words: str,
    on: date,
) -> Fallen:
    """Return what of the text laid out would no longer be signed with ``words`` in these places.

    Raises Refused where the text would then be one that this person may not read.
    """
    text = replaced(document.text, chosen, words)
    require_read(person, document, text)
    reader = reading(person, document.inspection)
    under = newest_entries(document.inspection, ReportVerb.SEE.room)
    then = proof_of(document, on, reader, laid.out, under=under, typed=text)
    return fallen(laid.wording, then.wording)


def fallen(now: TextStanding, then: TextStanding) -> Fallen:
    """Return what is signed ``now`` and is not ``then``, each once, in the order of the text."""
    kept = {one.known_as for one in then.passages if one.wording.stands}
    passages = [
        excerpt(one.passage.words, _LENGTH)
        for one in now.passages
        if one.wording.stands and one.passage.sort != RECORDED and one.known_as not in kept
    ]
    stands = {one.number for one in then.sections if one.stands}
    sections = [
        one.heading or "before the first heading"
        for one in now.sections
        if one.stands and one.number not in stands
    ]
    return Fallen(list(dict.fromkeys(passages)), sections)
