"""A picture made anew from its pixels: none of what its file says of itself is kept.

A PNG's rows are unpacked and packed again, and of a JPEG what its pixels are made of is kept byte
for byte, so that neither loses anything. A JPEG that its camera stored turned, or in the four
colours of print, is drawn upright as a PNG by PDFium, which also proves that each JPEG can be read.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

import pypdfium2
from pypdfium2 import raw

from ..reasons import DocumentReason
from .bounds import Unread
from .pdf import LONGER_SIDE, drawn_png, png

PIXELS = 30_000_000
PNG, JPEG = "image/png", "image/jpeg"
_SIGN = b"\x89PNG\r\n\x1a\n"
_CHUNK = 1024 * 1024
# Samples of a pixel by the colour type of a PNG, with the depths that each may have.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
# The passes of an interlaced PNG: where each begins, and its steps.
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
# Of a JPEG: tables, frames that browsers read, restarts. Not kept: what applications put in it.
_TABLES, _FRAMES = {0xC4, 0xDB, 0xDD}, {0xC0, 0xC1, 0xC2}
_ADOBE, _EXIF, _SCAN, _END = 0xEE, 0xE1, 0xDA, 0xD9
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
# As Exif numbers them: how an upright picture lies in the file, as (a, b, c, d, e, f) of what
# makes it upright on a page of one unit.
_TURNS = {
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def copy(stream: IO[bytes], media_type: str) -> bytes:
    """A line of JSON (``media_type``, ``width``, ``height``), and behind it the picture.

    Raises Unread for one that is damaged, cut off, moves, or has too many pixels.
    """
    content = stream.read()
    try:
        made = _png(content) if media_type == PNG else _jpeg(content)
    except (struct.error, IndexError, zlib.error, pypdfium2.PdfiumError) as fault:
        raise Unread(DocumentReason.DAMAGED) from fault
    kind, width, height, picture = made
    head = json.dumps({"media_type": kind, "width": width, "height": height})
    return head.encode() + b"\n" + picture


def _damaged() -> Unread:
    return Unread(DocumentReason.DAMAGED)


def _bounded(width: int, height: int) -> None:
    if not (width and height):
        raise _damaged()
    if width * height > PIXELS:
        raise Unread(DocumentReason.TOO_MANY_PIXELS)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk of a PNG up to its end: its kind and its bytes."""
    at = len(_SIGN)
    while True:
        size, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + size]
        (proof,) = struct.unpack_from(">I", content, at + 8 + size)
        if proof != zlib.crc32(kind + data):
            raise _damaged()
        yield kind, data
        if kind == b"IEND":
            return
        at += 12 + size


