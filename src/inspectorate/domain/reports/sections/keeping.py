"""Keeps the sections of a document while its text changes: every act that writes one comes here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.foundation.people.models import Person
from inspectorate.prose.sections import kept, parts

from ..models import Document, Revision, Section
from .standing import StandingSection, named, standing_of


def write_revision(by: Person, at: datetime, document: Document, text: str) -> Document:
    """Write a text as the next revision, and which section each part of it is.

    ``document`` is as it stands; the act around it has asked for everything else.
    """
    number = document.version + 1
    before = standing_of(document)
    after = _kept(before, text, number)
    layout = [[one.identity, one.version, len(one.text)] for one in after]
    Document.objects.filter(pk=document.pk).update(text=text, version=number)
    Revision.objects.create(
        document=document, number=number, text=text, layout=layout, by=by, at=at
    )
    _place(document, after, at, before)
    return Document.objects.get(pk=document.pk)


def rows_of(document: Document) -> dict[str, Section]:
    """Return the rows of the sections that stand, by their identities; make those that lack.

    They lack where the text was saved before documents had sections.
    """
    found = standing_of(document)
    last = document.revisions.order_by("-number").values_list("at", flat=True).first()
    _place(document, found, last or document.opened_at)
    names = [one.identity for one in found]
    return {one.identity: one for one in document.sections.filter(identity__in=names)}


def _kept(before: Sequence[StandingSection], text: str, number: int) -> list[StandingSection]:
    texts = [one.text for one in parts(text)]
    names = kept(
        [(one.identity, one.text) for one in before], texts, lambda place: named(number, place)
    )
    known = {one.identity: one for one in before}
    found = []
    for identity, here in zip(names, texts, strict=True):
        last = known.get(identity)
        version = 1 if last is None else last.version + (last.text != here)
        found.append(StandingSection(identity, version, here))
    return found


def _place(
    document: Document,
    after: Sequence[StandingSection],
    at: datetime,
    before: Sequence[StandingSection] = (),
) -> None:
    """Bring the rows to what stands: begun, changed or moved, ended. What stays is not written.

    One of ``before`` that never had a row gets one, so that its history is found when it ended.
    """
    rows = {one.identity: one for one in document.sections.all()}
    known = {*rows, *(one.identity for one in after)}
    begun = [
        Section(
            document=document,
            identity=one.identity,
            place=place,
            version=one.version,
            changed_at=at,
            ended_at=at,
        )
        for place, one in enumerate(before, start=1)
        if one.identity not in known
    ]
    changed = []
    for place, one in enumerate(after, start=1):
        row = rows.pop(one.identity, None)
        if row is None:
            begun.append(
                Section(
                    document=document,
                    identity=one.identity,
                    place=place,
                    version=one.version,
                    changed_at=at,
                )
            )
        elif (row.place, row.version) != (place, one.version):
            if row.version != one.version:
                row.changed_at = at
            row.place, row.version = place, one.version
            changed.append(row)
    ended = [one for one in rows.values() if one.ended_at is None]
    for row in ended:
        row.ended_at = at
    if begun:
        Section.objects.bulk_create(begun)
    if changed or ended:
        columns = ["place", "version", "changed_at", "ended_at"]
        Section.objects.bulk_update([*changed, *ended], columns)
