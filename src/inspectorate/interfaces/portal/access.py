"""What a contact may reach: the rows about the bodies they speak for, and their addresses.

An address never holds a primary key: those count up over all bodies, so that a gap would tell of
another's. A row is named by its inspection, the code its body has there, and its number among the
rows of that body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Request, Visit
from inspectorate.domain.fieldwork.queries import RequestRow, VisitRow
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.accuracy import queries as accuracy
from inspectorate.domain.reports.models import FactCheck, SpeakerAsked
from inspectorate.domain.reports.quotations import queries as quotations
from inspectorate.foundation.people.models import Person


@dataclass(frozen=True, slots=True)
class NumberedRow[Row]:
    """A row about a contact's body, its inspection, and its number among that body's rows."""

    row: Row
    inspection: Inspection
    scope_body: ScopeBody
    number: int

    def url(self, name: str) -> str:
        """The address of the page ``name`` for this row."""
        return reverse(name, args=[self.inspection.slug, self.scope_body.code, self.number])


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A copy of a draft sent to somebody but as an inspected body, numbered among their own."""

    row: FactCheck
    inspection: Inspection
    number: int

    def url(self, name: str) -> str:
        """The address of the page ``name`` for this copy."""
        return reverse(name, args=[self.number])


@dataclass(frozen=True, slots=True)
class AskedWords:
    """Words with which somebody is quoted, numbered among their own."""

    row: SpeakerAsked
    number: int

    @property
    def inspection(self) -> Inspection:
        """The inspection of the document that quotes them."""
        return self.row.quotation.document.inspection

    @property
    def kind(self) -> str:
        """What quotes them, in a word, and nothing else of it."""
        return str(self.row.quotation.document.get_kind_display()).lower()

    def url(self, name: str) -> str:
        """The address of the page ``name`` for these words."""
        return reverse(name, args=[self.number])


@dataclass(frozen=True, slots=True)
class Part:
    """A recommendation put to the contact's body, or (``answerable`` false) to one it oversees."""

    addressee: Addressee
    answerable: bool

    def url(self, name: str) -> str:
        """The address of the page ``name`` for this part."""
        return reverse(
            name, args=[self.addressee.recommendation.ref, slugify(self.addressee.label)]
        )


def visits(person: Person, on: date) -> list[NumberedRow[VisitRow]]:
    """Visits to the contact's bodies, in order of their days."""
    found = fieldwork.visits_for_contact(person, on)
    rows = _numbered(found, lambda row: row.visit, lambda row: row.visit.inspection)
    return sorted(rows, key=lambda numbered: numbered.row.visit.starts_on)


def requests(person: Person, on: date) -> list[NumberedRow[RequestRow]]:
    """Requests to the contact's bodies, the earliest due first."""
    found = fieldwork.requests_for_contact(person, on)
    rows = _numbered(found, lambda row: row.request, lambda row: row.request.inspection)
    return sorted(rows, key=lambda numbered: numbered.row.request.due_on)


def checks(person: Person) -> list[NumberedRow[FactCheck]]:
    """Factual accuracy checks asked of the contact's bodies, the earliest due first."""
    found = reports.fact_checks_of(person)
    rows = _numbered(found, lambda check: check, lambda check: check.document.inspection)
    return sorted(rows, key=lambda numbered: numbered.row.due_on)


def drafts(person: Person, on: date) -> list[DraftRow]:
    """Copies that somebody may open as an addressee, a third party, a lawyer or a reviewer.

    One that can be opened no more keeps its number, so that no other takes its address.
    """
    rows = list(accuracy.drafts_of(person, on))
    barred = accuracy.barred(person, rows, on)
    return [
        DraftRow(one, one.document.inspection, number)
        for number, one in enumerate(rows, 1)
        if accuracy.openable(one, on) and one.pk not in barred
    ]


def the_draft(person: Person, on: date, number: int) -> DraftRow:
    """The copy an address names, if it is the reader's; otherwise it does not exist."""
    for row in drafts(person, on):
        if row.number == number:
            return row
    raise Http404


def asked_words(person: Person, on: date) -> list[AskedWords]:
    """Words that somebody is asked to approve as their own, in the order in which they were."""
    return [AskedWords(one, number) for number, one in quotations.asked_of(person, on).items()]


def the_quotation(person: Person, on: date, number: int) -> AskedWords:
    """The words an address names, if they are the reader's own; otherwise they do not exist."""
    for one in asked_words(person, on):
        if one.number == number:
            return one
    raise Http404


def parts(person: Person, on: date) -> list[Part]:
    """Recommendations put to the contact's bodies, then those put to bodies they oversee."""
    put = [Part(addressee, True) for addressee in recommendations.addressed_to(person)]
    return put + [Part(addressee, False) for addressee in recommendations.overseen(person, on)]


def the_row[Row](
    rows: Iterable[NumberedRow[Row]], slug: str, code: str, number: int
) -> NumberedRow[Row]:
    """The row an address names, if it is about the contact's body; otherwise it does not exist."""
    # Looked for among the contact's own rows and never by key: what is not theirs cannot be named.
    for row in rows:
        if (row.inspection.slug, row.scope_body.code, row.number) == (slug, code, number):
            return row
    raise Http404


def the_part(person: Person, on: date, ref: str, label: str) -> Part:
    """The recommendation an address names, if it is the contact's to see.

    Otherwise it does not exist.
    """
    for part in parts(person, on):
        addressee = part.addressee
        if addressee.recommendation.ref == ref and slugify(addressee.label) == label:
            return part
    raise Http404


def _numbered[Row](
    rows: Iterable[Row],
    record_of: Callable[[Row], Visit | Request | FactCheck],
    inspection_of: Callable[[Row], Inspection],
) -> list[NumberedRow[Row]]:
    """Number the rows of each body in the order in which their records were made."""
    last: Counter[int] = Counter()
    numbered = []
    # In the order of making, so that an address stays what it was when rows are added.
    for row in sorted(rows, key=lambda row: record_of(row).pk):
        body = record_of(row).scope_body
        assert body is not None  # only what a body in scope was asked is numbered here
        last[body.pk] += 1
        numbered.append(NumberedRow(row, inspection_of(row), body, last[body.pk]))
    return numbered
