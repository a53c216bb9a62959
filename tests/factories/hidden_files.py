"""Files of every kind that may be uploaded, each with given words in its content and metadata."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from inspectorate.foundation.files.kinds import ALLOWED, PLAYED

Say = Callable[[str], str]


def files(say: Say) -> Iterator[tuple[str, bytes]]:
    """Yield one file of each allowed kind; its name, content and metadata hold what is said."""
    for suffix in ALLOWED:
        kind = suffix[1:]
        content = _MADE.get(kind, _text)(lambda place, kind=kind: say(f"{place} of a .{kind}"))
        if suffix in PLAYED:
            _, at, mark = PLAYED[suffix]
            content = bytes(at) + mark + content
        yield f"{say(f'name of a {suffix}')}{suffix}", content


def _text(say: Say) -> bytes:
    return f"Heard there,{say('content')}\n".encode()


def _pdf(say: Say) -> bytes:
    return (
        f"%PDF-1.7\n1 0 obj\n<</Title ({say('title')})>>\nendobj\n"
        f"2 0 obj\n({say('content')})\nendobj\n%%EOF\n"
    ).encode()


def _png(say: Say) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + say("comment").encode())
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


def _jpeg(say: Say) -> bytes:
    comment = say("comment").encode()
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + b"\xff\xd9"
    )


def _office(heart: str) -> Callable[[Say], bytes]:
    def made(say: Say) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(heart, f"<document>{say('content')}</document>")
            archive.writestr("docProps/core.xml", f"<creator>{say('author')}</creator>")
        return held.getvalue()

    return made


_MADE: dict[str, Callable[[Say], bytes]] = {
    "pdf": _pdf,
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "docx": _office("word/document.xml"),
    "xlsx": _office("xl/workbook.xml"),
}
