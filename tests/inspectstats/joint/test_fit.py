"""One joint fit: the same readings give the same draws, what it cannot be given is named."""

from __future__ import annotations

import numpy as np
import pytest
from tests.inspectstats.joint.made import FEW, SMALL, inspection

from inspectstats.joint import PRIOR, Cancelled, Effort, fit
from inspectstats.joint.mixing import effective
from inspectstats.records import InputError
from inspectstats.severity import observations


def test_same_readings_give_the_same_draws_and_others_do_not() -> None:
    data = inspection(1).data
    once, again, other = (fit(one, effort=FEW) for one in (data, data, inspection(2).data))
    assert (once.grades == again.grades).all()
    assert once.input_sha256 == again.input_sha256 != other.input_sha256
    assert fit(data, prior=PRIOR.scaled(2), effort=FEW).input_sha256 != once.input_sha256


def test_draws_follow_what_was_read() -> None:
    made = inspection(3, noise=0.3)
    drawn = fit(made.data, effort=SMALL)
    first = made.first & (made.data.criterion.codes == 0)
    given = np.zeros(46)
    given[made.data.force.codes[first]] = made.data.grade[first]
    assert np.corrcoef(drawn.grades[:, :, 0].mean(axis=0), given)[0, 1] > 0.9
    assert 0 <= drawn.grades.min() <= drawn.grades.max() <= 3
    assert drawn.linked
    assert drawn.pairs == (~made.first).sum()


def test_no_cell_read_twice_still_fits_and_counts_none() -> None:
    drawn = fit(inspection(4, twice=0.0).data, effort=SMALL)
    assert (drawn.reason, drawn.pairs) == ("ok", 0)
    assert drawn.kept is not None
    # Nothing tells evidence from noise: the share stays as wide as the prior leaves it.
    assert np.ptp(np.quantile(drawn.kept.spreads["evidence_share"], [0.05, 0.95])) > 0.5


def test_all_in_one_grade_is_fitted_and_a_scale_of_one_grade_refused() -> None:
    rows = [(body, inspector) for body in "ABCDEF" for inspector in "xy"]
    bodies, inspectors = zip(*rows, strict=True)
    alike = observations(bodies, [1] * 12, inspectors, [2] * 12, scale=[1, 2, 3])
    drawn = fit(alike, effort=SMALL)
    assert drawn.reason == "ok"
    assert (drawn.grades == 1).mean() > 0.8
    assert (
        fit(observations(bodies, [1] * 12, inspectors, [2] * 12, scale=[2])).reason == "one_grade"
    )


def test_no_reading_answers_with_a_reason() -> None:
    empty = observations(["A"], [1], ["x"], [None], scale=[1, 2])
    drawn = fit(empty)
    assert (drawn.reason, len(drawn.grades)) == ("no_readings", 0)


def test_progress_is_told_and_stops_the_fit() -> None:
    told: list[float] = []

    def once(share: float) -> bool:
        told.append(share)
        return len(told) < 3

    with pytest.raises(Cancelled, match="stopped at"):
        fit(inspection(5).data, effort=SMALL, progress=once)
    assert told == sorted(told)
    assert len(told) == 3


def test_draws_go_on_until_every_count_is_worth_enough() -> None:
    data = inspection(6, bodies=20, criteria=3).data
    effort = Effort(chains=8, warming=60, piece=40, most=400, enough=150)
    drawn = fit(data, effort=effort)
    worth = [
        effective(drawn.by_chain((drawn.grades[:, :, column] >= grade).sum(axis=1)))
        for column in range(3)
        for grade in (1, 2, 3)
    ]
    assert min(worth) >= 150
    assert 8 * 40 < len(drawn.grades) < 8 * 400


def test_times_of_another_length_are_refused() -> None:
    with pytest.raises(InputError, match=r"time: is not one number a reading\. Give "):
        fit(inspection(7).data, time=[1.0, 2.0])


def test_unknown_body_criterion_or_grade_is_named() -> None:
    drawn = fit(inspection(8, bodies=6, criteria=2).data, effort=FEW)
    with pytest.raises(InputError, match=r"criterion: '9\.9' was not read"):
        drawn.met("9.9", [2, 3])
    with pytest.raises(InputError, match="body: 'Atlantis' was not read"):
        drawn.met("1.1", [2, 3], ["Atlantis"])
    with pytest.raises(InputError, match="grades: 7 not on the scale"):
        drawn.met("1.1", [7])


@pytest.mark.parametrize("lag", [0.0, 0.9])
def test_effective_draws_fall_with_what_one_sweep_keeps_of_the_last(lag: float) -> None:
    rng = np.random.default_rng(3)
    values = np.zeros((2000, 4))
    for sweep in range(1, 2000):
        values[sweep] = lag * values[sweep - 1] + rng.normal(size=4)
    expected = 8000 * (1 - lag) / (1 + lag)
    assert effective(values) == pytest.approx(expected, rel=0.25)
    assert effective(np.ones((10, 4))) == 40
