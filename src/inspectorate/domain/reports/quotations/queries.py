"""Reads of live quotations: what is said of each, what was approved, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.speech import Speech, speeches

from ..facts import Spoken
from ..models import Document, LiveQuotation, SpeakerApproval, SpeakerAsked

_APPROVALS = SpeakerApproval.objects.select_related("withdrawal", "by")


@dataclass(frozen=True, slots=True)
class Told:
    """A live quotation as a page tells it: its words as they stand, and what was approved."""

    quotation: LiveQuotation
    speech: Speech | None
    approvals: tuple[SpeakerApproval, ...]
    asked: SpeakerAsked | None

    @property
    def standing(self) -> SpeakerApproval | None:
        """The approval that counts for the words as they stand; None without one."""
        return None if self.speech is None else standing_of(self.approvals, self.speech.identity)


def standing_of(approvals: Iterable[SpeakerApproval], identity: str) -> SpeakerApproval | None:
    """The approval of words known by ``identity`` that nobody took back."""
    return next((one for one in approvals if one.identity == identity and counts(one)), None)


def counts(approval: SpeakerApproval) -> bool:
    """Has nobody taken the approval back?"""
    return getattr(approval, "withdrawal", None) is None


def speech_of(quotation: LiveQuotation) -> Speech | None:
    """What the newest text of its document has the speaker say; None where it says nothing."""
    return speeches(from_markdown(quotation.document.text)).get(quotation.code)


def told(document: Document) -> list[Told]:
    """Every live quotation of a document with its words and approvals. Three queries."""
    rows = document.live_quotations.prefetch_related(
        Prefetch("approvals", _APPROVALS),
        Prefetch("asked", SpeakerAsked.objects.select_related("person")),
    )
    spoken = speeches(from_markdown(document.text))
    return [
        Told(one, spoken.get(one.code), tuple(one.approvals.all()), _last(one.asked.all()))
        for one in rows
    ]


def spoken_in(document: Document | None, text: Manuscript | None) -> Mapping[str, Spoken]:
    """Who is declared to speak in a text, by the code it names them by, and what they approved.

    A letter made from a template has its speakers too. Nothing is read where nobody speaks.
    """
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


def asked_of(person: Person, on: date) -> list[SpeakerAsked]:
    """What somebody is asked to approve and may open on a day, in the order of the asking."""
    if not (person.is_active and person.roles & OUTSIDE):
        return []
    rows = SpeakerAsked.objects.filter(quotation__asked__person=person).distinct()
    newest: dict[int, SpeakerAsked] = {}
    for one in rows.select_related("quotation__document__inspection", "person").order_by(
        "at", "pk"
    ):
        newest[one.quotation_id] = one
    return [one for one in newest.values() if one.person_id == person.pk and on <= one.until]


def speaks(person: Person, quotation: LiveQuotation, on: date) -> bool:
    """May somebody see a quotation on a day as its speaker, and approve it?"""
    return any(one.quotation_id == quotation.pk for one in asked_of(person, on))


def _last(rows: Iterable[SpeakerAsked]) -> SpeakerAsked | None:
    found = list(rows)
    return found[-1] if found else None
