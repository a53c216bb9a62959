"""A stored format may grow: what was written before it grew still verifies and still comes in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models

from inspectorate.domain.claims.models import Claim, Reference
from inspectorate.domain.publication.binder import exchange, tables
from inspectorate.domain.publication.verify import faults, verify
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger import fresh, proof, stored
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import a_claim, referenced
from tests.factories.keeping import kept
from tests.factories.noting import note_heads
from tests.factories.publishing import Story, a_story, frozen
from tests.factories.rooms import AT
from tests.written.test_opens import SLUG, old

pytestmark = pytest.mark.django_db
__all__ = ["old"]


@pytest.fixture
def grow() -> Iterator[Callable[[type[models.Model]], None]]:
    """Adds a column ``later`` to a table as a migration would; declares what older rows have."""
    grown: list[tuple[type[models.Model], models.Field[Any, Any]]] = []

    def add(model: type[models.Model], *, declared: bool = True) -> None:
        field: models.Field[Any, Any] = models.CharField(max_length=20, null=True)
        field.contribute_to_class(model, "later")
        grown.append((model, field))
        forget_columns()
        alter(f"ALTER TABLE {model._meta.db_table} ADD COLUMN later varchar(20) NULL")
        if declared:
            model.ADDED = {"later": None}  # type: ignore[attr-defined]

    yield add
    for model, field in grown:
        model._meta.local_fields.remove(field)  # type: ignore[arg-type]
        model._meta._expire_cache()  # type: ignore[attr-defined]
        del model.later  # type: ignore[attr-defined]
        if hasattr(model, "ADDED"):
            del model.ADDED
    forget_columns()


def forget_columns() -> None:
    """A process knows the columns of its tables once: here they change while it runs."""
    for known in (stored._columns, stored._column_list, fresh._selection):
        known.cache_clear()


def alter(statement: str) -> None:
    """Change a table within the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # References still to be looked at would keep the table from being altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def put(row: models.Model, column: str, value: str) -> None:
    """Change a column of a row behind the system's back, its triggers off."""
    table = row._meta.db_table
    alter(
        f"DROP TRIGGER {table}_no_update"
        if connection.vendor == "sqlite"
        else f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row.pk])


@kept
def a_reference() -> Reference:
    """A claim looked at by a second person: a row that never changes."""
    development = {"source": "A circular", "on": "2020-01-15"}
    story = a_story()
    return referenced(a_claim(story.inspection, development, name="course", kind="development"))


class TestColumns:
    def test_column_added_later_leaves_the_digests_of_old_rows_as_written(self, grow: Any) -> None:
        a_reference()
        grow(Reference)
        assert list(proof.table_faults(Reference)) == []

    def test_row_written_with_the_new_column_is_held_to_it(self, grow: Any) -> None:
        old = a_reference()
        grow(Reference)
        reference = referenced(old.claim)
        assert list(proof.table_faults(Reference)) == []
        put(reference, "later", "forged")
        (fault,) = proof.table_faults(Reference)
        assert fault.startswith(f"claims.reference/{reference.pk}: the row was changed")

    def test_old_binder_is_read_in_with_the_older_value(self, grow: Any, old: Path) -> None:
        grow(Claim)
        exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
        assert set(Claim.objects.values_list("later", flat=True)) == {None}
        note_heads()
        assert verify().faults == ()

    def test_control_old_binder_is_refused_where_nobody_says_what_older_rows_have(
        self, grow: Any, old: Path
    ) -> None:
        grow(Claim, declared=False)
        with pytest.raises(Refused, match="columns later: too many or missing"):
            exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")


class TestBinder:
    def test_format_is_written_and_another_is_refused(self, old: Path, tmp_path: Path) -> None:
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
        exchange.export(inspection, tmp_path / "again.zip", by=CONSOLE, at=AT, key="out")
        with zipfile.ZipFile(tmp_path / "again.zip") as packed:
            contents = json.loads(packed.read("binder.json"))
        assert contents["schema"] == f"inspectorate-binder/{tables.FORMAT}"
        later = f"inspectorate-binder/{tables.FORMAT + 1}"
        newer = without(old / "binder.zip", tmp_path, schema=later)
        (fault,) = exchange.verify_binder(newer)
        assert f"schema is '{later}', this software reads inspectorate-binder/1 to" in fault

    def test_table_that_an_earlier_format_did_not_have_holds_no_row(
        self, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        earlier = without(old / "binder.zip", tmp_path, table="publication.cancellation")
        (fault,) = exchange.verify_binder(earlier)
        assert "publication.cancellation" in fault
        monkeypatch.setitem(tables.SINCE, "publication.cancellation", 2)
        assert exchange.verify_binder(earlier) == []
        assert exchange.read(earlier, by=CONSOLE, at=AT, key="read-in").slug == SLUG
        note_heads()
        assert verify().faults == ()


def without(binder: Path, folder: Path, *, table: str = "", schema: str = "") -> Path:
    """A copy of a binder as another format has it: without a table, or under another name."""
    with zipfile.ZipFile(binder) as packed:
        members = {one.filename: packed.read(one) for one in packed.infolist()}
    contents = json.loads(members.pop("binder.json"))
    if table:
        del contents["tables"][table], contents["members"][f"rows/{table}.jsonl"]
        del members[f"rows/{table}.jsonl"]
    contents["schema"] = schema or contents["schema"]
    out = folder / "other.zip"
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in {**members, "binder.json": json.dumps(contents).encode()}.items():
            packed.writestr(name, content)
    return out


class TestEditions:
    @pytest.fixture
    def edition(self) -> Edition:
        story: Story = a_story()
        return frozen(story.report)

    def test_field_added_with_a_default_leaves_old_editions_as_frozen(
        self, edition: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = EditionData.as_json
        monkeypatch.setattr(EditionData, "as_json", lambda self: plain(self) | {"later": ""})
        note_heads()
        assert list(faults()) == []

    def test_key_put_into_the_stored_text_of_an_edition_is_named(self, edition: Edition) -> None:
        put(edition, "data", json.dumps(edition.data | {"later": "forged"}))
        assert [one for one in faults() if "its text is not the one that was frozen" in one] != []
