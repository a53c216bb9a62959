"""What an assignment's end asks: taking a judgment back from who has not submitted it, and
withdrawing what nobody else can have read. Neither tells a judge anything who is still to submit.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions, agreement, assignments, cells, queries
from inspectorate.domain.judgments.grid import grid
from inspectorate.domain.judgments.models import Assignment, Submission
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.judgments.cells import a_cell, moderate
from tests.factories.findings import (
    LATER,
    agreed,
    assigned,
    submitted,
)
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, join, member

pytestmark = pytest.mark.django_db

LEFT = "Left the inspectorate"
type Cell = tuple[Inspection, ScopeBody, Criterion, Person]


def taken_back(assignment: Assignment, by: Person | None = None, reason: str = LEFT) -> Assignment:
    by = by or member(assignment.scope_body.inspection, Role.LEAD)
    return actions.unassign(by=by, at=LATER, key=a_key(), assignment=assignment, reason=reason)


def withdrawn(
    assignment: Assignment, by: Person | None = None, reason: str = "Read the wrong file"
) -> Assignment:
    by = by or assignment.inspector
    # After it was submitted, as it must be: who may have read it is told by the moments.
    at = LATER + timedelta(minutes=1)
    return actions.withdraw(by=by, at=at, key=a_key(), assignment=assignment, reason=reason)


def a_draft(assignment: Assignment, version: int = 0) -> None:
    actions.save_draft(
        by=assignment.inspector,
        at=LATER,
        key=a_key(),
        assignment=assignment,
        grade=None,
        findings={},
        reasons="Half a thought",
        version=version,
    )


def two_judges(second: Role = Role.INSPECTOR) -> tuple[Cell, Assignment, Assignment]:
    """A cell that two judge, the second in this role."""
    cell = inspection, body, of, inspector = a_cell()
    other = member(inspection, second, 1 if second is Role.INSPECTOR else 0)
    first = assigned(inspection, body, of, inspector)
    return cell, first, assigned(inspection, body, of, other, second=True, chance="1/5")


class TestTakingBack:
    def test_cell_of_one_who_left_is_given_to_another_and_agreed(self) -> None:
        inspection, body, of, inspector = a_cell()
        left = assigned(inspection, body, of, inspector)
        a_draft(left)
        taken_back(left)
        assert assignments.my_assignments(inspector, inspection).count() == 0
        submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1)))
        seen = queries.cell(member(inspection, Role.LEAD), body, of)
        assert seen is not None
        assert (seen.complete, len(seen.submissions), seen.waiting_on) == (True, 1, ())
        assert agreed(inspection, body, of)

    def test_of_two_judges_the_one_who_submitted_completes_the_cell(self) -> None:
        (inspection, body, of, _), first, second = two_judges()
        submitted(first)
        taken_back(second)
        assert [one.complete for one in [queries.cell(first.inspector, body, of)] if one] == [None]
        assert [(one.scope_body, one.criterion) for one in places(inspection)] == [(body, of)]

    def test_inspector_may_be_given_it_again(self) -> None:
        inspection, body, of, inspector = a_cell()
        taken_back(assigned(inspection, body, of, inspector))
        again = assigned(inspection, body, of, inspector)
        assert submitted(again)

    def test_draft_of_the_one_it_was_taken_from_is_shown_to_nobody(self) -> None:
        inspection, body, of, inspector = a_cell()
        left = assigned(inspection, body, of, inspector)
        a_draft(left)
        taken_back(left)
        again = assigned(inspection, body, of, inspector)
        assert assignments.own_draft(inspector, again) is None
        for reader in (inspector, member(inspection, Role.LEAD)):
            seen = queries.cell(reader, body, of)
            assert seen is not None
            assert seen.draft is None

    def test_refused_without_a_reason_twice_and_once_submitted(self) -> None:
        (inspection, body, of, _), first, second = two_judges()
        with pytest.raises(Refused) as refusal:
            taken_back(first, reason=" ")
        assert codes_of(refusal) == ["reason: text_missing"]
        submitted(first)
        with pytest.raises(Refused) as refusal:
            taken_back(first)
        assert codes_of(refusal) == ["submitted_already"]
        taken_back(second)
        with pytest.raises(Refused) as refusal:
            taken_back(second)
        assert codes_of(refusal) == ["ended_already"]
        assert not what_is_assigned(inspection, body, of) - {first.inspector_id}

    def test_only_who_runs_the_inspection_takes_back(self) -> None:
        _, first, second = two_judges()
        with pytest.raises(Forbidden):
            taken_back(second, by=first.inspector)

    def test_nothing_is_drafted_or_submitted_on_what_was_taken_back(self) -> None:
        inspection, body, of, inspector = a_cell()
        left = assigned(inspection, body, of, inspector)
        taken_back(left)
        faults = []
        for act in (a_draft, submitted):
            with pytest.raises(Refused) as refusal:
                act(left)
            faults.append(codes_of(refusal))
        assert faults == [["ended_already"]] * 2


class TestTakingBackAndBlindness:
    """A lead who is still to judge a cell is told nothing by what is refused and what is not."""

    def test_lead_still_to_judge_gets_one_answer_whatever_the_other_has_done(self) -> None:
        said = []
        for done in ("nothing", "submitted", "taken back", "withdrawn"):
            (inspection, *_), first, second = two_judges(Role.LEAD)
            if done in {"submitted", "withdrawn"}:
                submitted(first)
            if done == "withdrawn":
                withdrawn(first)
            if done == "taken back":
                taken_back(first, by=join(inspection, Role.LEAD))
            with pytest.raises(Refused) as refusal:
                taken_back(first, by=second.inspector)
            said.append(codes_of(refusal))
        assert said == [["still_to_judge"]] * 4

    def test_lead_still_to_judge_gives_back_the_own_judgment(self) -> None:
        (inspection, body, of, _), first, second = two_judges(Role.LEAD)
        submitted(first)
        taken_back(second, by=second.inspector)
        assert what_is_assigned(inspection, body, of) == {first.inspector_id}

    def test_lead_still_to_judge_cannot_find_out_by_giving_it_again(self) -> None:
        said = []
        for done in ("nothing", "taken back", "withdrawn"):
            (inspection, body, of, inspector), first, _ = two_judges(Role.LEAD)
            if done == "withdrawn":
                submitted(first)
                withdrawn(first)
            if done == "taken back":
                taken_back(first, by=join(inspection, Role.LEAD))
            lead = member(inspection, Role.LEAD)
            with pytest.raises(Refused) as refusal:
                assigned(inspection, body, of, inspector)
            with pytest.raises(Refused) as many:
                actions.assign_many(
                    by=lead,
                    at=LATER,
                    key=a_key(),
                    inspection=inspection,
                    rows=[(body, of, inspector, False)],
                )
            (reason,), (row,) = refusal.value.reasons, many.value.reasons
            assert row.text == f"Row 1: {reason.text}"
            said.append((reason.code.value, reason.text.replace(inspector.name, "…")))
        assert len(set(said)) == 1
        assert said[0][0] == "assigned_already"

    def test_lead_still_to_judge_gets_one_answer_of_every_other_lead(self) -> None:
        said = []
        for done in ("nothing", "given", "taken back"):
            (inspection, body, of, _), first, second = two_judges(Role.LEAD)
            other = join(inspection, Role.LEAD)
            if done != "nothing":
                given = actions.assign(
                    by=other,
                    at=LATER,
                    key=a_key(),
                    scope_body=body,
                    criterion=of,
                    inspector=join(inspection, Role.INSPECTOR),
                )
                taken_back(given, by=other) if done == "taken back" else submitted(first)
            assert second.inspector == member(inspection, Role.LEAD)
            said.append(assigned(inspection, body, of, other).inspector == other)
        assert said == [True] * 3

    @pytest.mark.parametrize("done", ["taken back", "withdrawn"])
    def test_lead_still_to_judge_is_told_of_neither_in_the_ledger_nor_the_grid(
        self, done: str
    ) -> None:
        (inspection, body, of, _), first, second = two_judges(Role.LEAD)
        lead = second.inspector
        before = (
            told(lead, inspection),
            grid(lead, inspection).totals,
            queries.cell(lead, body, of),
        )
        submitted(first) if done == "withdrawn" else None
        withdrawn(first) if done == "withdrawn" else taken_back(
            first, by=join(inspection, Role.LEAD)
        )
        after = (
            told(lead, inspection),
            grid(lead, inspection).totals,
            queries.cell(lead, body, of),
        )
        assert before == after
        submitted(second)
        verb = "judgments.withdraw" if done == "withdrawn" else "judgments.unassign"
        assert verb in told(lead, inspection)


class TestWithdrawing:
    def test_withdrawn_while_another_judges_begins_anew_from_what_was_written(self) -> None:
        (inspection, body, of, inspector), first, second = two_judges()
        said = submitted(first, "Good")
        again = withdrawn(first)
        assert (again.inspector, again.second, again.due_on) == (inspector, False, None)
        draft = assignments.own_draft(inspector, again)
        assert draft is not None
        assert (draft.grade, draft.reasons, draft.findings) == (
            said.grade,
            said.reasons,
            said.findings,
        )
        assert {one.pk for one in draft.cited.all()} == {
            one.item_id for one in said.citations.all()
        }
        submitted(second, "Good")
        seen = queries.cell(member(inspection, Role.LEAD), body, of)
        assert seen is not None
        assert (seen.complete, seen.submissions) == (False, ())
        submitted(again, "Inadequate")
        seen = queries.cell(member(inspection, Role.LEAD), body, of)
        assert seen is not None
        assert {str(one.grade) for one in seen.submissions} == {"Good", "Inadequate"}

    def test_withdrawn_enters_no_figure_and_stays_on_record(self) -> None:
        (inspection, *_), first, second = two_judges()
        submitted(first, "Good")
        again = withdrawn(first)
        submitted(again, "Inadequate")
        submitted(second, "Inadequate")
        rated = agreement.complete_submissions(inspection)
        assert len(rated) == 2
        assert len({one.order for one in rated}) == 1
        assert Submission.objects.filter(assignment=first).exists()

    def test_marking_of_what_was_withdrawn_marks_nothing_that_is_agreed(self) -> None:
        inspection, body, of, inspector = a_cell()
        first = assigned(inspection, body, of, inspector)
        submitted(first, marking="OFFICIAL-SENSITIVE")
        again = withdrawn(first)
        submitted(again)
        assert agreed(inspection, body, of)
        assert queries.marks(inspection, body, of).of_cell((body.pk, of.pk)) == "OFFICIAL"

    def test_alone_until_moderated_or_agreed(self) -> None:
        inspection, body, of, inspector = a_cell()
        first = assigned(inspection, body, of, inspector)
        submitted(first)
        again = withdrawn(first)
        submitted(again)
        moderate(inspection, body, of)
        with pytest.raises(Refused) as refusal:
            withdrawn(again)
        assert codes_of(refusal) == ["cell_settled"]
        agreed(inspection, body, of)
        with pytest.raises(Refused) as refusal:
            withdrawn(again)
        assert codes_of(refusal) == ["cell_settled"]

    def test_refused_once_every_judge_may_have_read_it(self) -> None:
        _, first, second = two_judges()
        submitted(first)
        submitted(second)
        for one in (first, second):
            with pytest.raises(Refused) as refusal:
                withdrawn(one)
            assert codes_of(refusal) == ["read_by_others"]

    def test_refused_before_it_is_submitted_without_a_reason_and_twice(self) -> None:
        inspection, body, of, inspector = a_cell()
        first = assigned(inspection, body, of, inspector)
        with pytest.raises(Refused) as refusal:
            withdrawn(first)
        assert codes_of(refusal) == ["not_submitted"]
        submitted(first)
        with pytest.raises(Refused) as refusal:
            withdrawn(first, reason="")
        assert codes_of(refusal) == ["reason: text_missing"]
        withdrawn(first)
        with pytest.raises(Refused) as refusal:
            withdrawn(first)
        assert codes_of(refusal) == ["ended_already"]

    def test_nobody_withdraws_what_another_submitted(self) -> None:
        (inspection, *_), first, second = two_judges()
        submitted(first)
        for other in (second.inspector, member(inspection, Role.LEAD)):
            with pytest.raises(Forbidden):
                withdrawn(first, by=other)

    def test_who_may_have_read_what_was_withdrawn_is_not_given_the_cell(self) -> None:
        inspection, body, of, inspector = a_cell()
        first = assigned(inspection, body, of, inspector)
        submitted(first)
        withdrawn(first)
        lead = member(inspection, Role.LEAD)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, lead)
        assert codes_of(refusal) == ["not_blind"]
        # An inspector could read nothing of it.
        assert assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1), second=True)

    def test_who_could_not_have_read_what_was_withdrawn_is_given_the_cell(self) -> None:
        (inspection, body, of, _), first, _ = two_judges()
        submitted(first)
        withdrawn(first)
        assert assigned(inspection, body, of, member(inspection, Role.LEAD))


class TestWhoMayHaveRead:
    """By the moments at which everybody then assigned had submitted, whatever came after."""

    def at(self, hour: int) -> datetime:
        return LATER + timedelta(hours=hour)

    @pytest.mark.parametrize(
        ("given", "was_read", "compared"),
        [
            # Inspector, assigned, ended, submitted: all in hours.
            ([(1, 0, None, 1)], True, set()),
            ([(1, 0, None, 1), (2, 0, None, None)], False, set()),
            # Submitted alone, and given to a third afterwards.
            ([(1, 0, None, 1), (3, 2, None, None)], True, set()),
            ([(1, 0, 2, 1), (1, 2, None, None)], True, set()),
            ([(1, 0, 2, 1), (1, 2, None, None), (2, 0, None, None)], False, set()),
            ([(1, 0, None, 1), (2, 0, None, 2)], True, {1, 2}),
            # A third is given it when both had read each other.
            ([(1, 0, None, 1), (2, 0, None, 2), (3, 3, None, None)], True, {1, 2}),
            # The second was taken back, so that the first's was read; then another was given it.
            ([(1, 0, 5, 1), (2, 0, 2, None), (3, 3, None, None)], True, set()),
            ([(1, 0, None, None)], False, set()),
            ([], False, set()),
        ],
    )
    def test_is_told_by_who_had_submitted_when(
        self,
        given: list[tuple[int, int, int | None, int | None]],
        was_read: bool,
        compared: set[int],
    ) -> None:
        told = cells.who(
            (
                inspector,
                self.at(assigned_at),
                None if ended is None else self.at(ended),
                None if said is None else self.at(said),
            )
            for inspector, assigned_at, ended, said in given
        )
        assert (told["was_read"], told["compared"]) == (was_read, compared)

    def test_lead_who_gave_it_back_and_may_read_on_is_not_given_it_again(self) -> None:
        (inspection, body, of, _), _, second = two_judges(Role.LEAD)
        taken_back(second, by=second.inspector)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, second.inspector)
        assert codes_of(refusal) == ["not_blind"]


def what_is_assigned(inspection: Inspection, body: ScopeBody, of: Criterion) -> set[int]:
    rows = Assignment.standing().filter(scope_body=body, criterion=of)
    assert all(one.scope_body.inspection == inspection for one in rows)
    return {one.inspector_id for one in rows}


def places(inspection: Inspection) -> list[queries.DeskCell]:
    return queries.desk(member(inspection, Role.MODERATOR), inspection)


def told(reader: Person, inspection: Inspection) -> list[str]:
    entries = what_happened(reader, inspection).filter(verb__startswith="judgments.")
    return list(entries.order_by("number").values_list("verb", flat=True))
