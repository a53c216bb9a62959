"""The external head: the last number and digest of each stream, kept in a file beside the database.

Someone who cuts the ledger's tail, or re-chains all of it, must also forge this file, which a
deployer ships elsewhere. It is appended to after each commit; a head ahead of the ledger therefore
proves a loss, a head behind it proves nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from . import head_file
from .head_file import Head, Line
from .models import AcceptedHeads, Entry

logger = logging.getLogger(__name__)
WAY_OUT = (
    "If this is known and meant (the database was restored from an older backup, say), run: "
    "inspectorate heads accept --help"
)
NOTHING_KNOWN = (
    "it is missing or holds no head, while the ledger holds entries: it was lost or removed"
)
# Lines compared at once.
READ_AT_ONCE = 5000
# Streams whose head the disk did not take, each with its file; the next act notes them.
_owed: set[tuple[Path, str]] = set()


class LedgerBehindHead(Exception):
    """The ledger holds less than its external head says, or something else: start-up refuses."""


def note_head(stream: str, number: int, digest: str) -> None:
    """Append the head of an act that is committed; with it those of acts before that failed.

    Never raises: what was committed stays done, whatever happens to its head.
    """
    path = Path(settings.HEADS_FILE)
    owed = {owing for owing in _owed if owing[0] == path}
    try:
        before = [head for _, other in owed if other != stream for head in _last(other)]
        told = [*before, Head(stream, number, digest)]
        head_file.append(path, told, sync=settings.HEADS_SYNCED)
        _owed.difference_update(owed)
    except (OSError, DatabaseError) as fault:
        _owed.add((path, stream))
        logger.error("%s: a head was not noted, the next act tries again: %s", path.name, fault)
    _rotate(path)


def catch_up() -> None:
    """At a start: note the heads that a killed server or a full disk left out.

    Nothing is noted of a stream whose heads were lost or taken out: verifying names it.
    """
    path = Path(settings.HEADS_FILE)
    known = head_file.newest(head_file.lines(path))
    if not known:
        if Entry.objects.exists():
            logger.error("%s: %s", path.name, NOTHING_KNOWN)
        return
    lost = set(_lost(known))
    behind = [
        head
        for head in of_ledger()
        if head.stream not in lost
        and (head.stream not in known or known[head.stream].number < head.number)
    ]
    try:
        if behind:
            head_file.append(path, behind)
    except OSError as fault:
        logger.error("%s: heads were not noted at this start: %s", path.name, fault)
    _rotate(path)


@contextmanager
def one_acceptance() -> Iterator[None]:
    """Let another acceptance wait until the new file of this one stands: after its commit."""
    with head_file.acceptance(Path(settings.HEADS_FILE)):
        yield


def begin_anew() -> list[Path]:
    """Set the files of heads aside and begin with the heads of the ledger; return where they lie.

    Nothing to call but from the act that accepts them.
    """
    return head_file.set_aside(Path(settings.HEADS_FILE), of_ledger())


def read_heads() -> dict[str, tuple[int, str]]:
    """Return the highest number noted for each stream with its digest."""
    found = head_file.newest(head_file.lines(Path(settings.HEADS_FILE)))
    return {head.stream: (head.number, head.digest) for head in found.values()}


def of_ledger() -> Iterator[Head]:
    """Yield the newest entry of each stream that the ledger holds, as a head."""
    # Stream by stream along the index: grouping would read every entry of a long ledger.
    stream = ""
    while True:
        following = Entry.objects.filter(stream__gt=stream).order_by("stream")
        found = following.values_list("stream", flat=True).first()
        # Bytes put where a name was sort after every text, and a filter would compare them as one:
        # the walk would begin again, and never end. The chain names such an entry.
        if not isinstance(found, str):
            return
        stream = found
        yield from _last(stream)


def faults(path: Path | None = None) -> Iterator[str]:
    """Compare the ledger with every line of its external head; yield a sentence for each fault.

    Every line, those of older files included, since after a rewritten chain the next honest act
    notes a head of that chain, and only the older ones show it. ``path`` is another copy of them.
    """
    current = Path(settings.HEADS_FILE)
    known: dict[str, Head] = {}
    faulty: set[str] = set()
    for file in [path] if path else head_file.files(current):
        for read in batched(_unglued(head_file.lines(file)), READ_AT_ONCE):
            yield from (
                f"{file.name}: line {line.number} is torn: a full disk or a power cut ended it "
                f"early, or it was changed"
                for line in read
                if not line.head
            )
            yield from _against_ledger([line.head for line in read if line.head], faulty)
            known = head_file.newest(read, known)
    if not known and Entry.objects.exists():
        yield f"{(path or current).name}: {NOTHING_KNOWN}"
    if path:
        return
    yield from (
        f"ledger {stream}: the external head knows none of its entries: its heads were lost or "
        f"taken out"
        for stream in (_lost(known) if known else ())
    )
    yield from _aside_faults(current)


def newest_faults() -> Iterator[str]:
    """Compare only the newest head of each stream: quick enough for start-up."""
    read = _unglued(head_file.lines(Path(settings.HEADS_FILE)))
    for _, head in sorted(head_file.newest(read).items()):
        yield from _against_ledger([head], set())


def refuse_if_behind() -> None:
    """Raise :class:`LedgerBehindHead` with every fault of the ledger against its head."""
    found = list(newest_faults())
    if found:
        raise LedgerBehindHead(f"{'. '.join(found)}. {WAY_OUT}")


def _aside_faults(current: Path) -> Iterator[str]:
    """Compare what was set aside with the acts that say so."""
    kept = [*head_file.aside(current), *head_file.files(current)]
    named = {one["sha256"]: one for act in AcceptedHeads.objects.all() for one in act.files}
    found = set()
    for file in kept:
        sizes = {one["bytes"] for one in named.values() if one["bytes"] <= file.stat().st_size}
        digests = {head_file.digest(file, size) for size in sizes} & set(named)
        if not digests and file in head_file.aside(current):
            yield f"{file.name}: no act says that it was set aside, or it was changed since"
        found |= digests
    yield from (
        f"{one['name']}: set aside by an act, and kept nowhere"
        for digest, one in named.items()
        if digest not in found
    )


def _rotate(path: Path) -> None:
    try:
        head_file.rotate_if_long(path)
    except OSError as fault:
        logger.error("%s: no new file was begun, the next act tries again: %s", path.name, fault)


def _last(stream: str) -> list[Head]:
    newest = Entry.objects.filter(stream=stream).order_by("-number")
    return [Head(*one) for one in newest.values_list("stream", "number", "digest")[:1]]


def _lost(known: Mapping[str, Head]) -> Iterator[str]:
    """Yield each stream with no head at all that must have had one.

    One whose second entry is older than an entry whose head is known. A younger one may be that of
    an act under way, or have come after a backup of the heads was made.
    """
    strange = [head.stream for head in of_ledger() if head.stream not in known]
    if not strange:
        return
    heads = [Entry.objects.filter(stream=one.stream, number=one.number) for one in known.values()]
    newest = max((entry.pk for found in heads for entry in found.only("pk")), default=0)
    for stream in strange:
        second = Entry.objects.filter(stream=stream).order_by("number").values_list("pk", flat=True)
        if any(pk < newest for pk in second[1:2]):
            yield stream


def _against_ledger(heads: Iterable[Head], faulty: set[str]) -> Iterator[str]:
    """Yield the first fault of each stream that is not among ``faulty``, and put it there."""
    by_stream: dict[str, list[Head]] = {}
    for head in heads:
        by_stream.setdefault(head.stream, []).append(head)
    for stream, noted in by_stream.items():
        if stream in faulty:
            continue
        numbers = {head.number for head in noted}
        held = dict(
            Entry.objects.filter(stream=stream, number__in=numbers).values_list("number", "digest")
        )
        fault = _fault(stream, noted, held)
        if fault:
            faulty.add(stream)
            yield fault


def _fault(stream: str, heads: Iterable[Head], held: Mapping[int, str]) -> str:
    """Return the fault of the lowest head that the ledger does not hold, or an empty text."""
    for head in sorted(heads, key=lambda one: (one.number, one.digest)):
        if head.number not in held:
            last = next((one.number for one in _last(stream)), 0)
            if last < head.number:
                return (
                    f"ledger {stream}: ends at entry {last}, but the external head knows entry "
                    f"{head.number}: its tail was cut"
                )
            return (
                f"ledger {stream}: entry {head.number}, which the external head knows, is missing"
            )
        if held[head.number] != head.digest:
            return (
                f"ledger {stream}: entry {head.number} is not the one the external head knows: the "
                f"chain was rewritten"
            )
    return ""


def _unglued(lines: Iterable[Line]) -> Iterator[Line]:
    """Call torn a line without a check that swallowed the end of the torn one before it.

    It tells of a stream that does not exist, whose name ends with that of one that does and holds
    the entry told of. A full disk left such lines before a line had its check.
    """
    streams: set[str] = set()
    for line in lines:
        head = line.head
        if head and not head.checked and head.stream not in streams:
            streams = streams or {one.stream for one in of_ledger()}
            meant = [one for one in streams - {head.stream} if head.stream.endswith(one)]
            if Entry.objects.filter(
                stream__in=meant, number=head.number, digest=head.digest
            ).exists():
                yield Line(line.file, line.number, None)
                continue
        yield line
