"""Reads of the factual accuracy check: who was asked what, and who may read which copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from inspectorate.domain.bodies.queries import speaks_for, spoken_for_by
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE

from ..models import Document, FactCheck, Point
from .kinds import RecipientKind
from .recipients import Recipient


def newest_of(document: Document, recipient: Recipient) -> FactCheck | None:
    """Return the newest copy of a document that a recipient was sent; None without one."""
    rows = FactCheck.objects.filter(
        document=document,
        scope_body=recipient.scope_body,
        body=recipient.body,
        person=recipient.person,
    )
    return rows.order_by("-number").first()


def drafts_of(person: Person, on: date) -> QuerySet[FactCheck]:
    """The copies that were sent to somebody who is no contact of an inspected body, in the order in
    which they were sent: to a body of the register that they speak for, or to themselves.

    Which of them they may open on a day, :func:`openable` says.
    """
    rows = FactCheck.objects.filter(Q(body__in=spoken_for_by(person, on)) | Q(person=person))
    return rows.select_related("document__inspection", "body", "person").order_by("pk")


def openable(check: FactCheck, on: date) -> bool:
    """May a copy still be opened on a day? One sent to a person has a last day."""
    return check.until is None or on <= check.until


def reads_as(person: Person, check: FactCheck, on: date) -> bool:
    """Is a copy somebody's to read and to answer on a day, as its recipient?"""
    if check.scope_body is not None:
        return speaks_for(person, check.scope_body.body)
    if check.body is not None:
        return speaks_for(person, check.body)
    theirs = check.person_id == person.pk and person.is_active and bool(person.roles & OUTSIDE)
    return theirs and openable(check, on)


def told_of(check: FactCheck) -> dict[str, int | str | None]:
    """Whose a check is, as the ledger tells it: by keys alone."""
    if check.kind == RecipientKind.BODY:
        return {"scope_body": check.scope_body_id}
    return {"fact_check": check.pk, "recipient": check.kind}


def undecided(document: Document) -> dict[str, Sequence[int]]:
    """Map a recipient's name to the numbers of their points that freezing waits for: on accuracy,
    and for a redaction.
    """
    found: dict[str, list[int]] = {}
    waiting = ("accuracy", "redaction")
    points = Point.objects.filter(fact_check__document=document, kind__in=waiting, decision=None)
    ordered = points.order_by("fact_check__scope_body__order", "fact_check", "number")
    for one in ordered.select_related("fact_check__scope_body", "fact_check__body"):
        found.setdefault(one.fact_check.recipient, []).append(one.number)
    return dict(found)
