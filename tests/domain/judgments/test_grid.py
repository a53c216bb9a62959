"""The grid: its marks, what it adds up to, what it may be narrowed to, and that none of it tells a
person of a cell they are still to judge.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.grid import Grid, GridCell, grid
from inspectorate.domain.judgments.grid_filters import (
    GridFilters,
    groups_of,
    judges_in,
    narrowed,
    scales_in,
)
from inspectorate.domain.judgments.grid_totals import totals
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.cells import moderate
from tests.factories.findings import LATER, agreed, an_item, assigned, submitted
from tests.factories.rooms import (
    GRADES,
    a_framework,
    a_key,
    an_inspection,
    criterion,
    member,
    reads_no_more,
    scope_body,
)

pytestmark = pytest.mark.django_db
LATER_STILL = LATER + timedelta(days=1)
# Two scales in one framework: of four grades and of two.
TWO_SCALES = f"""framework,version,area,question,criterion,grade_scale,grades,graded,criterion_ref
Two scales,1,Area 1,How well?,Led,Four grades,{GRADES},yes,1
Two scales,1,Area 1,How well?,Trained,Met or not,Met > Not met,yes,2
"""


def _cell(person: Person, inspection: Inspection, number: int = 0, ref: str = "1.1") -> GridCell:
    place = (scope_body(inspection, number).pk, criterion(inspection, ref).pk)
    return grid(person, inspection).cells[place]


def _marks(person: Person, inspection: Inspection, number: int = 0) -> set[str]:
    return {one.value for one in _cell(person, inspection, number).marks}


def _differing(inspection: Inspection) -> tuple[Person, Person]:
    """Two inspectors who judged the first body's first criterion, the second by design."""
    one, two = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    body, of = scope_body(inspection), criterion(inspection)
    submitted(assigned(inspection, body, of, one))
    submitted(assigned(inspection, body, of, two, second=True), "Outstanding")
    return one, two


class TestMarks:
    def test_cell_read_twice_and_differing_is_marked_for_those_whom_blindness_allows(self) -> None:
        inspection = an_inspection(phase="judging")
        one, _ = _differing(inspection)
        moderator = member(inspection, Role.MODERATOR)
        apart = member(inspection, Role.INSPECTOR, 2)
        marks = {
            name: _marks(who, inspection)
            for name, who in (("one", one), ("moderator", moderator), ("apart", apart))
        }
        both = {"double", "differing"}
        assert marks["one"] & both == both
        assert marks["moderator"] & both == both
        assert marks["apart"] & both == set()

    def test_moved_cell_is_marked_once_agreed(self) -> None:
        inspection = an_inspection(phase="judging")
        _differing(inspection)
        body, of = scope_body(inspection), criterion(inspection)
        moderate(inspection, body, of)
        moderator = member(inspection, Role.MODERATOR)
        assert "moved" not in _marks(moderator, inspection)
        agreed(inspection, body, of)
        assert "moved" in _marks(moderator, inspection)

    @pytest.mark.parametrize(
        ("items", "mark"),
        [
            ([], {"thin"}),
            ([("interview", "Officer")], {"single-source"}),
            ([("interview", "Officer"), ("document", " officer ")], {"single-source"}),
            ([("interview", "Officer"), ("focus-group", "Trainers")], {"thin"}),
            ([("interview", "Officer"), ("interview", "Trainer")], {"thin"}),
            ([("interview", "Officer"), ("document", "Policy")], set()),
        ],
    )
    def test_evidence_is_marked_by_the_rule_of_triangulation(
        self, items: list[tuple[str, str]], mark: set[str]
    ) -> None:
        inspection = an_inspection(phase="judging")
        for kind, origin in items:
            an_item(inspection, kind=kind, origin=origin)
        assert _marks(member(inspection, Role.LEAD), inspection) == mark

    def test_evidence_above_the_reader_is_not_counted(self) -> None:
        inspection = an_inspection(phase="judging")
        cleared = member(inspection, Role.INSPECTOR)
        for kind, origin in (("interview", "Officer"), ("document", "Policy")):
            an_item(inspection, by=cleared, kind=kind, origin=origin, marking="OFFICIAL-SENSITIVE")
        (lead,) = reads_no_more(member(inspection, Role.LEAD))
        assert (_marks(cleared, inspection), _marks(lead, inspection)) == (set(), {"thin"})

    def test_judgment_is_stale_once_evidence_came_or_fell(self) -> None:
        inspection = an_inspection(phase="judging")
        lead = member(inspection, Role.LEAD)
        for number in range(2):
            agreed(inspection, scope_body(inspection, number), criterion(inspection))
        assert [_marks(lead, inspection, number) for number in range(2)] == [{"single-source"}] * 2
        an_item(inspection, scope_body(inspection, 0), at=LATER_STILL)
        cited = Assignment.objects.get(scope_body=scope_body(inspection, 1)).submission.citations
        evidence.withdraw(
            by=member(inspection, Role.INSPECTOR),
            at=LATER_STILL,
            key=a_key(),
            item=cited.get().item,
            reason="Of another body",
        )
        assert "stale" in _marks(lead, inspection, 0)
        assert _marks(lead, inspection, 1) == {"thin", "stale"}


