"""Files that somebody might send to do harm: made here, and those that others collected."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

MEGABYTE = 1024 * 1024
# A file is made when it is sent: together they would be gigabytes.
Made = Callable[[], bytes]
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "badinput"
_TYPES = b'<?xml version="1.0"?><Types xmlns="urn:types"/>'
_WORD = {"[Content_Types].xml": _TYPES, "word/document.xml": b"<document/>"}
_SHEET = {"[Content_Types].xml": _TYPES, "xl/workbook.xml": b"<workbook/>"}
_LAUGHS = b"<!DOCTYPE a [<!ENTITY b0 'ha'>%s]><a>&b29;</a>" % b"".join(
    b"<!ENTITY b%d '&b%d;&b%d;'>" % (one, one - 1, one - 1) for one in range(1, 30)
)


def packed(members: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of ``members``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def lying(content: bytes, member: str, size: int) -> bytes:
    """The archive with the size of one member changed in its directory and before its bytes."""
    found = bytearray(content)
    for mark, at, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        place = found.find(mark)
        while place >= 0:
            if found[place + name_at :].startswith(member.encode()):
                found[place + at : place + at + 4] = struct.pack("<I", size)
            place = found.find(mark, place + 4)
    return bytes(found)


def bomb(members: Mapping[str, bytes], member: str, megabytes: int) -> bytes:
    """An office file one of whose parts unpacks to far more than it holds."""
    return packed({**members, member: b" " * (megabytes * MEGABYTE)})


def overlapping(members: Mapping[str, bytes], times: int) -> bytes:
    """An archive whose directory names one member's bytes many times over."""
    inner = packed({**members, "word/media/one.bin": b"\x00" * (4 * MEGABYTE)})
    end = inner.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", inner[end + 16 : end + 20])[0]
    directory = inner[start:end]
    place = directory.rfind(b"PK\x01\x02")
    entry = directory[place:]
    more = b"".join(entry.replace(b"one.bin", b"%07d" % number) for number in range(times))
    count = len(members) + 1 + times
    size = len(directory) + len(more)
    told = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0)
    return inner[:end] + more + told


def endless(members: Mapping[str, bytes], times: int) -> bytes:
    """An archive that is nearly all directory: as many members, of no bytes, as it says."""
    inner = packed(members)
    end = inner.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", inner[end + 16 : end + 20])[0]
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *[0] * 3, 1, *[0] * 6)
    size = end - start + (len(entry) + 1) * times
    told = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, size, start, 0)
    return inner[:end] + (entry + b"a") * times + told


