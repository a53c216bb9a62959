"""What agreeing a cell as it was submitted takes over, and when it is refused."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest

from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.models import Submission
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.judgments.cells import a_cell, moderate
from tests.domain.judgments.test_taking_back import Cell, two_judges, withdrawn
from tests.factories.findings import LATER, a_grade, answers, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, member
from tests.factories.sampling import looked_at

pytestmark = pytest.mark.django_db


class TestAgreedAsSubmitted:
    def as_submitted(
        self, cell: Cell, by: Person | None = None, seen: list[int] | None = None
    ) -> object:
        inspection, body, of, _ = cell
        standing = Submission.objects.filter(
            assignment__scope_body=body, assignment__criterion=of, assignment__ended_at=None
        )
        by = by or member(inspection, Role.MODERATOR)
        # Where there is nothing undisputed, there is no sample either.
        with contextlib.suppress(Refused, Forbidden):
            looked_at(inspection, by)
        return actions.agree_as_submitted(
            by=by,
            at=LATER + timedelta(hours=1),
            key=a_key(),
            scope_body=body,
            criterion=of,
            seen=list(standing.values_list("pk", flat=True)) if seen is None else seen,
        )

    @pytest.mark.parametrize("role", [Role.LEAD, Role.MODERATOR])
    def test_before_all_are_in_the_answer_tells_nothing_of_what_was_submitted(
        self, role: Role
    ) -> None:
        said = set()
        for grade in ("", "Good", "Inadequate"):
            cell, first, second = two_judges(Role.LEAD if role is Role.LEAD else Role.INSPECTOR)
            if grade:
                submitted(first, grade)
            by = second.inspector if role is Role.LEAD else member(cell[0], Role.MODERATOR)
            with pytest.raises(Refused) as refusal:
                self.as_submitted(cell, by=by, seen=[first.pk])
            said.add(tuple(codes_of(refusal)))
        assert len(said) == 1
        assert "submissions_missing" in said.pop()

    def test_what_was_withdrawn_and_submitted_anew_meanwhile_is_not_signed(self) -> None:
        cell = inspection, body, of, inspector = a_cell()
        first = assigned(inspection, body, of, inspector)
        looked_at = submitted(first, "Good")
        submitted(withdrawn(first), "Outstanding")
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell, seen=[looked_at.pk])
        assert codes_of(refusal) == ["submissions_changed"]

    def test_takes_over_grade_findings_evidence_and_names_whose_reasons(self) -> None:
        cell, first, second = two_judges()
        inspection, body, of, _ = cell
        one, other = submitted(first, "Good"), submitted(second, "Good")
        self.as_submitted(cell)
        analyst = member(inspection, Role.ANALYST)
        seen = queries.cell(analyst, body, of)
        assert seen is not None
        assert seen.agreed is not None
        assert (seen.agreed.grade, seen.agreed.findings) == (a_grade(of, "Good"), answers(of))
        assert not seen.agreed.moved
        assert seen.agreed.reasons == "\n".join(
            f"As submitted by {each.by.name}: {each.reasons}" for each in (one, other)
        )
        cited = {each.item_id for each in seen.agreed.citations.all()}
        assert cited == {c.item_id for each in (one, other) for c in each.citations.all()}
        # Nothing was written in anybody's name.
        assert type(seen.agreed).objects.get(pk=seen.agreed.pk).reasons == ""

    @pytest.mark.parametrize(
        ("grades", "codes"),
        [
            (("Good", "Inadequate"), ["moderation_missing"]),
            (("Inadequate", "Inadequate"), ["lowest_grade_without_cause"]),
        ],
    )
    def test_refused_where_they_differ_and_where_a_cause_must_be_written(
        self, grades: tuple[str, str], codes: list[str]
    ) -> None:
        cell, first, second = two_judges()
        submitted(first, grades[0])
        submitted(second, grades[1])
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell)
        assert codes_of(refusal) == codes

    def test_refused_where_a_finding_differs_though_it_was_moderated(self) -> None:
        cell, first, second = two_judges()
        submitted(first)
        submitted(second, **{second.criterion.findings.all()[0].code.replace("-", "_"): False})
        moderate(*cell[:3])
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell)
        assert codes_of(refusal) == ["submissions_differ"]

    def test_refused_before_all_are_in_and_where_nobody_was_asked(self) -> None:
        cell, first, _ = two_judges()
        submitted(first)
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell)
        assert "submissions_missing" in codes_of(refusal)
        with pytest.raises(Refused) as refusal:
            self.as_submitted(a_cell())
        assert "nobody_assigned" in codes_of(refusal)

    def test_refused_to_a_judge_of_the_cell_and_once_it_is_agreed(self) -> None:
        inspection, body, of, _ = cell = a_cell()
        lead = member(inspection, Role.LEAD)
        submitted(assigned(inspection, body, of, lead))
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell, by=lead)
        assert codes_of(refusal) == ["own_submission"]
        self.as_submitted(cell)
        with pytest.raises(Refused) as refusal:
            self.as_submitted(cell)
        assert codes_of(refusal) == ["agreed_already"]

    def test_inspector_agrees_nothing(self) -> None:
        inspection, body, of, inspector = cell = a_cell()
        submitted(assigned(inspection, body, of, inspector))
        with pytest.raises(Forbidden):
            self.as_submitted(cell, by=member(inspection, Role.INSPECTOR, 1))
