"""Verify all that must not have changed: chains and heads, every row, files, editions, bundles."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import DatabaseError

from inspectorate.domain.evidence.models import Attachment
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.files import store, strays
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger import chain, format_one, heads, proof, triggers
from inspectorate.foundation.ledger.checkpoints import comparing
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.ledger.stored import whatever_lies
from inspectorate.foundation.people import credentials

from . import folder, orphans
from .models import Bundle
from .queries import folders_of, root
from .snapshot import snapshot


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
    """Read every ledger entry, head, row, file, edition and bundle."""
    # While others go on writing, an act must not be seen half.
    with snapshot():
        found = VerifiedRecords(
            entries=Entry.objects.count(),
            streams=Entry.objects.values("stream").distinct().count(),
            rows=RowDigest.objects.exclude(table="").values("table", "row").distinct().count(),
            files=Blob.objects.count(),
            editions=Edition.objects.count(),
            bundles=Bundle.objects.count(),
            faults=tuple(found_by(of_one_moment())),
            # They read rows that may be forged, as the parts do.
            notes=tuple(found_by([proof.notes])),
        )
    return replace(found, faults=(*found.faults, *found_by(of_now())))


def faults() -> Iterator[str]:
    """Yield one sentence for each thing that is missing, changed or strange."""
    yield from found_by((*of_one_moment(), *of_now()))


def of_one_moment() -> Iterator[proof.Check]:
    """Yield the parts of verification that hold rows against rows, or against files older than
    them; none relies on what another found.
    """
    yield from (chain.faults, triggers.faults, format_one.faults, comparing.faults)
    yield from proof.checks()
    yield credentials.faults
    yield from (store.faults, strays.faults, edition_faults, attachment_faults, bundle_faults)


def of_now() -> Iterator[proof.Check]:
    """Yield the parts that hold what lies outside the database against rows that may be younger
    than the moment the others read.
    """
    yield from (heads.faults, comparing.published_faults, strange_folders)


# What a forged value, row or file may raise in whoever reads it: a number too large, a text nested
# too deep, a folder where a file was.
_UNREADABLE = (
    DatabaseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
)


def found_by(checks: Iterable[proof.Check]) -> Iterator[str]:
    """Yield what each part finds; one that cannot go on is a fault itself and hides no other."""
    for check in checks:
        try:
            yield from whatever_lies(check)
        except _UNREADABLE as fault:
            name = getattr(check, "func", check).__qualname__
            yield f"verification could not finish {name}: {type(fault).__name__}: {fault}"


def attachment_faults() -> Iterator[str]:
    """Compare the files that entries of format 1 name with the attachments of their items.

    Those of later entries are proven as rows.
    """
    entries = Entry.objects.filter(format=1, detail__has_key="files").order_by("stream", "number")
    for stream, number, of, detail in entries.values_list("stream", "number", "of", "detail"):
        attached = Attachment.objects.filter(item__pk=int(of.rpartition("/")[2]))
        held = set(attached.values_list("blob", flat=True))
        for digest in sorted(set(detail["files"]) - held):
            yield f"{of}: file {digest} is not attached to it (ledger {stream}, entry {number})"


def bundle_faults() -> Iterator[str]:
    """Read every folder that a row names: contents signed, registers, bundles of before."""
    for name, digest in sorted(folders_of().items()):
        yield from folder.faults(root() / name, digest)


def strange_folders() -> Iterator[str]:
    """Name each folder among the released ones that no row names: a strange one at once, contents
    once they are older than a day. Nobody builds one.
    """
    found = {one.name for one in orphans.orphans() if orphans.strange(one)}
    if found:
        # A folder of a binder is placed a moment before its row is committed.
        time.sleep(1)
        found -= folders_of().keys()
    yield from (f"bundle {name}: no record names this folder" for name in sorted(found))


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