def png(width: int, height: int) -> bytes:
    """A picture whose header says how large it is, and which holds a row of it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        told = struct.pack(">I", len(content)) + name + content
        return told + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(body: bytes) -> bytes:
    """A PDF around some objects; its table of objects lies."""
    return b"%PDF-1.7\n" + body + b"\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def documents() -> Iterator[tuple[str, Made]]:
    """Office files."""
    yield "bomb.docx", lambda: bomb(_WORD, "word/document.xml", 250)
    yield "bomb.xlsx", lambda: bomb(_SHEET, "xl/worksheets/sheet1.xml", 250)
    yield "bomb.ods", lambda: bomb({"content.xml": b""}, "content.xml", 250)
    large = partial(bomb, _WORD, "word/document.xml", 300)
    yield "lying.docx", lambda: lying(large(), "word/document.xml", 10)
    yield "lying.xlsx", lambda: lying(bomb(_SHEET, "xl/a.xml", 300), "xl/a.xml", 10)
    yield (
        "nested.docx",
        lambda: packed({**_WORD, "a.zip": large(), "b.zip": packed({"c.zip": large()})}),
    )
    yield "overlapping.docx", lambda: overlapping(_WORD, 900)
    yield "overlapping-far.docx", lambda: overlapping(_WORD, 60_000)
    yield "up.docx", lambda: packed({**_WORD, "../../etc/cron.d/x": b"x"})
    yield "root.xlsx", lambda: packed({**_SHEET, "/etc/passwd": b"x"})
    yield "drive.docx", lambda: packed({**_WORD, "C:\\windows\\x": b"x", "..\\..\\x": b"x"})
    yield "directory.docx", lambda: endless(_WORD, 1_000_000)
    yield "directory.xlsx", lambda: endless(_SHEET, 1_000_000)
    yield "many.docx", lambda: packed({**_WORD, **{f"word/{one}": b"" for one in range(1_001)}})
    yield "macro.docx", lambda: packed({**_WORD, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64})
    yield "macro.xlsx", lambda: packed({**_SHEET, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64})
    named = b'<Types><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.'
    hidden = {**_WORD, "[Content_Types].xml": named + b'vbaProject"/></Types>', "word/x.bin": b"x"}
    yield "macro-by-type.docx", lambda: packed(hidden)
    yield "laughs.docx", lambda: packed({**_WORD, "word/document.xml": _LAUGHS})
    yield "laughs.xlsx", lambda: packed({**_SHEET, "xl/sharedStrings.xml": _LAUGHS})
    yield "deep.docx", lambda: packed({**_WORD, "word/document.xml": b"<a>" * 2_000_000})
    yield "cut.docx", lambda: packed(_WORD)[:-30]
    yield "cut-bomb.docx", lambda: large()[:200_000]
    encrypted = bytearray(packed(_WORD))
    encrypted[6] |= 1
    encrypted[encrypted.find(b"PK\x01\x02") + 8] |= 1
    yield "encrypted.docx", lambda: bytes(encrypted)
    yield (
        "stored.docx",
        lambda: packed({**_WORD, "word/media/a.bin": bytes(MEGABYTE)}, zipfile.ZIP_STORED),
    )
    yield "strange.docx", lambda: packed({**_WORD, "a.bin": b"x" * 9999}, zipfile.ZIP_LZMA)


def others() -> Iterator[tuple[str, Made]]:
    """PDFs, pictures, texts, tables."""
    yield (
        "script.pdf",
        lambda: pdf(b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj"),
    )
    yield "launch.pdf", lambda: pdf(b"1 0 obj<</OpenAction<</S/Launch/F(cmd.exe)>>>>endobj")
    yield (
        "embedded.pdf",
        lambda: pdf(b"1 0 obj<</Names<</EmbeddedFiles 2 0 R>>>>endobj 2 0 obj<<>>endobj"),
    )
    stream = partial(zlib.compress, b"0 " * (50 * MEGABYTE))
    yield (
        "streams.pdf",
        lambda: pdf(b"1 0 obj<</Filter/FlateDecode>>stream\n%s\nendstream" % stream()),
    )
    yield "deep.pdf", lambda: pdf(b"<<" * 500_000 + b"[" * 500_000)
    yield "circle.pdf", lambda: pdf(b"1 0 obj<</Kids[1 0 R]/Parent 1 0 R>>endobj" * 50_000)
    yield "flood.png", lambda: png(100_000, 100_000)
    yield "cut.png", lambda: png(100, 100)[:30]
    yield "thin.png", lambda: png(2**31 - 1, 1)
    yield "markers.jpg", lambda: b"\xff\xd8\xff\xe0" + b"\xff" * (48 * MEGABYTE)
    yield "segments.jpg", lambda: b"\xff\xd8" + b"\xff\xe0\x00\x02" * (12 * MEGABYTE)
    yield "flood.jpg", lambda: b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + b"\x00" * 99
    yield "columns.csv", lambda: b"area,question" + b"," * 1_000_000 + b"\n" + b"a," * 1_000_000
    yield "commas.csv", lambda: b"," * (12 * MEGABYTE)
    yield "lines.csv", lambda: b"code,name,kind\n" + b"a,b,c\n" * 500_000
    yield "quotes.csv", lambda: b'code,name,kind\n"' + b"x\n" * (4 * MEGABYTE)
    yield "formulas.csv", lambda: b"code,name,kind\n" + b"=1,=2,=3\n" * 100_000
    yield (
        "areas.csv",
        lambda: b"area,question\n" + b"".join(b"a%d,b\n" % one for one in range(100_000)),
    )
    grades = b" > ".join(b"g%d" % one for one in range(20_000))
    yield "grades.csv", lambda: b"area,question,grades\n" + b"a,b,%s\n" % grades * 20
    yield "one-line.txt", lambda: b"x" * (20 * MEGABYTE)
    yield "nul.txt", lambda: b"x" * (9 * MEGABYTE) + b"\x00"
    yield "bare.csv", lambda: b"\x00\x01\x02"
    yield "page.html", lambda: b"<script>alert(1)</script>"
    yield "program.exe", lambda: b"MZ\x90\x00" * 99
    yield "picture.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "empty.pdf", lambda: b""
    yield "polyglot.pdf", lambda: b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF" + packed(_WORD)


def collected() -> Iterator[tuple[str, Made]]:
    """What others collected, where it lies beside the checkout; a bomb in XML comes in a document
    too.
    """
    for path in sorted(SHARED.rglob("*")):
        if not path.is_file():
            continue
        read = path.read_bytes
        yield path.name, read
        if path.suffix == ".xml":
            word = {**_WORD, "word/document.xml": read()}
            yield f"{path.stem}.docx", partial(packed, word)
            yield f"{path.stem}.xlsx", partial(packed, {**_SHEET, "xl/sharedStrings.xml": read()})
        if path.suffix in (".zip", ".json", ".xml"):
            yield f"{path.stem}.txt", read
