"""Reads of live quotations: what is said of each, what was approved, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from inspectorate.domain.inspections.access import reading
from inspectorate.foundation.markings.scheme import BASELINE, CEILING
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.speech import speeches

from ..editions.model import EditionKind
from ..facts import Spoken
from ..marking import taken_apart
from ..marking_loading import bears_of
from ..models import Document, LiveQuotation, SpeakerApproval, SpeakerAsked
from .withheld import is_withheld

_APPROVALS = SpeakerApproval.objects.select_related("withdrawal", "by")


@dataclass(frozen=True, slots=True)
class Said:
    """What the newest text has a speaker say; ``withheld``: it may not be shown to them."""

    words: str
    identity: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A live quotation as a page tells it: its words as they stand, and what was approved."""

    quotation: LiveQuotation
    said: Said | None
    approvals: tuple[SpeakerApproval, ...]
    asked: SpeakerAsked | None

    @property
    def standing(self) -> SpeakerApproval | None:
        """The approval that counts for the words as they stand; None without one."""
        return None if self.said is None else standing_of(self.approvals, self.said.identity)


def standing_of(approvals: Iterable[SpeakerApproval], identity: str) -> SpeakerApproval | None:
    """The approval of words known by ``identity`` that nobody took back."""
    return next((one for one in approvals if one.identity == identity and counts(one)), None)


def counts(approval: SpeakerApproval) -> bool:
    """Has nobody taken the approval back?"""
    return getattr(approval, "withdrawal", None) is None


def said_by(quotation: LiveQuotation) -> Said | None:
    """What the newest text of its document has the speaker say; None where it says nothing."""
    return _said_in(quotation.document).get(quotation.code)


def told(document: Document) -> list[Told]:
    """Every live quotation of a document with its words and approvals, in a few queries."""
    rows = document.live_quotations.prefetch_related(
        Prefetch("approvals", _APPROVALS),
        Prefetch("asked", SpeakerAsked.objects.select_related("person", "by")),
    )
    spoken = _said_in(document)
    return [
        Told(one, spoken.get(one.code), tuple(one.approvals.all()), _last(one.asked.all()))
        for one in rows
    ]


def told_to(person: Person, document: Document) -> list[Told]:
    """As :func:`told`, for a person who may read the text as it stands.

    Words approved that it no longer holds may have been marked higher: they, and the message with
    them, are for who may read whatever a text may hold.
    """
    reader, found = reading(person, document.inspection), told(document)
    for one in found:
        for approval in one.approvals:
            stands = one.said is not None and one.said.identity == approval.identity
            reader.of(approval, BASELINE if stands else CEILING[EditionKind.FULL], "words")
    return found


def told_of(quotation: LiveQuotation) -> Told:
    """One live quotation as its speaker is told it. Who was asked they know."""
    return Told(quotation, said_by(quotation), tuple(_APPROVALS.filter(quotation=quotation)), None)


def to_take_back(told: Told, person: Person) -> list[SpeakerApproval]:
    """The approvals that a speaker may take back: that of the words as they stand, and each of
    their own of words that stand no more and that counts, the newest first.
    """
    others = (one for one in reversed(told.approvals) if one.by_id == person.pk and counts(one))
    found = [one for one in (told.standing, *others) if one is not None]
    return list({one.pk: one for one in found}.values())


def spoken_in(document: Document | None, texts: Mapping[str, Manuscript]) -> Mapping[str, Spoken]:
    """Who is declared to speak in a document, by the code its text (among ``texts``, by short name)
    names them by, and what they approved.

    A letter made from a template has its speakers too. Nothing is read where nobody speaks.
    """
    text = None if document is None else texts.get(document.slug)
    if document is None or text is None or not speeches(text):
        return {}
    here = Q(document=document) | Q(document__letters_made__letter=document)
    rows = LiveQuotation.objects.filter(here).distinct()
    found = {}
    # The document's own come last, and so count.
    for one in sorted(
        rows.prefetch_related(Prefetch("approvals", _APPROVALS)),
        key=lambda one: one.document_id == document.pk,
    ):
        given = list(one.approvals.all())
        found[one.code] = Spoken(
            office=one.office,
            name=one.name,
            approved=frozenset(each.identity for each in given if counts(each)),
            ever=bool(given),
        )
    return found


def asked_of(person: Person, on: date) -> dict[int, SpeakerAsked]:
    """What somebody is asked to approve and may open on a day, each under its number among all
    that they were ever asked: one that is over keeps its own. One query at most past their roles.
    """
    if not (person.is_active and person.roles & OUTSIDE):
        return {}
    rows = SpeakerAsked.objects.filter(quotation__asked__person=person).distinct()
    rows = rows.select_related("quotation__document__inspection").order_by("at", "pk")
    newest: dict[int, SpeakerAsked] = {}
    theirs: dict[int, None] = {}
    for one in rows:
        newest[one.quotation_id] = one
        if one.person_id == person.pk:
            theirs[one.quotation_id] = None
    numbered = {number: newest[quotation] for number, quotation in enumerate(theirs, 1)}
    return {
        number: one
        for number, one in numbered.items()
        if one.person_id == person.pk and on <= one.until
    }


def speaks(person: Person, quotation: LiveQuotation, on: date) -> bool:
    """May somebody see a quotation on a day as its speaker, and approve it?"""
    return any(one.quotation_id == quotation.pk for one in asked_of(person, on).values())


def _said_in(document: Document) -> dict[str, Said]:
    manuscript = taken_apart(document.text)
    spoken = {} if manuscript is None else speeches(manuscript)
    if manuscript is None or not spoken:
        return {}
    bears = bears_of(document.inspection, [manuscript])
    return {
        code: Said(one.words, one.identity, is_withheld(one, manuscript, bears))
        for code, one in spoken.items()
    }


def _last(rows: Iterable[SpeakerAsked]) -> SpeakerAsked | None:
    found = list(rows)
    return found[-1] if found else None
