"""Reads of the factual accuracy check: who was asked what, and who may read which copy."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from inspectorate.domain.bodies.queries import spoken_for_by
from inspectorate.foundation.people.models import Person

from ..models import Document, FactCheck
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
    """The copies that somebody may open on a day in the portal but those of a body inspected.

    They were sent to a body of the register that they speak for, or to themselves and not longer
    ago than they may open it.
    """
    theirs = Q(person=person) & (Q(until=None) | Q(until__gte=on))
    rows = FactCheck.objects.filter(Q(body__in=spoken_for_by(person, on)) | theirs)
    return rows.select_related("document__inspection", "body")
