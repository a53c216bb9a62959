"""What a content is, by its bytes and its name together, and how much of it is taken.

No picture is decoded: its size is read from its own header. An archive is unpacked, up to a bound
and into nothing, since what its directory says of itself may be a lie.
"""

from __future__ import annotations

import html
import os
import re
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import puremagic
from django.conf import settings

from inspectorate.foundation import zip_directory
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.foundation.zip_directory import LongDirectory

from . import archives
from .reasons import FileReason

ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Sound, and pictures that move, as browsers and telephones record them: by a mark of their own at a
# place of its own, since what follows is for who plays it.
PLAYED = {
    ".webm": ("video/webm", 0, b"\x1a\x45\xdf\xa3"),
    ".ogg": ("audio/ogg", 0, b"OggS"),
    ".m4a": ("audio/mp4", 4, b"ftyp"),
    ".mp4": ("video/mp4", 4, b"ftyp"),
    ".wav": ("audio/wav", 8, b"WAVE"),
}
ALLOWED |= {suffix: kind for suffix, (kind, _, _) in PLAYED.items()}
# Taken where they are kept shut and given back as they came: what each is, where its magic stands,
# and that.
ARCHIVES = {
    ".zip": ("application/zip", 0, b"PK\x03\x04"),
    ".7z": ("application/x-7z-compressed", 0, b"7z\xbc\xaf\x27\x1c"),
    ".gz": ("application/gzip", 0, b"\x1f\x8b"),
    ".tgz": ("application/gzip", 0, b"\x1f\x8b"),
    ".tar": ("application/x-tar", 257, b"ustar"),
}
_TEXT = {".txt", ".md", ".csv"}
# A part every honest file of the kind has: any archive named .docx would pass without it.
_HEART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
# Which part is a macro is said by the list of types; its usual name says it too.
_TYPES = "[Content_Types].xml"
_MACRO = re.compile(rb"vbaproject|vbadata|macroenabled|macrosheet|activex", re.IGNORECASE)
_JPEG = {".jpg", ".jpeg", ".jfif"}
# puremagic may know an office file only as the zip it is.
_COUNTS_AS = {".jpg": _JPEG, ".jpeg": _JPEG, ".docx": {".docx", ".zip"}, ".xlsx": {".xlsx", ".zip"}}
# Past these an archive or a picture would drown whoever opens it.
ENTRIES, UNPACKED, RATIO, PIXELS = 1_000, 200 * 1024 * 1024, 100, 50_000_000
_CHUNK = 1024 * 1024
# Bytes of an archive's directory, markers of a JPEG before its frame: no honest one has a tenth.
DIRECTORY, MARKERS = ENTRIES * 1024, 10_000


def media_type(
    content: IO[bytes], name: str, *, most: int | None = None, archives: bool = False
) -> str:
    """Return what ``content``, called ``name``, is; it can be sought in, and is left at its start.

    Raises Refused naming the file when it is empty, too large, of a kind not taken, not what its
    name says, an office file of too much, or a picture of too many pixels. ``most`` bytes are taken
    where it is not the usual limit, and ``archives`` where they are kept shut.
    """
    try:
        size = content.seek(0, os.SEEK_END)
        _refuse_size(name, size, settings.UPLOAD_LIMIT if most is None else most)
        if archives and Path(name).suffix.lower() in ARCHIVES:
            return _marked(content, name, ARCHIVES)
        return _media_type(content, name)
    finally:
        content.seek(0)


def _refuse_size(name: str, size: int, most: int) -> None:
    if not size:
        raise _refused(FileReason.FILE_EMPTY, f"{name} is empty.", "Choose the file again.")
    if size > most:
        limit = most // (1024 * 1024)
        raise _refused(
            FileReason.FILE_TOO_LARGE,
            f"{name} is larger than {limit} MB.",
            "Split it or send a smaller copy.",
        )


def _marked(content: IO[bytes], name: str, kinds: Mapping[str, tuple[str, int, bytes]]) -> str:
    """Return what a content is by the mark at its beginning. It is never opened, here or
    anywhere: an archive is kept shut, and a sound is played by whoever reads it.
    """
    kind, at, magic = kinds[Path(name).suffix.lower()]
    content.seek(at)
    if content.read(len(magic)) != magic:
        raise _not_its_name(name)
    return kind


