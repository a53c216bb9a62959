"""Builds what a release will put out, keeps it by its digest, and says what has moved since.

The pages are made by the public door, which the room does not know: the settings name it
(``RELEASE_PAGES``), so that what two people sign is what the public will be served, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.inspections.models import NOTICE
from inspectorate.domain.inspections.small_numbers import USUAL
from inspectorate.domain.recommendations.opening.made import as_they_open
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.files import store

from . import folder
from .bundle import build
from .models import Release
from .queries import site, standing_editions
from .schema import SCHEMA, Bundle, bundle_of

Files = Mapping[str, bytes]
Pages = Callable[[Bundle, Mapping[str, Any], Files, Files], Files]


def keep(release: Release, on: date) -> str:
    """Build the contents of ``release``, to go out ``on`` a day, and keep them; return the digest.

    A kill before the row is committed leaves a folder that no row names, which is swept.
    """
    editions = standing_editions(release.inspection, release)
    bundle, documents = build(release, editions, on=on, address=site().address)
    texts = {one.document.slug: one.data for one in editions}
    pdfs = {one.document.slug: store.get(one.pdf) for one in editions}
    pictures = {
        one.file: store.get(one.file) for each in documents for one in each.blocks if one.file
    }
    pages = cast(Pages, import_string(settings.RELEASE_PAGES))
    files = {
        **pages(bundle, {one.slug: one for one in documents}, pdfs, pictures),
        "bundle.json": canonical(bundle.as_json()),
        # The stored JSON itself: read into classes and back, its digest could be another.
        **{f"documents/{slug}.json": canonical(data) for slug, data in texts.items()},
    }
    return folder.keep(Path(settings.BUNDLES_ROOT), files, bundle.notice)


def moved(release: Release, digest: str, on: date) -> list[str]:
    """Name what the records say now and the contents signed do not, a few words each."""
    path = Path(settings.BUNDLES_ROOT) / digest
    if faults := list(folder.faults(path, digest)):
        return faults
    signed = _as_said_now((path / "bundle.json").read_text("utf-8"))
    editions = standing_editions(release.inspection, release)
    built, _ = build(release, editions, on=on, address=site().address)
    # Both through classes and JSON: what an earlier version signed has none of the fields added
    # since, and a tuple and a list are the same.
    held = bundle_of(signed)
    if held.schema != SCHEMA:
        held, built = replace(held, small_below=USUAL), _defining_as(held, built)
    # Told as at signing: judging and working out go on, and no sentence rests on these.
    built = replace(built, agreement=held.agreement, tested=held.tested)
    before, now = (json.loads(canonical(one.as_json())) for one in (held, built))
    return list(_differences(before, now))


def _defining_as(held: Bundle, built: Bundle) -> Bundle:
    """Give a bundle the words of one that an earlier version signed, which defined fewer of them.

    The vocabulary of an inspection is never another, so that no record can have moved there.
    """
    words = {one.slug: one for one in held.tables if one.slug == "vocabulary"}
    tables = tuple(words.get(one.slug, one) for one in built.tables)
    return replace(built, vocabulary=held.vocabulary, tables=tables)


def _as_said_now(bundle: str) -> dict[str, Any]:
    """Read what was signed; what only this software says otherwise since is no other record."""
    for before, since in _SAID_SINCE:
        bundle = bundle.replace(json.dumps(before), json.dumps(since))
    signed: dict[str, Any] = json.loads(bundle)
    return signed | {"notice": NOTICE if signed["notice"] else ""}


def not_as_signed(
    release: Release, digest: str, on: date, editions: Sequence[Edition]
) -> list[str]:
    """Name each recommendation that was opened otherwise than the contents signed say."""
    path = Path(settings.BUNDLES_ROOT) / digest / "bundle.json"
    signed = {one["ref"]: one for one in json.loads(path.read_text("utf-8"))["recommendations"]}
    opened = {one.ref: one for one in as_they_open(release.inspection, editions, on)}
    return [
        ref
        for ref in sorted(signed.keys() | opened.keys())
        if ref not in signed
        or ref not in opened
        or opened[ref].opens
        or (signed[ref]["text"], len(signed[ref]["to"])) != (opened[ref].text, len(opened[ref].to))
        or {(to["body"], to["basis"], to["reply_by"], to["due_on"]) for to in signed[ref]["to"]}
        != {(to.label, to.basis, _iso(to.reply_by), _iso(to.due_on)) for to in opened[ref].to}
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# What a kind of body is called since, by what it was called.
_SAID_SINCE = (("Special police force", str(Kind.SPECIAL.label)),)
# What a part of the facts is called when it is told that it has moved.
_NAMES = {
    "claims": ("key", "the claim {}"),
    "recommendations": ("ref", "recommendation {}"),
    "bodies": ("code", "the body {}"),
    "documents": ("slug", "the document {}"),
    "vocabulary": ("word", "the quantity word “{}”"),
}


def _differences(signed: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for part in now:
        before, after = signed[part], now[part]
        # An earlier version says the same in other words.
        if before == after or part == "schema":
            continue
        if part == "tables":
            yield from _tables(before, after)
        elif part in _NAMES:
            key, words = _NAMES[part]
            yield from (words.format(name) for name in _unlike(before, after, key))
        else:
            yield part.replace("_", " ")


def _unlike(before: Any, after: Any, key: str) -> list[str]:
    """The names of the rows that one of the two lacks or says otherwise."""
    left, right = ({row[key]: row for row in rows} for rows in (before, after))
    return [name for name in sorted({*left, *right}) if left.get(name) != right.get(name)]


def _tables(before: Any, after: Any) -> Iterator[str]:
    """Name each row of a table that differs by the cells of its key."""
    left, right = ({table["slug"]: table for table in tables} for tables in (before, after))
    for slug in sorted({*left, *right}):
        if slug not in left or slug not in right:
            yield f"the table {slug}"
            continue
        rows = {tuple(row) for row in left[slug]["rows"]} ^ {
            tuple(row) for row in right[slug]["rows"]
        }
        keys = len(right[slug]["primary_key"])
        for name in sorted({" ".join(row[:keys]) for row in rows}):
            yield f"{right[slug]['title'].lower()}: {name}"
