"""Binders that somebody might hand over to do harm: a sound one, and each time one thing changed.

What is changed inside is digested anew, so that it reaches what reads behind the digests.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.limits.hostile_files import MEGABYTE, endless, lying, packed

Members = dict[str, bytes]
CONTENTS, PEOPLE, BODIES = "binder.json", "rows/people.person.jsonl", "rows/bodies.body.jsonl"
EDITIONS = "rows/reports.edition.jsonl"
WRONG: tuple[Any, ...] = (
    None,
    True,
    "",
    -1,
    10**300,
    1.5,
    [],
    {"a": [1]},
    "\x00",
    "x" * 100_000,
    "2019-02-30",
    "9999-99-99T99:99:99Z",
    "\ud800",
)


def read(path: Path) -> Members:
    """The members of a sound binder."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def again(members: Members, **changed: bytes) -> bytes:
    """The binder with some members changed, digested and counted anew."""
    now = members | changed
    told = json.loads(now[CONTENTS])
    for name, content in now.items():
        if name != CONTENTS:
            digest = hashlib.sha256(content).hexdigest()
            told["members"][name] = {"sha256": digest, "bytes": len(content)}
        if name.startswith("rows/"):
            table = name.removeprefix("rows/").removesuffix(".jsonl")
            told["tables"].setdefault(table, {"references": {}})["rows"] = content.count(b"\n")
    now[CONTENTS] = json.dumps(told, sort_keys=True).encode()
    return packed(now)


def rows(content: bytes) -> list[dict[str, Any]]:
    """The rows of a member."""
    return [json.loads(line) for line in content.splitlines()]


def lines(found: list[Any]) -> bytes:
    """Rows as a member."""
    return b"".join(json.dumps(row, sort_keys=True).encode() + b"\n" for row in found)


