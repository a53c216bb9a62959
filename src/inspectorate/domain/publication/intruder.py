"""The motivated intruder test of a release: run on the contents that are signed, before approval.

What can be worked out of what it hides is a gap before its editions: whoever approves has it taken
out, or goes past it with a reason. What earlier releases gave away alone is listed and blocks
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.documents.gates import Gate
from inspectorate.domain.reports.gaps import Gap
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import reasons_unread
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.disclosure.derivations import Derived, Way
from inspectstats.disclosure.intruder import search
from inspectstats.disclosure.statements import Hidden

from . import queries, schema_one
from .disclosed import Out
from .hidden import gathered
from .known import Known
from .known_loading import load_known
from .models import Release
from .removed import Removed, removed_in
from .schema import MANIFEST, Bundle, EditionData, read_bundle, read_edition

# What is not settled by then counts as derivable.
SECONDS = 60
_KEPT = 8
_kept: dict[tuple[object, ...], Finding] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the intruder found: what is derivable, of so many secrets, each with its document."""

    derived: tuple[Derived, ...]
    secrets: int
    documents: dict[str, str]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One thing that can be worked out, as a reader of the release's page may know it.

    ``bodies`` is empty for whoever may not read what is hidden.
    """

    what: str
    bodies: tuple[str, ...]
    steps: tuple[str, ...]
    remedies: tuple[str, ...]
    settled: bool
    earlier: bool


def found(release: Release) -> Finding:
    """Search the contents of a release; once, until something happens in its inspection."""
    inspection, digest = release.inspection, queries.digest_of(release)
    if not digest:
        return Finding((), 0, {})
    last = Entry.objects.filter(stream=inspection.stream).aggregate(last=Max("number"))["last"]
    key = (release.pk, digest, last, str(settings.BUNDLES_ROOT), inspection.slug)
    if key not in _kept:
        while len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = _searched(release, Path(settings.BUNDLES_ROOT) / digest)
    return _kept[key]


def gaps_by_document(release: Release) -> dict[str, Gap]:
    """Return the gap of each document of a release; what stands in none of them is the first's."""
    searched, slugs = found(release), [one.document.slug for one in _editions(release)]
    things: dict[str, list[str]] = {}
    for one in searched.derived:
        if not one.earlier:
            slug = searched.documents.get(one.secret.key, "")
            things.setdefault(slug if slug in slugs else slugs[0], []).append(_thing(one))
    return {
        slug: Gap(Gate.DISCLOSURE, tuple(dict.fromkeys(some)), max(searched.secrets, len(some)))
        for slug, some in things.items()
    }


def told(person: Person, release: Release) -> list[Derivation]:
    """Return what can be worked out of a release, for its page; the bodies to who may read them."""
    searched = found(release)
    if not searched.derived:
        return []
    closed = any(reasons_unread(person, one.document) for one in _editions(release))
    labels = dict(release.inspection.scope.values_list("code", "label"))
    return [
        Derivation(
            one.secret.says,
            () if closed else tuple(labels.get(code, code) for code in one.bodies),
            () if closed else tuple(_steps(one)),
            tuple(_remedies(one)),
            one.settled,
            one.earlier,
        )
        for one in searched.derived
    ]


def _searched(release: Release, folder: Path) -> Finding:
    inspection = release.inspection
    known = load_known(inspection)
    out = read(folder, "")
    words = removed(inspection, release, known)
    k = inspection.small_below
    given, secrets = gathered(out, known, words, _earlier(release), k=k)
    derived = search(given, secrets, k=k, seconds=SECONDS)
    documents = {
        f"claim {key}{more}": document.slug
        for document in out.documents
        for key in document.claims
        for more in ("", ", the others", ", what is left")
    }
    for one in secrets:
        for document in out.documents:
            if one.key.startswith(f"{document.title}, "):
                documents[one.key] = document.slug
    return Finding(tuple(derived), len(secrets), documents)


def _editions(release: Release) -> Sequence[Edition]:
    return list(release.editions.select_related("document__inspection").order_by("document__slug"))


def removed(inspection: Inspection, release: Release, known: Known) -> list[Removed]:
    """Read what the documents took out from the texts of which their editions were frozen."""
    words: list[Removed] = []
    for edition in queries.standing_editions(inspection, release):
        document = edition.document
        text = document.revisions.filter(at__lte=edition.at).order_by("-number").first()
        if text is not None:
            title = EditionData.from_json(edition.data).title
            words += removed_in(from_markdown(text.text, document.slug), title, known)
    return words


def _earlier(release: Release) -> list[Out]:
    """Return what is out of the inspection before a release, oldest first."""
    return [
        read(queries.folder_of(bundle), f"release {one.release.number}")
        for one in queries.released(release.inspection)
        if one.release.number < release.number
        for bundle in one.bundles[-1:]
    ]


def read(folder: Path, earlier: str) -> Out:
    """Read a folder of contents, or one of the first format, as an intruder does."""
    if schema_one.is_first_format(folder):
        bundle = schema_one.read(folder).bundle
        shown = bundle.rehearsal or bundle.name_bodies
        paths = {f"bodies/{one.code}.html" for one in bundle.bodies} if shown else set()
    else:
        bundle = read_bundle(folder)
        paths = set(json.loads((folder / MANIFEST).read_text("utf-8"))["files"])
    pages = {
        f"bodies/{one.code}.html": one.code
        for one in bundle.bodies
        if one.inspected and f"bodies/{one.code}.html" in paths
    }
    documents = [read_edition(folder, one.slug) for one in bundle.documents]
    return Out(bundle, documents, pages if len(pages) * 2 > _inspected(bundle) else {}, earlier)


def _inspected(bundle: Bundle) -> int:
    return sum(one.inspected for one in bundle.bodies)


def _thing(one: Derived) -> str:
    return one.secret.says if one.settled else f"{one.secret.says} (not settled in time)"


def _steps(one: Derived) -> list[str]:
    """Say how it follows, a sentence for each thing published."""
    said = {
        Way.CELLS: "{says}: {where}.",
        Way.COUNT: "“{says}”: {where}.",
        Way.TAKEN: "“{taken}” in {where} has as many bodies, and is taken for it.",
        Way.REST: "“{taken}” in {where} has as many bodies as the rest, and is taken for the rest.",
        Way.ABSENT: "“{taken}” in {where} is as many bodies, and is taken for it.",
    }
    if not one.settled:
        return ["The search was not done in time, so it counts as if it could be worked out."]
    return [
        said[step.way].format(says=step.says, where="; ".join(step.where), taken=step.taken)
        for step in one.steps
    ]


def _remedies(one: Derived) -> list[str]:
    """Say what to take out so that it does not follow, a sentence for each way."""
    remedies: list[str] = []
    for step in one.steps:
        where = "; ".join(step.where)
        if step.statement.startswith("names "):
            remedies.append(f"Take the name out of the sentence, or the sentence: {where}.")
        elif step.way is Way.COUNT:
            remedies.append(f"Withhold the number “{step.says}” ({where}), or leave it out.")
        elif step.way is Way.ABSENT:
            remedies.append(f"Publish it of every body or of none: {where}.")
        else:
            remedies.append(f"Suppress the column by body, or take the sentence out: {where}.")
    if one.secret.hidden is Hidden.REMOVED:
        remedies.append("Or take out the whole sentence from which the words were removed.")
    return list(dict.fromkeys(remedies)) or ["Leave out what is hidden altogether."]
