"""What the joint model is asked of an inspection's readings, and answers."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from inspectorate.domain.judgments.joint import answering
from inspectorate.domain.judgments.joint.answering import work_out
from inspectorate.domain.judgments.joint.questions import (
    Compared,
    Question,
    Ranked,
    SoMany,
    Spread,
)
from inspectorate.domain.judgments.joint.readings import FINDINGS, Read, Readings
from inspectstats.joint import Cancelled, Effort, JointFit, chance, fit
from inspectstats.severity.observations import Observations
from tests.domain.judgments.joint.made_up import CRITERIA, SCALE, readings

BETTER = tuple(f"B{one:02}" for one in range(15))
OTHERS = tuple(f"B{one:02}" for one in range(15, 30))


def answer(read: Readings, question: Question) -> dict[str, Any]:
    (told,) = work_out(read, [question]).answers
    return dict(told["answer"])


@pytest.fixture(scope="module", autouse=True)
def _each_fit_once() -> Iterator[None]:
    """The same readings give the same fit, as ``TestWork`` shows: it is made once for all tests,
    and that of the grades is the same whatever findings stand beside them.
    """
    made: dict[bytes, JointFit] = {}

    def once(data: Observations, *, progress: Any = None) -> JointFit:
        name = b"".join(
            one.tobytes()
            for one in (data.force.codes, data.criterion.codes, data.inspector.codes, data.grade)
        )
        if name not in made:
            made[name] = fit(data, progress=progress)
        return made[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "fit", once)
        yield


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fits of a few draws, for what hangs on who read what and not on what the model says."""
    few = Effort(chains=4, warming=20, piece=20, most=20, enough=0)
    monkeypatch.setattr(answering, "fit", functools.partial(fit, effort=few))
    monkeypatch.setattr(answering, "_KEPT", {})


@pytest.fixture(scope="module")
def differing() -> Readings:
    return readings(apart=2.0)


@pytest.fixture(scope="module")
def alike() -> Readings:
    """Bodies that are the same, of whom one inspector is much harsher than the others."""
    return readings(apart=0.0, severity=1.5)


class TestSpread:
    def test_bodies_that_lie_apart_differ_and_are_not_alike(self, differing: Readings) -> None:
        found = answer(differing, Spread(CRITERIA))
        assert (found["reason"], found["differ"], found["alike"]) == ("ok", True, False)
        assert found["p"] < 0.05
        assert found["dispersion"] > found["expected"]

    def test_bodies_that_are_the_same_do_not_differ_whatever_the_inspectors(
        self, alike: Readings
    ) -> None:
        found = answer(alike, Spread(CRITERIA))
        assert (found["reason"], found["differ"]) == ("ok", False)

    @pytest.mark.usefixtures("few_draws")
    def test_too_few_judged_twice_say_how_many_more_would_tell(self) -> None:
        found = answer(readings(apart=2.0, bodies=20), Spread(CRITERIA))
        assert found["reason"] == "too_few_double_judgments"
        assert (found["pairs"], found["needed"]) == (80, 20)
        assert not found["differ"]


class TestCompared:
    def test_better_half_has_more_of_the_upper_grades_and_not_the_other_way(
        self, differing: Readings
    ) -> None:
        upper = Compared(CRITERIA[0], (2, 3), BETTER, OTHERS)
        found = answer(differing, upper)
        assert (found["reason"], found["holds"]) == ("ok", True)
        assert found["difference"][1] > 0
        turned = answer(differing, replace(upper, more=OTHERS, than=BETTER))
        assert (turned["holds"], turned["chance"] < 0.01) == (False, True)

    def test_halves_that_are_the_same_are_told_apart_neither_way(self, alike: Readings) -> None:
        upper = Compared(CRITERIA[0], (2, 3), BETTER, OTHERS)
        for one in (upper, replace(upper, more=OTHERS, than=BETTER)):
            assert not answer(alike, one)["holds"]

    def test_fewer_than_five_bodies_are_not_compared(self, differing: Readings) -> None:
        found = answer(differing, Compared(CRITERIA[0], (2, 3), BETTER[:4], OTHERS))
        assert (found["reason"], found["holds"]) == ("too_few_bodies", False)


EVERYONE = (*BETTER, *OTHERS)


def found_to_hold(read: Readings, *, findings: int = 1) -> Readings:
    """The readings with findings beside each grade, which hold where the grade is an upper one."""
    rows = [
        replace(one, criterion=f"{one.criterion}#f{number}", grade=int(one.grade > 1))
        for one in read.by_scale[SCALE]
        for number in range(findings)
    ]
    return Readings(
        {**read.by_scale, FINDINGS: tuple(rows)}, {**read.grades, FINDINGS: 2}, read.people
    )


