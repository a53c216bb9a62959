"""The two ways of a binder: an inspection written out, and a binder read in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import Actor, InternalKey
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from .. import actions, folder
from ..reasons import PublicationReason
from ..snapshot import snapshot
from ..verbs import PublicationVerb
from . import taking_over
from .archive import Archive, Broken, opened
from .verify import MOST_FAULTS, faults, verify_binder
from .writing import pack

Progress = Callable[[str, int, int], None]
__all__ = ["ExportedBinder", "IncomingBinder", "export", "read", "verify_binder"]


@dataclass(frozen=True, slots=True)
class ExportedBinder:
    """What an export wrote: rows, ledger entries, files, bytes, and its ``digest``.

    The digest is that of binder.json, which holds those of every other member: the one line to keep
    elsewhere or to give to an outsider.
    """

    rows: int
    entries: int
    files: int
    bytes: int
    digest: str
    highest_marking: str


def export(
    inspection: Inspection,
    out: Path,
    *,
    by: Actor,
    at: datetime,
    key: str,
    progress: Progress | None = None,
) -> ExportedBinder:
    """Write the binder of ``inspection`` to ``out``, and read it back before it gets its name.

    The same data gives the same bytes. Raises Forbidden, or Refused when a file is missing or what
    was read back is not what was written, such as a row that no act wrote; then there is no new
    file.
    """
    actions.refuse_export(by, inspection)
    refuse_if(_without_folder(out))
    while next(taking_over.proven_elsewhere(inspection), None):
        again = InternalKey(f"take-over-{uuid4().hex}")
        actions.take_over(by=by, at=at, key=again, inspection=inspection)
    # In the same folder, so that the rename is one step; the name is given to what was read back
    # only.
    temporary = out.with_name(f".{out.name}.writing")
    try:
        contents = _written(inspection, temporary, progress)
        size = temporary.stat().st_size
        rows = sum(one["rows"] for one in contents["tables"].values())
        entries, files = contents["ledger"]["entries"], contents["files"]
        # Before it has its name: no binder is there that the ledger does not know of.
        actions.export_binder(
            by=by,
            at=at,
            key=key,
            inspection=inspection,
            digest=contents["digest"],
            rows=rows,
            entries=entries,
            files=files,
        )
        temporary.replace(out)
        folder.sync(out.parent)
    finally:
        temporary.unlink(missing_ok=True)
    marking = contents["highest_marking"]
    return ExportedBinder(rows, entries, files, size, contents["digest"], marking)


def _without_folder(out: Path) -> list[Reason]:
    if out.parent.is_dir():
        return []
    return [
        Reason(
            PublicationReason.FOLDER_MISSING,
            f"There is no folder {out.parent}.",
            Mend.words("Make it, or name another."),
            "out",
        )
    ]


def _written(inspection: Inspection, path: Path, progress: Progress | None) -> dict[str, Any]:
    """Write the binder to ``path``, read it back, and return what ``binder.json`` says."""
    # For its owner alone from the first byte: it holds everything behind the inspection.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as stream:
        # Rows, ledger and files of one moment, though others go on writing.
        with snapshot():
            contents = pack(inspection, stream, progress)
        stream.flush()
        os.fsync(stream.fileno())
    refuse_if(
        [
            Reason(
                PublicationReason.NOT_AS_WRITTEN,
                f"{fault}.",
                Mend.by(PublicationVerb.EXPORT, "Try again."),
                "out",
            )
            for fault in verify_binder(path, progress=progress)
        ]
    )
    with opened(path) as archive:
        if archive.digest != contents["digest"]:
            raise Refused(
                [
                    Reason(
                        PublicationReason.NOT_AS_WRITTEN,
                        "What was read back is not what was written.",
                        Mend.by(PublicationVerb.EXPORT, "Try again."),
                        "out",
                    )
                ]
            )
    return contents


@dataclass(slots=True)
class IncomingBinder:
    """A verified binder on its way in.

    ``placed`` collects the released folders written, to be taken back on a failure.
    """

    archive: Archive
    progress: Progress | None = None
    placed: list[Path] = field(default_factory=list)

    def __str__(self) -> str:
        return self.archive.digest


def read(
    path: Path, *, by: Actor, at: datetime, key: str, progress: Progress | None = None
) -> Inspection:
    """Read a binder into this installation, all of it or nothing; return its inspection.

    Every digest, count, reference and the ledger's chain are checked before anything is written.
    Raises Refused with every fault of the archive, or with every row that is already here as
    something else.
    """
    try:
        with opened(path) as archive:
            found = islice(faults(archive, progress), MOST_FAULTS)
            refuse_if([_broken(one, path) for one in found])
            incoming = IncomingBinder(archive, progress)
            with _undone_on_failure(incoming):
                return actions.import_binder(by=by, at=at, key=key, binder=incoming)
    except Broken as broken:
        raise Refused([_broken(str(broken), path)]) from broken


def _broken(fault: str, path: Path) -> Reason:
    return Reason(
        PublicationReason.BINDER_BROKEN,
        f"{fault}.",
        Mend.outside("Ask for the binder again."),
        path.name,
    )


@contextmanager
def _undone_on_failure(incoming: IncomingBinder) -> Iterator[None]:
    """The database takes its rows back by itself; released folders placed meanwhile go here.

    Stored files are placed last, when nothing can be refused any more, and are never taken back:
    somebody may have stored the same content in that moment and rely on it.
    """
    try:
        yield
    except BaseException:
        for placed in incoming.placed:
            shutil.rmtree(placed, ignore_errors=True)
        raise
