"""What a kind of body is called where a person reads it, whatever code is stored."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import inspectorate
from inspectorate.domain.bodies import queries, register_csv
from inspectorate.domain.bodies.kinds import PHRASES, Kind
from inspectorate.domain.bodies.models import Body, Group
from inspectorate.domain.claims.kinds.asking import Asking
from inspectorate.domain.claims.kinds.figure import FigureKind
from inspectorate.domain.claims.kinds.reading import KnownNames
from tests.domain.bodies.test_import import HEAD, _take

SAID = re.compile(r"\bspecial (?:police )?forces?\b", re.IGNORECASE)


def test_kind_stored_as_special_is_printed_as_a_non_home_office_force() -> None:
    assert (Kind("special").value, Kind("special").label) == ("special", "Non-Home Office force")
    said = [*Kind.labels, *(one.about.sentence for one in Kind)]
    assert [one for one in said if SAID.search(one)] == []


@pytest.mark.django_db
def test_group_of_the_shipped_register_is_called_so_and_keeps_its_code() -> None:
    _take(register_csv.shipped())
    assert Group.objects.get(code="special-forces").name == "Non-Home Office forces"
    assert not Group.objects.filter(code="non-home-office-forces").exists()


@pytest.mark.django_db
def test_register_of_before_is_brought_up_to_date_without_a_second_group() -> None:
    before = register_csv.shipped().replace(b"Non-Home Office forces", b"Special forces")
    _take(before)
    made = _take(register_csv.shipped())
    assert (made.added, made.changed) == (0, 0)
    assert queries.count("special-forces", date(2020, 3, 9)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["special", "Special police force", "Non-Home Office force", "NON-HOME OFFICE FORCE"]
)
def test_file_may_say_the_kind_by_its_code_or_by_either_name(kind: str) -> None:
    _take(HEAD + f"rails,Police of rails,,{kind},,,,,,,,\n")
    assert Body.objects.get(code="rails").kind == "special"


def test_count_of_the_register_is_offered_and_printed_by_its_name_of_now() -> None:
    on = date(2020, 3, 9)
    known = KnownNames((), frozenset(), {}, frozenset(PHRASES), {}, fieldwork_to=on)
    asked = FigureKind().questions(Asking(known))
    offered = next(one for one in asked if one.name == "register").choices
    assert ("non-Home Office forces",) * 2 in offered
    assert not [one for one in offered if SAID.search(one[1])]


def test_no_text_of_the_software_says_special_force_to_a_reader() -> None:
    """But in the code itself, in names of variables and in what is stored."""
    kept = ('"special police forces"', '_LABELS["special police force"]', "_SAID_SINCE = ")
    suffixes = (".py", ".html", ".csv", ".typ")
    found = [
        f"{path.name}: {line.strip()}"
        for path in Path(inspectorate.__file__).parent.rglob("*")
        if path.suffix in suffixes and "migrations" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if SAID.search(line) and not any(one in line for one in kept)
    ]
    assert found == []
