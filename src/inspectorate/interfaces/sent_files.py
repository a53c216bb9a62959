"""The files of a note from a device: put together from their pieces, and brought into the store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from inspectorate.domain.evidence.arrivals.models import Told
from inspectorate.domain.evidence.models import Arrival, Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.envelopes.coding import CannotOpen
from inspectorate.foundation.envelopes.said import SaidFile
from inspectorate.foundation.files import store
from inspectorate.foundation.files.kinds import ALLOWED
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

# The field of a reason that is of one file: its id follows.
FILES = "files."
# The end of the name of a file that nobody can open.
SEALED = ".sealed"


@dataclass(slots=True)
class SentFiles:
    """The files of a note: those in the store, why others are not, of which pieces are missing.

    ``missing`` holds, by the id of the file, the numbers of the pieces that are here.
    """

    stored: list[StoredFile] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    missing: dict[str, list[int]] = field(default_factory=dict)


def missing(senders: Sequence[str], files: Sequence[SaidFile]) -> dict[str, list[int]]:
    """Of each file that is not here whole, the pieces that are; none is asked for that is too
    large to be taken.
    """
    here = {one.id: _place(senders, one)[1] for one in files if not _too_large(one)}
    return {
        one.id: here[one.id]
        for one in files
        if one.id in here and here[one.id] != list(range(one.pieces))
    }


def put_together(
    senders: Sequence[str], files: Sequence[SaidFile], *, without: bool = False
) -> SentFiles:
    """Bring the files of a note into the store, from pieces of the first of ``senders`` that has
    them.

    What does not open, is not what the note says, or is of a kind that is not taken, is kept shut,
    as it came, with its reason: its device forgets it. None holds up another. Where some are not
    here whole, none is brought in, unless the note is to go on ``without`` them.
    """
    found = SentFiles(missing=missing(senders, files))
    if found.missing and not without:
        return found
    for one in files:
        if one.id in found.missing:
            found.reasons.append(_never_came(one))
        elif _too_large(one):
            found.reasons.append(_large(one))
        else:
            _bring_in(found, senders, one)
    return found


def known_of(files: Sequence[SaidFile], made: Item | Arrival) -> dict[str, StoredFile]:
    """The files of a note that were taken in before with ``made``, by their ids."""
    rows = made.attachments if isinstance(made, Item) else made.files
    held: dict[tuple[str, str], Blob] = {}
    for row in rows.select_related("blob"):
        held[row.blob_id, row.name] = row.blob
        # Kept as it came, which is not what its note says.
        if _was_unopened(made, row.name):
            held["", row.name] = row.blob
    found = {}
    for one in files:
        names = ((one.sha256, one.name), ("", one.name), ("", one.name + SEALED))
        there = next(((held[key], key[1]) for key in names if key in held), None)
        if there is not None:
            blob, name = there
            found[one.id] = StoredFile(blob.digest, blob.size, _kind_of(blob, name, made), name)
    return found


def lacking(told: Sequence[Told]) -> list[str]:
    """The ids of files of which it was said that they never came: their device has them still."""
    return [
        one.field.removeprefix(FILES)
        for one in told
        if one.code == EvidenceReason.FILE_MISSING and one.field.startswith(FILES)
    ]


def amiss(sentences: Sequence[str]) -> list[Reason]:
    """Reasons for what of the files of a note is not as described."""
    mend = "Ask its author for the file itself."
    return [_reason(EvidenceReason.FILE_UNOPENED, f"{one}.", mend) for one in sentences]


def _was_unopened(made: Item | Arrival, name: str) -> bool:
    if isinstance(made, Item):
        return False
    plain = name.removesuffix(SEALED)
    return any(
        one.code == EvidenceReason.FILE_UNOPENED and one.text.startswith(f"{plain} ")
        for one in made.told
    )


def _kind_of(blob: Blob, name: str, made: Item | Arrival) -> str:
    """What it was taken for under this name; the blob says what it was under its first."""
    taken = ALLOWED.get(Path(name).suffix.lower(), blob.media_type)
    return taken if isinstance(made, Item) else blob.media_type


def _place(senders: Sequence[str], file: SaidFile) -> tuple[str, list[int]]:
    """Whose pieces of a file are to be put together, and which of them are here."""
    have = [(one, pieces.have(one, file.id)) for one in senders]
    return max(have, key=lambda one: len(one[1]))


def _bring_in(found: SentFiles, senders: Sequence[str], file: SaidFile) -> None:
    sender, _ = _place(senders, file)
    there = Path(settings.FILE_UPLOAD_TEMP_DIR)
    there.mkdir(parents=True, exist_ok=True)
    # Without a name: nothing is left of it, whatever becomes of this process.
    with tempfile.TemporaryFile(dir=there) as whole:
        try:
            as_said = _open_into(whole, sender, file)
        except CannotOpen:
            _keep_sealed(found, whole, sender, file)
            return
        # Another request took the note in, and its pieces, at this moment.
        except pieces.Gone:
            found.missing[file.id] = pieces.have(sender, file.id)
            found.reasons.append(_never_came(file))
            return
        if not as_said:
            found.reasons.append(_other_content(file))
            found.stored.append(store.take_shut(whole, name=file.name))
            return
        whole.seek(0)
        try:
            found.stored.append(store.take(whole, name=file.name, most=settings.PIECES_LIMIT))
        except Refused as refusal:
            found.reasons += refusal.reasons
            found.stored.append(store.take_shut(whole, name=file.name))


def _open_into(whole: IO[bytes], sender: str, file: SaidFile) -> bool:
    """Open the pieces of a file into ``whole``; is it what its note says?"""
    told, size = hashlib.sha256(), 0
    for piece in pieces.contents(sender, file.id, file.pieces):
        content = pieces.open_piece(file.key, piece)
        told.update(content)
        size += len(content)
        whole.write(content)
    return (size, told.hexdigest()) == (file.size, file.sha256)


def _keep_sealed(found: SentFiles, whole: IO[bytes], sender: str, file: SaidFile) -> None:
    """Keep what does not open as it came, sealed: more than that nobody has."""
    whole.seek(0)
    whole.truncate()
    for piece in pieces.contents(sender, file.id, file.pieces):
        whole.write(piece.content)
    found.reasons.append(_unopened(file))
    found.stored.append(store.take_shut(whole, name=file.name + SEALED))


def _too_large(file: SaidFile) -> bool:
    return file.size > settings.PIECES_LIMIT


def _large(file: SaidFile) -> Reason:
    text = f"{file.name} is larger than {settings.PIECES_LIMIT // 1024 // 1024} MB."
    mend = "Keep it where it is, and send a part of it."
    return _reason(EvidenceReason.FILE_TOO_LARGE, text, mend)


def _unopened(file: SaidFile) -> Reason:
    text = f"{file.name} does not open; it is kept sealed, as it came."
    return _reason(EvidenceReason.FILE_UNOPENED, text, "Ask its author for the file itself.")


def _other_content(file: SaidFile) -> Reason:
    text = f"{file.name} is another file than its note says; it is kept as it came."
    return _reason(EvidenceReason.FILE_UNOPENED, text, "Ask its author for the file itself.")


def _never_came(file: SaidFile) -> Reason:
    text = f"{file.name} never came whole."
    mend = "Open its device where there is a network: it has the file still, and sends it."
    return _reason(EvidenceReason.FILE_MISSING, text, mend, f"{FILES}{file.id}")


def _reason(code: EvidenceReason, text: str, mend: str, where: str = "files") -> Reason:
    return Reason(code, text, Mend.outside(mend), where)
