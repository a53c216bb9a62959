"""Pictures of editors' own: small files made byte by byte, and one added through its act."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from inspectorate.domain.reports.models import Document, OwnPicture
from inspectorate.domain.reports.pictures import actions
from inspectorate.domain.reports.pictures.kinds import InPicture, PictureOrigin
from inspectorate.domain.reports.pictures.policies import PictureSaid
from inspectorate.domain.reports.pictures.taking import taken
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import publishing
from tests.factories.rooms import a_key, member

# What a camera says of where it was: in no copy that is shown.
GPS = b"51.5072N 0.1276W"
ALT = "Two empty desks before a wall of screens."
CAPTION = "The control room at night"
FENCE = f"```picture\npicture: room\nalt: {ALT}\ncaption: {CAPTION}\n```\n"
_DC_LENGTHS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int = 60,
    height: int = 40,
    *,
    more: Sequence[tuple[bytes, bytes]] = ((b"tEXt", b"Location\0" + GPS),),
    rows: bytes | None = None,
    colour: bytes = b"\x20\x80\xff",
) -> bytes:
    """A PNG of one colour, with what its camera says of itself."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress((b"\0" + colour * width) * height if rows is None else rows)
    chunks = [(b"IHDR", head), *more, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def jpeg(levels: Sequence[Sequence[int]] = ((40, 200), (90, 90)), turned: int = 0) -> bytes:
    """A grey JPEG of squares of 8 by 8 pixels in these levels, as its camera holds it."""
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHH", 8, 1, 0x112, 3, 1, turned or 1, 0) + GPS
    frame = struct.pack(">BHHBBBB", 8, 8 * len(levels), 8 * len(levels[0]), 1, 1, 0x11, 0)
    dc = bytes(_DC_LENGTHS) + bytes(range(12))
    ac = bytes((1, *[0] * 15)) + b"\0"  # one code: nothing more in this square
    parts = (
        (0xE1, exif),
        (0xFE, GPS),
        (0xDB, b"\0" + b"\x08" * 64),
        (0xC0, frame),
        (0xC4, b"\x00" + dc),
        (0xC4, b"\x10" + ac),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, name, len(one) + 2) + one for name, one in parts)
    return b"\xff\xd8" + head + _squares(levels) + b"\xff\xd9"


def _squares(levels: Sequence[Sequence[int]]) -> bytes:
    codes = ("00", "010", "011", "100", "101", "110", "1110", "11110", "111110", "1111110")
    bits, last = "", 0
    for level in (one for row in levels for one in row):
        difference, last = (level - 128) - last, level - 128
        size = abs(difference).bit_length()
        value = difference if difference >= 0 else difference + (1 << size) - 1
        bits += codes[size] + (f"{value:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


def said(**other: Any) -> PictureSaid:
    """What is said of a picture that the inspectorate made and nobody is in."""
    given = {"origin": PictureOrigin.OURS, "people": InPicture.NOBODY, "marking": "OFFICIAL"}
    return PictureSaid(**{**given, **other})


def a_picture(
    document: Document,
    code: str = "room",
    *,
    content: bytes = b"",
    by: Person | None = None,
    key: str = "",
    name: str = "a.png",
    **other: Any,
) -> OwnPicture:
    """A picture added to a document under a short name."""
    return actions.add_picture(
        by=by or member(document.inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=key or a_key(),
        document=document,
        code=code,
        picture=taken(io.BytesIO(content or png()), name),
        said=said(**other),
    )


def withdrawn(picture: OwnPicture) -> None:
    """Take a picture back."""
    actions.withdraw_picture(
        by=member(picture.inspection, Role.EDITOR),
        at=publishing.DRAFTED,
        key=a_key(),
        picture=picture,
        reason="Somebody in it asked us to.",
    )
