"""Reads of what became of a request, for pages that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import cleared_for, reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import done_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Receipt, Request
from ..verbs import FieldworkVerb
from . import policies
from .models import RequestDueDay


def due_days(request: Request) -> list[RequestDueDay]:
    """Days given to a request by a rule or in place of another, the earliest first. One query."""
    return list(request.due_days.select_related("by"))


def reasons_not_to_withdraw(request: Request) -> list[Reason]:
    """Why a request may not be withdrawn now, given that a reason will be written."""
    return policies.request_withdrawable(request, "given")


def reasons_not_to_receive(request: Request, *, outside: bool = False) -> list[Reason]:
    """Why nothing may be handed in for a request any more."""
    return policies.answerable(request, outside=outside)


def new_receipts(person: Person, inspection: Inspection) -> QuerySet[Receipt]:
    """What contacts handed in that nobody of the team looked at and ``person`` may read.

    What one of the team recorded on a body's behalf was looked at by whoever did, and a data return
    that was taken back need not be.
    """
    of_the_team = inspection.team.order_by().values("person")
    found = Receipt.objects.filter(request__inspection=inspection, look=None)
    found = found.filter(data_return__withdrawal=None)
    return found.filter(marking__in=cleared_for(person, inspection)).exclude(by__in=of_the_team)


def handed_in_under(person: Person, request: Request, key: str) -> Receipt | None:
    """What ``person`` handed in for a request under the key of a form; None where nothing was."""
    model, _, pk = done_of(person, key, FieldworkVerb.RECEIVE).partition("/")
    if model != Receipt._meta.label_lower:
        return None
    return request.receipts.filter(pk=pk, by=person).first()


def replaceable_receipts(
    person: Person, request: Request, *, outside: bool = False, again: Receipt | None = None
) -> list[tuple[int, Receipt]]:
    """Documents that a later hand-in may replace, as ``person`` may know them, each with its place,
    from 1, among what came for the request. One query past the reader's own.

    ``outside`` is for a contact, who knows the own ones whatever their marking. Of a form that is
    sent a second time ``again`` is what it made: what that replaced is among them as it was then.
    """
    inspection = request.inspection
    reader = reading_outside(inspection) if outside else reading(person, inspection)
    there = request.receipts.select_related("replaced").order_by("pk")
    found = []
    for place, one in enumerate(there, 1):
        by = one.replaced.receipt_id if hasattr(one, "replaced") else None
        if not one.digest or (by is not None and (again is None or by != again.pk)):
            continue
        # Its name stands in the form, and so it is read.
        if outside and one.by_id == person.pk:
            found.append((place, reader.own(one, one.marking)))
        elif reader.may(one.marking):
            found.append((place, reader.of(one, one.marking)))
    return found


def new_among(person: Person, request: Request, receipts: Sequence[Receipt]) -> set[int]:
    """The keys of those of ``receipts`` that nobody looked at and ``person`` may. One query."""
    if not receipts:
        return set()
    new = new_receipts(person, request.inspection).filter(request=request)
    return set(new.order_by().values_list("pk", flat=True))


def in_order(receipts: Iterable[Receipt]) -> list[tuple[int, Receipt, int, int]]:
    """Each hand-in with its place from 1, the place of the one it replaces and of the one that
    replaces it, 0 where there is none.
    """
    listed = sorted(receipts, key=lambda one: one.pk)
    places = {one.pk: place for place, one in enumerate(listed, 1)}
    found = []
    for one in listed:
        older = one.replacement.earlier_id if hasattr(one, "replacement") else 0
        newer = one.replaced.receipt_id if hasattr(one, "replaced") else 0
        found.append((places[one.pk], one, places.get(older, 0), places.get(newer, 0)))
    return found
