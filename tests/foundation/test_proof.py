"""The ledger proves the state: every row an act wrote, and every row that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import inf
from typing import Any

import pytest
from django.db import connection, models, transaction

from inspectorate.domain.bodies.models import Group, GroupMember
from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.models import (
    Approval,
    Inspection,
    NotInspected,
    ScopeBody,
    TeamMember,
    TermsOfReference,
)
from inspectorate.domain.inspections.states import Phase
from inspectorate.foundation.ledger import proof, triggers
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.canonical import TOMBSTONE, row_digest, salt_digest, seal
from inspectorate.foundation.ledger.models import BroughtDigest, ColumnList, Entry, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded
from inspectorate.foundation.ledger.verbs import TAKING_OVER
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member
from tests.sizes import drilled

pytestmark = pytest.mark.django_db


def unguarded(table: str) -> None:
    """Take a table's triggers away, as somebody would who holds the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            cursor.execute(
                f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER"
            )


def behind(model: type[models.Model], **filters: Any) -> models.QuerySet[Any]:
    """Rows of a model past everything that notes what is written."""
    unguarded(model._meta.db_table)
    return models.QuerySet(model).filter(**filters)


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def kept_of(entry: Entry) -> set[tuple[str, str]]:
    return {(one.table, one.row) for one in entry.digests.exclude(table="")}


class TestWritten:
    def test_world_of_acts_has_no_fault(self, inspection: Inspection) -> None:
        assert list(proof.faults()) == []
        assert list(triggers.faults()) == []
        assert RowDigest.objects.count() > 20

    def test_act_keeps_a_digest_of_every_row_it_wrote(self, inspection: Inspection) -> None:
        entry = Entry.objects.get(verb="inspections.open")
        team = TeamMember.objects.filter(inspection=inspection)
        expected = {("inspections_inspection", str(inspection.pk))} | {
            ("inspections_teammember", str(one.pk)) for one in team
        }
        assert ("inspections_inspection", str(inspection.pk)) in kept_of(entry)
        assert kept_of(entry) <= expected
        assert entry.rows == len(kept_of(entry))

    def test_row_changed_by_a_whole_query_is_digested_again(self, inspection: Inspection) -> None:
        lead = member(inspection, Role.LEAD)
        actions.move(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            to_phase=Phase.JUDGING,
            reason="as planned",
            version=inspection.version,
        )
        turns = RowDigest.objects.filter(table="inspections_inspection", row=str(inspection.pk))
        assert max(turns.values_list("turn", flat=True)) >= 2
        assert list(proof.faults()) == []

    def test_row_deleted_by_an_act_is_proven_gone(self) -> None:
        made = an_inspection(phase="planned")
        lead = member(made, Role.LEAD)
        scope = list(made.scope.select_related("body").order_by("order"))
        kept = [(one.body, one.label) for one in scope[:2]]
        actions.set_scope(by=lead, at=AT, key=a_key(), inspection=made, bodies=kept)
        last = RowDigest.objects.get(
            table="inspections_scopebody", row=str(scope[2].pk), columns=None
        )
        assert last.entry.verb == "inspections.set_scope"
        # As the guide of binders says, so that whoever verifies one finds the same digest.
        assert last.digest == row_digest(last.nonce, last.table, {})
        assert list(proof.faults()) == []

    def test_many_rows_made_with_conflicts_passed_over_are_refused(self) -> None:
        with pytest.raises(AssertionError, match="cannot be noted"):
            GroupMember.objects.bulk_create([], ignore_conflicts=True)

    def test_row_written_within_an_act_within_an_act_belongs_to_the_inner_one(
        self, inspection: Inspection
    ) -> None:
        person = member(inspection, Role.LEAD)

        @action("test.inner", streams=lambda **_: ["register"])
        def inner(*, by: Person, at: Any, key: str) -> Group:
            made = Group.objects.create(code="inner", name="Inner")
            write(of=made, stream="register")
            return made

        @action("test.outer", streams=lambda **_: ["register"])
        def outer(*, by: Person, at: Any, key: str) -> Group:
            made = Group.objects.create(code="outer", name="Outer")
            inner(by=by, at=at, key="inner")
            write(of=made, stream="register")
            return made

        outer(by=person, at=AT, key=a_key())
        rows = {
            one.entry.verb: one.row
            for one in RowDigest.objects.filter(table="bodies_group").select_related("entry")
        }
        codes = {str(one.pk): one.code for one in Group.objects.all()}
        assert {verb: codes[row] for verb, row in rows.items()} == {
            "test.inner": "inner",
            "test.outer": "outer",
        }
        assert list(proof.faults()) == []