class TestBlindness:
    def test_reader_still_to_judge_learns_nothing_by_marks_totals_or_filters(self) -> None:
        inspection = an_inspection(phase="judging")
        lead, other = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR, 1)
        body, of = scope_body(inspection), criterion(inspection)
        an_item(inspection, by=other)
        assigned(inspection, body, of, lead)
        agreed(inspection, scope_body(inspection, 1), of)
        given = assigned(inspection, body, of, other, second=True)

        def known() -> Any:
            drawn = grid(lead, inspection)
            asked = [GridFilters(mark=mark) for mark in CellMark]
            asked += [GridFilters(person=one.pk) for one in (lead, other)]
            asked += [GridFilters(grade=one.pk) for one in scales_in(drawn)[0].grades.all()]
            narrow = [narrowed(drawn, one, groups_of(inspection)).found for one in asked]
            return drawn.cells, totals(drawn), narrow, judges_in(drawn)

        before = known()
        submitted(given, "Outstanding", cited=[an_item(inspection, by=other)][:1])
        # The item itself is evidence, which the lead may read; the judgment is not.
        assert known()[1:] == before[1:]
        assert _marks(lead, inspection) == {"single-source"}
        assert _marks(other, inspection) == {"single-source"}

    def test_cell_still_to_judge_enters_no_total_and_is_said_to_be_left_out(self) -> None:
        inspection = an_inspection(phase="judging")
        one, of = member(inspection, Role.INSPECTOR), criterion(inspection)
        agreed(inspection, scope_body(inspection, 1), of)
        before = totals(grid(one, inspection)).all
        assigned(inspection, scope_body(inspection), of, one)
        after = totals(grid(one, inspection)).all
        assert (before.left_out, after.left_out) == (0, 1)
        assert (before.inspected, after.inspected) == (12, 11)
        assert (before.agreed, after.agreed) == (1, 1)


class TestTotals:
    def test_row_column_and_whole_add_up_by_grade(self) -> None:
        inspection = an_inspection(phase="judging")
        lead, of = member(inspection, Role.LEAD), criterion(inspection)
        grades = {}
        for number, name in enumerate(("Good", "Good", "Outstanding")):
            one = agreed(inspection, scope_body(inspection, number), of, name)
            grades[name] = one.grade_id
        added = totals(grid(lead, inspection))
        assert added.of_criteria[of.pk].grades == {grades["Good"]: 2, grades["Outstanding"]: 1}
        assert added.of_bodies[scope_body(inspection, 2).pk].grades == {grades["Outstanding"]: 1}
        assert (added.all.agreed, added.all.inspected) == (3, 12)

    def test_each_scale_has_its_own_totals(self) -> None:
        inspection = an_inspection(phase="judging", framework=a_framework(TWO_SCALES))
        drawn = grid(member(inspection, Role.LEAD), inspection)
        agreed(inspection, scope_body(inspection), criterion(inspection, "1"))
        met = agreed(inspection, scope_body(inspection), criterion(inspection, "2"), "Met")
        added = totals(grid(member(inspection, Role.LEAD), inspection))
        assert [one.name for one in scales_in(drawn)] == ["Four grades", "Met or not"]
        assert added.of_criteria[criterion(inspection, "2").pk].grades == {met.grade_id: 1}
        assert added.all.grades.total() == 2


class TestFilters:
    def test_bodies_and_criteria_narrow_the_rows_and_columns(self) -> None:
        inspection = an_inspection(phase="judging")
        drawn, of = grid(member(inspection, Role.LEAD), inspection), criterion(inspection, "2.1")
        area = len([one for one in drawn.criteria if one.area_id == of.area_id])
        assert _size(narrowed(drawn, GridFilters(criterion=of.pk), {})) == (3, 1)
        assert _size(narrowed(drawn, GridFilters(area=of.area_id), {})) == (3, area)
        kind = drawn.bodies[0].body.kind
        assert _size(narrowed(drawn, GridFilters(kind=kind), {})) == (3, 4)
        assert _size(narrowed(drawn, GridFilters(kind="fire"), {})) == (0, 4)
        two = {"two": ("Two", {one.body_id for one in drawn.bodies[:2]})}
        assert _size(narrowed(drawn, GridFilters(group="two"), two)) == (2, 4)

    def test_grade_mark_and_person_leave_the_rows_and_columns_in_which_a_cell_is_found(
        self,
    ) -> None:
        inspection = an_inspection(phase="judging")
        one, _ = _differing(inspection)
        good = agreed(inspection, scope_body(inspection, 2), criterion(inspection, "2.1"))
        drawn = grid(member(inspection, Role.MODERATOR), inspection)
        first = (scope_body(inspection).pk, criterion(inspection).pk)
        last = (scope_body(inspection, 2).pk, criterion(inspection, "2.1").pk)
        asked: dict[Any, Collection[Any]] = {
            GridFilters(mark="differing"): {first},
            GridFilters(grade=good.grade_id): {last},
            GridFilters(person=one.pk): {first, last},
            GridFilters(person=one.pk, grade=good.grade_id): {last},
        }
        assert {one: narrowed(drawn, one, {}).found for one in asked} == asked
        narrow = narrowed(drawn, GridFilters(mark="differing"), {})
        assert (_size(narrow), totals(narrow).all.inspected) == ((1, 1), 1)


def _size(drawn: Grid) -> tuple[int, int]:
    return len(drawn.bodies), len(drawn.criteria)


def test_number_of_queries_is_the_same_however_much_there_is() -> None:
    counts = []
    for bodies in (2, 5):
        inspection = an_inspection(phase="judging", bodies=bodies)
        for number in range(bodies):
            agreed(inspection, scope_body(inspection, number), criterion(inspection))
        lead = member(inspection, Role.LEAD)
        with CaptureQueriesContext(connection) as captured:
            drawn = grid(lead, inspection)
            scales_in(drawn), judges_in(drawn), groups_of(inspection)
        counts.append(len(captured))
    assert counts[0] == counts[1]
