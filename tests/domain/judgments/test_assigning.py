"""Assigning: each rule refuses what it must and lets the rest pass."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import actions
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.judgments.cells import a_cell, declare_interest, moderate
from tests.factories.findings import assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, a_key, a_person, member, scope_body

pytestmark = pytest.mark.django_db


class TestAssign:
    def test_cell_is_given_once_to_an_inspector_of_the_team(self) -> None:
        inspection, body, of, inspector = a_cell()
        assigned(inspection, body, of, inspector)
        faults = {}
        for name, person in (
            ("twice", inspector),
            ("stranger", a_person(Role.INSPECTOR)),
            ("editor", member(inspection, Role.EDITOR)),
        ):
            with pytest.raises(Refused) as refusal:
                assigned(inspection, body, of, person)
            faults[name] = codes_of(refusal)
        assert faults == {
            "twice": ["assigned_already"],
            "stranger": ["not_on_team"],
            "editor": ["not_on_team"],
        }

    def test_cell_is_given_to_whoever_could_submit_it_and_to_no_other_role(self) -> None:
        inspection, body, of, _ = a_cell()
        given = []
        for role in (one for one in Role if one in STAFF - {Role.ADMIN}):
            try:
                assigned(inspection, body, of, member(inspection, role), second=bool(given))
            except Refused:
                continue
            given.append(role)
        assert given == [Role.INSPECTOR, Role.LEAD]

    def test_declared_interest_blocks_assignment(self) -> None:
        inspection, body, of, inspector = a_cell()
        declare_interest(inspector, body)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, inspector)
        assert codes_of(refusal) == ["conflicted"]

    def test_cell_left_out_of_the_coverage_is_not_assigned(self) -> None:
        inspection, body, of, inspector = a_cell()
        lead = member(inspection, Role.LEAD)
        inspections.leave_out(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            scope_body=body,
            criterion=of,
            reason="Risk is low",
        )
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, inspector)
        assert codes_of(refusal) == ["not_inspected"]

    def test_cell_moderated_or_agreed_takes_no_further_judge(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        moderate(inspection, body, of)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1))
        assert codes_of(refusal) == ["cell_settled"]

    def test_lead_who_can_read_the_submissions_is_not_given_the_cell(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, member(inspection, Role.LEAD))
        assert codes_of(refusal) == ["not_blind"]

    def test_many_cells_are_assigned_together_or_not_at_all(self) -> None:
        inspection, body, of, inspector = a_cell()
        other, lead = member(inspection, Role.INSPECTOR, 1), member(inspection, Role.LEAD)
        rows = [
            (body, of, inspector, False),
            (body, of, other, True),
            (scope_body(inspection, 1), of, inspector, False),
        ]
        said = {"by": lead, "at": AT, "inspection": inspection}
        with pytest.raises(Refused) as refusal:
            actions.assign_many(
                key=a_key(),
                rows=[*rows, rows[0], (body, of, a_person(Role.INSPECTOR), False)],
                **said,
            )
        found = [(reason.code, reason.text.split(":")[0]) for reason in refusal.value.reasons]
        assert (found, Assignment.objects.count()) == (
            [("assigned_already", "Row 4"), ("not_on_team", "Row 5")],
            0,
        )
        actions.assign_many(key=a_key(), rows=rows, **said)
        assert [(one.inspector_id, one.second) for one in Assignment.objects.order_by("pk")] == [
            (inspector.pk, False),
            (other.pk, True),
            (inspector.pk, False),
        ]
        assert Entry.objects.filter(verb="judgments.assign_many").count() == 1