def every(members: Members) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each hostile binder by its name, made when it is asked for."""
    yield from _forms(members)
    yield from _contents(members)
    yield from _lines(members)
    for turn in range(len(WRONG)):
        yield f"wrong-types-{turn}", lambda turn=turn: again(members, **_wrong(members, turn))


def _forms(members: Members) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Archives that are none, or whose directory is hostile."""
    sound = packed(members)
    yield "empty", lambda: b""
    yield "no-archive", lambda: b"x" * 9_999
    yield "cut", lambda: sound[: len(sound) // 2]
    yield "end-cut", lambda: sound[:-10]
    yield "directory-alone", lambda: sound[sound.rfind(b"PK\x01\x02") :]
    for name in ("../x", "/etc/passwd", "rows/../x", "C:\\x", "rows/x.y.jsonl ", "a" * 60_000):
        yield f"named {name[:12]}", lambda name=name: packed({**members, name: b"x"})
    yield "100,001-members", lambda: packed({f"files/{one:064x}": b"" for one in range(100_001)})
    yield "directory", lambda: endless(members, 5_000_000)
    yield "link", lambda: _with_mode(members, PEOPLE, stat.S_IFLNK)
    yield "device", lambda: _with_mode(members, PEOPLE, stat.S_IFCHR)
    yield "twice", lambda: _twice(members, PEOPLE)
    yield "bomb", lambda: packed({**members, PEOPLE: b"\n" * (300 * MEGABYTE)})
    for name in (CONTENTS, PEOPLE, "files/" + "0" * 64):
        yield f"lying-{name[:12]}", lambda name=name: _lying(members, name)


def _contents(members: Members) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What ``binder.json`` says."""

    def told(content: bytes) -> Callable[[], bytes]:
        return lambda: packed({**members, CONTENTS: content})

    yield "contents-none", told(b"")
    yield "contents-list", told(b"[]")
    yield "contents-deep", told(b'{"a":' * 100_000)
    yield "contents-deep-lists", told(b'{"a":' + b"[" * 9_000 + b"]" * 9_000 + b"}")
    yield "contents-nan", told(b'{"schema": NaN}')
    yield "contents-number", told(b'{"schema": 1' + b"0" * 100_000 + b"}")
    yield "contents-wide", told(b'{"members": {' + _many(400_000) + b"}}")
    yield "contents-braces", told(b'{"a":[' + b"{}," * 6_000_000 + b"{}]}")
    yield "contents-bytes", told(b"\xff\xfe" * 999)
    sound = json.loads(members[CONTENTS])
    for key in sound:
        for turn, value in enumerate((None, [], {"x": {"rows": -1, "references": {"a": "b"}}}, 7)):
            changed = json.dumps({**sound, key: value}).encode()
            if turn < 2 or key in ("members", "tables", "ledger"):
                yield f"contents-{key}-{turn}", told(changed)


def _lines(members: Members) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What stands in the rows."""
    person = rows(members[PEOPLE])[0]

    def people(content: bytes) -> Callable[[], bytes]:
        return lambda: again(members, **{PEOPLE: content})

    yield "line-deep", people(b'{"id":' + b"[" * 100_000 + b"\n")
    yield "line-endless", lambda: again(members, **{PEOPLE: b'{"a":"' + _text(80 * MEGABYTE)})
    yield "line-no-end", people(members[PEOPLE][:-1])
    yield "line-nan", people(lines([{**person, "id": float("nan")}]))
    yield "line-infinite", people(lines([{**person, "id": float("inf")}]))
    yield "line-huge-number", people(b'{"id":1' + b"0" * 4_000 + b"}\n")
    yield "line-twice-a-key", people(members[PEOPLE].replace(b"{", b'{"id":1,', 1))
    yield "line-columns", people(lines([{**person, **{f"a{one}": 1 for one in range(10**5)}}]))
    yield "line-braces", people(b'{"a":[' + b"{}," * 4_000_000 + b"{}]}\n")
    yield "row-twice", people(members[PEOPLE] + members[PEOPLE])
    yield (
        "million-rows",
        lambda: again(members, **{BODIES: b"".join(b'{"id":%d}\n' % one for one in range(10**6))}),
    )
    yield "million-faults", lambda: again(members, **{BODIES: b'{"id":1}\n' * 10**6})
    yield (
        "long-keys",
        lambda: again(
            members,
            **{
                BODIES: b"".join(
                    b'{"id":"%08d%s"}\n' % (one, _text(MEGABYTE)) for one in range(200)
                )
            },
        ),
    )
    long = [{**person, "name": _text(3 * MEGABYTE).decode()}] * 60
    yield "long-rows", lambda: again(members, **{PEOPLE: lines(long)})
    for depth in (60, 900, 4_000):
        deep = b'{"data":' + b"[" * depth + b"]" * depth + b',"id":1}\n'
        yield f"edition-deep-{depth}", lambda deep=deep: again(members, **{EDITIONS: deep})
    stream = next(name for name in members if name.startswith("ledger/inspection/"))
    digests = next(name for name in members if name.endswith(".digests.jsonl"))
    for name in {stream, digests, "ledger/columns.jsonl"}:
        yield (
            f"numbers-{name[-20:]}",
            lambda name=name: again(members, **{name: b'{"number":1e999,"entry":-1}\n' * 3}),
        )


def _wrong(members: Members, turn: int) -> dict[str, bytes]:
    """Every table with one column of one row of another kind, a different one each turn."""
    changed = {}
    for place, (name, content) in enumerate(sorted(members.items())):
        if name.startswith(("rows/", "ledger/")) and (found := rows(content)):
            row = found[turn % len(found)]
            column = sorted(row)[(turn + place) % len(row)]
            row[column] = WRONG[turn]
            changed[name] = lines(found)
    return changed


def _many(count: int) -> bytes:
    return b",".join(b'"files/%064x":{"sha256":"","bytes":1}' % one for one in range(count))


def _text(size: int) -> bytes:
    """Words that do not pack to nothing."""
    words = hashlib.sha256(str(size).encode()).hexdigest().encode()
    pieces = (hashlib.sha256(b"%d" % one).hexdigest().encode() for one in range(size // 64))
    return b"".join(pieces) or words


def _with_mode(members: Mapping[str, bytes], which: str, mode: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = ((mode if name == which else stat.S_IFREG) | 0o600) << 16
            archive.writestr(info, content)
    return stream.getvalue()


def _lying(members: Members, name: str) -> bytes:
    """A member that holds 600 MB, and the directory says ten bytes."""
    return lying(packed({**members, name: bytes(600 * MEGABYTE)}), name, 10)


def _twice(members: Mapping[str, bytes], which: str) -> bytes:
    """Two members of one name."""
    other = which[:-1] + "x"
    return packed({**members, other: b"{}\n"}).replace(other.encode(), which.encode())
