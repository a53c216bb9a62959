"""The external head: the last number and digest of each stream, kept in a file beside the database.

Someone who cuts the ledger's tail, or re-chains all of it, must also forge this file, which a deployer ships elsewhere. It
is appended to after each commit; a head ahead of the ledger therefore proves a loss, a head behind it proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .models import Entry


class LedgerBehindHead(Exception):
    """The ledger holds less than its external head says, or something else: start-up refuses."""


def note_head(stream: str, number: int, digest: str) -> None:
    """Append one head line; a single small write, so that writers never mix."""
    line = f"{stream}\t{number}\t{digest}\n".encode()
    handle = os.open(settings.HEADS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def read_heads(path: Path | None = None) -> dict[str, tuple[int, str]]:
    """Return the highest number noted for each stream with its digest; a torn last line is passed over."""
    heads: dict[str, tuple[int, str]] = {}
    path = path or Path(settings.HEADS_FILE)
    if not path.exists():
        return heads
    for line in path.read_text("utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) == 3 and parts[1].isdigit() and len(parts[2]) == 64:
            number = int(parts[1])
            if number >= heads.get(parts[0], (0, ""))[0]:
                heads[parts[0]] = (number, parts[2])
    return heads


def faults(path: Path | None = None) -> Iterator[str]:
    """Compare the ledger with its external head; yield one sentence for each stream that has lost or changed entries."""
    for stream, (number, digest) in sorted(read_heads(path).items()):
        entry = Entry.objects.filter(stream=stream, number=number).values_list("digest", flat=True).first()
        if entry is None:
            last = Entry.objects.filter(stream=stream).order_by("-number").values_list("number", flat=True).first() or 0
            yield f"ledger {stream}: ends at entry {last}, but the external head knows entry {number}: its tail was cut"
        elif entry != digest:
            yield f"ledger {stream}: entry {number} is not the one the external head knows: the chain was rewritten"


def refuse_if_behind() -> None:
    """Raise :class:`LedgerBehindHead` with every fault when the ledger is behind its external head."""
    found = list(faults())
    if found:
        raise LedgerBehindHead(" ".join(found))
