"""Moderating and agreeing: each rule refuses what it must and lets the rest pass."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.models import (
    Agreed,
    AgreedCitation,
    Moderation,
    Submission,
    SubmissionCitation,
)
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.judgments.cells import a_cell, declare_interest, moderate
from tests.factories.findings import LATER, agreed, an_item, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    FRAMEWORK_CSV,
    GRADES,
    a_framework,
    a_key,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


class TestModerateAndAgree:
    def test_neither_begins_before_every_submission_is_in(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        assigned(inspection, body, of, member(inspection, Role.INSPECTOR, 1))
        with pytest.raises(Refused) as moderation:
            moderate(inspection, body, of)
        with pytest.raises(Refused) as agreement:
            agreed(inspection, body, of)
        assert (codes_of(moderation), codes_of(agreement)) == (
            ["submissions_missing"],
            ["submissions_missing"],
        )

    def test_cell_nobody_was_given_is_neither_moderated_nor_agreed(self) -> None:
        inspection, body, of, _ = a_cell()
        with pytest.raises(Refused) as refusal:
            moderate(inspection, body, of)
        assert codes_of(refusal) == ["nobody_assigned"]

    def test_cell_left_out_after_it_was_judged_waits_for_nobody_and_says_why(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        lead = member(inspection, Role.LEAD)
        asked = (lead, inspection, body, of, JudgmentVerb.AGREE)
        assert (len(queries.waiting(lead, inspection)), queries.reasons_not_to_settle(*asked)) == (
            1,
            [],
        )
        inspections.leave_out(
            by=lead,
            at=LATER,
            key=a_key(),
            inspection=inspection,
            scope_body=body,
            criterion=of,
            reason="The records were lost.",
        )
        assert queries.waiting(lead, inspection) == []
        assert [one.code for one in queries.reasons_not_to_settle(*asked)] == ["not_inspected"]

    def test_submissions_that_differ_need_moderation_before_agreement(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector), "Good")
        submitted_second = assigned(
            inspection, body, of, member(inspection, Role.INSPECTOR, 1), second=True
        )
        submitted(submitted_second, "Outstanding")
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of)
        moderate(inspection, body, of)
        made = agreed(inspection, body, of)
        assert (codes_of(refusal), made.number, made.moved) == (["moderation_missing"], 1, True)

    def test_agreed_as_submitted_is_not_moved_and_agreed_anew_takes_the_next_number(self) -> None:
        inspection, body, of, _ = a_cell()
        first, second = (
            agreed(inspection, body, of),
            agreed(inspection, body, of, "Requires improvement"),
        )
        assert [(one.number, one.moved) for one in (first, second)] == [(1, False), (2, True)]
        assert queries.current(inspection) == {(body.pk, of.pk): second}

    def test_who_judged_the_cell_neither_moderates_nor_agrees_it(self) -> None:
        inspection, body, of, _ = a_cell()
        lead = member(inspection, Role.LEAD)
        submitted(assigned(inspection, body, of, lead))
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of, by=lead)
        assert codes_of(refusal) == ["own_submission"]

    def test_moderator_with_an_interest_is_refused(self) -> None:
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        declare_interest(member(inspection, Role.MODERATOR), body)
        with pytest.raises(Refused) as refusal:
            moderate(inspection, body, of)
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
        inspection, body, of, _ = a_cell()
        with pytest.raises(Refused) as refusal:
            agreed(inspection, body, of, grade, outcome=outcome)
        assert codes_of(refusal) == codes

    def test_lowest_grade_with_its_cause_of_concern_is_agreed(self) -> None:
        inspection, body, of, _ = a_cell()
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
        inspection, body, of, inspector = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        for role in (Role.INSPECTOR, Role.ANALYST, Role.EDITOR, Role.SIGNING, Role.LEAD):
            with pytest.raises(Forbidden):
                moderate(
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


def test_items_of_a_judgment_are_named_in_the_order_in_which_they_were_cited() -> None:
    inspection, body, of, inspector = a_cell()
    cited = [an_item(inspection, body, of.ref) for _ in range(12)]
    cited = cited[1::2] + cited[::2]
    said = submitted(assigned(inspection, body, of, inspector), cited=cited)
    settled = agreed(inspection, body, of, cited=cited[::-1])
    in_order = [item.pk for item in cited]
    assert [one.item_id for one in said.citations.all()] == in_order
    assert [one.item_id for one in settled.citations.all()] == in_order[::-1]


def test_rows_of_judgments_changed_or_deleted_by_hand_are_refused() -> None:
    inspection, body, of, inspector = a_cell()
    submitted(assigned(inspection, body, of, inspector))
    moderate(inspection, body, of)
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
