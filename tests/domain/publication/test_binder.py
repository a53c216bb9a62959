"""The binder: everything behind one inspection and nothing of another; whole, or named where it is
not; read in elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.archive import opened
from inspectorate.domain.publication.binder.tables import LEFT_OUT, TABLES
from inspectorate.domain.publication.trace import trace
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.heads import read_heads
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, a_recording, an_item, assigned
from tests.factories.keeping import kept
from tests.factories.publishing import Story, a_story, released
from tests.factories.rooms import (
    AT,
    PASSWORD,
    a_body,
    a_contact,
    a_key,
    a_person,
    a_request,
    an_admin,
    criterion,
    scope_body,
)

pytestmark = pytest.mark.django_db
ROOMS = [
    "people",
    "ledger",
    "files",
    "bodies",
    "programmes",
    "inspections",
    "fieldwork",
    "evidence",
    "judgments",
    "claims",
    "reports",
    "recommendations",
    "publication",
]
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
        name="r.txt",
        content=words.encode(),
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
        name="p.txt",
        content=f"P {words}".encode(),
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


@pytest.fixture
def fresh(settings: Any, tmp_path: Path) -> Callable[[], Path]:
    """Gives this installation empty folders, away from those of the one that exported."""

    def move() -> Path:
        home = tmp_path / "second"
        settings.FILES_ROOT, settings.BUNDLES_ROOT = home / "files", home / "bundles"
        settings.HEADS_FILE = home / "heads.log"
        home.mkdir()
        return home

    return move


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


def test_every_table_is_in_the_binder_or_left_out_with_a_reason() -> None:
    models = {
        model._meta.label_lower
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    assert models == set(TABLES) | set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_export_names_rows_files_and_entries_and_is_sound(tmp_path: Path) -> None:
    story = a_full_story()
    done = exchange.export(story.inspection, tmp_path / "one.zip")
    assert exchange.verify_binder(tmp_path / "one.zip") == []
    assert done.entries == Entry.objects.filter(stream=story.inspection.stream).count()
    assert done.bytes == (tmp_path / "one.zip").stat().st_size
    assert done.highest_marking == "OFFICIAL"
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        contents = json.loads(packed.read("binder.json"))
        assert contents["tables"]["evidence.item"]["rows"] == Item.objects.count()
        assert done.rows == sum(
            packed.read(one).count(b"\n") for one in packed.namelist() if one.startswith("rows/")
        )
        assert done.files == len([one for one in packed.namelist() if one.startswith("files/")])
        assert len([one for one in packed.namelist() if one.startswith("bundles/")]) == 6
    assert [one.name for one in tmp_path.iterdir() if "writing" in one.name] == []


def test_export_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    story = a_full_story()
    digests = {
        exchange.export(story.inspection, tmp_path / name).digest for name in ("one.zip", "two.zip")
    }
    assert len(digests) == 1
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_export_imported_elsewhere_and_exported_again_gives_the_same_bytes(
    tmp_path: Path, fresh: Callable[[], Path], django_capture_on_commit_callbacks: Any
) -> None:
    path, slug, done = an_archive(tmp_path)
    assert not Inspection.objects.exists()
    fresh()
    with django_capture_on_commit_callbacks(execute=True):
        inspection = read_in(path)
    assert inspection.slug == slug
    assert verify().faults == ()
    assert read_heads()[inspection.stream][0] == done.entries
    entry = Entry.objects.get(stream="register")
    assert (entry.verb, entry.detail["binder"], entry.by) == (
        "publication.import_binder",
        done.digest,
        "console",
    )
    exchange.export(inspection, tmp_path / "again.zip")
    assert path.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_imported_evidence_is_traced_and_new_rows_are_numbered_on(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    fresh()
    inspection = read_in(path)
    superseded = Item.objects.get(inspection=inspection, words="Heard: plain")
    assert {node.kind for node in trace(superseded.ref)} == {"evidence", "file", "superseded"}
    last = Person.objects.order_by("-pk").first()
    assert last is not None
    admin = an_admin()
    assert admin.pk > last.pk
    lead = inspection.team.get(role=Role.LEAD).person
    people.grant(by=admin, at=NOW, key=a_key(), person=lead, role=Role.LEAD)
    item = an_item(inspection, by=lead, at=NOW)
    assert item.number == Item.objects.filter(inspection=inspection).count()


def test_export_holds_a_draft_and_what_it_cites(tmp_path: Path, fresh: Callable[[], Path]) -> None:
    with elsewhere():
        story = a_story()
        item = an_item(story.inspection)
        cell = assigned(
            story.inspection,
            story.body(),
            criterion(story.inspection, "1.2"),
            story.who(Role.INSPECTOR),
        )
        judgments.save_draft(
            by=story.who(Role.INSPECTOR),
            at=LATER,
            key=a_key(),
            assignment=cell,
            grade=None,
            findings={},
            reasons="So far",
            cited=[item],
            version=0,
        )
        exchange.export(story.inspection, tmp_path / "one.zip")
    fresh()
    inspection = read_in(tmp_path / "one.zip")
    cell = inspection.scope.order_by("order")[0].assignments.get(criterion__ref="1.2")
    assert [one.words for one in cell.draft.cited.all()] == [item.words]


def test_export_holds_nothing_of_another_inspection(tmp_path: Path) -> None:
    mine = a_full_story("mine-canary")
    a_full_story("other-canary", framework=mine.inspection.framework)
    exchange.export(mine.inspection, tmp_path / "one.zip")
    held = everything(tmp_path / "one.zip")
    assert held.count(b"mine-canary") > 20
    assert b"other-canary" not in held
    other = Inspection.objects.exclude(pk=mine.inspection.pk).get()
    assert other.slug.encode() not in held
    assert {
        one.person.email for one in other.team.all() if f'"{one.person.email}"'.encode() in held
    } == set()
    assert other.prefix.encode() + b"-E" not in held


def test_export_holds_no_password_and_import_brings_no_role(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        signing = story.who(Role.SIGNING)
        signing.set_password(PASSWORD)
        signing.save()
        hashed = signing.password
        exchange.export(story.inspection, tmp_path / "one.zip")
    assert hashed.encode() not in everything(tmp_path / "one.zip")
    fresh()
    read_in(tmp_path / "one.zip")
    assert Person.objects.count() > 5
    assert [one.email for one in Person.objects.all() if one.has_usable_password()] == []
    assert not RoleHeld.objects.exists()


def test_export_without_a_stored_file_is_refused_and_leaves_no_archive(tmp_path: Path) -> None:
    story = a_full_story()
    digest = hashlib.sha256(b"Attached: plain").hexdigest()
    store.path_of(digest).unlink()
    with pytest.raises(Refused, match=digest):
        exchange.export(story.inspection, tmp_path / "one.zip")
    assert [one.name for one in tmp_path.iterdir() if "zip" in one.name] == []


KINDS = ("rows/evidence.item.jsonl", "rows/bodies.body.jsonl", "ledger/", "files/", "bundles/")


@pytest.mark.parametrize("kind", KINDS)
def test_tampered_member_is_named_and_refused(
    kind: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    touched: list[str] = []

    def change(members: dict[str, bytes]) -> None:
        name = next(one for one in members if one.startswith(kind))
        middle = len(members[name]) // 2
        members[name] = (
            members[name][:middle]
            + bytes([members[name][middle] ^ 1])
            + members[name][middle + 1 :]
        )
        touched.append(name)

    changed = rewritten(path, change)
    assert touched[0] in " ".join(exchange.verify_binder(changed))
    home = fresh()
    with pytest.raises(Refused, match=r"changed|JSON"):
        read_in(changed)
    assert not Inspection.objects.exists()
    assert not Person.objects.exists()
    assert left_behind(home) == []


def _lines(
    name: str, change: Callable[[list[bytes]], list[bytes]]
) -> Callable[[dict[str, bytes]], None]:
    def of(members: dict[str, bytes]) -> None:
        found = next(one for one in members if one.startswith(name))
        members[found] = b"".join(change(members[found].splitlines(keepends=True)))

    return of


FORGED = {
    "two rows swapped": (
        _lines("rows/evidence.item", lambda rows: [rows[1], rows[0], *rows[2:]]),
        "rows/evidence.item.jsonl: line 2 (",
    ),
    "a row taken out": (
        _lines("rows/evidence.item", lambda rows: rows[1:]),
        "rows/evidence.item.jsonl: holds",
    ),
    "a row doubled": (
        _lines("rows/claims.pin", lambda rows: [rows[0], *rows]),
        "rows/claims.pin.jsonl: line 2",
    ),
    "a reference bent": (
        _lines(
            "rows/judgments.agreed.",
            lambda rows: [rows[0].replace(b'"scope_body_id":', b'"scope_body_id":99'), *rows[1:]],
        ),
        "rows/judgments.agreed.jsonl: line 1: scope_body_id",
    ),
    "an entry rewritten": (
        _lines(
            "ledger/",
            lambda rows: [rows[0], rows[1].replace(b'"by_name":"', b'"by_name":"x'), *rows[2:]],
        ),
        "line 2: entry 2 was changed after it was written",
    ),
    "the tail cut": (_lines("ledger/", lambda rows: rows[:-1]), "ends at entry"),
    "an edition rewritten": (
        _lines(
            "rows/reports.edition",
            lambda rows: [rows[0].replace(b"have mandatory", b"lack mandatory"), *rows[1:]],
        ),
        "rows/reports.edition.jsonl: line 1: the text of the edition",
    ),
}


@pytest.mark.parametrize("how", FORGED)
def test_forged_archive_whose_digests_were_made_to_fit_is_named(
    how: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    change, said = FORGED[how]
    changed = rewritten(path, change, signed=True)
    assert [one for one in exchange.verify_binder(changed) if said in one], exchange.verify_binder(
        changed
    )
    home = fresh()
    with pytest.raises(Refused):
        read_in(changed)
    assert (Inspection.objects.count(), left_behind(home)) == (0, [])


def test_archive_rewritten_without_a_fault_of_form_has_another_digest(tmp_path: Path) -> None:
    """Words of evidence stand in no ledger entry: the digest kept apart is what proves them, and it
    says so here.
    """
    path, _, done = an_archive(tmp_path)
    other = _lines(
        "rows/evidence.item.", lambda rows: [one.replace(b"Heard", b"Hears") for one in rows]
    )
    changed = rewritten(path, other, signed=True)
    assert exchange.verify_binder(changed) == []
    with opened(changed) as archive:
        assert archive.digest != done.digest


def _named(name: str, content: bytes = b"x", **about: int) -> Callable[[Path], None]:
    def add(path: Path) -> None:
        info = zipfile.ZipInfo(name)
        for key, value in about.items():
            setattr(info, key, value)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(info, content, zipfile.ZIP_DEFLATED)

    return add


HOSTILE = {
    "upwards": (_named("../../etc/passwd"), "no member of a binder has such a name"),
    "absolute": (_named("/etc/passwd"), "no member of a binder has such a name"),
    "upwards within": (_named("bundles/x/../../y"), "no member of a binder has such a name"),
    "link": (_named("bundles/x/link", external_attr=0o120777 << 16), "is a link"),
    "unknown": (_named("files/" + "0" * 64), "not named in binder.json"),
    "strange": (_named("readme.txt"), "no member of a binder has such a name"),
    "bomb": (_named("files/" + "1" * 64, b"\0" * (64 * 2**20)), "times over"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_member_is_refused_before_anything_is_read(
    how: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    add, said = HOSTILE[how]
    add(path)
    assert [one for one in exchange.verify_binder(path) if said in one]
    home = fresh()
    with pytest.raises(Refused, match=said):
        read_in(path)
    assert left_behind(home) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"words\n" * 100])
def test_other_file_is_no_binder(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(content)
    assert len(exchange.verify_binder(tmp_path / "one.zip")) == 1
    assert "one.zip: cannot be read as a binder" in exchange.verify_binder(tmp_path / "one.zip")[0]


def test_archive_cut_short_is_no_binder(tmp_path: Path) -> None:
    path, _, _ = an_archive(tmp_path)
    path.write_bytes(path.read_bytes()[:-1000])
    assert len(exchange.verify_binder(path)) == 1


def test_import_of_an_inspection_that_is_here_is_refused(tmp_path: Path) -> None:
    story = a_full_story()
    exchange.export(story.inspection, tmp_path / "one.zip")
    with pytest.raises(Refused) as refused:
        read_in(tmp_path / "one.zip", by=an_admin())
    assert [one.code for one in refused.value.reasons] == ["inspection_here"]


def test_import_names_a_person_and_a_body_that_are_others_here(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        exchange.export(story.inspection, tmp_path / "one.zip")
        lead, body = story.who(Role.LEAD), story.body().body
        numbers = lead.pk, body.pk, body.code, body.name
    fresh()
    admin = an_admin()
    Person(pk=numbers[0], email=lead.email, name="Somebody else", registered_at=AT).save(
        force_insert=True
    )
    Body(
        pk=numbers[1],
        code=numbers[2],
        name="Another Constabulary",
        short_name="Another",
        kind="territorial",
    ).save(force_insert=True)
    before = Person.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        read_in(tmp_path / "one.zip", by=admin)
    said = [str(one) for one in refused.value.reasons]
    assert [one for one in said if lead.email in one and "Somebody else" in one]
    assert [
        one
        for one in said
        if numbers[2] in one and "Another Constabulary" in one and numbers[3] in one
    ]
    assert (Person.objects.count(), Entry.objects.count(), Inspection.objects.count()) == (
        *before,
        0,
    )


def test_import_names_a_body_that_is_here_under_another_number(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        exchange.export(story.inspection, tmp_path / "one.zip")
        body = story.body().body
        code, name, number = body.code, body.name, body.pk
    fresh()
    admin = an_admin()
    Body(pk=number + 5000, code=code, name=name, short_name=name, kind="territorial").save(
        force_insert=True
    )
    with pytest.raises(
        Refused, match=f"is here under number {number + 5000}, there under {number}"
    ):
        read_in(tmp_path / "one.zip", by=admin)


def test_import_beside_another_inspection_names_the_table_whose_numbers_are_taken(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        exchange.export(story.inspection, tmp_path / "one.zip")
        item = Item.objects.order_by("pk")[0].pk
    fresh()
    other = a_story(bodies=13).inspection  # another than the one that was exported
    if not Item.objects.filter(
        pk=item
    ).exists():  # PostgreSQL gives a number once, even to what was taken back
        mine = Item.objects.filter(inspection=other)[0]
        mine.pk, mine.number = item, 999
        mine.save(force_insert=True)
    with pytest.raises(Refused) as refused:
        read_in(tmp_path / "one.zip", by=an_admin())
    assert [
        one
        for one in refused.value.reasons
        if one.code == "number_taken" and one.field == "rows/evidence.item.jsonl"
    ]


def test_import_of_a_row_the_database_refuses_leaves_nothing(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    changed = rewritten(
        path,
        _lines(
            "rows/publication.release.",
            lambda rows: [
                rows[0]
                .replace(b'"corrects_id":null', b'"corrects_id":777777')
                .replace(b'"correction_reason":""', b'"correction_reason":"x"')
            ],
        ),
        signed=True,
    )
    assert exchange.verify_binder(changed) == []
    home = fresh()
    with pytest.raises(Refused, match="refers to what is not there"):
        read_in(changed)
    assert (Person.objects.count(), Item.objects.count(), left_behind(home)) == (0, 0, [])


@pytest.mark.parametrize(
    ("there", "then", "said"),
    [
        (b'"kind":"interview"', b'"kind":"seance"', "kind: 'seance' is not one of"),
        (b'"practice":false', b'"practice":"no"', "practice: 'no' is not a bool"),
        (b'"observed_at":"2018', b'"observed_at":"20x8', "observed_at: "),
        (b'"marking":"OFFICIAL"', b'"marking":null', "marking: is empty"),
        (b'"words":"', b'"wordz":"', "columns words, wordz"),
        (b'"words":"', b'"words":"\\u0000', "words: holds a NUL character"),
    ],
)
def test_malformed_value_is_named_by_line_and_column(
    there: bytes, then: bytes, said: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    changed = rewritten(
        path,
        _lines("rows/evidence.item.", lambda rows: [rows[0].replace(there, then), *rows[1:]]),
        signed=True,
    )
    fresh()
    with pytest.raises(Refused) as refused:
        read_in(changed)
    assert [
        (one.field, one.text)
        for one in refused.value.reasons
        if said in one.text and "Line 1: " in one.text
    ]
    assert not Item.objects.exists()


def test_import_is_an_administrators_and_the_command_lines_only_where_nobody_is(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    fresh()
    lead = a_person(Role.LEAD)
    for by in (lead, CONSOLE):
        with pytest.raises(Forbidden):
            read_in(path, by=by)
    assert not Inspection.objects.exists()


def test_import_sent_twice_with_one_key_changes_nothing(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, slug, _ = an_archive(tmp_path)
    fresh()
    first = read_in(path, key="once")
    before = Entry.objects.count()
    assert read_in(path, key="once") == first
    assert (Entry.objects.count(), Inspection.objects.filter(slug=slug).count()) == (before, 1)


def test_unrelated_body_of_the_register_comes_along_since_claims_count_it(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        code = a_body("fire").code
        exchange.export(story.inspection, tmp_path / "one.zip")
    fresh()
    read_in(tmp_path / "one.zip")
    assert Body.objects.get(code=code).kind == "fire"
