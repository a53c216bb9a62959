"""Reads of the factual accuracy check: who was asked what, and who may read which copy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from inspectorate.domain.bodies.queries import overseen_by, speaks_for, spoken_for_by
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE

from ..models import Document, FactCheck, Point, RecalledCopy
from .ending.queries import is_recalled, with_finished
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

    Which of them they may open on a day, :func:`openable` and :func:`barred` say.
    """
    rows = FactCheck.objects.filter(Q(body__in=spoken_for_by(person, on)) | Q(person=person))
    told = ("document__inspection", "body", "person", "recall")
    return with_finished(rows).select_related(*told).order_by("pk")


def recalled(check: FactCheck) -> RecalledCopy | None:
    """The record that a copy was taken back from its reader; None where it was not."""
    found: RecalledCopy | None = getattr(check, "recall", None)
    return found


def openable(check: FactCheck, on: date) -> bool:
    """May a copy still be opened on a day? One sent to a person has a last day."""
    return check.until is None or on <= check.until


def scopes_of(person: Person, on: date) -> set[int]:
    """The keys of the inspections in whose scope is a body that somebody speaks for or oversees."""
    theirs = Q(body__in=spoken_for_by(person, on)) | Q(body__in=overseen_by(person, on))
    return set(ScopeBody.objects.filter(theirs).values_list("inspection", flat=True))


def barred(person: Person, checks: Collection[FactCheck], on: date) -> set[int]:
    """The keys of the copies that are no longer their reader's: who answers for a body inspected,
    or is one, is shown nothing of the others. Two queries at most.
    """
    apart = [one for one in checks if one.scope_body_id is None]
    persons = any(one.person_id is not None for one in apart)
    spoken = scopes_of(person, on) if persons else set()
    sent = [one.body_id for one in apart if one.body_id is not None]
    rows = ScopeBody.objects.filter(body__in=sent).values_list("inspection", "body")
    inspected = set(rows) if sent else set()
    return {
        one.pk
        for one in apart
        if (one.document.inspection_id, one.body_id) in inspected
        or (one.person_id is not None and one.document.inspection_id in spoken)
    }


def is_of_scope(recipient: Recipient, document: Document, on: date) -> bool:
    """Is somebody asked as another than the body inspected that they are, or speak for?"""
    inspection = document.inspection_id
    if recipient.person is not None:
        return inspection in scopes_of(recipient.person, on)
    if recipient.body is None:
        return False
    return ScopeBody.objects.filter(inspection=inspection, body=recipient.body).exists()


def reads_as(person: Person, check: FactCheck, on: date) -> bool:
    """Is a copy somebody's to read and to answer on a day, as its recipient?"""
    # Asked anew: what was read before the act took its lock may be over.
    if is_recalled(check):
        return False
    if check.scope_body is not None:
        return speaks_for(person, check.scope_body.body)
    if barred(person, [check], on):
        return False
    if check.body is not None:
        return speaks_for(person, check.body)
    theirs = check.person_id == person.pk and person.is_active and bool(person.roles & OUTSIDE)
    return theirs and openable(check, on)


def point_file(person: Person, check: FactCheck, number: int) -> Point | None:
    """Return the point of a body's copy with this number where it came with a file that a contact
    of the body may have; else None.

    The file goes with the words: whoever the words are withheld from has no file.
    """
    found = check.points.filter(number=number).exclude(digest="").first()
    if found is None:
        return None
    reader = reading_outside(check.document.inspection)
    if found.by_id == person.pk:
        return reader.own(found, found.marking)
    return reader.of(found, found.marking) if reader.may(found.marking) else None


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
