"""The files of a note from a device: put together from their pieces, and brought into the store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from inspectorate.domain.evidence.models import Arrival, Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.envelopes.coding import CannotOpen
from inspectorate.foundation.envelopes.said import SaidFile
from inspectorate.foundation.files import store
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused


@dataclass(slots=True)
class SentFiles:
    """The files of a note: those in the store, why others are not, of which pieces are missing.

    ``missing`` holds, by the id of the file, the numbers of the pieces that are here.
    """

    stored: list[StoredFile] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    missing: dict[str, list[int]] = field(default_factory=dict)


def missing(sender: str, files: Sequence[SaidFile]) -> dict[str, list[int]]:
    """Of each file that is not here whole, the pieces that are; none is asked for that is too
    large to be taken.
    """
    here = {one.id: pieces.have(sender, one.id) for one in files if not _too_large(one)}
    return {
        one.id: here[one.id]
        for one in files
        if one.id in here and here[one.id] != list(range(one.pieces))
    }


def put_together(sender: str, files: Sequence[SaidFile], *, without: bool = False) -> SentFiles:
    """Bring the files of a note into the store, each that can be.

    A file that does not open, is not what it says, or is of a kind that is not taken, is left out
    with its reason and holds up no other. Where some are not here whole, none is brought in, unless
    the note is to go on ``without`` them.
    """
    found = SentFiles(missing=missing(sender, files))
    if found.missing and not without:
        return found
    for one in files:
        if one.id in found.missing:
            found.reasons.append(_never_came(one))
            continue
        try:
            found.stored.append(_brought_in(sender, one))
        except Refused as refusal:
            found.reasons += refusal.reasons
        except CannotOpen:
            found.reasons.append(_unopened(one))
        except pieces.Gone:
            # Another request took the note in, and its pieces, at this moment.
            found.missing[one.id] = pieces.have(sender, one.id)
    return found


def known_of(files: Sequence[SaidFile], made: Item | Arrival) -> list[StoredFile] | None:
    """The files of a note that was taken in before as ``made``; None where it lacks one of them."""
    rows = made.attachments if isinstance(made, Item) else made.files
    held: dict[tuple[str, str], Blob] = {
        (one.blob_id, one.name): one.blob for one in rows.select_related("blob")
    }
    found = [held.get((one.sha256, one.name)) for one in files]
    if any(one is None for one in found):
        return None
    return [
        StoredFile(blob.digest, blob.size, blob.media_type, one.name)
        for blob, one in zip(found, files, strict=True)
        if blob is not None
    ]


def _brought_in(sender: str, file: SaidFile) -> StoredFile:
    if _too_large(file):
        raise Refused([_large(file)])
    there = Path(settings.FILE_UPLOAD_TEMP_DIR)
    there.mkdir(parents=True, exist_ok=True)
    # Without a name: nothing is left of it, whatever becomes of this process.
    with tempfile.TemporaryFile(dir=there) as whole:
        _open_into(whole, sender, file)
        whole.seek(0)
        return store.take(whole, name=file.name, most=settings.PIECES_LIMIT)


def _open_into(whole: IO[bytes], sender: str, file: SaidFile) -> None:
    told, size = hashlib.sha256(), 0
    for piece in pieces.contents(sender, file.id, file.pieces):
        content = pieces.open_piece(file.key, piece)
        told.update(content)
        size += len(content)
        whole.write(content)
    if (size, told.hexdigest()) != (file.size, file.sha256):
        raise CannotOpen("it is another file than its note says")


def _too_large(file: SaidFile) -> bool:
    return file.size > settings.PIECES_LIMIT


def _large(file: SaidFile) -> Reason:
    text = f"{file.name} is larger than {settings.PIECES_LIMIT // 1024 // 1024} MB."
    return _reason(EvidenceReason.FILE_MISSING, text, "Keep it where it is, and send a part of it.")


def _unopened(file: SaidFile) -> Reason:
    text = f"{file.name} does not open, or is another file than its note says."
    return _reason(EvidenceReason.FILE_UNOPENED, text, "Ask its author for the file itself.")


def _never_came(file: SaidFile) -> Reason:
    text = f"{file.name} never came whole."
    return _reason(EvidenceReason.FILE_MISSING, text, "Ask its author for the file itself.")


def _reason(code: EvidenceReason, text: str, mend: str) -> Reason:
    return Reason(code, text, Mend.outside(mend), "files")