def _png(content: bytes) -> tuple[str, int, int, bytes]:
    if not content.startswith(_SIGN):
        raise _damaged()
    kept: dict[bytes, bytes] = {}
    packed: list[bytes] = []
    for kind, data in _chunks(content):
        if kind == b"acTL":
            raise Unread(DocumentReason.PICTURE_MOVES)
        if kind == b"IDAT":
            packed.append(data)
        elif kind in (b"IHDR", b"PLTE", b"tRNS"):
            kept[kind] = data
    head = kept.get(b"IHDR", bytes(13))
    width, height, depth, colour, method, filters, laced = struct.unpack(">IIBBBBB", head)
    _bounded(width, height)
    known = depth in _DEPTHS.get(colour, ()) and not method and not filters and laced in (0, 1)
    if not known or (colour == 3 and b"PLTE" not in kept):
        raise _damaged()
    bits = depth * _SAMPLES[colour]
    rows = _repacked(b"".join(packed), list(_sizes(width, height, bits, laced)))
    named = (b"IHDR", b"PLTE", b"tRNS")
    made = [
        *((kind, kept[kind]) for kind in named if kind in kept),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return PNG, width, height, png(made)


def _sizes(width: int, height: int, bits: int, laced: int) -> Iterator[tuple[int, int]]:
    """How many rows each pass of a PNG has, and the bytes of one, with that of its filter."""
    for x, y, across, down in _PASSES if laced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            yield rows, (columns * bits + 7) // 8 + 1


def _repacked(packed: bytes, sizes: list[tuple[int, int]]) -> bytes:
    """The rows unpacked, looked at and packed again, a megabyte at a time."""
    inflating, deflating = zlib.decompressobj(), zlib.compressobj(6)
    made, waiting, left = [], b"", packed
    for rows, size in sizes:
        while rows:
            some = min(rows, max(1, _CHUNK // size))
            while len(waiting) < some * size:
                piece = inflating.decompress(left, _CHUNK)
                left = inflating.unconsumed_tail
                if not piece:
                    raise _damaged()  # cut off: it has fewer rows than it says
                waiting += piece
            taken, waiting = waiting[: some * size], waiting[some * size :]
            if max(taken[::size]) > 4:
                raise _damaged()  # no such filter: nobody could draw it
            made.append(deflating.compress(taken))
            rows -= some
    return b"".join([*made, deflating.flush()])


@dataclass(slots=True)
class _Jpeg:
    """What of a JPEG is kept, in its order; ``turned`` is how Exif says that it lies."""

    kept: list[bytes] = field(default_factory=list)
    width: int = 0
    height: int = 0
    colours: int = 0
    turned: int = 1
    adobe: bytes = b""


def _jpeg(content: bytes) -> tuple[str, int, int, bytes]:
    read = _read_jpeg(content)
    _bounded(read.width, read.height)
    upright = read.turned == 1 and read.colours in (1, 3)
    head = read.adobe or _JFIF
    plain = b"".join([b"\xff\xd8", head, *read.kept, b"\xff\xd9"])
    width, height, drawn = _drawn(plain, read, draw=not upright)
    return (PNG, width, height, drawn) if drawn else (JPEG, width, height, plain)


def _read_jpeg(content: bytes) -> _Jpeg:
    read, at = _Jpeg(), 2
    if not content.startswith(b"\xff\xd8"):
        raise _damaged()
    while True:
        if content[at] != 0xFF:
            raise _damaged()
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            break
        (size,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + size]
        if len(segment) < 2 + size or size < 2:
            raise _damaged()
        at += 2 + size
        _segment(read, marker, segment)
        if marker == _SCAN:
            end = _end_of_scan(content, at)
            read.kept.append(content[at:end])
            at = end
    return read


def _segment(read: _Jpeg, marker: int, segment: bytes) -> None:
    """Keep what the pixels are made of; of the rest only how it lies, and its colours."""
    if marker in _FRAMES:
        _, read.height, read.width, read.colours = struct.unpack_from(">BHHB", segment, 4)
        read.kept.append(segment)
    elif 0xC0 <= marker <= 0xCF and marker not in _TABLES:
        raise _damaged()  # a frame that no browser reads
    elif marker in _TABLES or marker == _SCAN:
        read.kept.append(segment)
    elif marker == _EXIF and segment[4:10] == b"Exif\x00\x00":
        read.turned = _turned(segment[10:])
    elif marker == _ADOBE and segment[4:9] == b"Adobe" and len(segment) >= 16:
        read.adobe = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + segment[15:16]


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the pixels of a scan end: at the first marker that is none within them."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise _damaged()  # cut off
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _turned(exif: bytes) -> int:
    """How a picture lies, as its camera says; 1, upright, where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    if not order:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (many,) = struct.unpack_from(f"{order}H", exif, at)
        for one in range(min(many, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * one)
            if tag == 0x0112:
                return value if value in _TURNS else 1
    except struct.error:
        return 1
    return 1


def _drawn(plain: bytes, read: _Jpeg, *, draw: bool) -> tuple[int, int, bytes]:
    """Have PDFium read a JPEG; return it as a PNG, upright, where it is to be drawn, else b""."""
    with closing(pypdfium2.PdfDocument.new()) as document:
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(plain), inline=True)
        if not draw:
            image.get_bitmap()
            return read.width, read.height, b""
        lying = read.turned >= 5
        width, height = (read.height, read.width) if lying else (read.width, read.height)
        page = document.new_page(width, height)
        a, b, c, d, e, f = _TURNS.get(read.turned, (1, 0, 0, 1, 0, 0))
        turn = (a * width, b * height, c * width, d * height, e * width, f * height)
        image.set_matrix(pypdfium2.PdfMatrix(*turn))
        page.insert_obj(image)
        page.gen_content()
        scale = min(1.0, LONGER_SIDE["copied"] / max(width, height))
        form = raw.FPDFBitmap_BGR
        bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=form)
        wide, tall = bitmap.width, bitmap.height
        return wide, tall, drawn_png(wide, tall, bitmap.stride, bytes(bitmap.buffer))