FORGERIES: dict[str, tuple[str, Callable[[Inspection], Any]]] = {
    "row changed": (
        "inspections.termsofreference",
        lambda one: behind(TermsOfReference).update(text="Ask another question."),
    ),
    "row removed": (
        "inspections.termsofreference",
        lambda one: behind(TermsOfReference)._raw_delete("default"),
    ),
    "row that changes, changed": (
        "inspections.inspection",
        lambda one: behind(Inspection).update(title="Another title"),
    ),
    "row added": (
        "people.roleheld",
        lambda one: RoleHeld.objects.create(
            person=member(one, Role.LEAD), role=Role.ADMIN, granted_at=AT
        ),
    ),
    "member let back in": (
        "inspections.teammember",
        lambda one: behind(TeamMember).update(joined_at=AT - timedelta(days=900)),
    ),
    "scope relabelled": (
        "inspections.scopebody",
        lambda one: behind(ScopeBody).update(order=models.F("order") + 7),
    ),
    "left out without an act": (
        "inspections.notinspected",
        lambda one: NotInspected.objects.create(
            scope_body=one.scope.first(),
            criterion=criterion(one),
            reason="Forged.",
            decided_at=AT,
        ),
    ),
}


@pytest.mark.parametrize("name", drilled(FORGERIES, 3))
def test_forgery_of_a_row_is_named(name: str) -> None:
    made = an_inspection()
    assert list(proof.faults()) == []
    where, forge = FORGERIES[name]
    forge(made)
    assert [one for one in proof.faults() if one.startswith(where)], list(proof.faults())


@pytest.mark.parametrize(
    "column", drilled(["place", "table", "row", "turn", "nonce", "seal", "digest", "columns_id"], 4)
)
def test_changed_digest_of_a_row_is_named(inspection: Inspection, column: str) -> None:
    one = RowDigest.objects.filter(table="inspections_termsofreference").get()
    other = RowDigest.objects.filter(table="inspections_inspection").first()
    assert other is not None
    forged = {"place": 99, "turn": 9, "columns_id": other.columns_id}.get(column, "f" * 32)
    behind(RowDigest, pk=one.pk).update(**{column: forged})
    assert list(proof.faults()) != []


def test_changed_nonce_is_named_by_its_row_and_changed_salt_as_one(
    inspection: Inspection,
) -> None:
    one = RowDigest.objects.filter(table="inspections_termsofreference").get()
    lines = behind(RowDigest, entry=one.entry, place__in=[0, one.place])
    lines.update(nonce="f" * 32)
    where = f"ledger {one.entry.stream}: entry {one.entry.number}"
    named = [fault for fault in proof.faults() if fault.startswith(where)]
    assert named == [
        f"{where}: the salt of its arguments was changed",
        f"{where}: the nonce of {one.table}/{one.row} was changed",
    ]


def test_removed_digest_is_named(inspection: Inspection) -> None:
    behind(RowDigest, table="inspections_termsofreference")._raw_delete("default")
    faults = list(proof.faults())
    assert any("no act wrote this row" in one for one in faults)
    assert any("the digests of the rows it wrote" in one for one in faults)


def test_dropped_trigger_is_named(inspection: Inspection) -> None:
    unguarded("inspections_termsofreference")
    assert any("inspections_termsofreference: the trigger" in one for one in triggers.faults())


PLANTED = {
    "sqlite": (
        "CREATE TRIGGER planted AFTER INSERT ON judgments_agreed BEGIN "
        "UPDATE judgments_agreed SET reasons = 'Forged.' WHERE id = NEW.id; END",
    ),
    "postgresql": (
        "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN NEW.reasons := 'Forged.'; RETURN NEW; END$$",
        "CREATE TRIGGER planted BEFORE INSERT ON judgments_agreed FOR EACH ROW "
        "EXECUTE FUNCTION planted()",
    ),
}


def test_trigger_that_is_not_ours_is_named() -> None:
    assert list(triggers.faults()) == []
    with connection.cursor() as cursor:
        for statement in PLANTED[connection.vendor]:
            cursor.execute(statement)
    assert list(triggers.faults()) == ["judgments_agreed: the trigger planted is not one of ours"]


