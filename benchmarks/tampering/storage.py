"""What lies beside the rows: triggers, stored files, released folders, the file of heads."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from inspectorate.domain.publication.schema import MANIFEST

from .forging import chain_anew, heads_anew, last_entry, rows, take_out_act
from .installation import Attack, Installation

DAY = 25 * 60 * 60


def trigger_attacks(here: Installation) -> Iterator[Attack]:
    """Each trigger dropped, each made to let everything pass, and one more of the attacker's."""
    found = here.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    for name, statement in found:
        mark = (f"the trigger {name}",)
        yield Attack("trigger", f"{name} dropped", partial(_sql, [f"DROP TRIGGER {name}"]), mark)
        body = statement.index("BEGIN SELECT")
        weak = f"{statement[:body].partition(' WHEN ')[0]} WHEN 0 {statement[body:]}"
        yield Attack(
            "trigger",
            f"{name} made to pass all",
            partial(_sql, [f"DROP TRIGGER {name}", weak]),
            mark,
        )
    for table, column, words in (
        ("judgments_agreed", "reasons", "'As I was told.'"),
        ("people_roleheld", "role", "'admin'"),
    ):
        planted = (
            f"CREATE TRIGGER planted AFTER INSERT ON {table} BEGIN "
            f"UPDATE {table} SET {column} = {words} WHERE id = NEW.id; END"
        )
        yield Attack(
            "trigger",
            f"one planted that forges each new row of {table}",
            partial(_sql, [planted]),
            ("planted",),
        )


def _sql(statements: list[str], here: Installation) -> None:
    with here.connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def file_attacks(here: Installation) -> Iterator[Attack]:
    """Each stored file and each of a bundle: one bit, removed, emptied; and what is put in."""
    for path in _files(here.data / "files"):
        for name, do in _CHANGES.items():
            one = _of_file(f"stored file {path.name[:12]} {name}", path, do, (f"file {path.name}",))
            yield replace(one, beside=f"stored {name}")
    for path in _files(here.data / "bundles"):
        folder, _, rest = path.relative_to(here.data / "bundles").as_posix().partition("/")
        for name, do in _CHANGES.items():
            one = _of_file(f"{folder}/{rest} {name}", path, do, (f"bundle {folder}: {rest}",))
            # Of a folder whose manifest is another, no file is told from another.
            yield one if rest == MANIFEST else replace(one, beside=f"bundles {name}")
    bundle = max((here.data / "bundles").iterdir())
    put: dict[str, tuple[Path, str]] = {
        "a page put into a bundle": (bundle / "documents/more.json", f"bundle {bundle.name}"),
        "a bundle that no row names": (bundle.with_name("prevent-9-1") / "bundle.json", "bundle"),
        "a stored file that no row names": (
            here.data / "files/aa/aa" / ("aa" * 32),
            f"file {'aa' * 32}",
        ),
        "a strange name in the store": (here.data / "files/notes.txt", "notes.txt"),
    }
    for name, (path, mark) in put.items():
        yield _of_file(name, path, _put, (mark,))
    lying = min(_files(here.data / "files"))
    yield _of_file("a folder put in a stored file's place", lying, _folder, (f"file {lying.name}",))
    yield _act(
        "an evidence file removed whole: attachment, row and bytes", _removed_whole, "evidence"
    )


