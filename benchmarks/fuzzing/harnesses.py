"""Each reader of ours that meets bytes of others: how it is called, what it may refuse with, seeds.

Imported by a process that has loaded Django and, for coverage, after atheris instruments imports.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.limits import hostile_files, hostile_texts

from inspectorate.domain.bodies import register_csv
from inspectorate.domain.programmes.loader import parse_framework
from inspectorate.domain.publication import register_schema, schema
from inspectorate.domain.publication.binder import archive, rows, tables
from inspectorate.domain.publication.binder.chain import chained, format_of
from inspectorate.domain.publication.binder.proof import line_of
from inspectorate.domain.publication.binder.verify import verify_binder
from inspectorate.domain.reports.facts_file import EXAMPLE, facts_from_toml
from inspectorate.domain.reports.outside import decoded, read_file, run_outside
from inspectorate.foundation.clocks.source import read_date
from inspectorate.foundation.envelopes import opening, said
from inspectorate.foundation.envelopes.coding import NotAnEnvelope
from inspectorate.foundation.files import kinds
from inspectorate.foundation.ledger import head_file
from inspectorate.foundation.ledger.checkpoints import notes, texts
from inspectorate.foundation.markings import loosely
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.search.terms import terms
from inspectorate.interfaces import rescue
from inspectorate.prose import dates
from inspectorate.prose.checks.registry import passages
from inspectorate.prose.quantities import phrases
from inspectorate.prose.reading.sentences import sentences

_WORDS = [one.encode() * 3 for one in hostile_texts.REPEATED]
_MANUSCRIPT = (
    b"---\ntitle: A\n---\n\n# B\n\n[Most forces]{#a} train; 36 of 46 do. > {.context source=b}\n\n"
    b"- one\n- two\n\n```chart\nclaim: a\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
)
_TABLE = b"code,name,kind,opened_on,groups\na,A,territorial,2018-01-01,x|y\n"
_FRAMEWORK = b"area,question,grades,findings\na,b,Good > Poor,c=d | e=f\n"
_REGISTER = {"schema": register_schema.SCHEMA, "slug": "a", "recommendations": []}


@dataclass(frozen=True, slots=True)
class Harness:
    """A reader: ``run`` gives it bytes; only ``refuses`` may come out of it."""

    run: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...]
    seeds: list[bytes]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _checked(name: str) -> Callable[[bytes], object]:
    return lambda data: run_outside(read_file(name, data), facts_from_toml(EXAMPLE))


def _language(data: bytes) -> None:
    text = _text(data)
    for start, end in sentences(text):
        phrases.read(text[start:end])
        phrases.read(text[start:end], lenient=True)
    list(dates.dates(text))
    dates.first_date(text)


def _binder_line(data: bytes) -> None:
    """One line of a binder, taken for a row of every table, an entry and a digest."""
    row = archive.read_object(data, "line 1")
    line_of(row)
    format_of(row)
    chained(row)
    for table in tables.TABLES:
        with suppress(ValueError):
            rows.Reader(table).values(row)
        reader = rows.Reader(table)
        for name, check in reader.checks:
            for value in row.values():
                with suppress(ValueError, TypeError, OverflowError, rows.ValidationError):
                    check(value)
            assert name in reader.names


def _binder(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(prefix="inspectorate-fuzz-") as file:
        file.write(data)
        file.flush()
        verify_binder(Path(file.name))


def _kind(name: str) -> Callable[[bytes], object]:
    return lambda data: kinds.media_type(io.BytesIO(data), name)


def _note(data: bytes) -> None:
    note = notes.read_note(_text(data))
    texts.read_signable(note.text)


def _envelope(data: bytes) -> None:
    with suppress(ValueError, RecursionError):
        opening.read(json.loads(data))


def _rescue(data: bytes) -> None:
    """Its lines, as they are read before anything is taken in."""
    content = io.BytesIO(data)
    rescue._check_first(content)
    list(rescue._lines(content, []))


def _mark(data: bytes) -> None:
    loosely.read(_text(data))
    loosely.says_secret(_text(data))
    loosely.is_secret(_text(data))


def _schema(data: bytes) -> None:
    found = json.loads(data)
    with suppress(KeyError, TypeError, ValueError, AttributeError, IndexError):
        schema.bundle_of(found)
    register_schema.recommendation_of(found)


_ENVELOPE = {"v": 1, "inspection": "a", "enc": "A" * 87, "sealed": "AAAA"} | dict.fromkeys(
    ("id", "device", "opening_key"), "A" * 22
)
_FILE = {"id": "A" * 22, "name": "a.jpg", "type": "image/jpeg", "size": 3, "pieces": 1} | {
    "sha256": "0" * 64,
    "key": "A" * 43,
}
_SAID = {"v": 1, "device_time": "2018-10-01T09:00:00Z", "item": {"words": "a"}, "files": [_FILE]}
_RESCUE = b'{"v":1,"kind":"rescue"}\n{"piece":{"n":0,"of":1}}\n{"envelope":{}}\n'
_SOUND = hostile_files.packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
_PACKED = [_SOUND, hostile_files.lying(_SOUND, "word/document.xml", 1), _SOUND[:-9]]
HARNESSES = {
    "markdown": Harness(_checked("a.md"), (Refused,), [_MANUSCRIPT, *_WORDS]),
    "plain": Harness(_checked("a.txt"), (Refused,), [_MANUSCRIPT, *_WORDS]),
    "web": Harness(
        _checked("a.html"), (Refused,), [b"<h1>A</h1><ul><li>b<table><tr><td>c", *_WORDS]
    ),
    "word": Harness(_checked("a.docx"), (Refused,), _PACKED),
    "language": Harness(_language, (), [b"Most of the 46 forces, on 1 May 2018, did.", *_WORDS]),
    "facts": Harness(lambda data: facts_from_toml(decoded(data)), (Refused,), [EXAMPLE.encode()]),
    "words of others": Harness(lambda data: passages({"a": _text(data)}), (), _WORDS),
    "office": Harness(_kind("a.docx"), (Refused,), _PACKED),
    "picture": Harness(_kind("a.png"), (Refused,), [hostile_files.png(9, 9)]),
    "photo": Harness(
        _kind("a.jpg"), (Refused,), [b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08"]
    ),
    "register": Harness(
        lambda data: register_csv.parse(data, name="a.csv", known=()), (Refused,), [_TABLE]
    ),
    "framework": Harness(
        lambda data: parse_framework(data, name="a.csv", version=""), (Refused,), [_FRAMEWORK]
    ),
    "binder line": Harness(
        _binder_line, (archive.Broken,), [b'{"id":1,"format":2,"at":"2018-01-01T00:00:00Z"}']
    ),
    "binder": Harness(_binder, (), [hostile_files.packed({"binder.json": b'{"schema":1}'})]),
    "note": Harness(_note, (notes.NoteBroken,), ["a\n1\n2\n\n— a AAAA\n".encode()]),
    "envelope": Harness(_envelope, (NotAnEnvelope,), [json.dumps(_ENVELOPE).encode()]),
    "note of a device": Harness(
        said.read, (said.NotAsDescribed,), [json.dumps(_SAID).encode(), b"[]"]
    ),
    "rescue file": Harness(_rescue, (rescue.NotARescueFile,), [_RESCUE]),
    "mark": Harness(_mark, (), [b"OFFICIAL-SENSITIVE", b"S e c r3t", *_WORDS]),
    "heads": Harness(head_file.parsed, (), [b"a\t1\t" + b"0" * 64 + b"\n", b"a\t1\tb\tc\n"]),
    "search": Harness(lambda data: terms(_text(data)), (), [b'a "b c" d* -e', *_WORDS]),
    "clock": Harness(
        lambda data: read_date(_text(data)), (ValueError,), [b"Mon, 01 Oct 2018 09:00:00 GMT"]
    ),
    "public schema": Harness(
        _schema, (ValueError, KeyError, TypeError), [json.dumps(_REGISTER).encode()]
    ),
}
# The control: a reader that answers some bytes with what it never said it would.
CARELESS = Harness(lambda data: int(_text(data) or "0"), (Refused,), [b"1", b"22"])
