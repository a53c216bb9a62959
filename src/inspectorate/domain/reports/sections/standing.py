"""Which sections the text of a document has, and which it had in an earlier revision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length

from inspectorate.prose.sections import parts

from ..models import Document, Revision


@dataclass(frozen=True, slots=True)
class StandingSection:
    """A section as a text holds it: its ``version`` counts from 1."""

    identity: str
    version: int
    text: str


def named(revision: int, place: int) -> str:
    """Return the identity of a section that began with a revision, at a place counted from 0.

    No other section of the document is ever named so.
    """
    return f"{revision}-{place + 1}"


def standing_of(document: Document) -> list[StandingSection]:
    """Return the sections of the newest text, in order.

    Where it was saved before documents had sections, they follow from the text alone, and keep what
    they are called by then.
    """
    rows = document.revisions.filter(number=document.version)
    layout = rows.values_list("layout", flat=True).first()
    return sections_in(document.text, layout, document.version)


def sections_in(
    text: str, layout: Sequence[Sequence[Any]] | None, revision: int
) -> list[StandingSection]:
    """Cut the text of a revision by its layout; at its headings without one that covers it."""
    if not is_whole(layout, len(text)):
        return [
            StandingSection(named(revision, place), 1, one.text)
            for place, one in enumerate(parts(text))
        ]
    found, start = [], 0
    for identity, version, length in layout or ():
        found.append(StandingSection(identity, version, text[start : start + length]))
        start += length
    return found


def is_whole(layout: Sequence[Sequence[Any]] | None, characters: int) -> bool:
    """Does a layout cover a text of so many characters, with each section once?

    One that came in a binder may not: cut by it, words would go at the next save.
    """
    if not isinstance(layout, list) or not all(_is_stretch(one) for one in layout):
        return False
    names = {one[0] for one in layout}
    return len(names) == len(layout) and sum(one[2] for one in layout) == characters


def _is_stretch(one: object) -> bool:
    if not isinstance(one, list) or [type(each) for each in one] != [str, int, int]:
        return False
    return bool(one[0]) and one[1] > 0 and one[2] >= 0


def layouts_of(document: Document) -> QuerySet[Revision]:
    """Return the revisions, oldest first, without their texts; each knows its ``characters``."""
    return document.revisions.defer("text").annotate(characters=Length("text")).order_by("number")


def _layout(row: Any) -> list[tuple[str, int, int]] | None:
    """The layout of one of :func:`layouts_of`, where it covers its text."""
    return row.layout if is_whole(row.layout, row.characters) else None


def place_of(found: Sequence[StandingSection], identity: str) -> int | None:
    """Return the place of a section, counted from 0; ``None`` where the text does not hold it."""
    return next((at for at, one in enumerate(found) if one.identity == identity), None)


def text_at(document: Document, identity: str, revision: int) -> str | None:
    """Return the text that a section had in a revision; ``None`` where that does not hold it."""
    row = document.revisions.filter(number=revision).first()
    if row is None:
        return None
    found = sections_in(row.text, row.layout, row.number)
    place = place_of(found, identity)
    return None if place is None else found[place].text


def versions_of(document: Document, identity: str) -> Iterator[tuple[Revision, int]]:
    """Yield each revision, without its text, in which a section changed, and the version it made.

    Oldest first.
    """
    last = 0
    for row in layouts_of(document).select_related("by"):
        layout = _layout(row)
        if layout is None:
            # It began with a text that had no layout yet, and is called after it.
            version = 1 if identity.startswith(named(row.number, 0).removesuffix("1")) else last
        else:
            version = next((one[1] for one in layout if one[0] == identity), last)
        if version != last:
            yield row, version
        last = version


def joined_since(document: Document, identity: str, revision: int) -> list[str]:
    """Return the sections whose words may stand in this one now, and did not in ``revision``.

    They ended since beside it while its own text changed, or so beside one that then ended so
    itself: joined or taken out, the layouts do not tell which.
    """
    rows = layouts_of(document).filter(number__gte=revision)
    held: dict[str, list[str]] = {}
    for before, after in pairwise(rows):
        if _layout(after) is None:
            continue  # its sections are named anew: nobody can say what became of those before
        stood, stands = _versions(before), _versions(after)
        for ended in [one for one in stood if one not in stands]:
            inside = [ended, *held.pop(ended, [])]
            for beside in _beside(list(stood), ended, stands):
                if stands[beside] != stood[beside]:
                    held[beside] = [*held.get(beside, []), *inside]
    return list(dict.fromkeys(held.get(identity, [])))


def _versions(row: Revision) -> dict[str, int]:
    layout = _layout(row)
    if layout is None:
        return {one.identity: one.version for one in sections_in(row.text, None, row.number)}
    return {one[0]: one[1] for one in layout}


def _beside(names: Sequence[str], ended: str, stands: Collection[str]) -> list[str]:
    """The nearest before and after a section that ended, of those that stand."""
    at = names.index(ended)
    sides = (names[:at][::-1], names[at + 1 :])
    return [one for side in sides if (one := next((n for n in side if n in stands), ""))]


def last_texts(document: Document, identities: Collection[str]) -> dict[str, str]:
    """Return the last text that each of these sections had."""
    last: dict[str, int] = {}
    for row in layouts_of(document) if identities else ():
        number, layout = row.number, _layout(row)
        for one in identities:
            begun = named(number, 0).removesuffix("1")
            stood = one.startswith(begun) if layout is None else any(one == x[0] for x in layout)
            if stood:
                last[one] = number
    found: dict[str, str] = {}
    for row in document.revisions.filter(number__in=set(last.values())):
        texts = {one.identity: one.text for one in sections_in(row.text, row.layout, row.number)}
        found |= {one: texts[one] for one in texts if last.get(one) == row.number}
    return found


def text_of(document: Document, identity: str, version: int) -> str | None:
    """Return a version of a section's text; ``None`` where no revision holds it."""
    for row, made in versions_of(document, identity):
        if made == version:
            return text_at(document, identity, row.number)
    return None
