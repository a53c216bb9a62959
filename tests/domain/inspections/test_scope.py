"""The scope of an inspection and its coverage; each rule with a refusing and a passing case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import actions, policies, queries
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeRemoval, TakenBack
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.inspections.acting import AT, act, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


class TestScope:
    def test_pseudonym_that_equals_or_holds_a_real_name_is_refused(self) -> None:
        body = rooms.a_body(name="Isle & Coast Police", short_name="Isle", code="isle-and-coast")
        bodies.change(
            by=rooms.an_admin(),
            at=AT,
            key=rooms.a_key(),
            body=body,
            kind="renamed",
            on=date(2010, 1, 1),
            former_name="Shore Watch",
        )
        inspection = rooms.an_inspection(bodies=0, phase="planned")
        for label in (
            "Isle & Coast Police",
            "ISLE AND COAST POLICE",
            "Force of Isle-and-Coast Police",
            "Isle 07",
            "The shore_watch",
        ):
            assert refused(actions.set_scope, inspection, bodies=[(body, label)]) == [
                "label_is_real"
            ], label
        assert refused(actions.set_scope, inspection, bodies=[(body, " ")]) == ["label_missing"]
        act(actions.set_scope, inspection, bodies=[(body, "Islet 07")])
        assert rooms.scope_body(inspection).code == "islet-07"

    @pytest.mark.parametrize(
        ("labels", "codes"),
        [
            (("Force 07", "Force-07"), ["label_without_address"]),
            (("Force 07", "force 07"), ["label_twice"]),
            (("Κάλχας", "Force 08"), ["label_without_address"]),
            (("Force " + "x" * 90, "Force " + "x" * 90 + " 2"), ["label_without_address"]),
            (("x" * 161, "Force 08"), ["text_too_long"]),
            (("Force 07", "Force 08"), []),
        ],
    )
    def test_pseudonyms_fit_and_make_each_an_address_of_its_own(
        self, labels: tuple[str, str], codes: list[str]
    ) -> None:
        listed = [(rooms.a_body(), label) for label in labels]
        inspection = rooms.an_inspection(bodies=0, phase="planned")
        if codes:
            assert refused(actions.set_scope, inspection, bodies=listed) == codes
        else:
            act(actions.set_scope, inspection, bodies=listed)

    def test_label_outside_a_rehearsal_is_the_name(self) -> None:
        one, other = (
            rooms.a_body(name="River Police", region="North"),
            rooms.a_body(name="River Police", region="South"),
        )
        inspection = rooms.an_inspection(bodies=0, phase="planned", rehearsal=False)
        assert refused(actions.set_scope, inspection, bodies=[(one, "Force 01")]) == [
            "label_is_not_the_name"
        ]
        act(
            actions.set_scope,
            inspection,
            bodies=[(one, "River Police (North)"), (other, f"River Police ({other.code})")],
        )
        assert [row.code for row in queries.scope(inspection)] == [one.code, other.code]

    def test_scope_empty_or_with_anything_twice_is_refused(self) -> None:
        one, other = rooms.a_body(), rooms.a_body()
        inspection = rooms.an_inspection(bodies=0, phase="planned")
        assert refused(actions.set_scope, inspection, bodies=[]) == ["scope_empty"]
        assert refused(actions.set_scope, inspection, bodies=[(one, "X"), (one, "Y")]) == [
            "body_twice"
        ]
        assert refused(actions.set_scope, inspection, bodies=[(one, "X"), (other, "x")]) == [
            "label_twice"
        ]

    def test_scope_set_again_keeps_the_records_of_those_who_stay_even_when_labels_change_places(
        self,
    ) -> None:
        inspection = rooms.an_inspection(bodies=3, phase="planned")
        first, second, third = queries.scope(inspection)
        act(
            actions.leave_out,
            inspection,
            scope_body=third,
            criterion=rooms.criterion(inspection),
            reason="Too small.",
        )
        act(
            actions.set_scope,
            inspection,
            bodies=[(second.body, first.label), (first.body, second.label)],
        )
        assert [(one.pk, one.label, one.order) for one in queries.scope(inspection)] == [
            (second.pk, "Force 01", 0),
            (first.pk, "Force 02", 1),
        ]

    def test_body_already_asked_something_cannot_be_dropped(self) -> None:
        inspection = rooms.an_inspection(bodies=2, phase="planned")
        rooms.a_request(inspection, 1)
        kept = rooms.scope_body(inspection)
        assert refused(actions.set_scope, inspection, bodies=[(kept.body, kept.label)]) == [
            "scope_body_in_use"
        ]
        assert inspection.scope.count() == 2

    def test_scope_grows_in_fieldwork_but_does_not_shrink_and_is_fixed_later(self) -> None:
        inspection = rooms.an_inspection(bodies=2)
        there = [(one.body, one.label) for one in queries.scope(inspection)]
        assert refused(actions.set_scope, inspection, bodies=there[:1]) == ["scope_shrinks"]
        act(actions.set_scope, inspection, bodies=[*there, (rooms.a_body(), "Force 03")])
        assert inspection.scope.count() == 3
        rooms.move_to(inspection, "judging")
        assert refused(actions.set_scope, inspection, bodies=there) == [
            "scope_fixed",
        ]


class TestRemoving:
    def _removed(
        self, inspection: Inspection, number: int = 0, reason: str = "Merged."
    ) -> ScopeRemoval:
        made: ScopeRemoval = act(
            actions.remove_body,
            inspection,
            body=rooms.scope_body(inspection, number).body,
            reason=reason,
        )
        return made

    @pytest.mark.parametrize("phase", ["planned", "fieldwork"])
    def test_row_goes_while_nothing_hangs_on_it_and_the_reason_stays(self, phase: str) -> None:
        inspection = rooms.an_inspection(bodies=2, phase=phase)
        row, kept = queries.scope(inspection)
        removal = self._removed(inspection)
        assert list(queries.scope(inspection)) == [kept]
        assert (removal.body, removal.label, removal.left_out) == (row.body, "Force 01", 0)
        assert (removal.reason, removal.by) == ("Merged.", rooms.member(inspection, Role.LEAD))

    def test_body_on_which_something_hangs_is_left_out_of_all_that_is_still_inspected(self) -> None:
        inspection = rooms.an_inspection(bodies=2)
        rooms.a_request(inspection, 0)
        before = _left_out(inspection, "No team.")
        assert queries.removal_leaves_out(before.scope_body) == 3
        removal = self._removed(inspection)
        assert (removal.left_out, inspection.scope.count()) == (3, 2)
        assert queries.coverage(inspection).inspected == (1, 1, 1, 1)
        reasons = {one.criterion.ref: one.reason for one in queries.left_out(inspection)}
        assert reasons == {"1.1": "Merged.", "1.2": "No team.", "2.1": "Merged.", "2.2": "Merged."}

    def test_in_judging_the_row_stays_whether_something_hangs_on_it_or_not(self) -> None:
        inspection = rooms.an_inspection(bodies=2, phase="judging")
        assert self._removed(inspection).left_out == 4
        assert inspection.scope.count() == 2

    def test_what_was_taken_back_keeps_the_row(self) -> None:
        inspection = rooms.an_inspection(bodies=2, phase="planned")
        _taken_back(inspection, [_left_out(inspection, "x")])
        assert self._removed(inspection).left_out == 4

    def test_body_that_left_can_be_put_in_scope_again(self) -> None:
        inspection = rooms.an_inspection(bodies=2, phase="planned")
        row, kept = queries.scope(inspection)
        self._removed(inspection)
        act(
            actions.set_scope,
            inspection,
            bodies=[(kept.body, kept.label), (row.body, "Force 03")],
        )
        assert inspection.scope.count() == 2

    def test_what_cannot_be_removed_is_refused(self) -> None:
        inspection = rooms.an_inspection(bodies=2)
        body = rooms.scope_body(inspection).body

        def reasons(body: Body, reason: str = "x") -> list[str]:
            return refused(actions.remove_body, inspection, body=body, reason=reason)

        assert reasons(body, " ") == ["text_missing"]
        assert reasons(rooms.a_body()) == ["body_out_of_scope"]
        rooms.a_request(inspection, 0)
        self._removed(inspection)
        assert reasons(body) == ["removed_already"]
        self._removed(inspection, 1)
        assert reasons(body) == ["scope_empty", "removed_already"]
        rooms.move_to(inspection, "drafting")
        assert "coverage_fixed" in reasons(body)


class TestCoverage:
    def test_cell_left_out_is_not_inspected_and_lowers_the_denominator(self) -> None:
        inspection = rooms.an_inspection(bodies=3)
        body, criterion = rooms.scope_body(inspection, 1), rooms.criterion(inspection, "1.2")
        act(
            actions.leave_out,
            inspection,
            Role.ANALYST,
            scope_body=body,
            criterion=criterion,
            reason="Inspected last year.",
        )
        matrix = queries.coverage(inspection)
        assert (matrix.bodies, matrix.inspected) == (3, (3, 2, 3, 3))
        assert matrix.rows[1].cells == (None, "Inspected last year.", None, None)
        assert matrix.rows[1].inspected == 3

    def test_coverage_costs_the_same_queries_for_few_and_many(
        self, django_assert_num_queries: Any
    ) -> None:
        for size in (1, 12):
            inspection = Inspection.objects.select_related("framework").get(
                pk=rooms.an_inspection(bodies=size).pk
            )
            with django_assert_num_queries(3):
                assert queries.coverage(inspection).bodies == size

    def test_cell_that_cannot_be_left_out_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        body, criterion = rooms.scope_body(inspection), rooms.criterion(inspection)
        foreign = rooms.a_framework(
            rooms.FRAMEWORK_CSV.replace("Test framework", "Other framework")
        )
        elsewhere = type(criterion).objects.filter(area__framework=foreign)[0]
        given = {"scope_body": body, "criterion": criterion, "reason": "x"}
        assert refused(actions.leave_out, inspection, **{**given, "reason": ""}) == ["text_missing"]
        assert refused(
            actions.leave_out, inspection, **{**given, "scope_body": rooms.scope_body(other)}
        ) == ["body_out_of_scope"]
        assert refused(actions.leave_out, inspection, **{**given, "criterion": elsewhere}) == [
            "criterion_of_another_framework"
        ]
        act(actions.leave_out, inspection, **given)
        assert refused(actions.leave_out, inspection, **given) == ["left_out_already"]
        rooms.move_to(inspection, "drafting")
        assert refused(
            actions.leave_out,
            inspection,
            **{**given, "scope_body": rooms.scope_body(inspection, 1)},
        ) == ["coverage_fixed"]


class TestTakingBack:
    def test_cell_taken_back_is_covered_again_and_both_decisions_stay_on_record(self) -> None:
        inspection = rooms.an_inspection(bodies=3)
        lead = rooms.member(inspection, Role.LEAD)
        left_out = _left_out(inspection, "Inspected last year.")
        taken = _taken_back(inspection, [left_out])
        assert queries.coverage(inspection).inspected == (3, 3, 3, 3)
        (row,) = queries.left_out(inspection)
        assert (row, row.reason, row.taken_back) == (left_out, "Inspected last year.", taken)
        assert (taken.reason, taken.by, taken.at) == ("There is time after all.", lead, AT)

    def test_cell_taken_back_can_be_left_out_again_and_the_first_time_stays(self) -> None:
        inspection = rooms.an_inspection()
        _taken_back(inspection, [_left_out(inspection, "First.")])
        again = _left_out(inspection, "Second.")
        assert queries.coverage(inspection).rows[0].cells[1] == "Second."
        assert refused(
            actions.leave_out,
            inspection,
            scope_body=again.scope_body,
            criterion=again.criterion,
            reason="Third.",
        ) == ["left_out_already"]
        assert [(one.number, one.reason) for one in queries.left_out(inspection)] == [
            (1, "First."),
            (2, "Second."),
        ]

    def test_database_itself_holds_one_row_each_time_a_cell_is_left_out(self) -> None:
        left_out = _left_out(rooms.an_inspection(), "Once.")
        with pytest.raises(IntegrityError), transaction.atomic():
            NotInspected.objects.create(
                scope_body=left_out.scope_body,
                criterion=left_out.criterion,
                reason="Twice.",
                decided_at=AT,
            )

    def test_many_are_taken_back_by_one_act_and_none_where_one_cannot_be(self) -> None:
        inspection = rooms.an_inspection(bodies=2)
        both = [_left_out(inspection, "x", body) for body in (0, 1)]
        _taken_back(inspection, both[:1])
        sent = {"left_out": both, "reason": "x"}
        assert refused(actions.take_back, inspection, **sent) == ["taken_back_already"]
        assert NotInspected.standing().get() == both[1]

    def test_taking_back_what_cannot_be_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        there, here = _left_out(other, "x"), _left_out(inspection, "x")

        def reasons(left_out: list[NotInspected], reason: str = "x") -> list[str]:
            return refused(actions.take_back, inspection, left_out=left_out, reason=reason)

        assert reasons([here], " ") == ["text_missing"]
        assert reasons([]) == ["nothing_chosen"]
        assert reasons([there]) == ["body_out_of_scope"]
        rooms.move_to(inspection, "drafting")
        assert reasons([here]) == ["coverage_fixed"]

    def test_refusal_names_the_act_that_mends_it(self) -> None:
        inspection = rooms.an_inspection()
        left_out = _left_out(inspection, "x")
        with pytest.raises(Refused) as refusal:
            _left_out(inspection, "y")
        assert refusal.value.reasons[0].mend == (
            "To give another reason, take it back into the coverage first."
        )
        for phase, mend in (
            ("drafting", "Move the inspection back to judging first."),
            ("abandoned", "Open a new inspection. An abandoned one cannot be reopened."),
        ):
            inspection.phase = phase
            (reason,) = policies.coverable(inspection, [left_out], "x")
            assert reason.mend == mend


def _left_out(inspection: Inspection, reason: str, body: int = 0) -> NotInspected:
    made: NotInspected = act(
        actions.leave_out,
        inspection,
        scope_body=rooms.scope_body(inspection, body),
        criterion=rooms.criterion(inspection, "1.2"),
        reason=reason,
    )
    return made


def _taken_back(inspection: Inspection, left_out: list[NotInspected]) -> TakenBack:
    made: TakenBack = act(
        actions.take_back, inspection, left_out=left_out, reason="There is time after all. "
    )
    return made
