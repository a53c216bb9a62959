"""A PDF taken apart into its objects, and put together again: enough of ISO 32000-1 for files of
ours, whose structure lies in plain objects. It is read by its table of objects, as a viewer does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    rb"\s*(?:(?P<ref>\d+ \d+ R)\b|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])|/(?P<name>[^\s/<>\[\]()%{}]*)|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<string>\()|(?P<word>[A-Za-z'\"*0-9]+))"
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Name(str):
    """A name: ``/Table``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """What leads to an object."""

    number: int


class Word(str):
    """An operator of a content stream, or ``true``."""

    __slots__ = ()


@dataclass(slots=True)
class Pdf:
    """The objects of a file by number, and the streams of those that have one, unpacked."""

    objects: dict[int, Any] = field(default_factory=dict)
    streams: dict[int, bytes] = field(default_factory=dict)
    trailer: dict[str, Any] = field(default_factory=dict)

    def got(self, one: Any) -> Any:
        """Return what a reference leads to, or the thing itself."""
        return self.objects.get(one.number) if isinstance(one, Ref) else one

    @property
    def catalog(self) -> dict[str, Any]:
        return dict(self.got(self.trailer["Root"]))

    def pages(self) -> list[int]:
        """The numbers of the pages, in their order."""
        return list(self._pages(self.catalog["Pages"]))

    def _pages(self, node: Ref) -> Iterator[int]:
        for kid in self.got(node).get("Kids", ()):
            if self.got(kid).get("Type") == "Page":
                yield kid.number
            else:
                yield from self._pages(kid)


def taken_apart(content: bytes) -> Pdf:
    """Read a file; raises where it is none."""
    made = Pdf()
    for number, text in _parts(content)[0].items():
        head, has_stream, rest = text.partition(b"stream\n")
        made.objects[number] = read(head)[0] if head.strip() else None
        if has_stream:
            data = rest[: made.objects[number]["Length"]]
            packed = made.objects[number].get("Filter") == "FlateDecode"
            made.streams[number] = zlib.decompress(data) if packed else data
    made.trailer = read(content[content.rindex(b"trailer") + 7 :])[0]
    return made


def planted(content: bytes, old: str, new: str) -> bytes:
    """Return the file with one thing changed, in an object or in the content of a page; raises
    AssertionError where it is not there.
    """
    parts, head, end = _parts(content)
    wanted, put = old.encode("latin-1"), new.encode("latin-1")
    for number, text in parts.items():
        begun, has_stream, rest = text.partition(b"stream\n")
        if has_stream and b"/Length" in begun and b"/Type" not in begun and b"/N " not in begun:
            data = _unpacked(begun, rest)
            made, found = re.subn(wanted, put, data, count=1)
            if found and data[:1] not in (b"\0", b"%"):
                packed = zlib.compress(made)
                head_ = b"<</Length %d/Filter/FlateDecode>>\n" % len(packed)
                parts[number] = head_ + b"stream\n" + packed + b"\nendstream\n"
                break
            continue
        made, found = re.subn(wanted, put, text, count=1)
        if found:
            parts[number] = made
            break
    else:
        raise AssertionError(f"there is no {old}")
    return _written(parts, head, end)


def _unpacked(begun: bytes, rest: bytes) -> bytes:
    length = read(begun)[0]["Length"]
    try:
        return zlib.decompress(rest[:length])
    except zlib.error:
        return b"\0"


def _parts(content: bytes) -> tuple[dict[int, bytes], bytes, bytes]:
    """The text of each object, by number; what stands before the first and from the table on."""
    begun = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    lines = content[begun : content.index(b"trailer", begun)].splitlines()
    starts = {at: int(line[:10]) for at, line in enumerate(lines[2:]) if line.endswith(b"n")}
    order = sorted(starts.values())
    ends = dict(zip(order, [*order[1:], begun], strict=True))
    parts = {}
    for number, start in starts.items():
        text = content[start : ends[start]]
        opened = b"%d 0 obj\n" % number
        assert text.startswith(opened), f"object {number} is not where the table says"
        parts[number] = text[len(opened) : text.rindex(b"endobj")]
    return parts, content[: order[0]], content[begun:]


def _written(parts: dict[int, bytes], head: bytes, end: bytes) -> bytes:
    made, starts = bytearray(head), []
    for number in sorted(parts):
        starts.append(len(made))
        made += b"%d 0 obj\n" % number + parts[number] + b"endobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n\r\n" % at for at in starts)
    trailer = end[end.index(b"trailer") : end.rindex(b"startxref")]
    at = len(made)
    return bytes(made) + table + trailer + b"startxref\n%d\n%%%%EOF" % at


def read(text: bytes, at: int = 0) -> tuple[Any, int]:
    """Read one thing of a file from ``at``; return it and where it ends."""
    found = _TOKEN.match(text, at)
    if found is None:
        raise ValueError(f"nothing to read at {at}: {text[at : at + 40]!r}")
    kind, end = found.lastgroup, found.end()
    value = found[kind or 0]
    if kind == "open":
        return _collected(text, end, value == b"<<")
    if kind == "string":
        return _string(text, end)
    if kind == "ref":
        return Ref(int(value.split()[0])), end
    if kind == "number":
        return (float(value) if b"." in value else int(value)), end
    if kind == "hex":
        return _words(bytes.fromhex(value.decode())), end
    said = value.decode("latin-1")
    return (Name(said) if kind == "name" else Word(said)), end


def _collected(text: bytes, at: int, is_dict: bool) -> tuple[Any, int]:
    every = []
    while True:
        found = _TOKEN.match(text, at)
        if found is not None and found["close"]:
            break
        one, at = read(text, at)
        every.append(one)
    if not is_dict:
        return every, found.end()
    return dict(zip(every[::2], every[1::2], strict=True)), found.end()


def _string(text: bytes, at: int) -> tuple[str, int]:
    made, depth = bytearray(), 1
    while depth:
        one = text[at : at + 1]
        if one == b"\\":
            following = text[at + 1 : at + 2]
            made += _ESCAPES.get(following.decode("latin-1"), "").encode() or following
            at += 2
            continue
        depth += {b"(": 1, b")": -1}.get(one, 0)
        made += one
        at += 1
    return _words(bytes(made[:-1])), at


def _words(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return data.decode("latin-1")


def operators(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Yield each operator of the content of a page, with what stands before it."""
    before: list[Any] = []
    at = 0
    while content[at:].strip() and _TOKEN.match(content, at):
        one, at = read(content, at)
        if isinstance(one, Word) and one not in ("true", "false", "null"):
            yield one, before
            before = []
        else:
            before.append(one)
