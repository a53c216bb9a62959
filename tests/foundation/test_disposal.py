"""Words that two people decided to destroy are destroyed, and the ledger still holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from inspectorate.domain.inspections.models import TermsOfReference
from inspectorate.domain.publication.verify import faults, verify
from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.disposal import TOMBSTONE, dispose
from inspectorate.foundation.ledger.models import BroughtDigest, Disposal, Entry, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.noting import note_heads
from tests.factories.rooms import AT, a_key, an_inspection, member
from tests.foundation.test_proof import unguarded

pytestmark = pytest.mark.django_db


@action("test.dispose", streams=lambda **_: ["register"])
def _dispose(
    *, by: Person, at: datetime, key: str, row: Recorded, columns: list[str], proposed_by: str
) -> Disposal:
    made = dispose(
        row=row,
        columns=columns,
        ground="retention_over",
        proposed_by=proposed_by,
        decided_by=str(by.pk),
        at=at,
    )
    write(of=made, stream="register")
    return made


@pytest.fixture
def terms() -> TermsOfReference:
    return an_inspection().terms.get()


def disposed(terms: TermsOfReference, *columns: str, proposed_by: str = "another") -> Disposal:
    by = member(terms.inspection, Role.LEAD)
    return _dispose(
        by=by, at=AT, key=a_key(), row=terms, columns=list(columns), proposed_by=proposed_by
    )


def execute(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


TABLE = "inspections_termsofreference"


class TestUnderARecord:
    def test_named_words_are_overwritten_and_everything_verifies(
        self, terms: TermsOfReference
    ) -> None:
        disposed(terms, "text")
        terms.refresh_from_db()
        assert terms.text == TOMBSTONE
        note_heads()
        found = verify()
        assert found.faults == ()
        assert found.notes == (
            f"{TABLE}/{terms.pk}: text disposed of on 01 October 2018 (retention_over)",
        )

    def test_row_is_deleted_and_everything_verifies(self, terms: TermsOfReference) -> None:
        disposed(terms)
        assert not TermsOfReference.objects.exists()
        note_heads()
        assert list(faults()) == []

    def test_nonces_that_hid_the_words_are_destroyed(self, terms: TermsOfReference) -> None:
        (before,) = RowDigest.objects.filter(table=TABLE)
        disposed(terms, "text")
        first, second = RowDigest.objects.filter(table=TABLE).order_by("turn")
        assert (first.pk, first.nonce, len(second.nonce)) == (before.pk, TOMBSTONE, 32)
        salt = RowDigest.objects.get(entry=first.entry, place=0)
        assert salt.nonce == TOMBSTONE

    def test_entries_whose_salt_went_with_a_row_are_those_that_wrote_it_alone(
        self, terms: TermsOfReference
    ) -> None:
        disposed(terms, "text")
        of_row = RowDigest.objects.filter(row=str(terms.pk))
        wrote = set(of_row.filter(table=TABLE).values_list("entry", flat=True))
        # A row of another table with the same number, which another entry wrote.
        unguarded("ledger_rowdigest")
        other = RowDigest.objects.exclude(table__in=[TABLE, ""]).exclude(entry__in=wrote)[0]
        RowDigest.objects.filter(pk=other.pk).update(row=str(terms.pk))
        assert set(of_row.values_list("entry", flat=True)) > wrote
        found = proof._disposed()
        assert (found.rows, found.entries) == ({(TABLE, str(terms.pk))}, wrote)

    def test_row_that_was_written_again_is_excused_by_a_disposal_of_it_and_of_no_other(
        self, terms: TermsOfReference
    ) -> None:
        other = an_inspection().terms.get()
        disposed(terms, "text")
        assert list(proof._changed_permanent_rows()) == []
        unguarded("ledger_rowdigest")
        RowDigest.objects.filter(table=TABLE, row=str(other.pk)).update(turn=2)
        (fault,) = proof._changed_permanent_rows()
        assert fault.startswith(f"{TABLE}/{other.pk}: a row that never changes")

    def test_nonces_that_a_binder_brought_of_the_row_are_destroyed_and_of_no_other(
        self, terms: TermsOfReference
    ) -> None:
        (line,) = RowDigest.objects.filter(table=TABLE)
        names = [one.attname for one in BroughtDigest._meta.concrete_fields if not one.primary_key]
        copied = {name: getattr(line, name) for name in names}
        brought = [
            BroughtDigest.objects.create(**{**copied, "place": place, **other})
            for place, other in enumerate(
                ({}, {"row": "999999"}, {"table": "evidence_item"}), start=100
            )
        ]
        disposed(terms, "text")
        for one in brought:
            one.refresh_from_db()
        assert [one.nonce == TOMBSTONE for one in brought] == [True, False, False]

    def test_one_person_alone_cannot_dispose(self, terms: TermsOfReference) -> None:
        me = str(member(terms.inspection, Role.LEAD).pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            disposed(terms, "text", proposed_by=me)

    @pytest.mark.parametrize("column", ["number", "nowhere"])
    def test_column_without_words_is_refused(self, terms: TermsOfReference, column: str) -> None:
        with pytest.raises(ValueError, match="holds no words"):
            disposed(terms, column)

    def test_rows_that_were_there_before_they_were_proven_are_noted(
        self, terms: TermsOfReference
    ) -> None:
        assert list(proof.notes()) == []
        unguarded("ledger_entry")
        taken = Entry.objects.filter(rows__gt=0)[:2]
        Entry.objects.filter(pk__in=[one.pk for one in taken]).update(verb=LedgerVerb.TAKE_OVER)
        (note,) = proof.notes()
        rows = sum(one.rows for one in taken)
        assert note.startswith(f"{rows} rows were there before the ledger proved rows")

    @pytest.mark.parametrize(
        "statement",
        [
            f"UPDATE {TABLE} SET text = 'Other words.' WHERE id = %s",
            f"UPDATE {TABLE} SET text = '{TOMBSTONE}', number = 9 WHERE id = %s",
            f"UPDATE {TABLE} SET number = 9 WHERE id = %s",
            f"DELETE FROM {TABLE} WHERE id = %s",
        ],
    )
    def test_more_than_the_record_names_is_refused_by_the_database(
        self, terms: TermsOfReference, statement: str
    ) -> None:
        disposed(terms, "text")
        with pytest.raises(DatabaseError, match="never changed or deleted"):
            execute(statement, terms.pk)

    def test_another_row_is_refused_by_the_database(self, terms: TermsOfReference) -> None:
        other = an_inspection().terms.get()
        disposed(terms, "text")
        with pytest.raises(DatabaseError, match="never changed or deleted"):
            execute(f"UPDATE {TABLE} SET text = '{TOMBSTONE}' WHERE id = %s", other.pk)


class TestWithoutARecord:
    def test_words_destroyed_are_named(self, terms: TermsOfReference) -> None:
        unguarded(TABLE)
        execute(f"UPDATE {TABLE} SET text = '{TOMBSTONE}' WHERE id = %s", terms.pk)
        assert any(f"termsofreference/{terms.pk}: the row was changed" in one for one in faults())

    def test_nonce_destroyed_is_named(self, terms: TermsOfReference) -> None:
        unguarded("ledger_rowdigest")
        execute(f"UPDATE ledger_rowdigest SET nonce = '{TOMBSTONE}' WHERE \"table\" = '{TABLE}'")
        assert any("was destroyed, and no disposal names it" in one for one in faults())

    def test_record_put_in_by_hand_lets_the_row_go_and_is_named(
        self, terms: TermsOfReference
    ) -> None:
        Disposal(
            table=TABLE,
            row=str(terms.pk),
            columns=[],
            ground="forged",
            proposed_by="1",
            decided_by="2",
            at=AT,
        ).save()
        execute(f"DELETE FROM {TABLE} WHERE id = %s", terms.pk)
        found = list(faults())
        assert any("ledger.disposal" in one and "no act wrote this row" in one for one in found)
        assert any(f"termsofreference/{terms.pk}: the row is gone" in one for one in found)

    def test_record_excuses_its_own_row_and_no_row_of_that_key_in_another_table(
        self, terms: TermsOfReference
    ) -> None:
        disposed(terms, "text")
        (first,) = RowDigest.objects.filter(table=TABLE, turn=1)
        for table in (TABLE, "inspections_approval"):
            RowDigest.objects.create(
                entry=first.entry,
                place=90 + len(table),
                table=table,
                row=str(terms.pk),
                turn=9,
                columns=first.columns,
                nonce=first.nonce,
                seal=first.seal,
                digest=first.digest,
            )
        again = [one for one in faults() if "was written again" in one]
        assert [one.partition(":")[0] for one in again] == [f"inspections_approval/{terms.pk}"]

    def test_record_of_disposal_is_itself_never_disposed_of(self, terms: TermsOfReference) -> None:
        made = disposed(terms, "text")
        by = member(terms.inspection, Role.LEAD)
        with pytest.raises(DatabaseError, match="never changed or deleted"):
            _dispose(by=by, at=AT, key=a_key(), row=made, columns=["ground"], proposed_by="another")
