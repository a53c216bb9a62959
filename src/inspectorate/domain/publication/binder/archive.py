"""The form of a binder, and reading one from anybody: needs no database, trusts nothing.

A zip of ``binder.json`` (what is in it, with the SHA-256 of every other member),
``rows/TABLE.jsonl`` (one canonical JSON object a line, in the order of primary keys),
``ledger/STREAM.jsonl`` with ``ledger/STREAM.digests.jsonl`` and ``ledger/columns.jsonl``,
``files/DIGEST`` and ``bundles/FOLDER/…``; ``claims/otherwise.json`` since format 10.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspectorate.foundation import zip_directory
from inspectorate.foundation.zip_directory import LongDirectory

from . import tables as held

SCHEMA = "inspectorate-binder/"  # and the number of the format
CONTENTS = "binder.json"
# Bounds of what an archive from anybody may cost whoever opens it.
MOST_MEMBERS = 100_000
MOST_DIRECTORY = MOST_MEMBERS * 256
MOST_UNPACKED = 40 * 2**30
MOST_CONTENTS = 20 * 2**20
MOST_LINE = 16 * 2**20
MOST_FILE = 64 * 2**20
# A file of the store is passed on in pieces: as long as the portal takes one.
MOST_STORED = 512 * 2**20
# Lines of all tables: five times the largest inspection that was tried.
MOST_LINES = 2_000_000
# Each opens an object of Python, thirty times its size; a report has some tens of thousand.
MOST_BRACKETS = 1_000_000
# What is read nested deeper exhausts the stack when it is written.
DEEPEST = 64
# Lines that are held at once are no more than one may be long.
MOST_HELD = 4 * 2**20
# JSON lines of like rows pack well; past this ratio nothing honest does.
MOST_RATIO = 250
_SMALL, _PIECE = 2**20, 2**20
_WORD = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
# An allow-list: no other name is opened, so none can lead outside or hide behind another.
_NAMES = re.compile(
    rf"binder\.json|rows/[a-z]+\.[a-z_]+\.jsonl|ledger/columns\.jsonl"
    rf"|ledger/inspection/{_WORD}\.jsonl|claims/otherwise\.json"
    rf"|files/[0-9a-f]{{64}}|bundles/{_WORD}(/{_WORD})+"
)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Broken(Exception):
    """Not a sound binder; the words name the member and what is wrong with it."""


class Archive:
    """An opened binder.

    Every member read to its end is compared with the digest ``binder.json`` gives for it.
    """

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.contents, raw = _contents(packed)
        self.digest = hashlib.sha256(raw).hexdigest()
        self.format = _format_of(self.contents)
        self.tables = held.tables_of(self.format)
        self.members: dict[str, dict[str, Any]] = self.contents["members"]

    def lines(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the objects of a member with their line numbers.

        Raise Broken at the end when a byte was changed.
        """
        for number, _, row in self._lines(name):
            yield number, row

    def batches(self, name: str, most: int) -> Iterator[list[tuple[int, dict[str, Any]]]]:
        """Yield the lines of a member as :meth:`lines` does, up to ``most`` at once.

        Fewer where they are long.
        """
        held: list[tuple[int, dict[str, Any]]] = []
        size = 0
        for number, length, row in self._lines(name):
            held.append((number, row))
            size += length
            if len(held) == most or size > MOST_HELD:
                yield held
                held, size = [], 0
        if held:
            yield held

    def _lines(self, name: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Each line's number, length in bytes, and object."""
        seen, number = hashlib.sha256(), 0
        try:
            with self.packed.open(name) as stream:
                # Bounded: one endless line would fill the memory before its digest could be
                # compared.
                while line := stream.readline(MOST_LINE):
                    number += 1
                    seen.update(line)
                    if not line.endswith(b"\n"):
                        raise Broken(
                            f"{name}: line {number} does not end, or is longer than "
                            f"{MOST_LINE // 2**20} MB"
                        )
                    if number > MOST_LINES:
                        raise Broken(f"{name}: has more than {MOST_LINES:,} lines")
                    yield number, len(line), read_object(line, f"{name}: line {number}")
        except _DAMAGE as fault:
            raise Broken(f"{name}: was changed or cut ({fault})") from fault
        self._compare(name, seen.hexdigest())

    def content(self, name: str, most: int = MOST_FILE) -> bytes:
        """Return the bytes of a member; raise Broken when they are not those written, or more than
        ``most``.
        """
        content = _whole(self.packed, name, most)
        self._compare(name, hashlib.sha256(content).hexdigest())
        return content

    def pieces(self, name: str, most: int = MOST_STORED) -> Iterator[bytes]:
        """Yield the bytes of a member in pieces; raise Broken, at the end at the latest, when they
        are not those written, or more than ``most``.
        """
        seen = hashlib.sha256()
        for piece in _in_pieces(self.packed, name, most):
            seen.update(piece)
            yield piece
        self._compare(name, seen.hexdigest())

    def under(self, folder: str) -> list[str]:
        """The names of the members in a folder, sorted."""
        return sorted(name for name in self.members if name.startswith(folder))

    def _compare(self, name: str, found: str) -> None:
        if found != self.members[name]["sha256"]:
            raise Broken(f"{name}: was changed: its SHA-256 is not the one {CONTENTS} gives")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a binder; raise Broken, naming what is wrong, for anything else. Nothing is unpacked."""
    try:
        with path.open("rb") as stream:
            zip_directory.members(stream, MOST_DIRECTORY)
        packed = zipfile.ZipFile(path)
    except LongDirectory as fault:
        raise Broken(f"the archive holds more than {MOST_MEMBERS:,} members") from fault
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as fault:
        raise Broken(f"{path.name}: cannot be read as a binder ({fault})") from fault
    with packed:
        _refuse_unsafe(packed)
        yield Archive(packed)


def row_member(table: str) -> str:
    """The member that holds a table's rows."""
    return f"rows/{table}.jsonl"


def stream_member(slug: str) -> str:
    """The member that holds the ledger's stream of an inspection."""
    return f"ledger/inspection/{slug}.jsonl"


def digests_member(slug: str) -> str:
    """The member that holds the digests of the rows which that stream's entries wrote."""
    return f"ledger/inspection/{slug}.digests.jsonl"


COLUMNS = "ledger/columns.jsonl"
OTHERWISE = "claims/otherwise.json"


def _refuse_unsafe(packed: zipfile.ZipFile) -> None:
    """Refuse what could fill a disk, escape a folder or hide behind another name.

    The archive's directory alone is read.
    """
    members = packed.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Broken(
            f"the archive holds more than {MOST_MEMBERS:,} members or unpacks to more than "
            f"{MOST_UNPACKED // 2**30} GB"
        )
    seen: set[str] = set()
    for one in members:
        # 0 where the archive was made on a system without Unix modes.
        kind = stat.S_IFMT(one.external_attr >> 16)
        if not _NAMES.fullmatch(one.filename) or ".." in one.filename:
            raise Broken(f"{one.filename[:200]!r}: no member of a binder has such a name")
        if one.filename in seen:
            raise Broken(f"{one.filename}: is in the archive twice")
        if kind not in (0, stat.S_IFREG) or one.is_dir():
            raise Broken(f"{one.filename}: is a link or a device, not a file")
        # Bit 0 of the flags marks an encrypted member.
        if one.flag_bits & 0x1:
            raise Broken(f"{one.filename}: is encrypted")
        # Small members may pack to almost nothing and cost nothing to unpack.
        if one.file_size > _SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise Broken(f"{one.filename}: is packed more than {MOST_RATIO} times over")
        seen.add(one.filename)


def _contents(packed: zipfile.ZipFile) -> tuple[dict[str, Any], bytes]:
    names = {one.filename for one in packed.infolist()}
    if CONTENTS not in names:
        raise Broken(f"{CONTENTS} is missing: this is not a binder")
    raw = _whole(packed, CONTENTS, MOST_CONTENTS)
    contents = read_object(raw, CONTENTS)
    if not 1 <= _format_of(contents) <= held.FORMAT:
        raise Broken(
            f"{CONTENTS}: schema is {str(contents.get('schema'))[:60]!r}, this software "
            f"reads {SCHEMA}1 to {SCHEMA}{held.FORMAT}"
        )
    if problem := _misshapen(contents):
        raise Broken(f"{CONTENTS}: {problem}")
    listed = {*contents["members"], CONTENTS}
    if lost := sorted(listed - names):
        raise Broken(f"{', '.join(lost[:5])}: named in {CONTENTS}, not in the archive")
    if strange := sorted(names - listed):
        raise Broken(f"{', '.join(strange[:5])}: in the archive, not named in {CONTENTS}")
    return contents, raw


def _whole(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a member, up to a bound.

    In pieces: read in one, a member is unpacked whole before its size is compared with what the
    directory says.
    """
    return b"".join(_in_pieces(packed, name, most))


def _in_pieces(packed: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    if packed.getinfo(name).file_size > most:
        raise Broken(f"{name}: is larger than {most // 2**20} MB")
    try:
        with packed.open(name) as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except _DAMAGE as fault:
        raise Broken(f"{name}: was changed or cut ({fault})") from fault


def _format_of(contents: dict[str, Any]) -> int:
    """The number of a binder's format; 0 where it names none."""
    found = re.fullmatch(rf"{SCHEMA}([1-9][0-9]{{0,3}})", str(contents.get("schema")))
    return int(found[1]) if found else 0


def _misshapen(contents: dict[str, Any]) -> str:
    """What is wrong with the shape of ``binder.json``, or nothing."""
    if not _all_have(contents.get("members"), sha256=str, bytes=int):
        return "members must map each name to its sha256 and bytes"
    if not _all_have(contents.get("tables"), rows=int, references=dict):
        return "tables must map each name to its rows and references"
    if not _has(contents, slug=str, ledger=dict, bundles=dict):
        return "slug, ledger or bundles is missing"
    members, tables = set(contents["members"]), set(contents["tables"])
    expected = set(held.tables_of(_format_of(contents)))
    rows = {name for name in members if name.startswith("rows/")}
    if tables != expected or rows != {row_member(name) for name in expected}:
        strange = sorted(tables ^ expected)
        return (
            f"the tables are not those of this schema "
            f"({', '.join(strange[:5]) or 'rows are missing or strange'})"
        )
    wanted = {stream_member(contents["slug"])}
    if _format_of(contents) > 1:
        wanted |= {digests_member(contents["slug"]), COLUMNS}
    if {name for name in members if name.startswith("ledger/")} != wanted:
        return "it must hold one ledger stream, the one of its inspection, with its digests"
    return ""


def _all_have(named: Any, /, **kinds: type) -> bool:
    return isinstance(named, dict) and all(_has(one, **kinds) for one in named.values())


def _has(one: Any, /, **kinds: type) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(name), kind) for name, kind in kinds.items()
    )


def read_object(raw: bytes, where: str) -> dict[str, Any]:
    """Read one JSON object from anybody; raise Broken, beginning with ``where``, for aught else."""
    if raw.count(b"[") + raw.count(b"{") > MOST_BRACKETS:
        raise Broken(f"{where}: holds more than {MOST_BRACKETS:,} brackets")
    try:
        # Python reads NaN and Infinity, which are no JSON and equal nothing when rows are compared.
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    # Deeply nested brackets exhaust Python's stack.
    except (ValueError, RecursionError) as fault:
        raise Broken(f"{where} is not JSON ({fault})") from fault
    if not isinstance(found, dict):
        raise Broken(f"{where} is not a JSON object")
    if _is_deep(found):
        raise Broken(f"{where} is nested more than {DEEPEST} times")
    return found


def _is_deep(found: dict[str, Any]) -> bool:
    """Is it nested deeper than a row is?"""
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        level = [
            child
            for one in level
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")
