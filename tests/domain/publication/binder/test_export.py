"""An exported binder: everything behind one inspection and nothing of another."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.publication import queries
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.tables import LEFT_OUT, TABLES
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.binders import a_full_story, elsewhere, everything, read_in, written_out
from tests.factories.findings import LATER, a_claim, an_item, assigned
from tests.factories.publishing import a_story, saved, taken_back
from tests.factories.rooms import PASSWORD, a_key, an_inspection

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


def test_every_table_is_in_the_binder_or_left_out_with_a_reason() -> None:
    models = {
        model._meta.db_table.replace("_", ".", 1)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    assert models == set(TABLES) | set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_export_names_rows_files_and_entries_and_is_sound(tmp_path: Path) -> None:
    story = a_full_story()
    done = written_out(story.inspection, tmp_path / "one.zip")
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
        asked = json.loads(packed.read("claims/otherwise.json"))
        assert asked.keys() == claims.otherwise(story.inspection).keys()
        folders = {one.split("/")[1] for one in packed.namelist() if one.startswith("bundles/")}
        assert folders == queries.folders_of(story.inspection).keys()
    assert [one.name for one in tmp_path.iterdir() if "writing" in one.name] == []


def test_export_is_marked_as_a_passage_that_a_text_once_held(tmp_path: Path) -> None:
    story = a_story()
    passage = '[We heard [x]{.sensitive marking=OFFICIAL-SENSITIVE ground="G"}.]{.narrative}'
    saved(story.report, f"{story.report.text}\n{passage}\n")
    saved(story.report, story.report.text)
    done = written_out(story.inspection, tmp_path / "one.zip")
    assert done.highest_marking == "OFFICIAL-SENSITIVE"


def test_export_is_marked_as_a_passage_whose_mark_was_misspelt(tmp_path: Path) -> None:
    story = a_story()
    saved(
        story.report,
        f'{story.report.text}\n[We heard [x]{{.senstive ground="G"}}.]{{.narrative}}\n',
    )
    saved(story.report, story.report.text)
    done = written_out(story.inspection, tmp_path / "one.zip")
    assert done.highest_marking == "OFFICIAL-SENSITIVE"


def test_export_is_marked_as_what_a_claim_quotes_from_another_inspection(tmp_path: Path) -> None:
    story = a_story()
    item = an_item(an_inspection(), marking="OFFICIAL-SENSITIVE")
    a_claim(story.inspection, {"source": item.ref, "words": "All officers"}, kind="quotation")
    done = written_out(story.inspection, tmp_path / "one.zip")
    assert done.highest_marking == "OFFICIAL-SENSITIVE"


def test_export_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    story = a_full_story()
    digests = {
        written_out(story.inspection, tmp_path / name).digest for name in ("one.zip", "two.zip")
    }
    assert len(digests) == 1
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_export_holds_a_draft_and_what_it_cites(tmp_path: Path, fresh: Callable[[], Path]) -> None:
    with elsewhere():
        story = a_story()
        item = an_item(story.inspection)
        cell = assigned(
            story.inspection,
            story.body(),
            taken_back(story.inspection, story.body(), "1.2"),
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
        written_out(story.inspection, tmp_path / "one.zip")
    fresh()
    inspection = read_in(tmp_path / "one.zip")
    cell = inspection.scope.order_by("order")[0].assignments.get(criterion__ref="1.2")
    assert [one.words for one in cell.draft.cited.all()] == [item.words]


def test_export_holds_nothing_of_another_inspection(tmp_path: Path) -> None:
    mine = a_full_story("mine-canary")
    a_full_story("other-canary", framework=mine.inspection.framework)
    written_out(mine.inspection, tmp_path / "one.zip")
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
        written_out(story.inspection, tmp_path / "one.zip")
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
        written_out(story.inspection, tmp_path / "one.zip")
    assert [one.name for one in tmp_path.iterdir() if "zip" in one.name] == []
