"""What a person reads of each section of a document: all of it, or what is left of it without what
is marked above them. Every page and act that tells of a text asks here.

What is told of a closed section is made anew (``prose/redacted.py``), and then read as a text of
its own: it is told only where nothing above the reader is in it, and where it is cut into the same
sections. Else the section, and at last the document, is closed whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.marked_words import not_cleared
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import CEILING, Marking, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.redacted import Piece, misread, only, without
from inspectorate.prose.sections import part_of, parts

from ..editions.model import EditionKind
from ..editions.runs import Treatment, hidden_in, runs_of, treatment
from ..keys import picture_key
from ..marking import ceiling_of, of_blocks, of_kept, taken_apart
from ..marking_loading import bears_of
from ..models import Document
from .standing import StandingSection, sections_in, standing_of, versions_of

MARK = redaction.replacement("marked above this reader")
_HIGHEST = CEILING["full"].value


@dataclass(frozen=True, slots=True)
class SectionAsRead:
    """A section as one person has it: ``told`` is its text, or what is left of it for them.

    ``marking`` is how high it is marked; ``unread`` says why they do not read all of it.
    """

    identity: str
    version: int
    told: str
    marking: str
    unread: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class TextAsRead:
    """A text as one person has it, section by section; ``removed`` are words that they have not.

    Those are never told to anybody: what was written earlier is held against them.
    """

    sections: tuple[SectionAsRead, ...]
    removed: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Do they read all of it?"""
        return not any(one.unread for one in self.sections)

    @property
    def text(self) -> str:
        """The text as they have it."""
        return "".join(one.told for one in self.sections)

    @property
    def marking(self) -> str:
        """How high it is marked what they read whole."""
        return highest(one.marking for one in self.sections if not one.unread)

    def of(self, identity: str) -> SectionAsRead | None:
        """Return a section; ``None`` where the text does not hold it."""
        return next((one for one in self.sections if one.identity == identity), None)

    def reasons(self, identity: str) -> list[Reason]:
        """Why they do not read all of a section; of one that is not there nothing is said."""
        found = self.of(identity)
        return list(found.unread) if found else []


def as_read(person: Person, document: Document, *, noted: bool = True) -> TextAsRead:
    """Return the newest text as ``person`` has it; that they read it is noted, where it is told."""
    found = _as_read(person, document, document.text, standing_of(document))
    if noted:
        reading(person, document.inspection).noted(document, found.marking)
    return found


def reasons_unread(person: Person, document: Document, identity: str) -> list[Reason]:
    """Why this person may not read, and so not save, all of a section; a read is noted.

    Of one that ended nobody can say where its words stand: who reads all of the document reads it.
    """
    read = as_read(person, document)
    if read.of(identity) is None:
        return list(next((one.unread for one in read.sections if one.unread), ()))
    return read.reasons(identity)


def with_text(
    person: Person, document: Document, whole: str, found: Sequence[StandingSection]
) -> TextAsRead:
    """Return a text that stands nowhere yet as ``person`` would have it, cut as ``found``."""
    return _as_read(person, document, whole, found)


def earlier_as_read(
    person: Person, document: Document, identity: str, revision: int
) -> SectionAsRead | None:
    """Return what ``person`` reads of the text that a section had in a revision; ``None`` where
    that does not hold it.

    How high it was marked then and how high it is marked today both count. Of a section that ended
    nobody can say where its words are marked now: it is told to who reads all of the document. So
    are words that are closed today, wherever they stood.
    """
    return all_earlier_as_read(person, document, identity, [revision]).get(revision)


def all_earlier_as_read(
    person: Person, document: Document, identity: str, revisions: Collection[int]
) -> dict[int, SectionAsRead]:
    """Return what :func:`earlier_as_read` tells of several revisions, by their numbers; those that
    do not hold the section are left out.
    """
    found: dict[int, SectionAsRead] = {}
    rows = list(document.revisions.filter(number__in=revisions)) if revisions else []
    if not rows:
        return found
    now, reader = as_read(person, document), reading(person, document.inspection)
    read = [one for row in rows if (one := taken_apart(row.text)) is not None]
    bears = bears_of(document.inspection, read)
    for row in rows:
        stood = sections_in(row.text, row.layout, row.number)
        then = told_to(reader, row.text, stood, bears).of(identity)
        if then is not None:
            text = next(one.text for one in stood if one.identity == identity)
            found[row.number] = _today(then, text, now)
    return found


def _today(then: SectionAsRead, text: str, now: TextAsRead) -> SectionAsRead:
    """What was written earlier, as it is read today; ``text`` is all of it.

    Where it is closed for what is marked today it is marked as that is.
    """
    if now.whole:
        return then
    today = now.of(then.identity)
    if today is not None and today.version == then.version:
        return today
    closing = today if today is not None and today.unread else None
    if closing is None and (today is None or _holds(text, now)):
        closing = next(one for one in now.sections if one.unread)
    if closing is None:
        return then
    marking = highest([then.marking, closing.marking])
    return _closed(replace(then, marking=marking), text, closing.unread)


def base_as_read(person: Person, document: Document, identity: str, version: int) -> str | None:
    """Return a version of a section that two people began from, to who reads all of it."""
    for row, made in versions_of(document, identity):
        if made == version:
            found = earlier_as_read(person, document, identity, row.number)
            return found.told if found and not found.unread else None
    return None


def _holds(text: str, now: TextAsRead) -> bool:
    """Does an earlier text hold words that are closed today, and stand in nothing they read?"""
    said, told = printed(text), printed(now.text)
    if said is None or told is None:
        return bool(now.removed)
    return any(one in said and one not in told for one in now.removed)


