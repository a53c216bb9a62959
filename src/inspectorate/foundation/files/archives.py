"""Unpacks a zip archive into nothing, to learn how much it really holds.

Its directory may say ten bytes of a member that unpacks to hundreds of megabytes, or name the same
bytes many times over: every member is unpacked as its own compressed bytes say, up to a bound.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

# How the standard library says that an archive is none.
DAMAGE = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, zlib.error, struct.error)
_HEADER, _MAGIC = struct.Struct("<4s5H3L2H"), b"PK\x03\x04"
_PIECE, _MOST_OF_PART = 256 * 1024, 1024 * 1024


class TooMuch(Exception):
    """The archive unpacks to more than was asked for, or than its directory says."""


@dataclass(slots=True)
class UnpackedArchive:
    """How many bytes the members hold, and the parts that were asked for, under their names in
    small letters: office programs do not tell capitals apart.
    """

    size: int = 0
    parts: dict[str, bytes] = field(default_factory=dict)


def unpacked(
    stream: IO[bytes], members: Sequence[zipfile.ZipInfo], *, most: int, parts: Sequence[str] = ()
) -> UnpackedArchive:
    """Unpack every member, a piece at a time; keep those called ``parts``.

    Raises TooMuch past ``most`` bytes, of a part past a megabyte, and where a member holds another
    number than the directory says or shares its bytes with one before; one of DAMAGE where the
    archive is broken.
    """
    found, end = UnpackedArchive(), 0
    wanted = {one.casefold() for one in parts}
    for member in sorted(members, key=lambda one: one.header_offset):
        # Two names for the same bytes: small to send, and unpacked once for each name.
        if member.header_offset < end:
            raise TooMuch(member.filename)
        begin = _begin(stream, member)
        end = begin + member.compress_size
        kept: list[bytes] = []
        size = 0
        for piece in _pieces(stream, member, begin):
            size += len(piece)
            if found.size + size > most or size > member.file_size:
                raise TooMuch(member.filename)
            if member.filename.casefold() not in wanted:
                continue
            # What lies further behind is not looked at, and may be what it is looked at for.
            if size > _MOST_OF_PART:
                raise TooMuch(member.filename)
            kept.append(piece)
        if size != member.file_size:
            raise zipfile.BadZipFile(f"{member.filename} is cut")
        found.size += size
        if kept:
            found.parts[member.filename.casefold()] = b"".join(kept)
    return found


def _begin(stream: IO[bytes], member: zipfile.ZipInfo) -> int:
    """Where the bytes of a member begin, behind its own header."""
    stream.seek(member.header_offset)
    head = _HEADER.unpack(stream.read(_HEADER.size))
    if head[0] != _MAGIC or head[2] & 0x1:
        raise zipfile.BadZipFile(f"{member.filename} is not where the directory says, or encrypted")
    return member.header_offset + _HEADER.size + int(head[-2]) + int(head[-1])


def _pieces(stream: IO[bytes], member: zipfile.ZipInfo, begin: int) -> Iterator[bytes]:
    """The bytes of a member as they unpack, in pieces of a bounded size."""
    left = member.compress_size
    stream.seek(begin)
    if member.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (raw := stream.read(min(left, _PIECE))):
            left -= len(raw)
            yield raw
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"{member.filename} is packed in a way office files are not")
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not unpacking.eof and (raw := stream.read(min(left, _PIECE))):
        left -= len(raw)
        while raw and not unpacking.eof:
            yield unpacking.decompress(raw, _PIECE)
            raw = unpacking.unconsumed_tail
    # What the last bytes still stand for, a few hundred at most.
    yield unpacking.flush()
    if not unpacking.eof:
        raise zipfile.BadZipFile(f"{member.filename} is cut")