def test_trigger_that_lets_everything_pass_is_named(inspection: Inspection) -> None:
    (one, _) = triggers.triggers_of(TermsOfReference)
    weak = {
        "sqlite": one.statement.replace("WHEN NOT", "WHEN 0 AND NOT"),
        "postgresql": one.statement.replace("EXECUTE", "WHEN (false) EXECUTE"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {one.name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(weak)
    assert list(triggers.faults()) == [
        f"inspections_termsofreference: the trigger {one.name} is not as it was made"
    ]


def test_value_that_reads_the_same_and_is_stored_otherwise_is_named(
    inspection: Inspection,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL stores moments and truths as such")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_inspection SET rehearsal = rehearsal + 2")
    assert any("inspections.inspection" in one for one in proof.faults())


def test_row_is_digested_over_what_both_databases_say_of_it(inspection: Inspection) -> None:
    from inspectorate.foundation.ledger.stored import NOT_AS_STORED, read

    for model in Recorded.recorded_models():
        keys = list(model._base_manager.values_list("pk", flat=True))
        for _, values in read(model, keys):
            assert NOT_AS_STORED not in str(values), model._meta.label
    ((_, values),) = read(Inspection, [inspection.pk])
    assert values["rehearsal"] is inspection.rehearsal
    assert values["fieldwork_from"] == inspection.fieldwork_from.isoformat()
    (approval,) = Approval.objects.all()
    ((_, values),) = read(Approval, [approval.pk])
    assert values["at"] == approval.at.isoformat(timespec="microseconds")


def test_every_recorded_table_can_be_digested() -> None:
    from inspectorate.foundation.ledger.stored import columns_of

    assert len({one._meta.db_table for one in Recorded.recorded_models()}) > 65
    for model in Recorded.recorded_models():
        assert columns_of(model)


ANEW = 20


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ([(1, 10)], False),
        ([(2, 10)], True),
        ([(0, 10)], True),
        ([(1, 10), (2, 11), (3, 12)], False),
        ([(1, 10), (3, 11)], True),
        ([(3, 10), (4, 11)], True),
        # What took the row over counts anew, whatever came before it.
        ([(5, ANEW)], False),
        ([(3, 10), (5, ANEW), (6, 21)], False),
        ([(1, 10), (5, ANEW), (7, 21)], True),
        # No act wrote it, which is told otherwise.
        ([(None, None)], False),
        ([(None, 10), (1, 11)], False),
        ([(None, 10), (2, 11)], True),
    ],
)
def test_writing_is_missing_where_the_turns_of_a_row_leave_one_out(
    written: list[tuple[int | None, int | None]], missing: bool
) -> None:
    assert proof._is_missing([("1", *one) for one in written], {ANEW}) is missing


NONCE, VALUES = "0" * 32, {"id": 1, "name": "n"}
DIGEST = row_digest(NONCE, "table", {"name": "n"})


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        ((1, 5, NONCE, DIGEST), ""),
        ((None, None, None, None), "no act wrote this row"),
        ((1, None, NONCE, DIGEST), "an act deleted this row, and it is there again"),
        ((1, 6, NONCE, DIGEST), "its digest covers columns that the table does not have"),
        ((1, 7, NONCE, DIGEST), "its digest covers columns that the table does not have"),
        ((1, 8, NONCE, DIGEST), "its digest covers columns that the table does not have"),
        ((1, 9, NONCE, DIGEST), "the row was changed after it was written"),
        ((1, 5, "1" * 32, DIGEST), "the row was changed after it was written"),
    ],
)
def test_row_is_held_against_its_last_writing(last: tuple[Any, ...], fault: str) -> None:
    columns = {5: ("name",), 6: ("name", "gone"), 7: (), 9: ("id", "name")}
    lists = {pk: ("digest", "table", names) for pk, names in columns.items()}
    turn, *rest = last
    earlier = ("1", 1, 10, 9, NONCE, "another")
    assert proof._row_fault("table", VALUES, [earlier, ("1", turn, 11, *rest)], lists) == fault


def a_line(place: int, table: str, nonce: str, *, entry: int = 1, **other: str) -> proof._Line:
    digest = salt_digest(nonce) if place == 0 else "digest"
    line = proof._Line(entry, place, table, "7" if table else "", 1, 5, nonce, seal(nonce), digest)
    return line._replace(**other)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (a_line(0, "", NONCE), ""),
        (a_line(1, "table", NONCE), ""),
        (a_line(1, "table", NONCE, seal="0"), "the nonce of table/7 was changed"),
        (a_line(0, "", NONCE, seal="0"), "the salt of its arguments was changed"),
        (a_line(0, "", NONCE, digest="0"), "the salt of its arguments was changed"),
        (a_line(1, "gone", TOMBSTONE), ""),
        (
            a_line(1, "table", TOMBSTONE),
            "the nonce of table/7 was destroyed, and no disposal names it",
        ),
        (
            a_line(1, "table", TOMBSTONE, entry=3),
            "the nonce of table/7 was destroyed, and no disposal names it",
        ),
        (a_line(0, "", TOMBSTONE, entry=3), ""),
        (
            a_line(0, "", TOMBSTONE),
            "the salt of its arguments was destroyed, and no disposal names it",
        ),
    ],
)
def test_nonce_is_as_it_was_or_destroyed_by_a_disposal_that_names_it(
    line: proof._Line, fault: str
) -> None:
    disposed = proof._Disposed({("gone", "7")}, {3})
    assert list(proof._nonce_faults([line], disposed)) == ([fault] if fault else [])


