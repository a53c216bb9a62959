"""A binder of another installation: made, read in, looked into and changed by hand."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.chain import chained
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.canonical import (
    START,
    canonical_json,
    digested_line,
    list_digest,
    row_digest,
)
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.keeping import kept
from tests.factories.publishing import Story, a_story, released
from tests.factories.rooms import AT, a_contact, a_key, a_request, scope_body

NOW = AT + timedelta(days=900)


class _Undo(Exception):
    """Takes back whatever a test wrote, so that the database is another, empty installation."""


@contextmanager
def elsewhere() -> Iterator[None]:
    """What is written within is gone afterwards: the archive made in it comes from another
    installation.
    """
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


@kept
def a_full_story(words: str = "plain", **given: Any) -> Story:
    """An inspection with a row in nearly every table, ``words`` in each of its texts."""
    story = a_story(claim={"statement": f"Forces that train, {words}"}, **given)
    inspection = story.inspection
    item = an_item(
        inspection, words=f"Heard: {words}", files=[(f"{words}.txt", f"Attached: {words}".encode())]
    )
    newer = evidence.supersede(
        by=story.who(Role.INSPECTOR),
        at=LATER + timedelta(hours=1),
        key=a_key(),
        item=item,
        reason=f"Fuller: {words}",
        recording=a_recording(
            inspection,
            item.scope_body,
            kind="document",
            method="document-review",
            origin=f"Lead {words}",
            words=f"Read: {words}",
            direction="neutral",
            observed_at=LATER,
            written_at=None,
        ),
    )
    evidence.withdraw(
        by=story.who(Role.INSPECTOR), at=NOW, key=a_key(), item=newer, reason=f"Wrong: {words}"
    )
    request = a_request(inspection, title=f"Records {words}")
    contact = a_contact(scope_body(inspection).body)
    fieldwork.receive(
        by=contact,
        at=LATER,
        key=a_key(),
        request=request,
        note=words,
        file=store.take(words.encode(), name="r.txt"),
    )
    bundle = released(story)
    addressee = Addressee.objects.get(recommendation__inspection=inspection)
    lead = story.who(Role.LEAD)
    recommendations.respond(
        by=lead,
        at=NOW,
        key=a_key(),
        addressee=addressee,
        agreement="agreed",
        action=words,
        link="https://body.example/reply",
    )
    recommendations.claim_progress(
        by=lead,
        at=NOW,
        key=a_key(),
        addressee=addressee,
        claimed="most",
        text=words,
        file=store.take(f"P {words}".encode(), name="p.txt"),
    )
    assert bundle.folder
    return story


def an_archive(
    folder: Path, name: str = "one.zip", words: str = "plain"
) -> tuple[Path, str, exchange.ExportedBinder]:
    """The binder of a full story from elsewhere, with its slug and what the export said."""
    with elsewhere():
        story = a_full_story(words)
        done = written_out(story.inspection, folder / name)
        slug = story.inspection.slug
    return folder / name, slug, done


def written_out(inspection: Inspection, out: Path, **given: Any) -> exchange.ExportedBinder:
    return exchange.export(inspection, out, **{"by": CONSOLE, "at": NOW, "key": a_key(), **given})


def read_in(path: Path, **given: Any) -> Inspection:
    return exchange.read(path, **{"by": CONSOLE, "at": NOW, "key": a_key(), **given})


def left_behind(home: Path) -> list[Path]:
    return [one for one in home.rglob("*") if one.is_file()]


def everything(path: Path) -> bytes:
    """All an archive holds, unpacked, names too."""
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(
            one.filename.encode() + b"\n" + packed.read(one) for one in packed.infolist()
        )


def rewritten(
    path: Path,
    change: Callable[[dict[str, bytes]], None],
    *,
    signed: bool = False,
    counted: bool = False,
) -> Path:
    """A copy with other members; ``signed``: with the digests of binder.json made to fit, as a
    forger would; ``counted``: with its numbers of rows and digests as well.
    """
    with zipfile.ZipFile(path) as packed:
        members = {one.filename: packed.read(one) for one in packed.infolist()}
    change(members)
    if signed:
        contents = json.loads(members["binder.json"])
        if counted:
            for table, of in contents["tables"].items():
                of["rows"] = members[f"rows/{table}.jsonl"].count(b"\n")
            contents["ledger"]["digests"] = members[_ledger(members)[1]].count(b"\n")
        for name, about in contents["members"].items():
            about["sha256"] = hashlib.sha256(members[name]).hexdigest()
        members["binder.json"] = json.dumps(contents).encode()
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out


def refitted(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy with other rows, for which a forger digested each row anew and rewrote the whole
    chain: sound in itself, and another than the one whose digest and head are known.
    """
    return rewritten(path, lambda members: _refit(members, change), signed=True)


def _refit(members: dict[str, bytes], change: Callable[[dict[str, bytes]], None]) -> None:
    change(members)
    stream, digests = _ledger(members)
    lists = {one["digest"]: one for one in _objects(members["ledger/columns.jsonl"])}
    lines = _objects(members[digests])
    for line in {(one["table"], one["row"]): one for one in lines if one["columns"]}.values():
        name = f"rows/{line['table'].replace('_', '.', 1)}.jsonl"
        row = next(one for one in _objects(members[name]) if _key(one) == line["row"])
        names = " ".join(sorted(row))
        line["columns"] = list_digest(line["table"], names)
        lists[line["columns"]] = {
            "digest": line["columns"],
            "table": line["table"],
            "names": names,
        }
        line["digest"] = row_digest(line["nonce"], line["table"], row)
    previous, entries = START, _objects(members[stream])
    for entry in entries:
        whole = hashlib.sha256()
        for one in lines:
            if one["entry"] == entry["number"]:
                parts = {**one, "columns": one["columns"] or ""}
                del parts["entry"], parts["nonce"]
                whole.update(digested_line(**parts))
        entry |= {"previous": previous, "rows_digest": whole.hexdigest()}
        previous = entry["digest"] = chained(entry)
    members[stream], members[digests] = _lines(entries), _lines(lines)
    members["ledger/columns.jsonl"] = _lines([lists[one] for one in sorted(lists)])
    contents = json.loads(members["binder.json"])
    contents["ledger"]["head"] = previous
    members["binder.json"] = json.dumps(contents).encode()


def _ledger(members: dict[str, bytes]) -> tuple[str, str]:
    """The members of the stream and of its digests."""
    digests = next(one for one in members if one.endswith(".digests.jsonl"))
    return digests.replace(".digests", ""), digests


def _key(row: dict[str, Any]) -> str:
    return str(row.get("id", row.get("digest")))


def _objects(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def _lines(objects: list[dict[str, Any]]) -> bytes:
    return b"".join(canonical_json(one).encode() + b"\n" for one in objects)


def objects_of(
    name: str, change: Callable[[list[dict[str, Any]]], object]
) -> Callable[[dict[str, bytes]], None]:
    """Change the objects of the member in whose name ``name`` stands, in place."""

    def of(members: dict[str, bytes]) -> None:
        found = next(one for one in sorted(members, reverse=True) if name in one)
        objects = _objects(members[found])
        change(objects)
        members[found] = _lines(objects)

    return of
