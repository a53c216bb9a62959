"""Joint figures are kept as a record: of which readings, in whose name, and no cell too early."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint import actions, queries
from inspectorate.domain.judgments.joint.answering import Worked, work_out
from inspectorate.domain.judgments.joint.questions import METHODS, Spread, named
from inspectorate.domain.judgments.joint.readings import FINDINGS, read
from inspectorate.domain.judgments.models import Assignment, JointFigures, Submission
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectstats.joint import CHANCE_METHOD, METHOD, SEVERITY_METHOD, VARIATION_METHOD
from tests.factories.findings import LATER, assigned, submitted
from tests.factories.forging import unguarded
from tests.factories.keeping import kept
from tests.factories.publishing import left_out
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def judged() -> Inspection:
    """Four bodies on one criterion: two read twice by a draw, one once, one whose second reader has
    still to submit.
    """
    inspection = an_inspection(phase="judging", bodies=4)
    of = criterion(inspection)
    first, second = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number in range(4):
        body = scope_body(inspection, number)
        submitted(assigned(inspection, body, of, first), "Good" if number % 2 else "Outstanding")
        if number != 2:
            twice = assigned(inspection, body, of, second, second=True, chance="3/4")
            if number != 3:
                submitted(twice, "Good")
    return inspection


def asked(inspection: Inspection, ref: str = "1.1") -> Spread:
    return Spread((f"{criterion(inspection, ref).area.code}/{ref}",))


def keep(inspection: Inspection, worked: Worked, role: Role = Role.LEAD) -> JointFigures:
    return actions.keep(
        by=member(inspection, role), at=LATER, key=a_key(), inspection=inspection, worked=worked
    )


class TestReadings:
    def test_cell_that_somebody_has_still_to_judge_is_left_out_whole(
        self, judged: Inspection
    ) -> None:
        found = read(judged)
        complete = {scope_body(judged, one).code for one in range(3)}
        for rows in found.by_scale.values():
            assert {one.body for one in rows} == complete
        graded = found.by_scale[criterion(judged).scale_id or 0]
        assert (found.count, [one.first for one in graded].count(False)) == (5, 2)

    def test_findings_stand_apart_from_grades_each_under_its_criterion(
        self, judged: Inspection
    ) -> None:
        found, of = read(judged), criterion(judged)
        assert list(found.by_scale) == [of.scale_id, FINDINGS]
        rows = found.by_scale[FINDINGS]
        codes = {one.code for one in of.findings.all()}
        assert {one.criterion for one in rows} == {named(of.area.code, "1.1", one) for one in codes}
        assert {one.grade for one in rows} == {1}
        assert found.grades[FINDINGS] == 2
        assert found.read_twice(FINDINGS) == found.read_twice(of.scale_id or 0) == 2
        assert found.scale_of((named(of.area.code, "1.1", min(codes)),)) == FINDINGS

    def test_finding_that_one_inspector_says_otherwise_moves_the_digest_of_its_cell(
        self, judged: Inspection
    ) -> None:
        before, of = read(judged), criterion(judged)
        code = min(one.code for one in of.findings.all())
        row = Submission.objects.earliest("pk")
        unguarded(Submission).filter(pk=row.pk).update(findings=row.findings | {code: False})
        after = read(judged)
        cell = f"{row.assignment.scope_body.code} {named(of.area.code, '1.1')}"
        moved = {one for one, digest in after.cells.items() if before.cells[one] != digest}
        assert (moved, after.sha256 != before.sha256) == ({cell}, True)

    def test_second_reading_given_by_hand_does_not_enter(self, judged: Inspection) -> None:
        of, other = criterion(judged), member(judged, Role.INSPECTOR, 1)
        digest = read(judged).sha256
        by_hand = assigned(judged, scope_body(judged, 2), of, other, second=True)
        submitted(by_hand, "Inadequate")
        assert read(judged).sha256 == digest


class TestKeeping:
    def test_kept_of_the_readings_of_now_in_the_name_of_who_asked(self, judged: Inspection) -> None:
        figures = keep(judged, work_out(read(judged), [asked(judged)]))
        found = queries.standing(judged)
        assert found is not None
        assert (found.figures, found.of_now) == (figures, True)
        answer = found.answer(asked(judged))
        assert answer is not None
        assert answer["reason"] == "too_few_double_judgments"
        entry = Entry.objects.get(verb="judgments.work_out")
        assert (entry.by, entry.detail["number"]) == (str(figures.by_id), 1)
        assert "readings" not in entry.detail, "it would tell that a cell is complete"
        inspectors = {member(judged, Role.INSPECTOR, one).pk for one in (0, 1)}
        assert set(figures.severities.values_list("person", flat=True)) == inspectors

    def test_kept_by_an_earlier_method_they_are_not_of_now_and_may_be_worked_out_again(
        self, judged: Inspection
    ) -> None:
        figures = keep(judged, work_out(read(judged), [asked(judged)]))
        unguarded(JointFigures).filter(pk=figures.pk).update(method="")
        found = queries.standing(judged)
        assert found is not None
        assert (found.of_now, found.of_method) == (False, False)
        assert found.since.endswith("by an earlier method")
        again = keep(judged, work_out(read(judged), [asked(judged, "1.2")]))
        assert (again.method, len(again.answers)) == (METHODS, 1)
        found = queries.standing(judged)
        assert found is not None
        assert found.of_now

    def test_method_names_each_part_that_answers_hang_on_and_fits_its_column(self) -> None:
        for part in (METHOD, CHANCE_METHOD, SEVERITY_METHOD, VARIATION_METHOD):
            assert part.removeprefix("joint.") in METHODS.split()
        assert len(METHODS) <= (JointFigures._meta.get_field("method").max_length or 0)

    def test_judgment_that_came_in_meanwhile_refuses_them(self, judged: Inspection) -> None:
        worked = work_out(read(judged), [])
        submitted(Assignment.objects.get(submission=None), "Good")
        with pytest.raises(Refused) as refused:
            keep(judged, worked)
        assert codes_of(refused) == ["readings_moved"]

    def test_what_is_worked_out_already_is_not_kept_twice_and_a_new_question_is(
        self, judged: Inspection
    ) -> None:
        worked = work_out(read(judged), [asked(judged)])
        keep(judged, worked)
        with pytest.raises(Refused) as refused:
            keep(judged, worked)
        assert codes_of(refused) == ["worked_out_already"]
        other = asked(judged, "1.2")
        keep(judged, work_out(read(judged), [other]))
        found = queries.standing(judged)
        assert found is not None
        assert found.answer(asked(judged)) is not None, "the earlier answer stands"
        assert found.answer(other) == {"reason": "not_on_one_scale"}

    def test_nothing_judged_leaves_nothing_to_work_out(self) -> None:
        inspection = an_inspection(phase="judging", bodies=2)
        with pytest.raises(Refused) as refused:
            keep(inspection, work_out(read(inspection), []))
        assert codes_of(refused) == ["nothing_to_work_out"]

    def test_inspector_may_not_ask_for_them(self, judged: Inspection) -> None:
        with pytest.raises(Forbidden):
            keep(judged, work_out(read(judged), []), Role.INSPECTOR)


class TestOfNow:
    def test_second_reader_asked_for_learns_nothing_of_whether_the_first_submitted(
        self, judged: Inspection
    ) -> None:
        """Neither does anybody of a judgment taken back while another waits to be made."""
        of, other = criterion(judged, "1.2"), member(judged, Role.INSPECTOR, 1)
        first = member(judged, Role.INSPECTOR)
        done, waits = (assigned(judged, scope_body(judged, one), of, first) for one in (0, 1))
        submitted(done, "Good")
        keep(judged, work_out(read(judged), []))
        for one in (done, waits):
            assigned(judged, one.scope_body, of, other, second=True, chance="1/2")
            found = queries.standing(judged)
            assert found is not None
            assert found.of_now

    def test_body_left_out_since_is_told(self, judged: Inspection) -> None:
        keep(judged, work_out(read(judged), []))
        left_out(judged)
        found = queries.standing(judged)
        assert found is not None
        assert not found.of_now


class TestSeverities:
    def test_lead_sees_all_and_an_inspector_their_own(self, judged: Inspection) -> None:
        worked = work_out(read(judged), [])
        keep(judged, replace(worked, answers=()))
        found = queries.standing(judged)
        lead, first = member(judged, Role.LEAD), member(judged, Role.INSPECTOR)
        assert len(queries.severities_for(lead, found)) == 2
        assert [one.person for one in queries.severities_for(first, found)] == [first]
