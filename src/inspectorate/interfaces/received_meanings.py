"""Provisional grades and debrief notes at every door: received as notes are, and a grade taken into
its author's own draft in the same taking-in, where nothing stands against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.arrivals.note import Note
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in_many, taken_of
from inspectorate.domain.evidence.models import Arrival
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.received import actions, queries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Reason, Refused

from .envelopes import key_beside


def with_reasons(author: Person, inspection: Inspection, note: Note, key: str) -> Note:
    """A note, to come under ``key``, with why it waits: of a grade, why its author's draft cannot
    take it at once; of a debrief note, what is wrong with it. A note that is meant as evidence is
    as it was.
    """
    if note.meant is Meant.NOTE or note.reasons:
        return note
    if note.meant is Meant.GRADE:
        return replace(note, reasons=_not_at_once(author, inspection, note, key))
    return replace(note, reasons=queries.reasons_debrief_is_unfit(inspection, note))


def coming(author: Person, inspection: Inspection, one: Incoming) -> Incoming:
    """One note on its way in, with why it waits."""
    return replace(one, note=with_reasons(author, inspection, one.note, one.key))


def _not_at_once(author: Person, inspection: Inspection, note: Note, key: str) -> list[Reason]:
    return queries.reasons_not_at_once(author, inspection, note, partial(key_beside, key))


def taken_in(
    *, by: Person, at: datetime, inspection: Inspection, incoming: Mapping[int, Incoming]
) -> dict[int, Taken]:
    """Take in what came at these places of a batch: evidence and debrief notes in one go, then
    grade after grade in the order of their places, since one may be written upon the one before.
    """
    grades = [place for place, one in incoming.items() if one.note.meant is Meant.GRADE]
    others = [place for place in incoming if place not in grades]
    taken = {}
    for places in [others, *([place] for place in sorted(grades))]:
        if not places:
            continue
        some = [coming(by, inspection, incoming[place]) for place in places]
        made = take_in_many(by=by, at=at, inspection=inspection, incoming=some)
        for place, one, each in zip(places, some, made, strict=True):
            taken[place] = settled(by, at, one, each)
    return taken


def settled(author: Person, at: datetime, one: Incoming, taken: Taken) -> Taken:
    """What became of what was taken in a moment before: a grade with nothing against it stands in
    its author's draft. Where that draft moved meanwhile it waits for them.
    """
    if one.note.meant is not Meant.GRADE or taken.arrival is None:
        return taken
    arrival = taken.arrival
    version = queries.version_of(arrival)
    if version is None or arrival.told or arrival.decisions.exists():
        return taken
    # Where it was received before and its taking-in was cut off, much may have been saved since.
    if _not_at_once(author, arrival.inspection, one.note, one.key):
        return taken
    try:
        actions.take_grade(
            by=author, at=at, key=f"{one.key}/draft", arrival=arrival, version=version
        )
    except (Conflict, Forbidden, Refused):
        return taken
    return taken_of(Arrival.objects.get(pk=arrival.pk))
