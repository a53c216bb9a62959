"""Writes a binder: rows, ledger, files and released folders, into one zip; changes nothing.

Moments and order are fixed, so that the same data give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import IO, Any

from django.db import models
from django.db.models import Q

from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries as reports
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import ORDER
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..queries import folders_of, root
from ..reasons import PublicationReason
from ..verbs import PublicationVerb
from . import stream as carried
from .archive import COLUMNS, CONTENTS, OTHERWISE, SCHEMA, digests_member, row_member, stream_member
from .rows import encode, model_of, references, rows
from .tables import FILES, FORMAT, OF_INSPECTION, SHARED

Progress = Callable[[str, int, int], None]
# The earliest moment a zip can hold; the same for every member, so that the same data give the same
# bytes.
_THEN = (1980, 1, 1, 0, 0, 0)
_PIECE = 2**20
_REGISTER = (
    "bodies.body",
    "bodies.oversight",
    "bodies.group",
    "bodies.group_members",
    BodyVerb.CHANGE,
)
# The columns that say how high a row is marked.
_MARKINGS = {"marking", "debrief_marking"}
_STEP = 5000


@dataclass(slots=True)
class ReferredRows:
    """What the rows written so far refer to."""

    inspection: Inspection
    people: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class ArchiveWriter:
    """A zip being written, and the digests of what is in it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.packed = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.members: dict[str, dict[str, Any]] = {}

    def member(self, name: str, chunks: Iterable[bytes], *, squeeze: bool = True) -> None:
        """Write one member from its chunks."""
        about = zipfile.ZipInfo(name, _THEN)
        # Otherwise zipfile writes the system it runs on, and the bytes differ between machines.
        about.create_system, about.external_attr = 3, 0o100644 << 16
        about.compress_type = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
        seen, size = hashlib.sha256(), 0
        # The size is known only at the end, and a member past 4 GB needs the larger header from the
        # start.
        with self.packed.open(about, "w", force_zip64=True) as stream:
            for chunk in chunks:
                stream.write(chunk)
                seen.update(chunk)
                size += len(chunk)
        self.members[name] = {"sha256": seen.hexdigest(), "bytes": size}


