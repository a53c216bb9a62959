"""What the checks say of a section while somebody types it: nothing is written, nothing saved.

The one set of checks runs over the whole document with the section as typed in its place, so what
is said here is what the page of the document says once it is saved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import above
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Problem, refuse_if
from inspectorate.prose.sections import with_part

from .. import policies as of_texts
from ..binding.offers import Offer, figure_of, offers
from ..keys import keys_in
from ..mend import Lines, span_of
from ..models import Document
from ..proof import Proof, proof_of
from ..queries import unread
from ..revising import at_the_door
from ..verbs import ReportVerb
from . import policies
from .desk import LINE_END, Desk, desk_of
from .let_stand import let_stand
from .placing import reasons_not_to_place
from .reading import TextAsRead, as_read


@dataclass(frozen=True, slots=True)
class TypedProblem:
    """A problem in a section as typed: from which of its characters to which, counted from 0.

    ``replacement`` is set where it takes the place of exactly these characters, ``offers`` are
    claims that the words around it may be bound to.
    """

    problem: Problem
    start: int
    end: int
    replacement: str | None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedFindings:
    """What the checks found in a section as typed; ``elsewhere`` counts those of other sections.

    ``figures`` has for the claims that it names what the record says, by key: "38/46". ``desk`` is
    what stands beside it, ``sections`` the identities by whose places that counts problems.
    """

    problems: Sequence[TypedProblem]
    elsewhere: int
    figures: Mapping[str, str]
    desk: Desk
    sections: Sequence[str]


@dataclass(frozen=True, slots=True)
class LaidSection:
    """A document with a section of it as ``person`` types it: as they read it, laid out whole.

    ``found`` are the texts of its sections, ``place`` says which is typed, ``text`` is that one
    from the character ``start`` of the ``whole``.
    """

    read: TextAsRead
    found: Sequence[str]
    place: int
    text: str
    whole: str
    start: int
    laid: Proof
    reader: Reading

    @property
    def line(self) -> int:
        """The line of the whole text, from 1, on which the section begins."""
        return self.whole.count("\n", 0, self.start) + 1


def laid_as_typed(
    person: Person,
    document: Document,
    identity: str,
    text: str,
    on: date,
    out: Collection[int] = (),
) -> LaidSection:
    """Lay a document out with a section as ``person`` types it; raises Refused as
    :func:`findings_as_typed` does. The read is noted.
    """
    read = as_read(person, document)
    refuse_if(read.reasons(identity))
    found = [one.told for one in read.sections]
    place = next((at for at, one in enumerate(read.sections) if one.identity == identity), None)
    refuse_if(policies.section_reachable(place is not None))
    place, text = place or 0, at_the_door(text)
    before, whole = "".join(found[:place]), with_part(found, place, text)
    refuse_if(of_texts.savable(whole))
    # A text names claims: of one that may not be read, not a figure is told.
    refuse_if(reasons_not_to_place(person, document, read, identity, text))
    reader = reading(person, document.inspection)
    under = newest_entries(document.inspection, ReportVerb.SEE.room)
    laid = proof_of(document, on, reader, out, under=under, typed=whole)
    refuse_if(unread(person, document, laid.marking))
    start = _start(whole, before, text)
    return LaidSection(read, found, place, text, whole, start, laid, reader)


def findings_as_typed(
    person: Person,
    document: Document,
    identity: str,
    text: str,
    on: date,
    out: Collection[int] = (),
) -> TypedFindings:
    """Check a section as ``person`` types it, on a day.

    Raises Refused where they may not read the section, as it stands or with this text in it, where
    it ended, and where no reader takes the text apart. Of a section that is closed to them the
    checks are given what they have of it and no more, so that nothing tells of the rest. ``out`` as
    in ``proof_of``.
    """
    typed = laid_as_typed(person, document, identity, text, on, out)
    laid, found, place, whole = typed.laid, typed.found, typed.place, typed.whole
    start, text = typed.start, typed.text
    stands = let_stand(document, typed.read)
    open_ones = [
        one for one in laid.problems().problems if (one.check, one.place.excerpt) not in stands
    ]
    here = _in_section(open_ones, whole, start, len(text), last=place == len(found) - 1)
    desk = desk_of(laid, _lengths(found, place, whole, start), place, open_ones)
    names = [one.identity for one in typed.read.sections]
    told = told_of(person, typed)
    offered = offers(laid.manuscript, [one.problem for one in here], laid.facts, told)
    with_offers = [replace(one, offers=also) for one, also in zip(here, offered, strict=True)]
    elsewhere = len(open_ones) - len(here)
    return TypedFindings(with_offers, elsewhere, _figures(laid, text), desk, names)


def _lengths(found: Sequence[str], place: int, whole: str, start: int) -> list[int]:
    """The lengths of all sections with one as typed; line ends put between are the one before's."""
    before = [len(one) for one in found[:place]]
    if before:
        before[-1] += start - sum(before)
    after = [len(one) for one in found[place + 1 :]]
    return [*before, len(whole) - sum(before) - sum(after), *after]


def told_of(person: Person, typed: LaidSection) -> dict[str, ClaimFacts]:
    """Return the claims that may be offered: those that this person may read, and that are marked
    no higher than the text is with its words, which was read to be told.
    """
    laid, reader = typed.laid, typed.reader
    if not claims.can(person, laid.document.inspection, ClaimVerb.SEE):
        return {}
    return {
        key: one
        for key, one in (laid.facts.claims or {}).items()
        if reader.may(one.marking) and not above(one.marking, laid.marking)
    }


def _start(whole: str, before: str, text: str) -> int:
    """Where the section begins: line ends may have been put before its heading."""
    start = len(before)
    while whole[start : start + 1] == "\n" and not whole.startswith(text, start):
        start += 1
    return start


def _in_section(
    problems: Sequence[Problem], whole: str, start: int, length: int, *, last: bool
) -> list[TypedProblem]:
    found, counted = [], Lines(whole)
    # Most problems of a long text stand elsewhere, and are not looked for in it.
    before = len(LINE_END.findall(whole, 0, start))
    lines = range(before + 1, before + len(LINE_END.findall(whole, start, start + length)) + 2)
    for one in problems:
        at = counted.offset_of(one.place) if one.place.line in lines else None
        if at is None or not start <= at < start + length + last:
            continue
        exact = span_of(one.place, whole, lines=counted)
        marked = exact or span_of(one.place, whole, marks=True, lines=counted)
        span = marked or (at, _line_end(whole, at))
        end = min(span[1], start + length)
        takes = exact is not None and end == span[1]
        found.append(TypedProblem(one, at - start, end - start, one.replacement if takes else None))
    return found


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _figures(laid: Proof, text: str) -> dict[str, str]:
    """What stands on record of the claims that a text binds, where that is short and not withheld.

    Of a key that merely stands in it, in code or by itself, nothing is told: the text is not marked
    as that claim is, so nobody was asked whether this person may read it.
    """
    found = {}
    stated: Mapping[str, ClaimFacts] = laid.facts.claims or {}
    for key in {*keys_in(laid.manuscript)} & stated.keys():
        figure = figure_of(stated[key])
        if figure and f"#{key}" in text:
            found[key] = figure
    return found