def _media_type(content: IO[bytes], name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in ALLOWED:
        raise _refused(
            FileReason.FILE_KIND,
            f"{name}: files of this kind are not taken.",
            f"Send one of {', '.join(sorted(ALLOWED))}.",
        )
    if suffix in _TEXT:
        if _holds_nul(content):
            raise _refused(
                FileReason.FILE_NOT_TEXT, f"{name} is named as text but is not.", "Check the file."
            )
        return ALLOWED[suffix]
    if suffix in PLAYED:
        return _marked(content, name, PLAYED)
    if not _found(content) & _COUNTS_AS.get(suffix, {suffix}):
        raise _not_its_name(name)
    if suffix in _HEART:
        _look_into_archive(content, name, _HEART[suffix])
    elif suffix != ".pdf" and pixels(content, name) > PIXELS:
        raise _refused(
            FileReason.FILE_PIXELS,
            f"{name} has more than 50 million pixels.",
            "Send a smaller copy of the picture.",
        )
    return ALLOWED[suffix]


def _refused(code: FileReason, text: str, mend: str) -> Refused:
    return Refused([Reason(code, text, Mend.words(mend), "file")])


def _not_its_name(name: str) -> Refused:
    return _refused(
        FileReason.FILE_NOT_ITS_NAME,
        f"{name} is not what its name says.",
        "Save it again and resend.",
    )


def _holds_nul(content: IO[bytes]) -> bool:
    content.seek(0)
    return any(b"\x00" in chunk for chunk in iter(lambda: content.read(_CHUNK), b""))


def _found(content: IO[bytes]) -> set[str]:
    # The name is withheld: given it, puremagic would take any archive called .docx for a Word file.
    content.seek(0)
    try:
        return {match.extension.lower() for match in puremagic.magic_stream(content)}
    except puremagic.PureError:
        return set()


def _look_into_archive(content: IO[bytes], name: str, heart: str) -> None:
    try:
        members = zip_directory.members(content, DIRECTORY)
        _refuse_dangerous(name, members)
        if heart not in {member.filename for member in members}:
            raise _not_its_name(name)
        unpacked = archives.unpacked(content, members, most=UNPACKED, parts=(_TYPES,))
    except (archives.TooMuch, LongDirectory) as fault:
        raise _unpacks_too_large(name) from fault
    except archives.DAMAGE as fault:
        raise _not_its_name(name) from fault
    if unpacked.size > RATIO * max(sum(member.compress_size for member in members), 1):
        raise _unpacks_too_large(name)
    types = unpacked.parts.get(_TYPES.casefold(), b"").replace(b"\x00", b"")
    # An office file declares no words of its own, by which anything could be spelt.
    if b"<!DOCTYPE" in types:
        raise _not_its_name(name)
    if _MACRO.search(html.unescape(types.decode("latin-1")).encode("latin-1", "ignore")):
        raise _holds_macros(name)


def _refuse_dangerous(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse what the directory of an archive shows already, before any of it is unpacked."""
    if len(members) > ENTRIES or sum(member.file_size for member in members) > UNPACKED:
        raise _unpacks_too_large(name)
    if any(_reaches_outside(member) for member in members):
        raise _refused(
            FileReason.FILE_REACHES_OUTSIDE,
            f"{name} holds paths that lead outside it.",
            "Save it again from its program.",
        )
    if any(_MACRO.search(member.filename.encode()) for member in members):
        raise _holds_macros(name)


def _unpacks_too_large(name: str) -> Refused:
    return _refused(
        FileReason.FILE_UNPACKS_TOO_LARGE,
        f"{name} unpacks to far more than it holds.",
        "Save it again from its program.",
    )


def _holds_macros(name: str) -> Refused:
    return _refused(
        FileReason.FILE_HOLDS_MACROS,
        f"{name} holds macros: programs that run when it is opened.",
        "Save it without macros, or as a PDF.",
    )


def _reaches_outside(member: zipfile.ZipInfo) -> bool:
    # The upper half of external_attr is the Unix mode, where alone a link shows.
    path = Path(member.filename.replace("\\", "/"))
    return (
        path.is_absolute()
        or ".." in path.parts
        or ":" in member.filename.partition("/")[0]
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def pixels(content: IO[bytes], name: str) -> int:
    """Width times height as the header of a PNG or JPEG says; 0 when it says none.

    Raises Refused where a JPEG hides its frame behind more markers than any program writes: to look
    for it in 48 MB of them takes ten seconds.
    """
    content.seek(0)
    begun = content.read(24)
    if begun.startswith(b"\x89PNG"):
        return int.from_bytes(begun[16:20], "big") * int.from_bytes(begun[20:24], "big")
    at = 2
    for _ in range(MARKERS):
        content.seek(at)
        segment = content.read(9)
        if len(segment) < 9 or segment[0] != 0xFF:
            return 0
        marker = segment[1]
        # Of the frame headers' range, C4, C8 and CC are tables and no frame: they hold no size.
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(segment[5:7], "big") * int.from_bytes(segment[7:9], "big")
        # A marker may be preceded by any number of FF bytes.
        at += 1 if marker == 0xFF else 2 + int.from_bytes(segment[2:4], "big")
    raise _not_its_name(name)
