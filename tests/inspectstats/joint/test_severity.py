"""Severity, drift, halo, bias and keeping to the middle, from one joint fit."""

from __future__ import annotations

import numpy as np
import pytest
from tests.inspectstats.joint.made import SMALL, Made, given, inspection

from inspectstats.joint import biases, drifts, fit, halos, middles, severities
from inspectstats.severity import observations


@pytest.fixture(scope="module")
def harsh() -> Made:
    return inspection(1, harsh=1.5)


def test_harsh_inspector_is_found_with_limits_above_nothing(harsh: Made) -> None:
    found = severities(fit(harsh.data, effort=SMALL))
    one = found["inspector 1"]
    assert one.shift.low is not None
    assert one.grades.low is not None
    assert one.shift.low > 0
    assert one.grades.low > 0
    assert max(found, key=lambda name: found[name].shift.value or 0) == "inspector 1"
    total = sum(each.shift.value or 0 for each in found.values())
    assert total == pytest.approx(0, abs=1e-5)


def test_severity_in_grades_is_what_readings_of_the_same_things_differ_by(harsh: Made) -> None:
    data = harsh.data
    found = severities(fit(data, effort=SMALL))["inspector 1"].grades
    who = data.inspector.names.index("inspector 1")
    cell = data.force.codes * len(data.criterion.names) + data.criterion.codes
    differ = [
        data.grade[(cell == one) & (data.inspector.codes != who)].mean() - data.grade[row]
        for row, one in enumerate(cell.tolist())
        if data.inspector.codes[row] == who and ((cell == one).sum() > 1)
    ]
    assert found.low is not None
    assert found.high is not None
    assert found.low - 0.1 < np.mean(differ) < found.high + 0.1


def test_inspectors_whom_nothing_links_are_not_compared() -> None:
    data = observations(["A", "A", "B", "B"], [1, 2, 1, 2], ["x", "x", "y", "y"], [1, 2, 2, 1])
    found = severities(fit(data, effort=SMALL))
    assert {one.shift.reason for one in found.values()} == {"not_connected"}
    assert all(one.grades.value is None for one in found.values())


def test_drift_is_found_where_an_inspector_grew_harsher_and_refused_without_days() -> None:
    made = inspection(2, harsh=0.0)
    rng = np.random.default_rng(1)
    days = rng.integers(0, 200, len(made.data.grade))
    grade = made.data.grade.copy()
    late = (made.data.inspector.codes == 0) & (days > 100)
    grade[late] = 0
    data = given(made.data, grade)
    who = made.data.inspector.names[0]
    found = drifts(fit(data, effort=SMALL, time=days.tolist()))
    assert (found[who].low or -1) > 0
    assert drifts(fit(data, effort=SMALL))[who].reason == "no_times"


def test_halo_and_bias_of_one_inspector_stand_out() -> None:
    made = inspection(3, severity=0.2)
    data, rng = made.data, np.random.default_rng(2)
    lift = rng.choice([-1, 1], len(data.force.names))
    who = data.inspector.codes == 0
    grade = data.grade.copy()
    grade[who] = np.clip(grade[who] + lift[data.force.codes[who]], 0, 3)
    found = halos(fit(given(data, grade), effort=SMALL))
    assert max(found, key=lambda name: found[name].value or 0) == data.inspector.names[0]
    grade = data.grade.copy()
    on = (data.criterion.codes == 2) & (data.inspector.codes == 1)
    grade[on] = 0
    biased = biases(fit(given(data, grade), effort=SMALL))
    top = max(biased, key=lambda pair: biased[pair].value or 0)
    assert top == (data.inspector.names[1], data.criterion.names[2])


def test_inspector_who_keeps_to_the_middle_is_found_and_two_grades_have_no_middle() -> None:
    made = inspection(4)
    data = made.data
    grade = data.grade.copy()
    timid = data.inspector.codes == 0
    grade[timid] = np.clip(grade[timid], 1, 2)
    found = middles(fit(given(data, grade), effort=SMALL))
    one = found[data.inspector.names[0]]
    assert one.low is not None
    assert one.low > 0
    yes_no = given(data, (grade > 1).astype(int), (0, 1))
    assert middles(fit(yes_no, effort=SMALL))[data.inspector.names[0]].reason == "two_grades"