def head_attacks(here: Installation) -> Iterator[Attack]:
    """The file of heads, alone and together with the ledger."""
    heads = here.data / "heads.log"
    lines = heads.read_bytes().splitlines(keepends=True)
    stream = last_entry("publication.refresh").stream
    for name, text, mark in (
        ("deleted", None, "heads.log"),
        ("emptied", b"", "heads.log"),
        ("one line changed", b"".join([lines[0].replace(b"1", b"2"), *lines[1:]]), "heads.log"),
        ("its last line torn", b"".join(lines)[:-30], "heads.log"),
    ):
        yield _of_file(f"the file of heads {name}", heads, partial(_written, text), (mark,))
    for aside in sorted(here.data.glob("heads-set-aside-*")):
        for name, do in _CHANGES.items():
            yield _of_file(f"{aside.name} {name}", aside, do, (aside.name, "heads.log"))
    known = f"ledger {stream}"
    yield _act("a stream chained anew", lambda _: _other_words(stream), known)
    yield _act("a stream deleted whole", lambda _: _no_stream(stream), known)
    yield _act("a stream and the file of heads deleted", _no_stream_no_heads, "heads.log")
    yield _act("a head made to fit, unlike the ledger's", partial(_other_head, 1), known)
    yield _act("a head of a number past all counting", partial(_other_head, 10**30), "heads.log")


def shipped_attacks(here: Installation) -> Iterator[Attack]:
    """Ledger and heads both made anew: only the copy kept elsewhere can tell."""
    stream = last_entry("publication.refresh").stream
    known = f"ledger {stream}"

    def anew(forge: Callable[[], Any], here: Installation) -> None:
        forge()
        heads_anew(here.data / "heads.log")

    for name, forge in {
        "a stream chained anew, and heads": lambda: _other_words(stream),
        "a stream deleted, and its heads": lambda: _no_stream(stream),
        "an act taken out whole, and heads": lambda: take_out_act(last_entry("judgments.moderate")),
    }.items():
        yield Attack(
            "shipped",
            name,
            partial(_unguarded, partial(anew, forge)),
            (known, "ledger"),
            files=True,
        )


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file())


def _of_file(name: str, path: Path, do: Callable[[Path], None], marks: tuple[str, ...]) -> Attack:
    return Attack("file", name, lambda _: do(path), marks, files=True)


def _act(name: str, do: Callable[[Installation], None], mark: str) -> Attack:
    return Attack("file", name, partial(_unguarded, do), (mark,), files=True)


def _unguarded(do: Callable[[Installation], None], here: Installation) -> None:
    with here.unguarded():
        do(here)


def _one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    _replaced(path, bytes(content))


def _replaced(path: Path, content: bytes) -> None:
    # A file of its own: a stored one may be written by nobody.
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _put(path: Path) -> None:
    _replaced(path, b"{}")
    then = time.time() - DAY
    os.utime(path, (then, then))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _written(text: bytes | None, path: Path) -> None:
    path.unlink()
    if text is not None:
        path.write_bytes(text)


_CHANGES: dict[str, Callable[[Path], None]] = {
    "with one bit changed": _one_byte,
    "removed": Path.unlink,
    "emptied": lambda path: _replaced(path, b""),
}


def _removed_whole(here: Installation) -> None:
    attachment = rows("evidence_attachment").order_by("-pk")[0]
    rows("evidence_attachment").filter(blob_id=attachment.blob_id)._raw_delete("default")
    rows("files_blob").filter(pk=attachment.blob_id)._raw_delete("default")
    digest = attachment.blob_id
    shutil.rmtree(here.data / "files" / digest[:2] / digest[2:4])


def _other_words(stream: str) -> None:
    first = rows("ledger_entry").filter(stream=stream).order_by("number")[0]
    rows("ledger_entry").filter(pk=first.pk).update(detail={**first.detail, "forged": 1})
    chain_anew(stream)


def _no_stream(stream: str) -> None:
    entries = rows("ledger_entry").filter(stream=stream).values_list("pk", flat=True)
    rows("ledger_rowdigest").filter(entry_id__in=list(entries))._raw_delete("default")
    rows("ledger_entry").filter(stream=stream)._raw_delete("default")


def _no_stream_no_heads(here: Installation) -> None:
    _no_stream(last_entry("publication.refresh").stream)
    (here.data / "heads.log").unlink()


def _other_head(number: int, here: Installation) -> None:
    from inspectorate.foundation.ledger import head_file

    stream = last_entry("publication.refresh").stream
    head_file.append(here.data / "heads.log", [head_file.Head(stream, number, "f" * 64)])