def test_number_that_is_none_is_sorted_last() -> None:
    assert [proof._number(one) for one in (3, 2.5, None, b"3", "3")] == [3, 2.5, inf, inf, inf]


def test_entry_that_is_gone_or_keeps_other_digests_than_its_own_is_named(
    inspection: Inspection,
) -> None:
    first, last = Entry.objects.order_by("pk").first(), Entry.objects.order_by("pk").last()
    assert first is not None
    assert last is not None
    # PostgreSQL deletes no entry while a digest names it.
    for one in (first, last) if connection.vendor == "sqlite" else ():
        with transaction.atomic():
            behind(Entry, pk=one.pk)._raw_delete("default")
            gone = f"ledger: digests of rows name entry {one.pk}, which is not there"
            assert list(proof._entry_faults()) == [gone]
            transaction.set_rollback(True)
    middle = Entry.objects.filter(rows__gt=0).order_by("pk")[1]
    where = f"ledger {middle.stream}: entry {middle.number}"
    other = f"{where}: the digests of the rows it wrote are not the ones it was written with"
    for forged, fault in (
        ({"rows": middle.rows + 1}, other),
        ({"rows_digest": "0" * 64}, other),
        ({"format": 1}, f"{where} is of format 1, which kept no digests of rows, but some name it"),
    ):
        with transaction.atomic():
            behind(Entry, pk=middle.pk).update(**forged)
            assert list(proof._entry_faults()) == [fault]
            transaction.set_rollback(True)
    assert list(proof._entry_faults()) == []


def test_act_that_left_a_row_as_it_is_not_is_named_by_its_last_writing(
    inspection: Inspection,
) -> None:
    actions.move(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        to_phase=Phase.JUDGING,
        reason="as planned",
        version=inspection.version,
    )
    behind(Inspection, pk=inspection.pk).update(title="Another title")
    lines = RowDigest.objects.filter(table="inspections_inspection", row=str(inspection.pk))
    last = lines.order_by("turn").last()
    assert last is not None
    assert list(proof.table_faults(Inspection)) == [
        f"inspections.inspection/{inspection.pk}: the row was changed after it was written "
        f"(ledger {last.entry.stream}, entry {last.entry.number})"
    ]
    assert proof._last_act(Inspection, "999999") == ""
    assert proof._last_act(Inspection, "\ud800") == ""


def test_digest_of_a_table_that_is_not_ours_is_named(inspection: Inspection) -> None:
    assert list(proof._unknown_tables()) == []
    one = RowDigest.objects.exclude(table="").first()
    assert one is not None
    behind(RowDigest, pk=one.pk).update(table="nowhere")
    assert list(proof._unknown_tables()) == [
        "ledger: digests of rows name a table nowhere, which is not one of ours"
    ]


def test_row_that_never_changes_and_was_written_again_is_named(inspection: Inspection) -> None:
    assert list(proof._changed_permanent_rows()) == []
    terms = RowDigest.objects.get(table="inspections_termsofreference")
    other = RowDigest.objects.filter(table="inspections_inspection").first()
    assert other is not None
    named = (
        f"{terms.table}/{terms.row}: a row that never changes was written again, and no disposal "
        f"names it (ledger {terms.entry.stream}, entry {terms.entry.number})"
    )
    behind(RowDigest, pk=other.pk).update(turn=9)
    assert list(proof._changed_permanent_rows()) == []
    for forged in ({"turn": 2}, {"columns": None}):
        with transaction.atomic():
            behind(RowDigest, pk=terms.pk).update(**forged)
            assert list(proof._changed_permanent_rows()) == [named]
            behind(Entry, pk=terms.entry_id).update(verb=TAKING_OVER[0])
            assert list(proof._changed_permanent_rows()) == []
            transaction.set_rollback(True)


def test_proof_asks_the_lists_of_columns_and_what_was_put_aside_as_brought(
    inspection: Inspection,
) -> None:
    one = RowDigest.objects.filter(table="inspections_termsofreference").get()
    lists = behind(ColumnList, pk=one.columns_id)
    lists.update(names=f"{lists.get().names} more")
    names = [field.attname for field in BroughtDigest._meta.concrete_fields[1:]]
    shared = next(one for one in Recorded.recorded_models() if one.BROUGHT_ALONG)
    for place, table in enumerate((one.table, shared._meta.db_table), start=99):
        copied = {name: getattr(one, name) for name in names}
        BroughtDigest.objects.create(**{**copied, "place": place, "table": table})
    found = list(proof.faults())
    assert f"ledger: the list of columns {one.columns_id} ({one.table}) was changed" in found
    assert (
        f"ledger {one.entry.stream}: entry {one.entry.number}: its digest of {one.table}/{one.row} "
        f"was put aside"
    ) in found
    assert len([fault for fault in found if fault.endswith("was put aside")]) == 1
