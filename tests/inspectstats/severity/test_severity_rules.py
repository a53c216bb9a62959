"""What severity refuses, what does not change it, and how its parts hang together."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import optimize
from tests.sizes import sized

from inspectstats import severity as sv
from inspectstats.agreement import from_table
from inspectstats.agreement.ratings import Grouping
from inspectstats.records import InputError
from inspectstats.severity.fitting import SD_CRITERION, SD_LEVEL, SD_STEP
from inspectstats.severity.model import probabilities
from inspectstats.severity.simulating import World, simulate

SMALL = World(forces=12, criteria=5, inspectors=6, per_force=3)


def _relabelled(data: sv.Observations, rng: np.random.Generator) -> sv.Observations:
    order = rng.permutation(len(data.grade))

    def moved(group: Grouping) -> Grouping:
        places = rng.permutation(len(group.names))
        names = [""] * len(places)
        for old, new in enumerate(places.tolist()):
            names[new] = group.names[old]
        return Grouping(places[group.codes][order], tuple(names))

    return sv.Observations(
        moved(data.force),
        moved(data.criterion),
        moved(data.inspector),
        data.grade[order],
        data.scale,
    )


def test_order_of_rows_and_names_change_nothing() -> None:
    data = simulate(SMALL, seed="order").data
    one, other = sv.fit(data), sv.fit(_relabelled(data, np.random.default_rng(1)))
    for name in data.inspector.names:
        assert one.severity[name].value == pytest.approx(other.severity[name].value, abs=1e-5)
        assert one.severity[name].se == pytest.approx(other.severity[name].se, abs=1e-5)


def test_scale_reversed_turns_severity_round() -> None:
    data = simulate(SMALL, seed="turn").data
    turned = sv.Observations(
        data.force, data.criterion, data.inspector, data.q - 1 - data.grade, data.scale
    )
    one, other = sv.fit(data), sv.fit(turned)
    for name in data.inspector.names:
        assert one.severity[name].value == pytest.approx(
            -(other.severity[name].value or 0.0), abs=1e-5
        )


def test_fit_is_the_top_of_the_penalised_likelihood() -> None:
    """A general optimiser, given the spreads found, cannot do better."""
    data = simulate(SMALL, seed="top").data
    found = sv.fit(data)
    post = found.posterior
    assert post is not None
    layout = post.layout

    def loss(point: np.ndarray) -> float:
        small, theta = point[: layout.size], point[layout.size :]
        eta = small[0] + theta[data.force.codes] - small[layout.criterion][data.criterion.codes]
        eta = eta - small[layout.inspector][data.inspector.codes]
        p = probabilities(eta, small[layout.step])[data.grade, np.arange(len(data.grade))]
        penalty = (small[0] / SD_LEVEL) ** 2 + ((small[layout.criterion] / SD_CRITERION) ** 2).sum()
        penalty += ((small[layout.inspector] / post.sigma_inspector) ** 2).sum() + (
            (small[layout.step] / SD_STEP) ** 2
        ).sum()
        return float(-np.log(p).sum() + 0.5 * (penalty + ((theta / post.sigma_force) ** 2).sum()))

    here = np.concatenate([post.small, post.theta])
    best = optimize.minimize(
        loss,
        np.zeros(len(here)),
        method="L-BFGS-B",
        options={"maxiter": 2000, "ftol": 1e-14, "gtol": 1e-8},
    )
    assert loss(here) <= best.fun + 1e-6
    assert here[: layout.size] == pytest.approx(best.x[: layout.size], abs=5e-3)


def test_two_unlinked_teams_are_fitted_but_not_compared() -> None:
    rows = [
        {"force": f"F{f}", "criterion": f"C{c}", "inspector": who, "rating": (f + c + len(who)) % 3}
        for f in range(6)
        for c in range(4)
        for who in (("ann", "bo") if f < 3 else ("cy", "dee"))
    ]
    found = sv.fit(sv.from_rows(rows))
    refused = found.contrast("ann", "cy")
    assert (refused.value, refused.reason) == (None, "not_connected")
    assert found.body_contrast("F0", "F5").reason == "not_connected"
    assert found.contrast("ann", "bo").value is not None
    assert found.body_contrast("F0", "F1").value is not None
    assert any("2 unlinked groups" in warning for warning in found.warnings)


def test_inspector_alone_in_a_part_has_no_severity() -> None:
    rows = [
        {"force": f"F{i}", "inspector": who, "rating": (i + place) % 3}
        for i in range(6)
        for place, who in enumerate("ab")
    ]
    rows += [
        {"force": "G", "inspector": "c", "rating": 1},
        {"force": "G", "inspector": "c", "rating": 2},
    ]
    assert sv.fit(sv.from_rows(rows)).severity["c"].reason == "not_connected"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no_ratings"),
        (
            [
                {"force": "F", "inspector": "a", "rating": 1},
                {"force": "G", "inspector": "a", "rating": 2},
            ],
            "too_few_inspectors",
        ),
        ([{"force": "F", "inspector": who, "rating": 1} for who in "ab"], "no_variation"),
    ],
)
def test_nothing_to_fit_is_answered_with_its_reason(
    rows: list[dict[str, object]], reason: str
) -> None:
    found = sv.fit(sv.from_rows(rows))
    assert found.reason == reason
    assert all(
        (result.value, result.reason) == (None, reason) for result in found.severity.values()
    )


def test_missing_grades_are_dropped_and_counted() -> None:
    rows = [
        {"force": f"F{i}", "inspector": who, "rating": None if i == 0 else i % 3}
        for i in range(6)
        for who in "ab"
    ]
    found = sv.fit(sv.from_rows(rows))
    assert [(drop.reason, drop.count) for drop in found.severity["a"].dropped] == [("no_rating", 2)]


def test_grade_off_the_scale_names_its_row() -> None:
    with pytest.raises(InputError, match="row 2, grade: '9' is not on the scale"):
        sv.observations(["F", "F"], ["C", "C"], ["a", "b"], ["1", "9"], scale=[1, 2, 3])


def test_grade_always_given_stays_finite() -> None:
    rows = [
        {
            "force": f"F{f}",
            "criterion": c,
            "inspector": who,
            "rating": 4 if c == "always" else (f + len(who)) % 3,
        }
        for f in range(8)
        for c in ("always", "sometimes")
        for who in ("ann", "bo", "carl")
    ]
    found = sv.fit(sv.from_rows(rows, scale=[0, 1, 2, 3, 4]))
    assert any("grades never given: 3" in warning for warning in found.warnings)
    assert all(abs(result.value or 0.0) < 30 for result in found.criteria.values())
    assert found.criteria["always"].value is not None
    assert found.criteria["always"].value < -2


def test_wide_ratings_give_the_same_fit_as_long() -> None:
    table = [
        {"force": f"F{f}", "criterion": f"C{c}", "ann": (f + c) % 3, "bo": (f + 2 * c) % 3}
        for f in range(6)
        for c in range(3)
    ]
    long = [
        {**{k: row[k] for k in ("force", "criterion")}, "inspector": w, "rating": row[w]}
        for row in table
        for w in ("ann", "bo")
    ]
    wide = sv.fit(sv.from_ratings(from_table(table, scale=[0, 1, 2])))
    assert wide.severity["ann"].value == pytest.approx(
        sv.fit(sv.from_rows(long)).severity["ann"].value, abs=1e-7
    )


def test_same_data_gives_the_same_bytes() -> None:
    data = simulate(SMALL, seed="bytes").data
    one, two = (json.dumps(sv.fit(data).to_dict()) for _ in range(2))
    assert one == two


def test_chance_of_meeting_rises_with_the_measure_and_falls_with_the_grade() -> None:
    made = simulate(World(), seed="meets")
    found = sv.fit(made.data)
    p = {grade: sv.meets(found, grade) for grade in ("1", "2", "3")}
    assert all(p["1"][name] >= p["2"][name] >= p["3"][name] for name in made.data.force.names)
    best = max(made.data.force.names, key=lambda name: found.bodies[name].value or 0.0)
    worst = min(made.data.force.names, key=lambda name: found.bodies[name].value or 0.0)
    assert p["2"][best] > 0.99
    assert p["2"][worst] < 0.01
    drawn = sv.meets_draws(found, "2", draws=4000, seed="x")
    assert drawn.shape == (4000, 46)
    assert drawn.mean(axis=0) == pytest.approx(np.array(list(p["2"].values())), abs=0.035)
    assert (drawn == sv.meets_draws(found, "2", draws=4000, seed="x")).all()


def test_chance_of_meeting_is_right_as_often_as_it_says() -> None:
    """Of the bodies given a chance of 60 to 90 %, that share truly meet."""
    stated, true = [], []
    for run in range(sized(16, 40)):
        made = simulate(
            World(forces=30, criteria=8, inspectors=9, per_force=2), seed=f"calibrated {run}"
        )
        found = sv.fit(made.data)
        p = sv.meets(found, "2")
        # the middle one of three steps symmetric about 0: 2 or better is as likely as not at eta =
        # 0
        least = 0.0
        stated += list(p.values())
        true += list(made.force - made.criterion.mean() - made.inspector.mean() >= least)
    middle = (np.array(stated) > 0.6) & (np.array(stated) < 0.9)
    assert np.array(true)[middle].mean() == pytest.approx(np.array(stated)[middle].mean(), abs=0.06)


def test_infit_is_near_one_for_data_from_the_model_and_high_for_a_random_marker() -> None:
    made = simulate(World(), seed="fit")
    grade = made.data.grade.copy()
    rng = np.random.default_rng(2)
    wild = made.data.inspector.codes == 3
    grade[wild] = rng.integers(0, 4, wild.sum())
    data = sv.Observations(
        made.data.force, made.data.criterion, made.data.inspector, grade, made.data.scale
    )
    found = sv.fit(data).inspector_fit
    others = [one.infit for name, one in found.items() if name != "R0003"]
    assert max(others) < 1.25  # type: ignore[type-var]
    assert (found["R0003"].infit or 0) > 1.4


@pytest.mark.parametrize(("inspectors", "few"), [(2, True), (6, True), (7, False), (25, False)])
def test_few_inspectors_are_warned_of_in_every_result(inspectors: int, few: bool) -> None:
    world = World(forces=40, criteria=4, inspectors=inspectors, per_force=2)
    data = simulate(world, seed="few").data
    found = sv.fit(data)
    said = [one for one in found.warnings if one.startswith("few inspectors")]
    assert bool(said) is few
    if few:
        assert f"({inspectors})" in said[0]
        assert "47 to 80 of 100 simulated" in said[0]
    assert all((said[0] in one.warnings) if few else True for one in found.severity.values())
