"""The external head: the last number and digest of each stream, kept in a file beside the database.

Someone who cuts the ledger's tail, or re-chains all of it, must also forge this file, which a
deployer ships elsewhere. It is appended to after each commit; a head ahead of the ledger therefore
proves a loss, a head behind it proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from pathlib import Path

from django.conf import settings

from .models import Entry


class LedgerBehindHead(Exception):
    """The ledger holds less than its external head says, or something else: start-up refuses."""


def note_head(stream: str, number: int, digest: str) -> None:
    """Append one head line; a single small write, so that writers never mix."""
    line = f"{stream}\t{number}\t{digest}\n".encode()
    # Not synced to the disk: a line lost with the power leaves a head behind, which proves nothing.
    handle = os.open(settings.HEADS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def read_heads(path: Path | None = None) -> dict[str, tuple[int, str]]:
    """Return the highest number noted for each stream with its digest.

    A torn last line is passed over.
    """
    heads: dict[str, tuple[int, str]] = {}
    path = path or Path(settings.HEADS_FILE)
    if not path.exists():
        return heads
    with path.open(encoding="utf-8", errors="replace") as lines:
        for stream, number, digest in filter(None, map(_parsed, lines)):
            if number >= heads.get(stream, (0, ""))[0]:
                heads[stream] = (number, digest)
    return heads


def faults(path: Path | None = None) -> Iterator[str]:
    """Compare the ledger with every line of its external head; yield a sentence for each loss.

    Every line, since after a rewritten chain the next honest act notes a head of that chain, and
    only the older ones show it.
    """
    path = path or Path(settings.HEADS_FILE)
    faulty: set[str] = set()
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for batch in batched(filter(None, map(_parsed, lines)), 5000):
            for stream, heads in _by_stream(batch).items():
                if stream in faulty:
                    continue
                numbers = {number for number, _ in heads}
                held = dict(
                    Entry.objects.filter(stream=stream, number__in=numbers).values_list(
                        "number", "digest"
                    )
                )
                fault = _fault(stream, heads, held)
                if fault:
                    faulty.add(stream)
                    yield fault


def newest_faults() -> Iterator[str]:
    """Compare only the newest head of each stream: quick enough for start-up."""
    for stream, head in sorted(read_heads().items()):
        held = dict(
            Entry.objects.filter(stream=stream, number=head[0]).values_list("number", "digest")
        )
        fault = _fault(stream, [head], held)
        if fault:
            yield fault


def refuse_if_behind() -> None:
    """Raise :class:`LedgerBehindHead` with every fault of the ledger against its head."""
    found = list(newest_faults())
    if found:
        raise LedgerBehindHead(" ".join(found))


def _parsed(line: str) -> tuple[str, int, str] | None:
    parts = line.rstrip("\n").split("\t")
    # Fewer than 19 digits fit the database's 64 bits; a damaged line must not fail the query.
    if len(parts) == 3 and parts[1].isdecimal() and len(parts[1]) < 19 and len(parts[2]) == 64:
        return parts[0], int(parts[1]), parts[2]
    return None


def _by_stream(batch: Iterable[tuple[str, int, str]]) -> dict[str, list[tuple[int, str]]]:
    grouped: dict[str, list[tuple[int, str]]] = {}
    for stream, number, digest in batch:
        grouped.setdefault(stream, []).append((number, digest))
    return grouped


def _fault(stream: str, heads: Iterable[tuple[int, str]], held: Mapping[int, str]) -> str:
    """Return the fault of the lowest head that the ledger does not hold, or an empty text."""
    for number, digest in sorted(heads):
        if number not in held:
            last = (
                Entry.objects.filter(stream=stream)
                .order_by("-number")
                .values_list("number", flat=True)
                .first()
                or 0
            )
            if last < number:
                return (
                    f"ledger {stream}: ends at entry {last}, but the external head knows entry "
                    f"{number}: its tail was cut"
                )
            return f"ledger {stream}: entry {number}, which the external head knows, is missing"
        if held[number] != digest:
            return (
                f"ledger {stream}: entry {number} is not the one the external head knows: the "
                f"chain was rewritten"
            )
    return ""
