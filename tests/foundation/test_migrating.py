"""A migration changes tables and rows outside every act; the ledger follows, launders nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, models

from inspectorate.domain.inspections.models import TermsOfReference
from inspectorate.domain.publication.verify import faults
from inspectorate.foundation.ledger import fresh, migrating, stored, triggers
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.ledger.verbs import LedgerVerb
from tests.factories.rooms import an_inspection
from tests.foundation.test_proof import behind, unguarded

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "inspections_termsofreference"
ALTER = f"ALTER TABLE {TABLE}"
Editing = Callable[[Any], None]


def forget_columns() -> None:
    for one in (stored._columns, stored._column_list, fresh._selection):
        one.cache_clear()


@pytest.fixture
def grow() -> Iterator[Editing]:
    """Adds a column that the code has from now on, as a migration does."""
    field: models.Field[Any, Any] = models.CharField(max_length=20, default="before")

    def add(editor: Any) -> None:
        field.contribute_to_class(TermsOfReference, "later")
        forget_columns()
        editor.add_field(TermsOfReference, field)

    yield add
    triggers.put_plain([TermsOfReference])
    with connection.schema_editor() as editor:
        editor.remove_field(TermsOfReference, field)
    TermsOfReference._meta.local_fields.remove(field)  # type: ignore[arg-type]
    TermsOfReference._meta._expire_cache()  # type: ignore[attr-defined]
    del TermsOfReference.later  # type: ignore[attr-defined]
    forget_columns()
    triggers.put(TermsOfReference)


@pytest.fixture(autouse=True)
def _guarded_again() -> Iterator[None]:
    """Triggers are no rows: what a test took away is put back for the next."""
    yield
    for model in triggers.permanent_models():
        triggers.put(model)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")


def migrated(edit: Editing) -> Entry | None:
    """Do what a migration does, with the ledger's part before and after; return its entry."""
    was = migrating.before()
    with connection.schema_editor() as editor:
        edit(editor)
    migrating.after(was, ["inspections.0003_later"])
    return Entry.objects.filter(verb=LedgerVerb.MIGRATE).order_by("pk").last()


def remade(editor: Any) -> None:
    """Change a column as SQLite can only do by making the table anew, which drops its triggers."""
    old = TermsOfReference._meta.get_field("number")
    new = models.PositiveIntegerField(db_default=1)
    new.set_attributes_from_name("number")
    new.model = TermsOfReference
    editor.alter_field(TermsOfReference, old, new, strict=True)


class TestSound:
    @pytest.mark.drill
    def test_column_added_to_a_permanent_table_is_proven_in_the_old_rows_too(
        self, grow: Editing
    ) -> None:
        terms = an_inspection().terms.get()
        entry = migrated(grow)
        assert entry is not None
        assert (TABLE, str(terms.pk)) in entry_rows()
        assert list(faults()) == []
        behind(TermsOfReference).update(later="forged")
        assert any(f"termsofreference/{terms.pk}: the row was changed" in one for one in faults())

    def test_triggers_that_a_remade_table_lost_stand_again(self) -> None:
        an_inspection()
        entry = migrated(remade)
        assert entry is not None
        assert entry.detail["triggers_missing_before"] == []
        restored = [TABLE] if connection.vendor == "sqlite" else []
        assert entry.detail["triggers_restored"] == restored
        assert list(faults()) == []

    def test_rows_that_the_migration_changed_are_digested_again(self) -> None:
        terms = an_inspection().terms.get()

        def change(editor: Any) -> None:
            sqlite = connection.vendor == "sqlite"
            off = f"DROP TRIGGER {TABLE}_no_update" if sqlite else f"{ALTER} DISABLE TRIGGER USER"
            editor.execute(off)
            editor.execute(f"UPDATE {TABLE} SET text = 'In other words.' WHERE id = {terms.pk}")
            if not sqlite:
                editor.execute(f"{ALTER} ENABLE TRIGGER USER")

        migrated(change)
        assert (TABLE, str(terms.pk)) in entry_rows()
        assert list(faults()) == []

    def test_nothing_applied_and_nothing_wrong_leaves_no_entry(self) -> None:
        an_inspection()
        was = migrating.before()
        migrating.after(was, [])
        assert not Entry.objects.filter(verb=LedgerVerb.MIGRATE).exists()


class TestForgery:
    def test_row_forged_before_the_migration_is_still_named_after_it(self, grow: Editing) -> None:
        terms = an_inspection().terms.get()
        behind(TermsOfReference).update(text="Forged.")
        triggers.put(TermsOfReference)
        migrated(grow)
        assert (TABLE, str(terms.pk)) not in entry_rows()
        assert any(f"termsofreference/{terms.pk}: the row was changed" in one for one in faults())

    @pytest.mark.drill
    def test_trigger_missing_before_the_migration_is_kept_in_its_entry_and_stays_a_fault(
        self,
    ) -> None:
        an_inspection()
        unguarded(TABLE)
        entry = migrated(remade)
        assert entry is not None
        assert entry.detail["triggers_missing_before"] == [TABLE]
        assert any(f"{TABLE}: the trigger" in one for one in faults())


def entry_rows() -> set[tuple[str, str]]:
    """The rows that migrations digested again."""
    return set(RowDigest.objects.filter(entry__verb=LedgerVerb.MIGRATE).values_list("table", "row"))
