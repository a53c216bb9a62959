"""How sure limits are to be is a share: every public function refuses 95 and names the argument."""

from __future__ import annotations

import importlib
import inspect
import math
from collections.abc import Callable
from typing import Any

import pytest
from tests.inspectstats.joint.made import SMALL, inspection

from inspectstats import agreement, estimates, intervals, joint, ordering, severity, variation
from inspectstats.records import InputError

ROOMS = (
    "agreement",
    "design",
    "estimates",
    "intervals",
    "joint",
    "ordering",
    "severity",
    "variation",
)
LEVELS = ("level", "confidence", "margin")
# Functions whose first argument is none of a name given below, by what they are called with.
OWN: dict[str, tuple[Any, ...]] = {
    "agreement.difference": ("ratings", "ratings"),
    "agreement.false_discovery": ([0.01, 0.2],),
    "agreement.doubles_for_width": ("ratings", 0.2),
    "design.expected_agreement": ("pairs",),
    "design.expected_doubles": ("pairs", 0.2),
    "estimates.for_share": (0.1,),
    "estimates.mean": ([1.0, 2.0, 3.0, 4.0], "plan"),
    "estimates.total": ([1.0, 2.0, 3.0, 4.0], "plan"),
    "estimates.ratio": ([1.0, 2.0, 3.0, 4.0], [2.0, 2.0, 3.0, 5.0], "plan"),
    "estimates.weighted_share": ([True, False, True, True], "plan"),
    "estimates.stratified_share": (
        [estimates.Stratum("a", 40, 10, 4), estimates.Stratum("b", 40, 10, 6)],
    ),
    "intervals.difference": (4, 20, 9, 20),
    "intervals.finite_counts": (4, 20, 50),
    "intervals.paired_difference": (9, 4, 3, 9),
    "intervals.proportion": (4, 20),
    "joint.alike": ("fit", ["criterion 1"]),
    "ordering.order": ("compared",),
    "severity.drift": ("fitted", "times"),
    "severity.fit": ("data",),
    "variation.between": ([1.0, 2.0, 3.0, 4.0], [1.0, 1.0, 1.0, 1.0]),
    "variation.consistent": ([1, 2, 3], [9, 9, 9], 0.2),
    "variation.limits": (20, 0.5),
    "variation.pool": ([1, 2, 3], [9, 9, 9]),
    "variation.simes": ([0.01, 0.2],),
}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """What the functions are given, by name."""
    rows: list[dict[str, object]] = [
        {
            "force": f"b{body}",
            "criterion": f"c{of}",
            "rater": rater,
            "rating": (body + of + add) % 4,
        }
        for body in range(8)
        for of in range(2)
        for rater, add in (("x", 0), ("y", body % 2))
    ]
    told = inspection(bodies=20, criteria=2, inspectors=5)
    return {
        "ratings": agreement.from_long(rows, scale=[0, 1, 2, 3]),
        "fit": joint.fit(told.data, effort=SMALL),
        "data": told.data,
        "fitted": severity.fit(told.data),
        "times": list(range(len(told.data.grade))),
        "compared": ordering.comparisons(["A"] * 9, ["B"] * 9),
        "plan": estimates.design(4),
        "pairs": [(f"b{body}", "c", "x", "y") for body in range(40)],
    }


def asked() -> list[tuple[str, str]]:
    """Every public function with such an argument, and the argument."""
    found = []
    for room in ROOMS:
        module = importlib.import_module(f"inspectstats.{room}")
        for name in module.__all__:
            one = getattr(module, name)
            if inspect.isfunction(one):
                given = inspect.signature(one).parameters
                found += [(f"{room}.{name}", each) for each in LEVELS if each in given]
    return found


@pytest.mark.parametrize("level", [95, 0, 1, -0.5, math.nan, "0.95", None, True])
@pytest.mark.parametrize(("name", "argument"), asked())
def test_level_that_is_no_share_is_refused_by_the_name_of_its_argument(
    name: str, argument: str, level: Any, made: dict[str, Any]
) -> None:
    room, _, called = name.partition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(f"inspectstats.{room}"), called)
    first = "fit" if room == "joint" else "ratings"
    given = [made[one] if isinstance(one, str) else one for one in OWN.get(name, (first,))]
    names = list(inspect.signature(function).parameters)
    if argument in names[: len(given)]:
        given = [level if names[place] == argument else one for place, one in enumerate(given)]
        with pytest.raises(InputError) as refusal:
            function(*given)
    else:
        with pytest.raises(InputError) as refusal:
            function(*given, **{argument: level})
    assert refusal.value.where == argument
    assert refusal.value.mend


@pytest.mark.parametrize("contrast", ["contrast", "body_contrast"])
def test_level_of_a_contrast_is_a_share_too(contrast: str, made: dict[str, Any]) -> None:
    found = severity.fit(made["data"])
    names = list(found.severity if contrast == "contrast" else made["data"].force.names)
    with pytest.raises(InputError) as refusal:
        getattr(found, contrast)(*names[:2], level=95)
    assert refusal.value.where == "level"


def test_confidence_of_a_difference_of_two_bodies_is_a_share_too(made: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refusal:
        ordering.order(made["compared"]).difference("A", "B", confidence=95)
    assert refusal.value.where == "confidence"


def test_method_pages_of_intervals_are_reached_with_a_share() -> None:
    assert intervals.proportion(4, 20, level=0.9).level == 0.9
    assert variation.pool([1, 2, 3], [9, 9, 9], 0.9)
