"""Looks for words in files however they are written there: every format that is published, and
what a careless program would leave in it.

``found_in(name, content, words)`` reads the content as it lies, in three encodings, with its
entities, percents, escapes, base64 and reversed letters undone, its tags taken out; the text,
metadata, streams and attachments of a PDF; the members of an archive.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pypdfium2

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){6,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^>]*>")
DEEPEST = 4  # an archive in an archive in …


def found_in(name: str, content: bytes, words: re.Pattern[str]) -> set[str]:
    """Return what ``words`` matches in a file or its name, in small letters."""
    texts = (reading for part in (name.encode(), *_parts(content, 0)) for reading in _read(part))
    return {found for text in texts for found in words.findall(text)}


def found_under(folder: Path, words: re.Pattern[str]) -> dict[str, set[str]]:
    """Return what is found in each file of a folder, by its path there."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and (hits := found_in(name, path.read_bytes(), words)):
            found[name] = hits
    return found


def _parts(content: bytes, depth: int) -> Iterator[bytes]:
    """Yield a content and whatever is packed in it."""
    yield content
    if depth == DEEPEST:
        return
    inner = [*_of_pdf(content), *_members(content), *_inflated(content)]
    for found in _BASE64.findall(content):
        # A run of letters may begin anywhere in a longer one.
        inner += [made for start in range(4) if (made := _unbased(found[start:]))]
    inner += [binascii.unhexlify(found) for found in _HEX.findall(content)]
    for part in inner:
        # What was base64 once is searched as it is: nobody packs noise.
        yield from _parts(part, depth + 1) if part[:4] in (b"%PDF", b"PK\x03\x04") else (part,)


def _unbased(run: bytes) -> bytes:
    plain = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    # One letter over four is no byte.
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""


def _of_pdf(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"%PDF"):
        return
    yield from (_unpacked(one) for one in _STREAM.findall(content))
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return  # it only calls itself one, and its bytes are read as they lie
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        told = [*pages, str(document.get_metadata_dict())]
        told += [one.get_title() for one in document.get_toc()]
        yield "\n".join(told).encode("utf-8", "replace")
        # Words broken at the end of a line.
        yield re.sub(r"[\ufffe\xad-]?\s+", "", "".join(pages)).encode("utf-8", "replace")
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            yield attached.get_name().encode()
            yield bytes(attached.get_data())
    finally:
        document.close()


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _members(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK\x03\x04"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment
        for member in archive.infolist():
            yield member.filename.encode()
            yield member.comment
            yield archive.read(member)


def _inflated(content: bytes) -> Iterator[bytes]:
    if content[:2] in (b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        try:
            yield zlib.decompressobj(47).decompress(content)
        except zlib.error:
            return


def _read(part: bytes) -> Iterator[str]:
    """Yield a content as text in every way, in small letters, forwards and backwards."""
    for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        text = part.decode(encoding, "replace")
        if encoding.startswith("utf-16"):
            # A file may begin at an odd byte.
            text += part[1:].decode(encoding, "replace")
        for one in _plain(text) if encoding == "utf-8" else [text]:
            small = one.casefold()
            yield small
            yield small[::-1]


def _plain(text: str) -> Iterator[str]:
    yield text
    unescaped = html.unescape(html.unescape(text))
    yield unescaped
    yield _TAG.sub("", unescaped)
    yield unquote_plus(unescaped)
    yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    yield text.replace("\u00ad", "").replace("\u200b", "")
    try:
        yield "\n".join(_leaves(json.loads(text)))
    except ValueError:
        return


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield str(value)