def printed(text: str) -> str | None:
    """Return the words of a text, folded, as they are compared; ``None`` where none reads it."""
    read = taken_apart(text)
    if read is None:
        return None
    return folded(" ".join(one.text for one in (*read.inline.values(), *read.blocks)))


def folded(words: str) -> str:
    """Words without what differs by capitals and line ends alone."""
    return " ".join(words.casefold().split())


def _closed(one: SectionAsRead, text: str, unread: tuple[Reason, ...]) -> SectionAsRead:
    """The section closed whole, its heading too."""
    return replace(one, told=only(MARK, part_of(text).level), unread=unread)


def _as_read(
    person: Person, document: Document, text: str, found: Sequence[StandingSection]
) -> TextAsRead:
    reader, read = reading(person, document.inspection), taken_apart(text)
    bears = bears_of(document.inspection, [read] if read else [])
    return told_to(reader, text, found, bears)


def told_to(
    reader: Reading, text: str, found: Sequence[StandingSection], bears: Mapping[str, str]
) -> TextAsRead:
    """Return a text as a reader has it, cut into the sections ``found``.

    ``bears`` are markings of the claims and sources that it names, by key. Pure.
    """
    read = taken_apart(text)
    marking = of_kept(read, bears)
    if reader.may(marking):
        return TextAsRead(tuple(_open(one, marking) for one in found))
    if read is None or [one.text for one in found] != [one.text for one in parts(text)]:
        return _shut(found)
    laid = _Laid(read, bears, reader, found)
    told = laid.told()
    if not laid.holds(told):
        told = [
            _closed(one, has.text, one.unread) if one.unread else one
            for one, has in zip(told, found, strict=True)
        ]
        if not laid.holds(told):
            return _shut(found)
    return TextAsRead(tuple(told), tuple(laid.removed()))


def _open(one: StandingSection, marking: str) -> SectionAsRead:
    return SectionAsRead(one.identity, one.version, one.text, marking)


def _shut(found: Sequence[StandingSection]) -> TextAsRead:
    """Every section closed: of this text nobody can say what of it may be told."""
    unread = (not_cleared("The text of this document", _HIGHEST),)
    sections = tuple(_closed(_open(one, _HIGHEST), one.text, unread) for one in found)
    return TextAsRead(sections)


class _Laid:
    """A text beside one reader: which blocks are whose, how high each section is, what is left."""

    def __init__(
        self,
        manuscript: Manuscript,
        bears: Mapping[str, str],
        reader: Reading,
        found: Sequence[StandingSection],
    ) -> None:
        self.manuscript, self.bears, self.reader, self.found = manuscript, bears, reader, found
        ends = list(accumulate(_line_ends(one.text) for one in found))
        self.firsts = [1, *(1 + one for one in ends[:-1])]
        self.last = ends[-1] + 2
        closed = frozenset(key for key, marking in bears.items() if not reader.may(marking))
        self.how: Treatment = treatment(
            EditionKind.FULL, [manuscript], closed=closed, ceiling=ceiling_of(reader)
        )
        self.unsure = {self._place(line) for line in misread(manuscript)}
        self.blocks: list[list[TextBlock]] = [[] for _ in found]
        for block in manuscript.blocks:
            self.blocks[self._place(block.line)].append(block)

    def _place(self, line: int) -> int:
        return max(bisect_right(self.firsts, line) - 1, 0)

    def told(self) -> list[SectionAsRead]:
        """Each section as the reader has it."""
        return [self._section(place, one) for place, one in enumerate(self.found)]

    def _section(self, place: int, one: StandingSection) -> SectionAsRead:
        unsure = [Marking.SENSITIVE.value] if place in self.unsure else []
        marking = highest([of_blocks(self._lines(place), self.bears), *unsure])
        found = _open(one, marking)
        if self.reader.may(marking):
            return found
        unread = (not_cleared("This section", marking),)
        left = None
        if not unsure:
            left = without(self.manuscript, self.firsts[place], self._after(place), self._said)
        if left is None:
            return _closed(found, one.text, unread)
        return replace(found, told=left, unread=unread)

    def _after(self, place: int) -> int:
        return self.firsts[place + 1] if place + 1 < len(self.firsts) else self.last

    def _lines(self, place: int) -> Iterator[TextBlock]:
        """The blocks of a section, and with the first what stands in the front matter."""
        yield from self.manuscript.inline.values() if place == 0 else ()
        yield from self.blocks[place]

    def _said(self, block: TextBlock) -> list[Piece] | None:
        """What is left of a block; of a fenced one the mark alone."""
        words = tuple(block.inline.values()) or (block,)
        hidden = any(hidden_in(one, self.how) for one in words)
        named = (block.fields.get("claim", ""), picture_key(block.picture))
        if not hidden and not any(one in self.how.closed for one in named):
            return None
        if block.inline or block.kind in ("chart", "table", "picture", "recommendation"):
            return [(MARK, "")]
        return [(run.text, run.claim) for run in runs_of(block, self.how)]

    def removed(self) -> Iterator[str]:
        """The words that the reader has not, as they are looked for in earlier texts."""
        for place in range(len(self.found)):
            for block in self._lines(place):
                if place in self.unsure:
                    yield from (one for one in [folded(block.text)] if one)
                for each in (block, *block.inline.values()):
                    said = (each.text[one.start : one.end] for one in hidden_in(each, self.how))
                    yield from (one for one in map(folded, said) if one)

    def holds(self, told: Sequence[SectionAsRead]) -> bool:
        """May what is told be told: nothing above the reader in it, and cut as it was?"""
        text = "".join(one.told for one in told)
        read = taken_apart(text)
        cut = [one.text for one in parts(text)] == [one.told for one in told]
        return cut and read is not None and self.reader.may(of_kept(read, self.bears))


def _line_ends(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
