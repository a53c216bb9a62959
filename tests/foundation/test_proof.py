"""The ledger proves the state: every row an act wrote, and every row that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models

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
from inspectorate.foundation.ledger.canonical import row_digest
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member

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


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery_of_a_row_is_named(name: str) -> None:
    made = an_inspection()
    assert list(proof.faults()) == []
    where, forge = FORGERIES[name]
    forge(made)
    assert [one for one in proof.faults() if one.startswith(where)], list(proof.faults())


@pytest.mark.parametrize(
    "column", ["place", "table", "row", "turn", "nonce", "seal", "digest", "columns_id"]
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
