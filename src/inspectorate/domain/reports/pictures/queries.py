"""Reads of pictures of editors' own: what texts show, and what a person may see of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from inspectorate.domain.evidence.states import ItemState
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.prose.manuscript import Manuscript

from ..facts import ShownPicture
from ..keys import PICTURE
from ..models import Document, FactCheck, OwnPicture

_FALLEN = {
    ItemState.WITHDRAWN: "the evidence that it is from was withdrawn",
    ItemState.SUPERSEDED: "the evidence that it is from was superseded",
}


def pictures_in(inspection: Inspection, texts: Iterable[Manuscript]) -> dict[str, ShownPicture]:
    """The pictures that texts show, by key. No query where they show none."""
    keys = {block.picture for text in texts for block in text.blocks if block.picture}
    return _of_keys(inspection, keys)


def shown_in(inspection: Inspection, keys: Collection[str]) -> dict[str, ShownPicture]:
    """Those of pictures that are among the ``keys`` of a text (``keys.keys_in``), as above."""
    return _of_keys(
        inspection, {key.removeprefix(PICTURE) for key in keys if key.startswith(PICTURE)}
    )


def fallen_in(inspection: Inspection, keys: Collection[str]) -> list[str]:
    """Say of each of some pictures that may be shown no more why, in words."""
    found = _of_keys(inspection, set(keys)) if keys else {}
    said = {key: why_not(one) for key, one in sorted(found.items())}
    return [f"picture `{key}`: {why}" for key, why in said.items() if why]


def why_not(picture: ShownPicture) -> str:
    """Why a picture may be shown no more, "" where it may."""
    return "it was taken back" if picture.withdrawn else picture.fallen


def told_to(person: Person, document: Document) -> list[OwnPicture]:
    """The pictures added to a document that a person may see, each read noted."""
    reader = reading(person, document.inspection)
    rows = _whole(document.own_pictures.all())
    return [reader.of(one, one.marking) for one in rows if reader.may(one.marking)]


def offered_to(person: Person, inspection: Inspection) -> list[OwnPicture]:
    """The pictures of an inspection that a person may put in a text: none that was taken back."""
    reader = reading(person, inspection)
    rows = OwnPicture.objects.filter(inspection=inspection, withdrawal=None)
    return [one for one in rows if reader.may(one.marking)]


def shown_to(person: Person, inspection: Inspection, key: str) -> OwnPicture | None:
    """One picture, where a person may see it; the read is noted."""
    reader = reading(person, inspection)
    found = _whole(OwnPicture.objects.filter(inspection=inspection, key=key)).first()
    if found is None or not reader.may(found.marking):
        return None
    return reader.of(found, found.marking)


def shown_in_copy(check: FactCheck) -> dict[int, OwnPicture]:
    """The pictures that a copy sent out shows, by the number of their passage, but for any that
    was taken back since. No query where it shows none.
    """
    keys = {one["number"]: one["picture"] for one in check.shown if one.get("picture")}
    if not keys:
        return {}
    inspection = check.document.inspection_id
    rows = OwnPicture.objects.filter(inspection=inspection, key__in=keys.values(), withdrawal=None)
    known = {one.key: one for one in rows}
    return {number: known[key] for number, key in keys.items() if key in known}


def _of_keys(inspection: Inspection, keys: Collection[str]) -> dict[str, ShownPicture]:
    if not keys:
        return {}
    rows = _whole(OwnPicture.objects.filter(inspection=inspection, key__in=keys))
    return {one.key: _shown(one) for one in rows}


def _shown(one: OwnPicture) -> ShownPicture:
    return ShownPicture(
        one.digest,
        one.media_type,
        one.width,
        one.height,
        one.marking,
        hasattr(one, "withdrawal"),
        _FALLEN.get(one.item.state, "") if one.item else "",
    )


def _whole(rows: QuerySet[OwnPicture]) -> QuerySet[OwnPicture]:
    return rows.select_related(
        "inspection",
        "document",
        "withdrawal",
        "by",
        "item__inspection",
        "item__withdrawal",
        "item__supersession",
    )
