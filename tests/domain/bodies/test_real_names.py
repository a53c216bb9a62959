"""The names of real bodies, found in every form in which a text may give them, and nothing else."""

from __future__ import annotations

import csv

import pytest

from inspectorate.domain.bodies import queries, register_csv
from inspectorate.domain.bodies.kinds import PHRASES, Kind
from inspectorate.domain.bodies.real_names import NamedBody, RealNames
from tests.domain.bodies.test_import import _take
from tests.factories import rooms

ROWS = list(csv.DictReader(register_csv.shipped().decode("utf-8").splitlines()))
SHIPPED = RealNames(
    tuple(
        NamedBody(one["code"], (one["name"], one["short_name"]), Kind(one["kind"]).about.local)
        for one in ROWS
    ),
    (*PHRASES, *(str(label) for label in Kind.labels)),
)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in SHIPPED.found(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The College of Policing's reply", ["College of Policing"]),
        ("We wrote to the college of policing.", ["college of policing"]),
        ("the College agreed", ["the College"]),
        ("The College has not.", ["The College"]),
        ("NPCC’s answer came late", ["NPCC"]),
        ("National Police Chiefs’ Council", ["National Police Chiefs’ Council"]),
        ("the national police chiefs council", ["national police chiefs council"]),
        ("the Council and the Home Office", ["the Council", "Home Office"]),
        ("see https://www.npcc.police.uk/r", ["npcc"]),
        ("https://college-of-policing.example/a", ["college-of-policing"]),
        ("as home_office said", ["home_office"]),
        ("Devon & Cornwall, and Devon and\nCornwall", ["Devon & Cornwall", "Devon and\nCornwall"]),
        ("what Kent did", ["Kent"]),
        ("BTP and the MDP", ["BTP", "MDP"]),
        ("the local policing body for Kent", ["local policing body for Kent"]),
    ],
)
def test_name_is_found_in_the_form_in_which_it_is_given(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "three non-Home Office forces and 43 Home Office police forces",
        "a Home Office force",
        "National body A replied, and Body B did not.",
        "further education colleges, a council, the council of a town",
        "the Office for National Statistics",
        "a metropolitan area",
        "an NPCCX and a subkent",
        "Police chiefs met the home secretary.",
    ],
)
def test_what_names_no_body_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one["code"])
def test_every_body_of_the_shipped_register_is_found_by_each_of_its_names(
    one: dict[str, str],
) -> None:
    for name in (one["name"], one["short_name"], one["name"].upper(), f"{one['name']}'s"):
        assert found(f"It is said that {name} agreed."), name
    assert found(f"/bodies/{one['code']}.html"), one["code"]


@pytest.mark.django_db
def test_register_knows_former_names_too_in_two_queries(django_assert_num_queries: object) -> None:
    _take(register_csv.shipped())
    body = rooms.a_body("national", name="Office of Boats", short_name="OB")
    body.changes.create(kind="renamed", on=rooms.AT.date(), former_name="Board of Boats")
    names = queries.names_of_bodies()
    assert names.first("the Board of Boats agreed") == "Board of Boats"
    assert names.first("43 Home Office forces") == ""
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.names_of_bodies()