def pack(inspection: Inspection, stream: IO[bytes], progress: Progress | None) -> dict[str, Any]:
    """Write the binder of ``inspection``; return what ``binder.json`` says, with its ``digest``."""
    packing, referred = ArchiveWriter(stream), ReferredRows(inspection)
    with packing.packed:
        tables = {
            table: _table(
                packing, table, [carried.of_inspection(table, inspection)], referred, progress
            )
            for table in OF_INSPECTION
        }
        ledger = _ledger(packing, referred, progress)
        # After the rows and the ledger, which say whom and what they refer to.
        tables |= {
            table: _table(packing, table, shared(table, referred), referred, progress)
            for table in SHARED
        }
        for digest in sorted(referred.files):
            # Most are packed in themselves (PDF, pictures, office files).
            packing.member(f"files/{digest}", _stored(digest), squeeze=False)
        asked = {key: one.to_dict() for key, one in claims.otherwise(inspection).items()}
        packing.member(OTHERWISE, [encode(asked)])
        contents = {
            "schema": f"{SCHEMA}{FORMAT}",
            "software": _version(),
            "slug": inspection.slug,
            "title": inspection.title,
            "notice": inspection.notice,
            "highest_marking": _highest(inspection),
            "tables": tables,
            "ledger": ledger,
            "files": len(referred.files),
            "bundles": dict(_bundles(packing, inspection)),
            "members": dict(packing.members),
        }
        text = (json.dumps(contents, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
        packing.member(CONTENTS, [text])
    return contents | {"digest": hashlib.sha256(text).hexdigest()}


def shared(table: str, referred: ReferredRows) -> list[models.QuerySet[Any]]:
    """The rows of a shared table that what was written so far refers to, in ascending order."""
    every = model_of(table)._base_manager
    inspection, framework = referred.inspection, referred.inspection.framework
    graded = model_of("programmes.criterion")._base_manager.filter(
        area__framework=framework, scale__isnull=False
    )
    scales = list(graded.values_list("scale", flat=True).distinct())
    strategy = framework.strand.strategy_id if framework.strand else None
    if table in _REGISTER:
        return [every.all()]
    if table == "people.person":
        return _picked(every, sorted(referred.people))
    if table == "files.blob":
        return _picked(every, sorted(referred.files))
    if table == "people.declaration":
        codes = list(inspection.scope.values_list("body__code", flat=True))
        return [every.filter(about__in=codes, person__in=inspection.team.values("person"))]
    if table == "bodies.contact":
        mine = Q(body__in=inspection.scope.values("body")) | Q(
            body__addressed__recommendation__inspection=inspection
        )
        found = every.filter(mine).values_list("pk", "person_id").distinct()
        return _picked(every, sorted(pk for pk, person in found if person in referred.people))
    conditions = {
        "programmes.strategy": Q(pk=strategy),
        "programmes.strand": Q(strategy=strategy),
        "programmes.objective": Q(strand__strategy=strategy),
        "programmes.scale": Q(pk__in=scales),
        "programmes.grade": Q(scale__in=scales),
        "programmes.scalebreak": Q(before__in=scales, after__in=scales),
        "programmes.vocabulary": Q(pk=inspection.vocabulary_id),
        "programmes.framework": Q(pk=framework.pk),
        "programmes.area": Q(framework=framework),
        "programmes.criterion": Q(area__framework=framework),
        "programmes.characteristic": Q(criterion__area__framework=framework),
        "programmes.finding": Q(criterion__area__framework=framework),
    }
    return [every.filter(conditions[table])]


def _picked(every: models.Manager[Any], keys: list[Any]) -> list[models.QuerySet[Any]]:
    # Databases bound the number of parameters of one query.
    return [every.filter(pk__in=keys[start : start + 500]) for start in range(0, len(keys), 500)]


def _table(
    packing: ArchiveWriter,
    table: str,
    queries: list[models.QuerySet[Any]],
    referred: ReferredRows,
    progress: Progress | None,
) -> dict[str, Any]:
    """Write one table's rows; the number the database counts must be the number that went in."""
    to = references(table)
    people = [column for column, target in to.items() if target == "people.person"]
    expected, written = sum(one.count() for one in queries), 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        for row in rows(table, queries):
            referred.people.update(row[column] for column in people if row[column] is not None)
            referred.files.update(row[column] for column in FILES.get(table, ()) if row[column])
            written += 1
            if progress and written % _STEP == 0:
                progress(table, written, expected)
            yield encode(row)

    packing.member(row_member(table), lines())
    if written != expected:
        raise Refused(
            [
                Reason(
                    PublicationReason.ROWS_DIFFER,
                    f"{table}: {expected:,} rows counted, {written:,} read.",
                    Mend.by(PublicationVerb.EXPORT, "Try again."),
                    table,
                )
            ]
        )
    if progress and expected:
        progress(table, written, expected)
    return {"rows": written, "references": to}


def _ledger(
    packing: ArchiveWriter, referred: ReferredRows, progress: Progress | None
) -> dict[str, Any]:
    """Write the inspection's own stream as it stands, with the digests of the rows it wrote."""
    slug, stream = referred.inspection.slug, referred.inspection.stream
    count, of, head = 0, Entry.objects.filter(stream=stream).count(), ""
    digests, lists = 0, set()

    def lines() -> Iterator[bytes]:
        nonlocal count, head
        for row in carried.entries(stream):
            # The command line acts under a name, not a person's key.
            if row["by"].isdigit():
                referred.people.add(int(row["by"]))
            count, head = count + 1, row["digest"]
            if progress and count % _STEP == 0:
                progress("ledger", count, of)
            yield encode(row)

    def digest_lines() -> Iterator[bytes]:
        nonlocal digests
        for row in carried.digests(stream):
            digests += 1
            if row["columns"]:
                lists.add(row["columns"])
            yield encode(row)

    packing.member(stream_member(slug), lines())
    packing.member(digests_member(slug), digest_lines())
    packing.member(COLUMNS, map(encode, carried.columns(lists)))
    if progress and of:
        progress("ledger", count, of)
    return {"stream": stream, "entries": count, "head": head, "digests": digests}


def _bundles(packing: ArchiveWriter, inspection: Inspection) -> Iterator[tuple[str, str]]:
    for name, digest in sorted(folders_of(inspection).items()):
        folder = root() / name
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            packing.member(
                f"bundles/{name}/{path.relative_to(folder).as_posix()}",
                [path.read_bytes()],
                squeeze=path.suffix not in (".pdf", ".woff2"),
            )
        yield name, digest


def _stored(digest: str) -> Iterator[bytes]:
    """The bytes of a file of the store, in pieces, compared with its digest before the first."""
    try:
        with store.opened(digest) as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except store.Missing as missing:
        mend = Mend.outside("Run inspectorate verify, and put the file back from a backup.")
        raise Refused(
            [Reason(PublicationReason.FILE_MISSING, f"{missing}.", mend, f"files/{digest}")]
        ) from missing


def _highest(inspection: Inspection) -> str:
    """The highest marking of any row, of any claim and text, which may quote an item of another
    inspection, and of any passage that a text once held.
    """
    texts = inspection.documents.order_by().values_list("text", flat=True)
    found = {
        reports.marking_of_passages(inspection),
        reports.marking_of(inspection, *texts),
        *claims.markings(inspection).values(),
    }
    for table, path in OF_INSPECTION.items():
        model = model_of(table)
        for column in _MARKINGS & {one.name for one in model._meta.concrete_fields}:
            marked = model._default_manager.filter(**{path: inspection}).order_by()
            found.update(marked.values_list(column, flat=True).distinct())
    return max(found, key=lambda one: ORDER.get(one, -1))


def _version() -> str:
    try:
        return version("inspectorate")
    except PackageNotFoundError:
        return "source"
