"""Assigning, drafting, submitting, moderating and agreeing: each rule refuses what it must and lets
the rest pass.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.models import (
    Agreed,
    AgreedCitation,
    Assignment,
    Moderation,
    Submission,
    SubmissionCitation,
)
from inspectorate.domain.programmes.models import Criterion, Grade, Scale
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.findings import LATER, a_grade, agreed, an_item, answers, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    FRAMEWORK_CSV,
    GRADES,
    a_framework,
    a_key,
    a_person,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


def _cell(ref: str = "1.1") -> tuple[Inspection, ScopeBody, Criterion, Person]:
    inspection = an_inspection(phase="judging")
    return (
        inspection,
        scope_body(inspection),
        criterion(inspection, ref),
        member(inspection, Role.INSPECTOR),
    )


def _interest(person: Person, body: ScopeBody) -> None:
    people.declare(by=person, at=AT, key=a_key(), about_code=body.body.code, nature="Worked there")


def _moderate(
    inspection: Inspection,
    body: ScopeBody,
    of: Criterion,
    grade: str = "Good",
    by: Person | None = None,
    **given: Any,
) -> Moderation:
    said = {
        "grade": a_grade(of, grade),
        "findings": answers(of),
        "reasons": "The records weigh more.",
        **given,
    }
    by = by or member(inspection, Role.MODERATOR)
    return actions.moderate(by=by, at=LATER, key=a_key(), scope_body=body, criterion=of, **said)


class TestAssign:
    def test_cell_is_given_once_to_an_inspector_of_the_team(self) -> None:
        inspection, body, of, inspector = _cell()
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

    def test_declared_interest_blocks_assignment(self) -> None:
        inspection, body, of, inspector = _cell()
        _interest(inspector, body)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, inspector)
        assert codes_of(refusal) == ["conflicted"]

    def test_cell_left_out_of_the_coverage_is_not_assigned(self) -> None:
        inspection, body, of, inspector = _cell()
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
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector))
        _moderate(inspection, body, of)
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1))
        assert codes_of(refusal) == ["cell_settled"]

    def test_lead_who_can_read_the_submissions_is_not_given_the_cell(self) -> None:
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector))
        with pytest.raises(Refused) as refusal:
            assigned(inspection, body, of, member(inspection, Role.LEAD))
        assert codes_of(refusal) == ["not_blind"]

    def test_many_cells_are_assigned_together_or_not_at_all(self) -> None:
        inspection, body, of, inspector = _cell()
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


class TestDraft:
    def test_draft_saved_again_from_a_stale_page_is_a_conflict_with_both_texts(self) -> None:
        inspection, body, of, inspector = _cell()
        assignment = assigned(inspection, body, of, inspector)
        said = {
            "by": inspector,
            "at": LATER,
            "assignment": assignment,
            "grade": None,
            "findings": {},
        }
        first = actions.save_draft(key=a_key(), reasons="One", version=0, **said)
        actions.save_draft(key=a_key(), reasons="Two", version=first.version, **said)
        with pytest.raises(Conflict) as conflict:
            actions.save_draft(key=a_key(), reasons="Three", version=first.version, **said)
        assert (conflict.value.theirs, conflict.value.yours, conflict.value.version) == (
            "Two",
            "Three",
            2,
        )

    def test_draft_of_somebody_elses_assignment_does_not_exist(self) -> None:
        inspection, body, of, inspector = _cell()
        assignment = assigned(inspection, body, of, inspector)
        with pytest.raises(Forbidden):
            actions.save_draft(
                by=member(inspection, Role.LEAD),
                at=LATER,
                key=a_key(),
                assignment=assignment,
                grade=None,
                findings={},
                reasons="",
                version=0,
            )

    def test_draft_after_submission_or_with_unknown_findings_is_refused(self) -> None:
        inspection, body, of, inspector = _cell()
        assignment = assigned(inspection, body, of, inspector)
        said = {
            "by": inspector,
            "at": LATER,
            "assignment": assignment,
            "grade": None,
            "reasons": "x",
            "version": 0,
        }
        with pytest.raises(Refused) as unknown:
            actions.save_draft(
                key=a_key(), findings={"no-such": True, "completion-known": "maybe"}, **said
            )
        submitted(assignment)
        with pytest.raises(Refused) as after:
            actions.save_draft(key=a_key(), findings={}, **said)
        assert (codes_of(unknown), codes_of(after)) == (
            ["finding_not_yes_or_no", "finding_unknown"],
            ["submitted_already"],
        )


class TestSubmit:
    def test_each_fault_is_refused_by_its_own_reason(self) -> None:
        inspection, body, of, inspector = _cell()
        assignment = assigned(inspection, body, of, inspector)
        item, foreign = an_item(inspection, body), an_item(inspection, scope_body(inspection, 1))
        gone, secret = an_item(inspection, body), an_item(an_inspection())
        evidence.withdraw(by=inspector, at=LATER, key=a_key(), item=gone, reason="Wrong")
        other_scale = Scale.objects.create(code="other", version="1", name="Other")
        strange = Grade.objects.create(
            scale=other_scale, order=0, name="Fine", letter="F", meets=True
        )
        whole: dict[str, Any] = {
            "grade": a_grade(of),
            "findings": answers(of),
            "reasons": "Seen.",
            "cited": [item],
        }
        faults: dict[str, dict[str, Any]] = {
            "citation_missing": {"cited": []},
            "citation_unfit": {"cited": [item, foreign]},
            "citation_unfit ": {"cited": [gone]},
            "citation_unknown": {"cited": [secret]},
            "finding_not_yes_or_no": {"findings": {**answers(of), "completion-known": "yes"}},
            "finding_unanswered": {"findings": {"mandatory-training": True}},
            "finding_unknown": {"findings": {**answers(of), "other": True}},
            "grade_missing": {"grade": None},
            "grade_of_another_scale": {"grade": strange},
            "reasons: text_missing": {"reasons": " "},
            "reasons: text_unstorable": {"reasons": "a\x00b"},
        }
        found = {}
        for code, given in faults.items():
            with pytest.raises(Refused) as refusal:
                actions.submit(
                    by=inspector, at=LATER, key=a_key(), assignment=assignment, **{**whole, **given}
                )
            found[code] = codes_of(refusal)
        assert found == {code: [code.strip()] for code in faults}
        assert Submission.objects.count() == 0

    def test_whole_judgment_is_signed_and_its_ledger_entry_tells_nothing_of_it(self) -> None:
        inspection, body, of, inspector = _cell()
        made = submitted(assigned(inspection, body, of, inspector))
        entry = Entry.objects.get(verb="judgments.submit")
        assert (made.grade and made.grade.name, made.citations.count(), set(entry.detail)) == (
            "Good",
            1,
            {"row"},
        )

    def test_ungraded_criterion_takes_no_grade(self) -> None:
        inspection, body, of, inspector = _cell("2.2")
        assignment = assigned(inspection, body, of, inspector)
        with pytest.raises(Refused) as refusal:
            actions.submit(
                by=inspector,
                at=LATER,
                key=a_key(),
                assignment=assignment,
                grade=Grade.objects.first(),
                findings={},
                reasons="x",
                cited=[an_item(inspection, body, "2.2")],
            )
        assert (codes_of(refusal), submitted(assignment).grade) == (["criterion_ungraded"], None)

    def test_judging_twice_or_with_an_interest_declared_since_is_refused(self) -> None:
        inspection, body, of, inspector = _cell()
        one, other = (
            assigned(inspection, body, of, inspector),
            assigned(inspection, body, criterion(inspection, "2.1"), inspector),
        )
        submitted(one)
        with pytest.raises(Refused) as twice:
            submitted(one)
        _interest(inspector, body)
        with pytest.raises(Refused) as conflicted:
            submitted(other)
        assert (codes_of(twice), codes_of(conflicted)) == (["submitted_already"], ["conflicted"])


class TestModerateAndAgree:
    def test_neither_begins_before_every_submission_is_in(self) -> None:
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector))
        assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1))
        with pytest.raises(Refused) as moderation:
            _moderate(inspection, body, of)
        with pytest.raises(Refused) as agreement:
            agreed(inspection, body, of)
        assert (codes_of(moderation), codes_of(agreement)) == (
            ["submissions_missing"],
            ["submissions_missing"],
        )

    def test_cell_nobody_was_given_is_neither_moderated_nor_agreed(self) -> None:
        inspection, body, of, _ = _cell()
        with pytest.raises(Refused) as refusal:
            _moderate(inspection, body, of)
        assert codes_of(refusal) == ["nobody_assigned"]

    def test_submissions_that_differ_need_moderation_before_agreement(self) -> None:
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector), "Good")
        submitted_second = assigned(
            inspection, body, of, member(inspection, Role.INSPECTOR, 1), second=True
        )
        submitted(submitted_second, "Outstanding")
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of)
        _moderate(inspection, body, of)
        made = agreed(inspection, body, of)
        assert (codes_of(refusal), made.number, made.moved) == (["moderation_missing"], 1, True)

    def test_agreed_as_submitted_is_not_moved_and_agreed_anew_takes_the_next_number(self) -> None:
        inspection, body, of, _ = _cell()
        first, second = (
            agreed(inspection, body, of),
            agreed(inspection, body, of, "Requires improvement"),
        )
        assert [(one.number, one.moved) for one in (first, second)] == [(1, False), (2, True)]
        assert queries.current(inspection) == {(body.pk, of.pk): second}

    def test_who_judged_the_cell_neither_moderates_nor_agrees_it(self) -> None:
        inspection, body, of, _ = _cell()
        lead = member(inspection, Role.LEAD)
        submitted(assigned(inspection, body, of, lead))
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of, by=lead)
        assert codes_of(refusal) == ["own_submission"]

    def test_moderator_with_an_interest_is_refused(self) -> None:
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector))
        _interest(member(inspection, Role.MODERATOR), body)
        with pytest.raises(Refused) as refusal:
            _moderate(inspection, body, of)
        assert codes_of(refusal) == ["conflicted"]

    @pytest.mark.parametrize(
        ("grade", "outcome", "codes"),
        [
            ("Inadequate", "", ["lowest_grade_without_cause"]),
            ("Inadequate", "area-for-improvement", ["lowest_grade_without_cause"]),
            ("Good", "cause-of-concern", ["cause_without_lowest_grade"]),
            ("Good", "very-bad", ["outcome_unknown"]),
        ],
    )
    def test_grade_and_outcome_that_disagree_are_refused(
        self, grade: str, outcome: str, codes: list[str]
    ) -> None:
        inspection, body, of, _ = _cell()
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of, grade, outcome=outcome)
        assert codes_of(refusal) == codes

    def test_lowest_grade_with_its_cause_of_concern_is_agreed(self) -> None:
        inspection, body, of, _ = _cell()
        assert agreed(inspection, body, of, "Inadequate").outcome == "cause-of-concern"
        assert queries.grade_outcome_problems(inspection) == ()

    def test_not_met_on_a_scale_of_two_needs_no_cause_of_concern(self) -> None:
        met = (
            FRAMEWORK_CSV.replace("Test framework", "Two grades")
            .replace(GRADES, "Met > Not met")
            .replace("Four grades", "Met or not")
        )
        two = a_framework(re.sub(r"Outstanding: .*Inadequate: None does", "", met))
        inspection = an_inspection(framework=two, phase="judging")
        assert (
            agreed(inspection, scope_body(inspection), criterion(inspection), "Not met").outcome
            == ""
        )

    def test_only_the_roles_of_the_table_moderate_and_agree(self) -> None:
        inspection, body, of, inspector = _cell()
        submitted(assigned(inspection, body, of, inspector))
        for role in (Role.INSPECTOR, Role.ANALYST, Role.EDITOR, Role.SIGNING, Role.LEAD):
            with pytest.raises(Forbidden):
                _moderate(
                    inspection,
                    body,
                    of,
                    by=member(inspection, role, 1 if role == Role.INSPECTOR else 0),
                )
        for role in (Role.INSPECTOR, Role.ANALYST, Role.EDITOR, Role.SIGNING):
            with pytest.raises(Forbidden):
                agreed(
                    inspection,
                    body,
                    of,
                    by=member(inspection, role, 1 if role == Role.INSPECTOR else 0),
                )


def test_rows_of_judgments_changed_or_deleted_by_hand_are_refused() -> None:
    inspection, body, of, inspector = _cell()
    submitted(assigned(inspection, body, of, inspector))
    _moderate(inspection, body, of)
    agreed(inspection, body, of)
    refused = {}
    for model in (Submission, SubmissionCitation, Moderation, Agreed, AgreedCitation):
        for statement in (
            f"UPDATE {model._meta.db_table} SET id = id",
            f"DELETE FROM {model._meta.db_table}",
        ):
            with (
                pytest.raises(DatabaseError) as refusal,
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
            refused[statement] = "never changed or deleted" in str(refusal.value)
    assert refused == dict.fromkeys(refused, True)
    assert len(refused) == 10
