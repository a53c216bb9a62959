"""The chance of a word: what is told, what is refused, and by what."""

from __future__ import annotations

import numpy as np
import pytest
from tests.inspectstats.joint.made import FEW, SMALL, given, inspection

from inspectstats.joint import LEAST_PAIRS, Effort, JointFit, chance, chance_of_word, fit, why_not
from inspectstats.records import InputError
from inspectstats.severity import observations

# As many draws as a printed chance asks for.
PRINTED = Effort(chains=16, warming=80, piece=250, most=250)


@pytest.fixture(scope="module")
def drawn() -> JointFit:
    return fit(inspection(1).data, effort=PRINTED)


def test_chances_of_all_counts_add_up_to_one(drawn: JointFit) -> None:
    met = drawn.met("1.1", [2, 3])
    each = [chance(drawn, met, k, k, enough=0).value for k in range(47)]
    assert sum(value for value in each if value is not None) == pytest.approx(1.0)
    whole = chance(drawn, met, 0, 46)
    assert (whole.value, whole.percent, whole.reason) == (1.0, 100, "ok")


def test_word_is_told_with_at_least_and_a_low_word_with_at_most(drawn: JointFit) -> None:
    met = drawn.met("1.1", [2, 3])
    count = met.sum(axis=1)
    many = chance_of_word(drawn, met, "a majority")
    assert (many.low, many.high, many.at_most) == (24, 34, False)
    assert many.value == pytest.approx(((count >= 24) & (count <= 34)).mean())
    assert many.beyond == pytest.approx((count >= 24).mean())
    few = chance_of_word(drawn, met, "a few")
    assert few.at_most
    assert few.beyond == pytest.approx((count <= few.high).mean())
    assert many.percent == round(100 * (many.value or 0))


@pytest.mark.parametrize("word", ["half", "exactly", "Half", "exactly 30", "30", "only 30"])
def test_exact_word_is_never_told(drawn: JointFit, word: str) -> None:
    found = chance_of_word(drawn, drawn.met("1.1", [2, 3]), word)
    assert (found.value, found.beyond, found.reason) == (None, None, "exact_word")


def test_unknown_word_is_refused(drawn: JointFit) -> None:
    assert chance_of_word(drawn, drawn.met("1.1", [3]), "oodles").reason == "unknown_word"


def test_few_double_judgments_tell_nothing_and_how_many_would(drawn: JointFit) -> None:
    thin = fit(inspection(2, twice=0.08).data, effort=FEW)
    found = chance(thin, thin.met("1.1", [2, 3]), 24, 34)
    assert 0 < thin.pairs < LEAST_PAIRS
    assert (found.value, found.reason) == (None, "too_few_double_judgments")
    assert found.needed == LEAST_PAIRS - thin.pairs
    assert (why_not(drawn), chance(drawn, drawn.met("1.1", [3]), 0, 46).needed) == ("ok", 0)


def test_whether_it_is_told_hangs_on_who_read_what_and_not_on_what_was_said() -> None:
    made = inspection(3)
    other = given(made.data, 3 - made.data.grade)
    assert why_not(fit(made.data, effort=FEW)) == why_not(fit(other, effort=FEW)) == "ok"


def test_inspectors_whom_no_body_joins_tell_nothing() -> None:
    one, two = inspection(4, bodies=20).data, inspection(5, bodies=20).data
    columns = []
    for data, mark in ((one, "north"), (two, "south")):
        columns.append(
            [
                [f"{mark} {data.force.names[code]}" for code in data.force.codes],
                [data.criterion.names[code] for code in data.criterion.codes],
                [f"{mark} {data.inspector.names[code]}" for code in data.inspector.codes],
                data.grade.tolist(),
            ]
        )
    joined = [first + second for first, second in zip(*columns, strict=True)]
    drawn = fit(observations(*joined, scale=[0, 1, 2, 3]), effort=FEW)
    assert drawn.pairs >= LEAST_PAIRS
    assert chance(drawn, drawn.met("1.1", [3]), 0, 40).reason == "not_connected"


def test_draws_that_are_worth_too_few_tell_nothing() -> None:
    drawn = fit(inspection(6).data, effort=SMALL)
    met = drawn.met("1.1", [2, 3])
    middle = int(np.median(met.sum(axis=1)))
    assert chance(drawn, met, middle, middle + 3).reason == "too_few_draws"


def test_counts_that_no_body_can_have_are_refused(drawn: JointFit) -> None:
    with pytest.raises(InputError, match="low, high: 5 to 47 of 46 bodies"):
        chance(drawn, drawn.met("1.1", [3]), 5, 47)
    with pytest.raises(InputError, match="met: has shape"):
        chance(drawn, np.ones((3, 46), dtype=bool), 5, 46)


def test_first_readings_alone_overstate_a_strong_word_where_judging_is_noisy() -> None:
    # All 46 read as meeting by noisy judges: that all meet is far from sure.
    made = inspection(7, noise=1.5, spread=0.6)
    drawn = fit(made.data, effort=PRINTED)
    low = chance(drawn, drawn.met("1.1", [1, 2, 3]), 46, 46, enough=500)
    assert low.value is not None
    assert low.value < 0.7
