"""Since when a reader has looked at the ledger of an inspection: a bookmark of their own.

Written beside the acts, since it is none: what it says is nobody's concern but the reader's.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person

from .models import Inspection, ReadersMark


def last_look(person: Person, inspection: Inspection) -> ReadersMark | None:
    """The bookmark of ``person``, ``None`` before they first set one."""
    return ReadersMark.objects.filter(person=person, inspection=inspection).first()


def looked(
    *, person: Person, inspection: Inspection, seen: QuerySet[Entry], until: datetime, at: datetime
) -> ReadersMark:
    """Set the bookmark at the newest of the entries ``seen`` that were there ``until``.

    ``seen`` are those that the person may see: one that is hidden moves no bookmark. It never goes
    back.
    """
    # Of format 1 an entry does not say when it was recorded: it is older than all that do.
    there = seen.filter(Q(recorded_at=None) | Q(recorded_at__lte=until))
    newest = there.aggregate(newest=Max("number"))["newest"] or 0
    before = last_look(person, inspection)
    mark, _ = ReadersMark.objects.update_or_create(
        person=person,
        inspection=inspection,
        defaults={"number": max(newest, before.number if before else 0), "at": at},
    )
    return mark


def since(mark: ReadersMark, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of ``entries`` that came after the bookmark."""
    return entries.filter(number__gt=mark.number)
