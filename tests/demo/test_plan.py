"""The plan: counts that the published quantity words need, a calendar, judges; decided by the seed
alone.
"""

from datetime import date

import pytest

from inspectorate.demo import plan, schedule, truth

SEEDS = (1, 7, 2020)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> plan.Plan:
    return plan.make(request.param)


def test_plan_any_seed_gives_each_finding_and_grade_its_count(made: plan.Plan) -> None:
    for criterion in truth.read().criteria:
        assert {
            code: made.count(criterion.ref, finding=code).met for code in criterion.findings
        } == criterion.findings
        assert (
            tuple(made.count(criterion.ref, grades=[grade]).met for grade in truth.GRADES)
            == criterion.grades
        )


def test_plan_any_seed_has_46_bodies_and_12_criteria(made: plan.Plan) -> None:
    assert [body.name for body in made.bodies] == [f"Force {n:02d}" for n in range(1, 47)]
    assert sorted(body.kind for body in made.bodies) == ["special"] * 3 + ["territorial"] * 43
    assert len(made.cells) == 46 * 12
    assert len(list(made.inspected())) == 547
    assert len(list(made.not_inspected())) == 5
    assert all(cell.reason and not cell.grade and not cell.ratings for cell in made.not_inspected())


def test_plan_grade_inadequate_exactly_where_there_is_a_cause_of_concern(made: plan.Plan) -> None:
    assert {cell.grade for cell in made.inspected() if cell.outcome == "cause of concern"} == {
        "Inadequate"
    }
    assert all(
        cell.outcome == "cause of concern"
        for cell in made.inspected()
        if cell.grade == "Inadequate"
    )


def test_plan_findings_narrower_one_holds_only_where_the_broader_does(made: plan.Plan) -> None:
    for criterion in truth.read().criteria:
        for narrow, broad in criterion.implies.items():
            held = set(made.count(criterion.ref, finding=narrow).bodies)
            assert held <= set(made.count(criterion.ref, finding=broad).bodies)


def test_plan_double_judgments_are_a_fifth_and_by_two_inspectors(made: plan.Plan) -> None:
    doubles = [cell for cell in made.inspected() if len(cell.ratings) == 2]
    assert len(doubles) == 109
    assert all(len({rating.inspector for rating in cell.ratings}) == 2 for cell in doubles)


def test_plan_first_judge_is_of_the_team_of_the_visit_and_the_second_joins_it(
    made: plan.Plan,
) -> None:
    for cell in made.inspected():
        first, *second = (rating.inspector for rating in cell.ratings)
        visit = made.visit(cell.body)
        assert first in visit.team
        for one in second:
            elsewhere = [
                other
                for other in made.visits
                if one in other.team
                and other.starts_on <= visit.ends_on
                and visit.starts_on <= other.ends_on
            ]
            assert (one in visit.team, elsewhere) == (False, [])


def test_visits_stay_on_working_days_inside_the_window_and_out_of_the_break(
    made: plan.Plan,
) -> None:
    assert min(visit.starts_on for visit in made.visits) == date(2018, 10, 1)
    assert max(visit.ends_on for visit in made.visits) == date(2019, 2, 28)
    for visit in made.visits:
        assert visit.starts_on.weekday() <= visit.ends_on.weekday() <= 4
        assert not (visit.ends_on >= schedule.AWAY_FROM and visit.starts_on <= schedule.AWAY_TO)


def test_visits_team_is_in_one_place_at_a_time(made: plan.Plan) -> None:
    placed = [(visit.starts_on.isocalendar()[:2], visit.team) for visit in made.visits]
    assert len(set(placed)) == len(placed) == 46


def test_sessions_fall_inside_their_visit_and_cover_every_criterion(made: plan.Plan) -> None:
    for visit in made.visits:
        assert 4 <= len(visit.sessions) <= 8
        assert {ref for session in visit.sessions for ref in session.criteria} == {
            c.ref for c in truth.read().criteria
        }
        for session in visit.sessions:
            assert (
                visit.starts_on
                <= session.starts_at.date()
                == session.ends_at.date()
                <= visit.ends_on
            )
            assert session.starts_at < session.ends_at


def test_plan_same_seed_same_plan_another_seed_another() -> None:
    assert plan.make(3) == plan.make(3)
    assert plan.make(3) != plan.make(4)


def test_plan_knows_no_real_force() -> None:
    # Only numbers, kinds and grades: a pseudonym's special kind is drawn by the seed, so its number
    # tells nothing either.
    assert (
        len(
            {
                tuple(b.number for b in plan.make(seed).bodies if b.kind == "special")
                for seed in range(20)
            }
        )
        > 10
    )
