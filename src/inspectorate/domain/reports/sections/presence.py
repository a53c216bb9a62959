"""Who else has a section open: told while one types, and never needed for anything to be right.

Two who save one section collide whatever this says (``sections.actions``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inspectorate.foundation.people.models import Person

from ..models import Document, OpenedSection

# Not heard of for so long, they are taken to have left; heard of again, they have opened it anew.
GONE_AFTER = timedelta(minutes=10)
# Written no more often than this: each key that is pressed asks the checks.
NOTED_EVERY = timedelta(minutes=1)


def note_open(person: Person, document: Document, identity: str, at: datetime) -> None:
    """Note that this person has a section open now."""
    rows = OpenedSection.objects.filter(person=person, document=document, identity=identity)
    last = rows.first()
    if last is not None and at - last.seen_at < NOTED_EVERY:
        return
    stayed = last is not None and at - last.seen_at < GONE_AFTER
    opened_at = last.opened_at if last is not None and stayed else at
    OpenedSection.objects.update_or_create(
        person=person,
        document=document,
        identity=identity,
        defaults={"opened_at": opened_at, "seen_at": at},
    )


def others_in(
    person: Person, document: Document, identity: str, at: datetime
) -> Sequence[OpenedSection]:
    """Return who else had a section open lately, who opened it first before all others."""
    rows = OpenedSection.objects.filter(
        document=document, identity=identity, seen_at__gt=at - GONE_AFTER
    )
    return list(rows.exclude(person=person).select_related("person").order_by("opened_at", "pk"))
