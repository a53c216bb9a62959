"""Standardisation exercises: set up with a pass mark, opened, answered, closed, decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions, queries
from inspectorate.domain.judgments.exercises.models import (
    AnswersDraft,
    ExerciseCase,
    HandIn,
    PassMark,
    ReadinessDecision,
)
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.judgments.models import Assignment, Exercise
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as accounts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.exercises import (
    a_case,
    an_exercise,
    answers,
    closed,
    decided,
    handed_in,
    opened,
)
from tests.factories.findings import LATER, a_grade, an_item, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    FRAMEWORK_CSV,
    a_body,
    a_framework,
    a_key,
    an_admin,
    an_inspection,
    criterion,
    join,
    member,
    move_to,
    scope_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=2, phase="planned")


def lead_of(inspection: Inspection) -> Any:
    return member(inspection, Role.LEAD)


def inspector_of(inspection: Inspection, number: int = 0) -> Any:
    return member(inspection, Role.INSPECTOR, number)


class TestSettingUp:
    def test_exercise_is_set_up_with_its_pass_mark_and_reason_in_one_act(
        self, inspection: Inspection
    ) -> None:
        made = an_exercise(inspection, 2, share=70, reason="Seven of ten did well before")
        (mark,) = PassMark.objects.all()
        assert (mark.share, mark.reason) == (70, "Seven of ten did well before")
        assert [one.number for one in made.cases.all()] == [1, 2]
        verbs = list(Entry.objects.filter(verb__startswith="judgments.").values_list("verb"))
        assert verbs == [("judgments.set_exercise",), *[("judgments.add_case",)] * 2]

    @pytest.mark.parametrize(
        ("given", "codes"),
        [
            ({"title": " "}, ["title: text_missing"]),
            ({"reason": ""}, ["reason: text_missing"]),
            ({"share": 0}, ["pass_mark_unreadable"]),
            ({"share": 101}, ["pass_mark_unreadable"]),
            ({"nearness": "near"}, ["pass_mark_unreadable"]),
        ],
    )
    def test_exercise_without_title_or_pass_mark_is_refused(
        self, inspection: Inspection, given: dict[str, Any], codes: list[str]
    ) -> None:
        with pytest.raises(Refused) as refused:
            an_exercise(inspection, 0, **given)
        assert codes_of(refused) == codes

    def test_panel_must_be_of_the_team(self, inspection: Inspection) -> None:
        stranger = inspector_of(an_inspection(bodies=1))
        with pytest.raises(Refused) as refused:
            an_exercise(inspection, 0, panel=[stranger])
        assert codes_of(refused) == ["panel_off_team"]

    def test_inspector_may_not_set_one_up(self, inspection: Inspection) -> None:
        with pytest.raises(Forbidden):
            actions.set_exercise(
                by=inspector_of(inspection),
                at=AT,
                key=a_key(),
                inspection=inspection,
                title="Mine",
                share=50,
                nearness="same",
                reason="So",
            )

    def test_pass_mark_is_set_anew_before_and_refused_once_open(
        self, inspection: Inspection
    ) -> None:
        made = an_exercise(inspection, 1)
        said = {"by": lead_of(inspection), "at": AT, "exercise": made, "nearness": "step"}
        actions.set_pass_mark(key=a_key(), share=80, reason="Harder", **said)
        assert list(made.pass_marks.values_list("share", "nearness")) == [
            (50, "same"),
            (80, "step"),
        ]
        opened(made)
        with pytest.raises(Refused) as refused:
            actions.set_pass_mark(key=a_key(), share=10, reason="Easier", **said)
        assert codes_of(refused) == ["exercise_fixed"]


class TestCases:
    def test_case_names_no_body_in_scope_by_label_or_by_name(self, inspection: Inspection) -> None:
        made, body = an_exercise(inspection, 0), scope_body(inspection)
        for named in (body.label, body.body.name):
            with pytest.raises(Refused) as refused:
                a_case(made, words=f"At {named} all was kept.")
            assert codes_of(refused) == ["body_named"]
            with pytest.raises(Refused) as refused:
                a_case(made, reasons=f"As at {named}.")
            assert codes_of(refused) == ["body_named"]

    def test_body_that_had_another_name_is_known_by_it_and_one_out_of_scope_is_not_looked_for(
        self, inspection: Inspection
    ) -> None:
        made, elsewhere = an_exercise(inspection, 0), a_body(name="Constabulary of Elsewhere")
        for body, former in (
            (scope_body(inspection).body, "Old Shire Constabulary"),
            (elsewhere, "Older Elsewhere Constabulary"),
        ):
            bodies.change(
                by=an_admin(),
                at=AT,
                key=a_key(),
                body=body,
                kind="renamed",
                on=date(2017, 4, 1),
                former_name=former,
                new_name=f"{body.name} anew",
            )
        with pytest.raises(Refused) as refused:
            a_case(made, words="The Old Shire Constabulary kept all records.")
        assert codes_of(refused) == ["body_named"]
        assert a_case(made, words="Older Elsewhere Constabulary keeps none.").number == 1

    def test_criterion_that_is_not_graded_bears_no_case(self, inspection: Inspection) -> None:
        made, of = an_exercise(inspection, 0), criterion(inspection, "2.2")
        assert of.scale is None
        with pytest.raises(Refused) as refused:
            a_case(made, "2.2")
        assert codes_of(refused) == ["criterion_ungraded"]

    def test_case_taken_from_evidence_keeps_reference_digest_and_marking(
        self, inspection: Inspection
    ) -> None:
        item = an_item(inspection, marking="OFFICIAL-SENSITIVE")
        case = a_case(an_exercise(inspection, 0), item=item.number)
        assert (case.item, case.marking) == (item, "OFFICIAL-SENSITIVE")
        assert case.item_digest == actions.words_digest(item)
        assert len(case.item_digest) == 64

    def test_evidence_that_is_withdrawn_or_that_the_lead_may_not_read_gives_no_case(
        self, inspection: Inspection
    ) -> None:
        made, item = an_exercise(inspection, 0), an_item(inspection)
        evidence.withdraw(
            by=item.recorded_by, at=LATER, key=a_key(), item=item, reason="Hearsay only"
        )
        for number in (item.number, 9999):
            with pytest.raises(Refused) as refused:
                a_case(made, item=number)
            assert codes_of(refused) == ["evidence_unfit"]

    def test_case_taken_out_is_not_judged_and_its_number_not_given_again(
        self, inspection: Inspection
    ) -> None:
        made = an_exercise(inspection, 2)
        first = made.cases.get(number=1)
        said = {"by": lead_of(inspection), "at": AT, "case": first, "reason": "Too easy"}
        actions.take_out_case(key=a_key(), **said)
        with pytest.raises(Refused) as refused:
            actions.take_out_case(key=a_key(), **said)
        assert codes_of(refused) == ["case_unknown"]
        assert a_case(made).number == 3
        opened(made)
        view = queries.inspectors_view(inspector_of(inspection), made)
        assert view is not None
        assert [one.number for one in view.mine] == [2, 3]

    def test_grade_of_another_scale_is_refused(self, inspection: Inspection) -> None:
        made = an_exercise(inspection, 0)
        elsewhere = FRAMEWORK_CSV.replace("Four grades", "Four others").replace(
            "Test framework", "Another framework"
        )
        other = an_inspection(bodies=1, framework=a_framework(elsewhere))
        of, grade = criterion(inspection, "1.1"), a_grade(criterion(other, "1.1"))
        with pytest.raises(Refused) as refused:
            actions.add_case(
                by=lead_of(inspection),
                at=AT,
                key=a_key(),
                exercise=made,
                criterion=of,
                words="All was kept.",
                grade=grade,
                reasons="So",
            )
        assert codes_of(refused) == ["grade_of_another_scale"]


class TestAnswering:
    def test_exercise_without_cases_is_not_opened(self, inspection: Inspection) -> None:
        with pytest.raises(Refused) as refused:
            opened(an_exercise(inspection, 0))
        assert codes_of(refused) == ["cases_missing"]

    def test_all_answers_are_handed_in_together_or_none(self, inspection: Inspection) -> None:
        made = opened(an_exercise(inspection, 2), due_on=date(2018, 9, 1))
        said = answers(made)
        said[2] = Answer(None, " ")
        with pytest.raises(Refused) as refused:
            actions.hand_in_answers(
                by=inspector_of(inspection), at=LATER, key=a_key(), exercise=made, answers=said
            )
        assert [one.field for one in refused.value.reasons] == ["grade_2", "reasons_2"]
        assert not HandIn.objects.exists()
        assert handed_in(made, inspector_of(inspection)).answers.count() == 2

    def test_answers_are_handed_in_once_and_taken_back_while_open(
        self, inspection: Inspection
    ) -> None:
        made, person = opened(an_exercise(inspection, 1)), inspector_of(inspection)
        handed_in(made, person)
        with pytest.raises(Refused) as refused:
            handed_in(made, person)
        assert codes_of(refused) == ["handed_in_already"]
        said = {"by": person, "at": LATER, "exercise": made, "reason": "Read it again"}
        actions.withdraw_answers(key=a_key(), **said)
        with pytest.raises(Refused) as refused:
            actions.withdraw_answers(key=a_key(), **said)
        assert codes_of(refused) == ["not_handed_in"]
        assert handed_in(made, person, "Outstanding").number == 2

    def test_sent_twice_one_hand_in_is_made(self, inspection: Inspection) -> None:
        made, person = opened(an_exercise(inspection, 1)), inspector_of(inspection)
        key, said = a_key(), answers(made)
        for _ in range(2):
            actions.hand_in_answers(by=person, at=LATER, key=key, exercise=made, answers=said)
        assert HandIn.objects.count() == 1

    def test_draft_is_kept_by_version_and_a_second_window_conflicts(
        self, inspection: Inspection
    ) -> None:
        made, person = opened(an_exercise(inspection, 2)), inspector_of(inspection)
        said = {"by": person, "at": LATER, "exercise": made}
        first = {1: Answer(None, "Half a thought")}
        actions.save_answers(key=a_key(), answers=first, version=0, **said)
        with pytest.raises(Conflict) as conflict:
            actions.save_answers(
                key=a_key(), answers={1: Answer(None, "Another")}, version=0, **said
            )
        assert "Half a thought" in conflict.value.theirs
        assert "Another" in conflict.value.yours
        assert AnswersDraft.objects.get().answers["1"]["reasons"] == "Half a thought"

    def test_lead_panel_and_former_lead_take_no_part(self, inspection: Inspection) -> None:
        panel, other = inspector_of(inspection), join(inspection, Role.INSPECTOR)
        lead = lead_of(inspection)
        second = join(inspection, Role.LEAD)
        made = opened(an_exercise(inspection, 1, panel=[panel]))
        row = inspection.team.get(person=second, role=Role.LEAD)
        inspections.leave(by=lead, at=AT, key=a_key(), member=row, reason="Inspects instead")
        accounts.grant(by=an_admin(), at=AT, key=a_key(), person=second, role=Role.INSPECTOR)
        inspections.join(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            person=second,
            role=Role.INSPECTOR,
            team="",
        )
        for person in (panel, second):
            with pytest.raises(Refused) as refused:
                handed_in(made, person)
            assert codes_of(refused) == ["knows_the_answers"]
        with pytest.raises(Forbidden):
            handed_in(made, lead)
        handed_in(made, other)

    def test_inspector_who_is_not_cleared_for_a_case_is_not_asked_it(
        self, inspection: Inspection
    ) -> None:
        item = an_item(inspection, marking="OFFICIAL-SENSITIVE")
        made = an_exercise(inspection, 1)
        a_case(made, item=item.number, words="Said in confidence: none was kept.")
        opened(made)
        person = join(inspection, Role.INSPECTOR, reading=False)
        view = queries.inspectors_view(person, made)
        assert view is not None
        assert [one.number for one in view.mine] == [1]
        assert "Said in confidence" not in str([one.words for one in view.cases])
        with pytest.raises(Refused) as refused:
            handed_in(made, person)
        assert codes_of(refused) == ["case_unknown"]
        only = {1: answers(made)[1]}
        found = actions.hand_in_answers(
            by=person, at=LATER, key=a_key(), exercise=made, answers=only
        )
        assert [one.case.number for one in found.answers.all()] == [1]


class TestClosing:
    def test_exercise_that_nobody_handed_in_is_not_closed(self, inspection: Inspection) -> None:
        with pytest.raises(Refused) as refused:
            closed(opened(an_exercise(inspection, 1)))
        assert codes_of(refused) == ["not_handed_in"]

    def test_lead_is_told_a_count_until_it_is_closed_and_then_all(
        self, inspection: Inspection
    ) -> None:
        made, lead = opened(an_exercise(inspection, 2)), lead_of(inspection)
        one, other = inspector_of(inspection), inspector_of(inspection, 1)
        handed_in(made, one, "Good", "Requires improvement")
        view = queries.leads_view(lead, made)
        assert view is not None
        assert (view.handed_in, view.takers, view.results) == (1, 3, None)
        handed_in(made, other, "Outstanding")
        closed(made)
        view = queries.leads_view(lead, made)
        assert view is not None
        assert view.results is not None
        assert [
            (row.near.same, row.near.harsher, row.near.milder) for row in view.results.rows
        ] == [
            (1, 1, 0),
            (0, 0, 2),
        ]

    def test_nothing_is_handed_in_or_taken_back_after_it_is_closed(
        self, inspection: Inspection
    ) -> None:
        made = opened(an_exercise(inspection, 1))
        one, other = inspector_of(inspection), inspector_of(inspection, 1)
        handed_in(made, one)
        closed(made)
        with pytest.raises(Refused) as refused:
            handed_in(made, other)
        assert codes_of(refused) == ["exercise_over"]
        with pytest.raises(Refused) as refused:
            actions.withdraw_answers(
                by=one, at=LATER, key=a_key(), exercise=made, reason="Saw the panel's"
            )
        assert codes_of(refused) == ["exercise_over"]

    def test_cancelled_exercise_is_over_and_is_read_by_nobody(self, inspection: Inspection) -> None:
        made, lead = opened(an_exercise(inspection, 1)), lead_of(inspection)
        handed_in(made, inspector_of(inspection))
        actions.cancel_exercise(
            by=lead, at=LATER, key=a_key(), exercise=made, reason="A case gave its body away"
        )
        view = queries.leads_view(lead, made)
        assert view is not None
        assert view.results is None
        with pytest.raises(Refused) as refused:
            closed(made)
        assert codes_of(refused) == ["exercise_over"]


class TestDeciding:
    def test_decision_has_reasons_and_the_newest_stands(self, inspection: Inspection) -> None:
        made, person = opened(an_exercise(inspection, 1)), inspector_of(inspection)
        handed_in(made, person, "Inadequate")
        with pytest.raises(Refused) as refused:
            decided(made, person)
        assert codes_of(refused) == ["exercise_not_closed"]
        closed(made)
        decided(made, person, "trains-first", "Reads the characteristics first")
        decided(made, person, "may-judge", "Talked it through")
        assert list(ReadinessDecision.objects.values_list("number", "decision")) == [
            (1, "trains-first"),
            (2, "may-judge"),
        ]

    @pytest.mark.parametrize(
        ("decision", "reasons", "codes"),
        [
            ("may-judge", "", ["reasons: text_missing"]),
            ("passed", "So", ["readiness_unknown"]),
        ],
    )
    def test_decision_without_reasons_or_unknown_is_refused(
        self, inspection: Inspection, decision: str, reasons: str, codes: list[str]
    ) -> None:
        made, person = opened(an_exercise(inspection, 1)), inspector_of(inspection)
        handed_in(made, person)
        closed(made)
        with pytest.raises(Refused) as refused:
            decided(made, person, decision, reasons)
        assert codes_of(refused) == codes

    def test_nothing_follows_of_a_mark_that_is_not_reached(self, inspection: Inspection) -> None:
        """No right is taken and no judgment refused: a person decides, and so does nobody else."""
        made, person = opened(an_exercise(inspection, 1, share=100)), inspector_of(inspection)
        handed_in(made, person, "Inadequate")
        closed(made)
        assert not ReadinessDecision.objects.exists()
        decided(made, person, "trains-first", "Far from the panel")
        inspection.refresh_from_db()
        inspections.approve(
            by=member(inspection, Role.SIGNING),
            at=AT,
            key=a_key(),
            inspection=inspection,
            text="Approved.",
        )
        inspections.set_terms(
            by=lead_of(inspection), at=AT, key=a_key(), inspection=inspection, text="How well?"
        )
        move_to(inspection, "judging")
        submitted(assigned(inspection, scope_body(inspection), criterion(inspection), person))
        assert Assignment.objects.filter(submission__isnull=False).count() == 1


class TestAnew:
    def test_cases_and_panel_are_taken_over_and_both_waves_compared(
        self, inspection: Inspection
    ) -> None:
        first, person = opened(an_exercise(inspection, 2)), inspector_of(inspection)
        handed_in(first, person, "Inadequate", "Good")
        closed(first)
        again = an_exercise(inspection, 1, again=first, wave="second wave")
        assert [one.same_as for one in again.cases.order_by("number")] == [
            *first.cases.order_by("number"),
            None,
        ]
        assert ExerciseCase.objects.filter(exercise=again, panel_answer__isnull=False).count() == 3
        opened(again)
        handed_in(again, person)
        closed(again)
        view = queries.leads_view(lead_of(inspection), again)
        assert view is not None
        assert view.results is not None
        (compared,) = view.results.compared
        assert (compared.earlier, compared.again) == (first, 2)
        assert [(one.earlier.same, one.later.same) for one in compared.rows] == [(1, 3)]

    def test_exercise_of_another_inspection_is_not_taken_over(self, inspection: Inspection) -> None:
        other = an_exercise(an_inspection(bodies=1, phase="planned"), 1)
        with pytest.raises(Refused) as refused:
            an_exercise(inspection, 0, again=other)
        assert codes_of(refused) == ["exercise_unknown"]
        assert Exercise.objects.filter(inspection=inspection).count() == 0
