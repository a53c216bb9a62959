"""A binder read in elsewhere: the same to the byte, or refused with what stands in its way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.evidence import search
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.publication.binder import exchange, placing
from inspectorate.domain.publication.trace import trace
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.ledger.heads import read_heads
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.foundation.search import keeping
from inspectorate.foundation.search.port import COMMON
from inspectorate.foundation.search.terms import Term
from tests.domain.publication.binder.of_sqlite import HARD
from tests.factories.binders import NOW, a_full_story, an_archive, elsewhere, read_in, written_out
from tests.factories.findings import an_item
from tests.factories.noting import note_heads
from tests.factories.publishing import a_story
from tests.factories.rooms import AT, a_body, a_key, a_person, an_admin
from tests.factories.searching import as_it_stands

pytestmark = pytest.mark.django_db


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
    written_out(inspection, tmp_path / "again.zip")
    assert path.read_bytes() == (tmp_path / "again.zip").read_bytes()


def next_number(table: type[Any], *, back_to: int | None = None) -> int:
    """What PostgreSQL would number the next row of a table with."""
    sequence = f"{table._meta.db_table}_id_seq"
    with connection.cursor() as cursor:
        if back_to:
            cursor.execute("SELECT setval(%s, %s)", [sequence, back_to])
        cursor.execute("SELECT nextval(%s)", [sequence])
        return int(cursor.fetchall()[0][0])


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite gives no number"
)
class TestNumbers:
    def test_number_that_another_act_took_and_has_not_committed_is_not_given_again(
        self, tmp_path: Path, fresh: Callable[[], Path]
    ) -> None:
        path, *_ = an_archive(tmp_path)
        fresh()
        taken = next_number(Person)
        read_in(path)
        assert next_number(Person) == taken + 1

    def test_number_that_comes_is_given_to_nobody_who_writes_meanwhile(
        self, tmp_path: Path, fresh: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, *_ = an_archive(tmp_path)
        fresh()
        next_number(Person, back_to=1)
        given, rows = [], placing._rows

        def meanwhile(binder: Any, table: str) -> int:
            given.append(next_number(Person))
            return rows(binder, table)

        monkeypatch.setattr(placing, "_rows", meanwhile)
        read_in(path)
        assert not Person.objects.filter(pk__in=given).exists()


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


def test_imported_evidence_is_found_by_its_words_and_its_criterion(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    fresh()
    inspection = read_in(path)
    item = Item.objects.get(inspection=inspection, words="Heard: plain")
    scope = search.Scope(inspection.pk, Marking.values, criterion=item.links.get().criterion_id)
    hits = search.find(scope, [Term(("heard",))], start=0, size=10)
    assert hits.ids == (item.pk,)


def test_whatever_was_imported_stands_in_the_search_index(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    fresh()
    read_in(path)
    brought = as_it_stands(COMMON), as_it_stands(search.EVIDENCE)
    assert all(brought)
    keeping.rebuild()
    assert (as_it_stands(COMMON), as_it_stands(search.EVIDENCE)) == brought


def test_import_of_an_inspection_that_is_here_is_refused(tmp_path: Path) -> None:
    story = a_full_story()
    written_out(story.inspection, tmp_path / "one.zip")
    with pytest.raises(Refused) as refused:
        read_in(tmp_path / "one.zip", by=an_admin())
    assert [one.code for one in refused.value.reasons] == ["inspection_here"]


def test_import_names_a_person_and_a_body_that_are_others_here(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        story = a_full_story()
        written_out(story.inspection, tmp_path / "one.zip")
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
        written_out(story.inspection, tmp_path / "one.zip")
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
        written_out(story.inspection, tmp_path / "one.zip")
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
        written_out(story.inspection, tmp_path / "one.zip")
    fresh()
    read_in(tmp_path / "one.zip")
    assert Body.objects.get(code=code).kind == "fire"


def test_binder_of_another_database_is_the_same_to_the_byte_and_proves_itself(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    """Made on SQLite, in a process of its own; read in on the database under test."""
    out = tmp_path / "one.zip"
    made = subprocess.run(
        [sys.executable, "-m", "tests.domain.publication.binder.of_sqlite", str(out)],
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "INSPECTORATE_MODE": "demo",
            "INSPECTORATE_DATA": str(tmp_path / "of_sqlite"),
            "PYTHONPATH": "src",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    assert exchange.verify_binder(out) == []
    fresh()
    inspection = read_in(out)
    assert inspection.slug == made.stdout.strip()
    note_heads()
    assert verify().faults == ()
    hard = Agreed.objects.get(number=2).findings
    assert (hard["large"], hard["longer"]) == (15 * 10**21, HARD["longer"])
    assert (hard["third"], hard["small"], hard["text"]) == (1 / 3, 5e-324, HARD["text"])
    written_out(inspection, tmp_path / "two.zip")
    assert out.read_bytes() == (tmp_path / "two.zip").read_bytes()
