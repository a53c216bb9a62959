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
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.foundation.files import store
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
        done = exchange.export(story.inspection, folder / name)
        slug = story.inspection.slug
    return folder / name, slug, done


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
    path: Path, change: Callable[[dict[str, bytes]], None], *, signed: bool = False
) -> Path:
    """A copy with other members; ``signed``: with the digests of binder.json made to fit, as a
    forger would.
    """
    with zipfile.ZipFile(path) as packed:
        members = {one.filename: packed.read(one) for one in packed.infolist()}
    change(members)
    if signed:
        contents = json.loads(members["binder.json"])
        for name, about in contents["members"].items():
            about["sha256"] = hashlib.sha256(members[name]).hexdigest()
        members["binder.json"] = json.dumps(contents).encode()
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out
