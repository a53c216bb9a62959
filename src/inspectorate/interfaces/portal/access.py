"""What is a contact's own, and its address.

An address never holds a primary key: those count up over all bodies, so that a gap would tell of
another's. A thing is named by its inspection, the code its body has there, and its number among
that body's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.reports import queries as reports
from inspectorate.foundation.people.models import Person


@dataclass(frozen=True, slots=True)
class Own:
    """One thing of a contact's body: the row, where it stands, and its number there."""

    row: Any
    inspection: Inspection
    scope_body: ScopeBody
    number: int

    def url(self, name: str) -> str:
        """The address of the page ``name`` for this thing."""
        return reverse(name, args=[self.inspection.slug, self.scope_body.code, self.number])


@dataclass(frozen=True, slots=True)
class Part:
    """A recommendation put to one's own body, or (``answerable`` false) to one it oversees."""

    addressee: Addressee
    answerable: bool

    def url(self, name: str) -> str:
        """The address of the page ``name`` for this part."""
        return reverse(
            name, args=[self.addressee.recommendation.ref, slugify(self.addressee.label)]
        )


def visits(person: Person, on: date) -> list[Own]:
    """Visits to the contact's bodies, in order of their days."""
    found = _numbered(
        fieldwork.visits_for_contact(person, on),
        lambda row: row.visit,
        lambda visit: visit.inspection,
    )
    return sorted(found, key=lambda one: (one.row.visit.starts_on, one.number))


def requests(person: Person, on: date) -> list[Own]:
    """Requests to the contact's bodies, the earliest due first."""
    found = _numbered(
        fieldwork.requests_for_contact(person, on),
        lambda row: row.request,
        lambda asked: asked.inspection,
    )
    return sorted(found, key=lambda one: (one.row.request.due_on, one.number))


def checks(person: Person) -> list[Own]:
    """Factual accuracy checks asked of the contact's bodies, the earliest due first."""
    found = _numbered(
        reports.fact_checks_of(person), lambda row: row, lambda check: check.document.inspection
    )
    return sorted(found, key=lambda one: (one.row.due_on, one.number))


def parts(person: Person, on: date) -> list[Part]:
    """Recommendations put to the contact's bodies, then those put to bodies they oversee."""
    own = [Part(one, True) for one in recommendations.addressed_to(person)]
    return own + [Part(one, False) for one in recommendations.overseen(person, on)]


def one_of(found: Iterable[Own], slug: str, code: str, number: int) -> Own:
    """The thing an address names, if it is the contact's own; otherwise it does not exist."""
    for one in found:
        if (one.inspection.slug, one.scope_body.code, one.number) == (slug, code, number):
            return one
    raise Http404


def the_part(person: Person, on: date, ref: str, label: str) -> Part:
    """The recommendation an address names, if it is the contact's to see; otherwise it does not
    exist.
    """
    for one in parts(person, on):
        if one.addressee.recommendation.ref == ref and slugify(one.addressee.label) == label:
            return one
    raise Http404


def _numbered(
    rows: Iterable[Any], thing: Callable[[Any], Any], place: Callable[[Any], Inspection]
) -> list[Own]:
    last: Counter[int] = Counter()
    found = []
    for row in sorted(rows, key=lambda row: thing(row).pk):
        of = thing(row)
        last[of.scope_body_id] += 1
        found.append(Own(row, place(of), of.scope_body, last[of.scope_body_id]))
    return found
