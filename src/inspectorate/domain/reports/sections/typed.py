"""What the checks say of a section while somebody types it: nothing is written, nothing saved.

The one set of checks runs over the whole document with the section as typed in its place, so what
is said here is what the page of the document says once it is saved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Problem, refuse_if
from inspectorate.prose.sections import with_part

from .. import policies as of_texts
from ..marking import keys_in
from ..mend import offset_of, span_of
from ..models import Document
from ..proof import Proof, proof_of
from ..queries import unread, waived
from ..revising import at_the_door, require_read
from ..verbs import ReportVerb
from . import policies
from .desk import LINE_END, Desk, desk_of
from .standing import StandingSection, place_of, standing_of


@dataclass(frozen=True, slots=True)
class TypedProblem:
    """A problem in a section as typed: from which of its characters to which, counted from 0.

    ``replacement`` is set where it takes the place of exactly these characters.
    """

    problem: Problem
    start: int
    end: int
    replacement: str | None


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


def findings_as_typed(
    person: Person,
    document: Document,
    identity: str,
    text: str,
    on: date,
    out: Collection[int] = (),
) -> TypedFindings:
    """Check a section as ``person`` types it, on a day.

    Raises Refused where they may not read the document, as it stands or with this text in it, where
    the section ended, and where no reader takes the text apart. ``out`` as in ``proof_of``.
    """
    require_read(person, document)
    found = standing_of(document)
    place = place_of(found, identity)
    refuse_if(policies.section_reachable(place is not None))
    place, text = place or 0, at_the_door(text)
    before = "".join(one.text for one in found[:place])
    whole = with_part([one.text for one in found], place, text)
    refuse_if(of_texts.savable(whole))
    # A text names claims: of one that may not be read, not a figure is told.
    require_read(person, document, whole)
    reader = reading(person, document.inspection)
    under = newest_entries(document.inspection, ReportVerb.SEE.room)
    laid = proof_of(document, on, reader, out, under=under, typed=whole)
    refuse_if(unread(person, document, laid.marking))
    stands = waived(document)
    open_ones = [
        one for one in laid.problems().problems if (one.check, one.place.excerpt) not in stands
    ]
    start = _start(whole, before, text)
    here = _in_section(open_ones, whole, start, len(text), last=place == len(found) - 1)
    desk = desk_of(laid, _lengths(found, place, whole, start), place, open_ones)
    names = [one.identity for one in found]
    return TypedFindings(here, len(open_ones) - len(here), _figures(laid, text), desk, names)


def _lengths(found: Sequence[StandingSection], place: int, whole: str, start: int) -> list[int]:
    """The lengths of all sections with one as typed; line ends put between are the one before's."""
    before = [len(one.text) for one in found[:place]]
    if before:
        before[-1] += start - sum(before)
    after = [len(one.text) for one in found[place + 1 :]]
    return [*before, len(whole) - sum(before) - sum(after), *after]


def _start(whole: str, before: str, text: str) -> int:
    """Where the section begins: line ends may have been put before its heading."""
    start = len(before)
    while whole[start : start + 1] == "\n" and not whole.startswith(text, start):
        start += 1
    return start


def _in_section(
    problems: Sequence[Problem], whole: str, start: int, length: int, *, last: bool
) -> list[TypedProblem]:
    found = []
    # Most problems of a long text stand elsewhere, and are not looked for in it.
    before = len(LINE_END.findall(whole, 0, start))
    lines = range(before + 1, before + len(LINE_END.findall(whole, start, start + length)) + 2)
    for one in problems:
        at = offset_of(one.place, whole) if one.place.line in lines else None
        if at is None or not start <= at < start + length + last:
            continue
        exact = span_of(one.place, whole)
        span = exact or span_of(one.place, whole, marks=True) or (at, _line_end(whole, at))
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
    claims: Mapping[str, ClaimFacts] = laid.facts.claims or {}
    for key in {*keys_in(laid.manuscript)} & claims.keys():
        claim = claims[key]
        if claim.withheld or f"#{key}" not in text:
            continue
        if claim.counts:
            met, inspected = claim.counts
            found[key] = f"{met}/{inspected}"
        elif len(claim.values) == 1:
            found[key] = next(iter(claim.values.values()))
    return found
