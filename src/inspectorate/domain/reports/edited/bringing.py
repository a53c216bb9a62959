"""What an edited copy would bring in: suggestions and comments on the sections of the version that
it was made from, and in words what of it is not brought in. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import IO

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if
from inspectorate.prose.anchors import Anchor, ChangedText
from inspectorate.prose.reading.assemble import normalised
from inspectorate.prose.word_edits.found import Found, FoundChange, FoundComment
from inspectorate.prose.word_edits.markdown_edits import changes_between

from .. import queries
from ..copies import WAITS, copy_words, origin_of
from ..models import Comment, Document, Revision, Suggestion
from ..proof import proof_of
from ..remarks import policies as of_remarks
from ..remarks.making import (
    BroughtComment,
    BroughtSuggestion,
    brought_before,
    remarks_there,
    told_by,
)
from ..remarks.models import NOT_SAID
from ..sections.standing import StandingSection, sections_in, standing_of
from ..turns import turn
from . import policies
from .opening import found_in, origin_in

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Characters of words that a line names.
_IN_A_LINE = 80


@dataclass(frozen=True, slots=True)
class NotRead:
    """What is not brought in, and why; ``words`` are all of its words where that has not them."""

    told: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one press would bring in of a file that was made from ``version``.

    ``moved`` of the suggestions are on words that were changed since: accepting one shows both
    texts. ``again`` remarks were brought in before; ``of_checks`` are comments of the checks.
    """

    version: int
    suggestions: tuple[BroughtSuggestion, ...] = ()
    comments: tuple[BroughtComment, ...] = ()
    unread: tuple[NotRead, ...] = ()
    moved: int = 0
    again: int = 0
    of_checks: int = 0


def word_brought(person: Person, document: Document, on: date, file: IO[bytes]) -> Brought:
    """Read an edited Word file; raises Refused for one that is not of this document, or not read.

    Reads are noted.
    """
    refuse_if(queries.reasons_unread(person, document))
    with turn("Send the file again in a minute.", seconds=WAITS):
        origin = origin_in(file)
        refuse_if(policies.bringable(origin, origin_of(document, 0)))
        version = origin.version if origin else 0
        revision, text = _read_by(person, document, version)
        proof = proof_of(document, on, typed=text)
        refuse_if(queries.unread(person, document, proof.marking))
        # As in the copy that was taken away its marking stands above each page.
        edition = replace(proof.marked().edition, marking=proof.marking)
        found = found_in(file, text, edition, copy_words(version))
    return _brought(document, revision, found, on)


def markdown_brought(person: Person, document: Document, data: bytes, version: int) -> Brought:
    """Read an edited text as a change of the version that it was made from; raises Refused."""
    from ..outside import decoded  # a late import: it brings the readers of other files

    refuse_if(queries.reasons_unread(person, document))
    revision, text = _read_by(person, document, version)
    found = changes_between(text, normalised(decoded(data)))
    return _brought(document, revision, found)


def _read_by(person: Person, document: Document, version: int) -> tuple[Revision | None, str]:
    """The text of a version that this person may read; a document begins without one."""
    revision = document.revisions.filter(number=version).first()
    begun = version == document.version == 1
    text = revision.text if revision else document.text
    known = revision is not None or begun
    plain = not known or _kept_as_read(text)
    refuse_if(policies.comparable(version=version, known=known, plain=plain))
    (marking,) = queries.markings_of(document.inspection, [text])
    refuse_if(queries.unread(person, document, marking))
    return revision, text


def _kept_as_read(text: str) -> bool:
    try:
        return normalised(text) == text
    except Refused:
        return False


