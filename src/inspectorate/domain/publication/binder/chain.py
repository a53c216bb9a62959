"""Walks the ledger's stream of a binder: chain, digests of rows, nonces; needs no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.ledger.canonical import (
    CANONICAL,
    START,
    TOMBSTONE,
    canonical_json,
    digested_line,
    list_digest,
    salt_digest,
    seal,
)
from inspectorate.foundation.ledger.verbs import TAKING_OVER

from ..verbs import PublicationVerb
from .archive import COLUMNS, Archive, Broken, digests_member, row_member, stream_member
from .proof import Line, Writings, line_of

_DISPOSALS = "ledger.disposal"
# Tables of rows that are compared with what the ledger says of them, beside their own digests.
_COMPARED = frozenset(
    {
        "evidence_attachment",
        "reports_edition",
        "publication_bundle",
        "publication_contents",
        "publication_publishedregister",
    }
)


@dataclass(slots=True)
class Acts:
    """What a stream says was frozen (by document, number and kind), placed and attached.

    ``wrote`` holds the tables and keys of rows whose own digests prove them, by acts of format 2.
    """

    frozen: dict[tuple[Any, Any, Any], str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)
    wrote: set[tuple[str, str]] = field(default_factory=set)

    def remember(self, entry: dict[str, Any]) -> None:
        """Take note of what one entry says; an entry of another act says nothing of these."""
        verb, detail = str(entry.get("verb")), entry.get("detail")
        if not isinstance(detail, dict):
            return
        if verb == ReportVerb.FREEZE and isinstance(detail.get("digests"), dict):
            for kind, digest in detail["digests"].items():
                self.frozen[detail.get("document"), detail.get("number"), kind] = str(digest)
        # Acts that name no folder are those of folders named by their digest, proven as rows.
        elif verb in (PublicationVerb.RELEASE, PublicationVerb.REFRESH) and "folder" in detail:
            self.placed[str(detail.get("folder"))] = str(detail.get("digest"))
        # Entries of format 2 name no file: attachments are proven as rows.
        elif (
            verb in (EvidenceVerb.RECORD, EvidenceVerb.SUPERSEDE)
            and format_of(entry) == 1
            and isinstance(detail.get("files"), list)
        ):
            self.attached.update(str(digest) for digest in detail["files"])

    def knows(self, table: str, key: Any, said: str | None, digest: str) -> bool:
        """Is a row's digest the one ``said`` in an entry's words, or proven with the row?"""
        return said == digest or (said is None and (table, str(key)) in self.wrote)


def format_of(entry: dict[str, Any]) -> int:
    """The format of a carried entry; 0 where it has not exactly the fields of its format."""
    number = entry.get("format", 1)
    if type(number) is not int or entry.keys() != {*CANONICAL.get(number, ()), "digest"}:
        return 0
    return number


def chained(entry: dict[str, Any]) -> str:
    """The digest of a carried entry: of all its fields but the digest itself."""
    fields = {name: value for name, value in entry.items() if name != "digest"}
    return hashlib.sha256(canonical_json(fields).encode("utf-8", "surrogatepass")).hexdigest()


class Walk:
    """The walk along the stream: what is wrong with it, and what it tells of rows."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.acts = Acts()
        self.writings = Writings()
        self._lists: dict[str, str] = {}
        self._disposed: set[tuple[str, str]] = set()
        slug = archive.contents["slug"]
        self._stream, self._member = f"inspection/{slug}", stream_member(slug)
        self._name = digests_member(slug)
        self._lines: Iterator[tuple[int, dict[str, Any]]] = iter(())
        self._ahead: tuple[int, Line] | None = None
        self._count = 0

    def faults(self) -> Iterator[str]:
        """Follow the stream entry by entry, each with the rows it wrote."""
        if self.archive.format > 1:
            try:
                yield from self._columns()
                self._disposals()
                self._lines = self.archive.lines(self._name)
                self._next()
            except Broken as broken:
                yield str(broken)
                return
        try:
            yield from self._entries()
        except Broken as broken:
            yield str(broken)

    def _columns(self) -> Iterator[str]:
        for number, one in self.archive.lines(COLUMNS):
            digest, table, names = (str(one.get(name)) for name in ("digest", "table", "names"))
            if list_digest(table, names) != digest:
                yield f"{COLUMNS}: line {number}: the list of columns of {table} was changed"
            self._lists[digest] = table
            self.writings.know(digest, tuple(names.split()))

    def _disposals(self) -> None:
        for _, row in self.archive.lines(row_member(_DISPOSALS)):
            self._disposed.add((str(row.get("table")), str(row.get("row"))))

    def _next(self) -> None:
        """Read one line of the digests ahead. Raises Broken for what is no line of them."""
        found = next(self._lines, None)
        if found is None:
            self._ahead = None
            return
        number, values = found
        line = line_of(values)
        if line is None or (line.columns and self._lists.get(line.columns) != line.table):
            raise Broken(f"{self._name}: line {number} is not the digest of a row")
        self._ahead, self._count = (number, line), number

    def _entries(self) -> Iterator[str]:
        head = self.archive.contents["ledger"]
        previous, last, format, recorded = START, 0, 1, ""
        for number, entry in self.archive.lines(self._member):
            where = f"{self._member}: line {number}"
            if entry.get("stream") != self._stream or entry.get("number") != last + 1:
                yield f"{where}: entry {last + 1} of {self._stream} is missing there"
            if entry.get("previous") != previous:
                yield f"{where}: entry {entry.get('number')} does not follow the one before it"
            found = format_of(entry)
            if not found or chained(entry) != entry.get("digest"):
                yield f"{where}: entry {entry.get('number')} was changed after it was written"
            moment = str(entry.get("recorded_at") or "")
            if found < format or moment < recorded:
                yield f"{where}: entry {entry.get('number')} is older than the one before it"
            yield from self._rows(entry, where, last + 1)
            self.acts.remember(entry)
            previous, last = str(entry.get("digest")), last + 1
            format, recorded = max(found, format), max(moment, recorded)
        if (head.get("stream"), head.get("entries"), head.get("head")) != (
            self._stream,
            last,
            previous if last else "",
        ):
            yield (
                f"{self._member}: ends at entry {last}, the binder says {head.get('entries')}: the "
                f"end is missing or another"
            )
        if self._ahead:
            yield f"{self._name}: line {self._ahead[0]} names an entry that is not there"
        elif self.archive.format > 1 and head.get("digests") != self._count:
            yield f"{self._name}: holds {self._count:,} lines, the binder says others"

    def _rows(self, entry: dict[str, Any], where: str, number: int) -> Iterator[str]:
        """Hold the digests of the rows that one entry wrote against what it says of them."""
        whole, count, bare, disposed = hashlib.sha256(), 0, False, False
        anew = entry.get("verb") in TAKING_OVER
        while self._ahead and self._ahead[1].entry <= number:
            line = self._ahead[1]
            if line.entry < number:
                yield f"{self._name}: line {self._ahead[0]} names an entry that is not there"
            else:
                whole.update(_digested(line))
                count += line.place > 0
                bare = bare or (line.place == 0 and line.nonce == TOMBSTONE)
                disposed = disposed or (line.table, line.row) in self._disposed
                yield from self._nonce(line, where)
                self._note(line, anew=anew)
            self._next()
        if format_of(entry) < 2:
            if count:
                yield f"{where}: entry {number} is of format 1, which kept no digests of rows"
            return
        if (entry.get("rows"), entry.get("rows_digest")) != (count, whole.hexdigest()):
            yield (
                f"{where}: the digests of the rows that entry {number} wrote are not the ones it "
                f"was written with"
            )
        if bare and not disposed:
            yield f"{where}: the salt of entry {number} was destroyed, and no disposal names it"

    def _note(self, line: Line, *, anew: bool) -> None:
        self.writings.note(line, anew=anew)
        if not anew and line.table in _COMPARED:
            self.acts.wrote.add((line.table, line.row))

    def _nonce(self, line: Line, where: str) -> Iterator[str]:
        name = f"the nonce of {line.table}/{line.row}" if line.place else "the salt"
        if line.nonce == TOMBSTONE:
            if line.place and (line.table, line.row) not in self._disposed:
                yield f"{where}: {name} was destroyed, and no disposal names it"
        elif seal(line.nonce) != line.seal or (
            line.place == 0 and salt_digest(line.nonce) != line.digest
        ):
            yield f"{where}: {name} was changed"


def _digested(line: Line) -> bytes:
    return digested_line(
        line.place, line.table, line.row, line.turn, line.columns or "", line.seal, line.digest
    )
