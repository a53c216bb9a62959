"""Drafting and submitting: each rule refuses what it must and lets the rest pass."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.judgments import actions
from inspectorate.domain.judgments.models import Submission
from inspectorate.domain.programmes.models import Grade, Scale
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.domain.judgments.cells import a_cell, declare_interest
from tests.factories.findings import LATER, a_grade, an_item, answers, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_draft_saved_again_from_a_stale_page_is_a_conflict_with_both_texts(self) -> None:
        inspection, body, of, inspector = a_cell()
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
        inspection, body, of, inspector = a_cell()
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
        inspection, body, of, inspector = a_cell()
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
        inspection, body, of, inspector = a_cell()
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
        inspection, body, of, inspector = a_cell()
        made = submitted(assigned(inspection, body, of, inspector))
        entry = Entry.objects.get(verb="judgments.submit")
        assert (made.grade and made.grade.name, made.citations.count(), set(entry.detail)) == (
            "Good",
            1,
            set(),
        )

    def test_ungraded_criterion_takes_no_grade(self) -> None:
        inspection, body, of, inspector = a_cell("2.2")
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
        inspection, body, of, inspector = a_cell()
        one, other = (
            assigned(inspection, body, of, inspector),
            assigned(inspection, body, criterion(inspection, "2.1"), inspector),
        )
        submitted(one)
        with pytest.raises(Refused) as twice:
            submitted(one)
        declare_interest(inspector, body)
        with pytest.raises(Refused) as conflicted:
            submitted(other)
        assert (codes_of(twice), codes_of(conflicted)) == (["submitted_already"], ["conflicted"])
