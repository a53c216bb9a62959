"""Verify a binder without a database: what an outsider runs.

Answers with one sentence for each fault, none when it is sound.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..schema import listed_in
from .archive import MOST_CONTENTS, Archive, Broken, opened, read_object, row_member
from .chain import Walk
from .tables import FILES, OF_INSPECTION, stored_name

MOST_FAULTS = 200
# Tables whose rows name a folder, and the column that holds its name.
_FOLDERS = {
    "publication.bundle": "folder",
    "publication.contents": "digest",
    "publication.publishedregister": "digest",
}
Progress = Callable[[str, int, int], None]


def verify_binder(path: Path, *, progress: Progress | None = None) -> list[str]:
    """Compare every member with its digest, walk the ledger's chain, hold each row of the
    inspection against its last digest, count the rows, resolve every reference, and compare
    editions, attachments and bundles with what the ledger says of them. At most 200 faults are
    listed.
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
    # First, since it tells what each row was written as.
    yield from reading.walk.faults()
    for number, table in enumerate(archive.tables, start=1):
        yield from reading.table(table)
        if progress:
            progress("read back", number, of)
    yield from reading.compare()
    yield from reading.files()
    yield from reading.bundles()
    if progress:
        progress("read back", of, of)


class _Reading:
    """What was met so far, for comparing one part with another."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.walk = archive, Walk(archive)
        tables = archive.contents["tables"]
        self.referred = {to for one in tables.values() for to in one["references"].values()}
        self.keys: dict[str, set[Any]] = {name: set() for name in self.referred}
        self.named_files: set[str] = set()
        self.editions: dict[tuple[Any, Any, Any], tuple[Any, str]] = {}
        self.documents: dict[Any, str] = {}
        self.folder_rows: dict[str, str] = {}
        self.folder_keys: dict[str, list[tuple[str, Any]]] = {}
        self.attached: dict[Any, str] = {}

    def table(self, table: str) -> Iterator[str]:
        """Order, count, references, last digests and what is to be compared later."""
        name, of = row_member(table), self.archive.contents["tables"][table]["rows"]
        proven = self.archive.format > 1 and table in OF_INSPECTION
        count, last = 0, None
        try:
            for number, row in self.archive.lines(name):
                count, where = number, f"{name}: line {number}"
                key: Any = row.get("id", row.get("digest"))
                # Strict order proves by the way that no row comes twice.
                if type(key) not in (int, str) or (
                    last is not None and (type(key) is not type(last) or not key > last)
                ):
                    yield (
                        f"{where} ({key!r}) does not stand in its order: a row was moved, swapped "
                        f"or doubled"
                    )
                else:
                    last = key
                yield from self._row(table, key, row, where)
                if proven and (fault := self.walk.writings.fault(table, key, row)):
                    yield f"{where}: {stored_name(table)}/{key}: {fault}"
        except Broken as broken:
            yield str(broken)
        if count != of:
            yield f"{name}: holds {count:,} rows, the binder says {of:,}"
        if proven:
            for key, fault in self.walk.writings.gone(table):
                yield f"{name}: {stored_name(table)}/{key}: {fault}"

    def _row(self, table: str, key: Any, row: dict[str, Any], where: str) -> Iterator[str]:
        if table in self.referred and isinstance(key, int | str):
            self.keys[table].add(key)
        for column, to in self.archive.contents["tables"][table]["references"].items():
            if row.get(column) is not None and not self._known(to, row[column], table):
                yield f"{where}: {column} {row[column]!r} is not in {to}"
        yield from self._note(table, row, where)

    def _known(self, to: str, value: Any, table: str) -> bool:
        if to == table:  # refers to another row of its own table: the database looks at import
            return True
        return isinstance(value, int | str) and value in self.keys.get(to, ())

    def _note(self, table: str, row: dict[str, Any], where: str) -> Iterator[str]:
        for digest in filter(None, (row.get(column) for column in FILES.get(table, ()))):
            self.named_files.add(str(digest))
            if table == "evidence.attachment":
                self.attached[row.get("id")] = str(digest)
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
            ] = (row.get("id"), str(row.get("digest")))
        elif table in _FOLDERS:
            name = str(row.get(_FOLDERS[table]))
            self.folder_rows[name] = str(row.get("digest"))
            self.folder_keys.setdefault(name, []).append((stored_name(table), row.get("id")))

    def compare(self) -> Iterator[str]:
        """Compare what the ledger says of editions, bundles and attached files with the rows."""
        acts = self.walk.acts
        for key, (row, digest) in self.editions.items():
            if not acts.knows("reports_edition", row, acts.frozen.get(key), digest):
                document, number, kind = key
                yield f"edition {document} {number} ({kind}): the ledger does not know its digest"
        for document, number, kind in sorted(set(acts.frozen) - set(self.editions), key=str):
            yield (
                f"edition {document} {number} ({kind}): the ledger knows it, the rows do not "
                f"hold it"
            )
        strange = set(acts.placed) - set(self.folder_rows)
        for folder, digest in self.folder_rows.items():
            said = acts.placed.get(folder)
            if not all(acts.knows(*row, said, digest) for row in self.folder_keys[folder]):
                strange.add(folder)
        if strange:
            yield f"bundles {', '.join(sorted(strange)[:5])}: rows and ledger do not say the same"
        # Both ways: an attachment taken out of the rows is missing there, one put in is unknown to
        # the ledger.
        unknown = {
            digest
            for row, digest in self.attached.items()
            if digest not in acts.attached and ("evidence_attachment", str(row)) not in acts.wrote
        }
        for digest in sorted(unknown | (acts.attached - set(self.attached.values())))[:5]:
            yield f"files/{digest}: attachments and ledger do not say the same of it"

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
        if self.archive.contents["bundles"] != self.folder_rows or set(folders) != set(
            self.folder_rows
        ):
            yield "bundles: folders, rows and binder.json do not name the same ones"
            return
        for folder, paths in sorted(folders.items()):
            try:
                name = paths.pop(listed_in(paths))
                manifest = self.archive.content(name, MOST_CONTENTS)
                listed = dict(read_object(manifest, name)["files"])
            except (Broken, KeyError, ValueError, TypeError) as fault:
                yield f"bundles/{folder}: its list of files is missing or broken ({fault})"
                continue
            if hashlib.sha256(manifest).hexdigest() != self.folder_rows[folder]:
                yield f"bundles/{folder}: its list of files is not the one a record names"
            if set(listed) != set(paths):
                yield f"bundles/{folder}: holds other files than its manifest"
            for path, name in sorted(paths.items()):
                yield from self._file(name, listed.get(path))

    def _file(self, name: str, digest: object) -> Iterator[str]:
        try:
            seen = hashlib.sha256()
            for piece in self.archive.pieces(name):
                seen.update(piece)
            if seen.hexdigest() != digest:
                yield f"{name}: its bytes are not the ones it is named for"
        except Broken as broken:
            yield str(broken)