def _brought(
    document: Document, revision: Revision | None, found: Found, on: date = date.min
) -> Brought:
    number = revision.number if revision else document.version
    layout = revision.layout if revision else None
    then = sections_in(revision.text if revision else document.text, layout, number)
    made = _Maker(then, {one.identity: one for one in standing_of(document)}, on)
    suggestions = list(made.suggestions(found.changes))
    comments = made.comments(found.comments)
    new, old = _not_there(document, suggestions, comments)
    for one in new:
        refuse_if(of_remarks.bringable(number=len(one)))
    more = len(new[0]) + len(new[1])
    refuse_if(of_remarks.holdable(there=remarks_there(document), more=more))
    return Brought(
        number,
        tuple(new[0]),
        tuple(new[1]),
        (*map(NotRead, found.unread), *made.unread),
        sum(made.moved(one) for one in new[0]),
        old,
        found.of_checks,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Words that somebody put in or said, as they are named where they are not brought in."""

    words: str
    author: str

    def short(self) -> str:
        """So much of them as a line takes, and by whom."""
        said = " ".join(self.words.split())
        told = said if len(said) <= _IN_A_LINE else f"{said[: _IN_A_LINE - 1]}…"
        return f"“{told}” by {self.author or NOT_SAID}"

    def more(self) -> str:
        """All of them where a line does not take them."""
        return self.words if len(" ".join(self.words.split())) > _IN_A_LINE else ""


@dataclass(slots=True)
class _Maker:
    """Makes remarks of what was found in the text of a version, whose sections were ``then``.

    ``on`` is the day on which the file is read, beyond which it says no moment.
    """

    then: Sequence[StandingSection]
    now: dict[str, StandingSection]
    on: date
    unread: list[NotRead] = field(default_factory=list)
    _changed: dict[str, ChangedText] = field(default_factory=dict)

    def suggestions(self, changes: Sequence[FoundChange]) -> Iterator[BroughtSuggestion]:
        """Yield a suggestion for each change that one section can take."""
        for one in changes:
            words = _Named(one.replacement, one.author)
            section, start = self._section(one.start, one.end)
            if section is None:
                self._unread("A change over more than one section:", words)
                continue
            quote = section.text[start : start + one.end - one.start]
            why = of_remarks.suggestable(quote=quote, replacement=one.replacement, there=0)
            if self._gone(section, words) or self._refused(why, words):
                continue
            yield BroughtSuggestion(
                section.identity,
                section.version,
                start,
                quote,
                one.replacement,
                one.author,
                _moment(one.at, self.on),
            )

    def comments(self, found: Sequence[FoundComment]) -> list[BroughtComment]:
        """Return a comment for each, at words of the section in which it begins."""
        made: list[BroughtComment] = []
        places: dict[int, int] = {}
        for at, one in enumerate(found):
            words = _Named(one.text, one.author)
            section, start = self._section(one.start, one.start)
            if section is None or self._gone(section, words):
                continue
            if self._refused(of_remarks.commentable(text=one.text, there=0), words):
                continue
            quote = section.text[start : start + one.end - one.start][: of_remarks.LONGEST_WORDS]
            places[at] = len(made)
            made.append(
                BroughtComment(
                    section.identity,
                    section.version,
                    start,
                    quote,
                    one.text,
                    one.author,
                    _moment(one.at, self.on),
                    places.get(one.answers_to),
                )
            )
        return made

    def moved(self, one: BroughtSuggestion) -> bool:
        """Were the words changed since, so that nobody can say where they stand?"""
        if one.identity not in self._changed:
            then = next(own for own in self.then if own.identity == one.identity)
            now = self.now[one.identity]
            self._changed[one.identity] = ChangedText(then.text, now.text)
        return self._changed[one.identity].place_of(Anchor(one.start, one.quote)) is None

    def _section(self, start: int, end: int) -> tuple[StandingSection | None, int]:
        """The section that holds words, and where in it they begin; what is put in between two
        stands at the end of the first.
        """
        begun = 0
        for one in self.then:
            after = begun + len(one.text)
            if start < after or (start == end == after):
                return (one if end <= after else None), start - begun
            begun = after
        return None, 0

    def _gone(self, section: StandingSection, words: _Named) -> bool:
        if section.identity in self.now:
            return False
        self._unread("On a section that stands in the text no longer:", words)
        return True

    def _refused(self, why: Sequence[Reason], words: _Named) -> bool:
        for one in why:
            self._unread(one.text, words)
        return bool(why)

    def _unread(self, why: str, words: _Named) -> None:
        self.unread.append(NotRead(f"{why} {words.short()}", words.more()))


def _not_there(
    document: Document,
    suggestions: Sequence[BroughtSuggestion],
    comments: Sequence[BroughtComment],
) -> tuple[tuple[list[BroughtSuggestion], list[BroughtComment]], int]:
    """Leave out what was brought in before, and say how much that is."""
    before = brought_before(document, Suggestion), brought_before(document, Comment)
    new = [one for one in suggestions if told_by(one, one.replacement) not in before[0]]
    kept = [
        at for at, one in enumerate(comments) if told_by(one, one.text.strip()) not in before[1]
    ]
    places = {at: number for number, at in enumerate(kept)}
    others = [
        replace(one, answers=places.get(one.answers)) if one.answers is not None else one
        for one in (comments[at] for at in kept)
    ]
    return (new, others), len(suggestions) + len(comments) - len(new) - len(others)


def _moment(said: str, on: date) -> datetime | None:
    """When a file says that something was said; without a zone it is taken as UTC.

    Before there were such files, and after tomorrow anywhere, it says nothing.
    """
    try:
        found = datetime.fromisoformat(said)
        moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    last = datetime.combine(on + timedelta(days=2), time.max, UTC)
    return moment if _EARLIEST <= moment <= last else None