class TestCounted:
    def test_range_about_the_half_that_lies_above_is_likely_and_one_far_off_is_not(
        self, differing: Readings
    ) -> None:
        near = answer(differing, SoMany(((CRITERIA[0], (2, 3)),), EVERYONE, 11, 19))
        far = answer(differing, SoMany(((CRITERIA[0], (2, 3)),), EVERYONE, 27, 30))
        assert near["reason"] == far["reason"] == "ok"
        assert near["percent"] > 80
        assert far["percent"] < 5
        assert far["effective"] >= 2000

    def test_at_least_so_many_is_never_less_likely_than_the_range(
        self, differing: Readings
    ) -> None:
        found = answer(differing, SoMany(((CRITERIA[0], (2, 3)),), EVERYONE, 16, 30))
        assert (found["at_most"], found["beyond"] >= found["percent"]) == (False, True)
        few = answer(differing, SoMany(((CRITERIA[0], (2, 3)),), EVERYONE, 0, 6))
        assert (few["at_most"], few["beyond"] >= few["percent"]) == (True, True)

    def test_body_that_must_meet_both_is_rarer_than_one_that_may_meet_either(
        self, differing: Readings
    ) -> None:
        rows = tuple((one, (2, 3)) for one in CRITERIA[:2])
        both = answer(differing, SoMany(rows, EVERYONE, 15, 30))
        either = answer(differing, SoMany(rows, EVERYONE, 15, 30, any_of=True))
        assert both["percent"] < either["percent"]

    def test_finding_is_counted_among_the_findings_and_not_with_grades(
        self, differing: Readings
    ) -> None:
        read = found_to_hold(differing)
        name = f"{CRITERIA[0]}#f0"
        found = answer(read, SoMany(((name, (1,)),), EVERYONE, 11, 19))
        turned = answer(read, SoMany(((name, (0,)),), EVERYONE, 11, 19))
        assert found["reason"] == turned["reason"] == "ok"
        assert min(found["percent"], turned["percent"]) > 80
        mixed = SoMany(((name, (1,)), (CRITERIA[0], (2, 3))), EVERYONE, 11, 19)
        assert answer(read, mixed)["reason"] == "not_on_one_scale"

    @pytest.mark.usefixtures("few_draws")
    def test_judgments_made_twice_are_counted_once_however_many_findings_each_has(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The design is what falls short: of draws there are as many as are asked.
        monkeypatch.setattr(answering, "chance", functools.partial(chance, enough=0))
        rows = found_to_hold(readings(apart=2.0, bodies=20), findings=3).by_scale[FINDINGS]
        read = Readings({FINDINGS: rows}, {FINDINGS: 2}, tuple(range(12)))
        bodies = EVERYONE[:20]
        found = answer(read, SoMany(((f"{CRITERIA[0]}#f0", (1,)),), bodies, 5, 15))
        assert (found["reason"], found["percent"]) == ("too_few_double_judgments", None)
        assert (found["pairs"], found["needed"]) == (80, 20)

    def test_body_that_nobody_read_is_named_and_nothing_is_told(self, differing: Readings) -> None:
        found = answer(differing, SoMany(((CRITERIA[0], (2, 3)),), (*EVERYONE, "B99"), 0, 6))
        assert (found["reason"], found["unread"]) == ("not_read", ["B99"])

    def test_findings_are_not_fitted_where_nothing_is_asked_of_them(
        self, differing: Readings
    ) -> None:
        one = (Read("B00", f"{CRITERIA[0]}#f0", 0, 1, True),)
        read = Readings(
            {**differing.by_scale, FINDINGS: one},
            {**differing.grades, FINDINGS: 2},
            differing.people,
        )
        worked = work_out(read, [])
        assert {one.scale for one in worked.severities} == {SCALE}


class TestRanked:
    def test_half_that_lies_far_below_is_the_lowest_and_not_the_highest(self) -> None:
        read = readings(apart=4.0)
        low = Ranked(CRITERIA, OTHERS)
        found = answer(read, low)
        assert (found["reason"], found["holds"]) == ("ok", True)
        assert len(found["ranks"]) == 30
        assert not answer(read, replace(low, highest=True))["holds"]
        assert answer(read, Ranked(CRITERIA, BETTER, highest=True))["holds"]

    def test_some_of_many_alike_are_not_the_lowest(self, alike: Readings) -> None:
        assert not answer(alike, Ranked(CRITERIA, OTHERS[:3]))["holds"]


class TestWork:
    def test_body_that_nobody_read_is_named_and_nothing_is_told(self, differing: Readings) -> None:
        found = answer(differing, Ranked(CRITERIA, ("B00", "elsewhere")))
        assert found == {"reason": "not_read", "unread": ["elsewhere"]}

    @pytest.mark.usefixtures("few_draws")
    def test_criteria_of_two_scales_are_not_pooled(self, differing: Readings) -> None:
        rows = differing.by_scale[SCALE]
        split = Readings(
            {
                SCALE: tuple(one for one in rows if one.criterion[0] == "1"),
                2: tuple(one for one in rows if one.criterion[0] == "2"),
            },
            {SCALE: 4, 2: 4},
            differing.people,
        )
        assert answer(split, Spread(CRITERIA)) == {"reason": "not_on_one_scale"}
        assert answer(split, Spread(CRITERIA[:2]))["reason"] == "too_few_double_judgments"

    def test_harsh_inspector_is_told_with_limits_above_the_average(self, alike: Readings) -> None:
        told = work_out(alike, [])
        first = told.severities[0]
        assert (first.inspector, first.scale) == (0, SCALE)
        assert first.low is not None
        assert first.low > 0
        others = [one for one in told.severities[1:] if one.low is not None]
        assert sum(one.low > 0 for one in others) <= 1  # type: ignore[operator]

    @pytest.mark.usefixtures("few_draws")
    def test_same_readings_give_the_same_and_one_other_grade_another_digest(
        self, differing: Readings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = work_out(readings(apart=2.0), [Spread(CRITERIA)])
        monkeypatch.setattr(answering, "_KEPT", {})
        assert first == work_out(readings(apart=2.0), [Spread(CRITERIA)])
        rows = list(differing.by_scale[SCALE])
        rows[0] = replace(rows[0], grade=(rows[0].grade + 1) % 4)
        assert Readings({SCALE: tuple(rows)}, {SCALE: 4}, ()).sha256 != first.read_sha256

    def test_stopped_work_answers_nothing(self) -> None:
        told: list[float] = []

        def progress(share: float) -> bool:
            told.append(share)
            return share < 0.05

        with pytest.raises(Cancelled):
            work_out(readings(apart=1.1, seed=5), [], progress)
        assert 0 <= told[0] < told[-1] < 0.2
