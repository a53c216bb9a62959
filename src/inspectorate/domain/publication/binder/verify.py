"""Verify a binder without a database: what an outsider runs.

Answers with one sentence for each fault, none when it is sound.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.reports.verbs import ReportVerb

from ..verbs import PublicationVerb
from .archive import CONTENTS, Archive, Broken, opened, row_member
from .tables import FILES

START = "0" * 64
MOST_FAULTS = 200
_CHAINED = (
    "stream",
    "number",
    "at",
    "by",
    "by_name",
    "verb",
    "of",
    "key",
    "payload",
    "detail",
    "previous",
)
Progress = Callable[[str, int, int], None]


def verify_binder(path: Path, *, progress: Progress | None = None) -> list[str]:
    """Compare every member with its digest, count the rows, resolve every reference, walk the
    ledger's chain, and hold editions, attachments and bundles against what the ledger says of them.
    At most 200 faults are listed.
    """
    found: list[str] = []
    try:
        with opened(path) as archive:
            for fault in faults(archive, progress):
                found.append(fault)
                if len(found) >= MOST_FAULTS:
                    found.append("There may be more; the reading stopped here.")
                    break
    except Broken as broken:
        found.append(str(broken))
    return found


def faults(archive: Archive, progress: Progress | None = None) -> Iterator[str]:
    """Yield one sentence for each fault of an opened binder."""
    reading = _Reading(archive)
    of = len(archive.tables) + 1
    for number, table in enumerate(archive.tables, start=1):
        yield from reading.table(table)
        if progress:
            progress("read back", number, of)
    yield from reading.ledger()
    yield from reading.files()
    yield from reading.bundles()
    if progress:
        progress("read back", of, of)


@dataclass(slots=True)
class _Acts:
    """What a ledger stream says was frozen (by document, number and kind), placed and attached."""

    frozen: dict[tuple[Any, Any, Any], str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)

    def remember(self, entry: dict[str, Any]) -> None:
        """Take note of what one entry says; an entry of another act says nothing of these."""
        verb, detail = str(entry.get("verb")), entry.get("detail")
        if not isinstance(detail, dict):
            return
        if verb == ReportVerb.FREEZE and isinstance(detail.get("digests"), dict):
            for kind, digest in detail["digests"].items():
                self.frozen[detail.get("document"), detail.get("number"), kind] = str(digest)
        elif verb in (PublicationVerb.RELEASE, PublicationVerb.REFRESH):
            self.placed[str(detail.get("folder"))] = str(detail.get("digest"))
        elif verb in (EvidenceVerb.RECORD, EvidenceVerb.SUPERSEDE) and isinstance(
            detail.get("files"), list
        ):
            self.attached.update(str(digest) for digest in detail["files"])


class _Reading:
    """What was met so far, for comparing one part with another."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        tables = archive.contents["tables"]
        self.referred = {to for one in tables.values() for to in one["references"].values()}
        self.keys: dict[str, set[Any]] = {name: set() for name in self.referred}
        self.named_files: set[str] = set()
        self.editions: dict[tuple[Any, Any, Any], str] = {}
        self.documents: dict[Any, str] = {}
        self.bundle_rows: dict[str, str] = {}
        self.attached: set[str] = set()

    def table(self, table: str) -> Iterator[str]:
        """Order, count, references and, by the way, what is to be compared later."""
        about = self.archive.contents["tables"][table]
        name, references, count = row_member(table), about["references"], 0
        last: Any = None
        try:
            for number, row in self.archive.lines(name):
                count += 1
                key: Any = row.get("id", row.get("digest"))
                # Strict order proves by the way that no row comes twice.
                if type(key) not in (int, str) or (
                    last is not None and (type(key) is not type(last) or not key > last)
                ):
                    yield (
                        f"{name}: line {number} ({key!r}) does not stand in its order: a row "
                        f"was moved, swapped or doubled"
                    )
                else:
                    last = key
                if table in self.referred and isinstance(key, int | str):
                    self.keys[table].add(key)
                for column, to in references.items():
                    if row.get(column) is not None and not self._known(to, row[column], table):
                        yield f"{name}: line {number}: {column} {row[column]!r} is not in {to}"
                yield from self._note(table, row, f"{name}: line {number}")
        except Broken as broken:
            yield str(broken)
        if count != about["rows"]:
            yield f"{name}: holds {count:,} rows, the binder says {about['rows']:,}"

    def _known(self, to: str, value: Any, table: str) -> bool:
        if to == table:  # refers to another row of its own table: the database looks at import
            return True
        return isinstance(value, int | str) and value in self.keys.get(to, ())

    def _note(self, table: str, row: dict[str, Any], where: str) -> Iterator[str]:
        if table in FILES and (digest := row.get(FILES[table])):
            self.named_files.add(str(digest))
            if table == "evidence.attachment":
                self.attached.add(str(digest))
        if table == "reports.document":
            self.documents[row.get("id")] = str(row.get("slug"))
        elif table == "reports.edition":
            text = (
                json.dumps(row.get("data"), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
            ).encode()
            if hashlib.sha256(text).hexdigest() != row.get("digest"):
                yield f"{where}: the text of the edition is not the one that was frozen"
            self.editions[
                self.documents.get(row.get("document_id")), row.get("number"), row.get("kind")
            ] = str(row.get("digest"))
        elif table == "publication.bundle":
            self.bundle_rows[str(row.get("folder"))] = str(row.get("digest"))

    def ledger(self) -> Iterator[str]:
        """Follow the chain, and compare what it says of editions, bundles and attached files."""
        acts = _Acts()
        yield from self._chain(acts)
        for (document, number, kind), digest in self.editions.items():
            if acts.frozen.get((document, number, kind)) != digest:
                yield f"edition {document} {number} ({kind}): the ledger does not know its digest"
        for document, number, kind in sorted(set(acts.frozen) - set(self.editions), key=str):
            yield (
                f"edition {document} {number} ({kind}): the ledger knows it, the rows do not "
                f"hold it"
            )
        if self.bundle_rows != acts.placed:
            strange = sorted(
                one
                for one in {*self.bundle_rows, *acts.placed}
                if self.bundle_rows.get(one) != acts.placed.get(one)
            )
            yield f"bundles {', '.join(strange[:5])}: rows and ledger do not say the same"
        # Both ways: an attachment taken out of the rows is missing there, one put in is unknown to
        # the ledger.
        for digest in sorted(acts.attached ^ self.attached)[:5]:
            yield f"files/{digest}: attachments and ledger do not say the same of it"

    def _chain(self, acts: _Acts) -> Iterator[str]:
        """Follow the stream entry by entry, each with its number and the digest of the last."""
        head = self.archive.contents["ledger"]
        stream, previous, last = f"inspection/{self.archive.contents['slug']}", START, 0
        name = f"ledger/{stream}.jsonl"
        try:
            for number, entry in self.archive.lines(name):
                where = f"{name}: line {number}"
                if entry.get("stream") != stream or entry.get("number") != last + 1:
                    yield f"{where}: entry {last + 1} of {stream} is missing there"
                if entry.get("previous") != previous:
                    yield f"{where}: entry {entry.get('number')} does not follow the one before it"
                if chained(entry) != entry.get("digest"):
                    yield f"{where}: entry {entry.get('number')} was changed after it was written"
                last, previous = number, str(entry.get("digest"))
                acts.remember(entry)
        except Broken as broken:
            yield str(broken)
        if (last, previous) != (head.get("entries"), head.get("head")):
            yield (
                f"{name}: ends at entry {last} {previous[:9]}, {CONTENTS} says "
                f"{head.get('entries')} {str(head.get('head'))[:9]}"
            )

    def files(self) -> Iterator[str]:
        """Each file is named by its digest, wanted by a row, and there."""
        there = {name.removeprefix("files/") for name in self.archive.under("files/")}
        for digest in sorted(self.named_files - there):
            yield f"files/{digest}: a row names it, the binder does not hold it"
        for digest in sorted(there - self.named_files):
            yield f"files/{digest}: no row names it"
        if self.keys.get("files.blob", there) != there:
            yield "rows/files.blob.jsonl: does not list the same files as the folder files/"
        for digest in sorted(there):
            yield from self._file(f"files/{digest}", digest)

    def bundles(self) -> Iterator[str]:
        """Compare each released folder with the manifest that its row and the ledger name."""
        folders: dict[str, dict[str, str]] = {}
        for name in self.archive.under("bundles/"):
            _, folder, path = name.split("/", 2)
            folders.setdefault(folder, {})[path] = name
        if self.archive.contents["bundles"] != self.bundle_rows or set(folders) != set(
            self.bundle_rows
        ):
            yield "bundles: folders, rows and binder.json do not name the same ones"
            return
        for folder, paths in sorted(folders.items()):
            try:
                manifest = self.archive.content(paths.pop("manifest.json"))
                listed = json.loads(manifest)["files"]
            except (Broken, KeyError, ValueError, TypeError) as fault:
                yield f"bundles/{folder}/manifest.json: is missing or broken ({fault})"
                continue
            if hashlib.sha256(manifest).hexdigest() != self.bundle_rows[folder]:
                yield f"bundles/{folder}/manifest.json: is not the one that was released"
            if set(listed) != set(paths):
                yield f"bundles/{folder}: holds other files than its manifest"
            for path, name in sorted(paths.items()):
                yield from self._file(name, listed.get(path))

    def _file(self, name: str, digest: object) -> Iterator[str]:
        try:
            if hashlib.sha256(self.archive.content(name)).hexdigest() != digest:
                yield f"{name}: its bytes are not the ones it is named for"
        except Broken as broken:
            yield str(broken)


def chained(entry: dict[str, Any]) -> str:
    """Return the digest of a carried ledger entry, over the bytes that the ledger itself chains."""
    # Spelt again: the ledger's own module loads models, and an outsider has no database.
    fields = {name: entry.get(name) for name in _CHAINED}
    return hashlib.sha256(
        json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
