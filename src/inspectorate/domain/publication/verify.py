"""Verify all that must not have changed: chains and heads, every row, files, editions, bundles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.files import store
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger import chain, format_one, heads, proof, triggers
from inspectorate.foundation.ledger.models import Entry, RowDigest

from . import folder
from .binder.writing import snapshot
from .models import Bundle
from .queries import folder_of


@dataclass(frozen=True, slots=True)
class VerifiedRecords:
    """How much was read, and every fault found, one sentence each; sound when there is none.

    ``notes`` say what is in order and yet should be known: rows disposed of, and rows that were
    there before anything proved them.
    """

    entries: int
    streams: int
    rows: int
    files: int
    editions: int
    bundles: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Is nothing wrong?"""
        return not self.faults


def verify() -> VerifiedRecords:
    """Read every ledger entry, head, row, file, edition and bundle, all of one moment."""
    # While others go on writing, an act must not be seen half.
    with snapshot():
        return VerifiedRecords(
            entries=Entry.objects.count(),
            streams=Entry.objects.values("stream").distinct().count(),
            rows=RowDigest.objects.exclude(table="").values("table", "row").distinct().count(),
            files=Blob.objects.count(),
            editions=Edition.objects.count(),
            bundles=Bundle.objects.count(),
            faults=tuple(faults()),
            notes=tuple(proof.notes()),
        )


def faults() -> Iterator[str]:
    """Yield one sentence for each thing that is missing or changed."""
    yield from chain.faults()
    yield from heads.faults()
    yield from triggers.faults()
    yield from format_one.faults()
    yield from proof.faults()
    yield from store.faults()
    yield from edition_faults()
    for bundle in Bundle.objects.select_related("release__inspection").order_by("folder"):
        yield from folder.faults(folder_of(bundle), bundle.digest)


def edition_faults() -> Iterator[str]:
    """Compare each edition with its digest, and its digest with what the ledger says was frozen."""
    frozen = {}
    for entry in Entry.objects.filter(verb=ReportVerb.FREEZE).order_by("stream", "number"):
        for kind, digest in entry.detail.get("digests", {}).items():
            frozen[entry.stream, entry.detail["document"], entry.detail["number"], kind] = digest
    for edition in (
        Edition.objects.select_related("document__inspection")
        .order_by("pk")
        # An edition's text may be megabytes: few are held at a time.
        .iterator(chunk_size=50)
    ):
        name = f"edition {edition.document.slug} {edition.number} ({edition.kind})"
        if not holds(edition):
            yield f"{name}: its text is not the one that was frozen"
        key = (
            edition.document.inspection.stream,
            edition.document.slug,
            edition.number,
            edition.kind,
        )
        if frozen.get(key) != edition.digest:
            yield f"{name}: the ledger does not know its digest"


def holds(edition: Edition) -> bool:
    """Is the stored text the one that was frozen?

    The JSON itself is digested: read into classes and back, a field added since would make every
    older edition another.
    """
    return hashlib.sha256(canonical(edition.data)).hexdigest() == edition.digest
