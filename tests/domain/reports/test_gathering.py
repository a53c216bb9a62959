"""Many addressees in one line: which are gathered, and what they are called."""

import pytest

from inspectorate.domain.reports.editions.addressees import gathered, kin, many

OVERSEERS = [f"Local policing body for Force {n:02d}" for n in range(1, 44)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (OVERSEERS, "43 local policing bodies"),
        (["Force 01", "Force 02", "Force 03"], "3 forces"),
        (
            ["Kent Police and Crime Commissioner", "Essex Police and Crime Commissioner"],
            "2 Police and Crime Commissioners",
        ),
        (["Office of the Mayor", "Office of the Commissioner"], "2 offices"),
        (["Northern Fire Authority", "Southern Fire Authority"], "2 Fire Authorities"),
        (["Home Office", "National Crime Agency"], "2 bodies"),
        (["Service 1a", "Service 1b"], "2 services"),
        (["One", "Two"], "2 bodies"),
    ],
)
def test_many_names_are_a_number_and_the_noun_they_share(names: list[str], said: str) -> None:
    assert many(names) == said


def grouped(rows: list[tuple[str, str]]) -> list[int]:
    return [len(one) for one in gathered(rows, name=lambda row: row[0], alike=lambda row: row[1])]


def test_gathered_more_than_five_that_are_alike_stand_together() -> None:
    assert grouped([("National council", "asked"), *((name, "duty") for name in OVERSEERS)]) == [
        1,
        43,
    ]
    assert grouped([(name, "duty") for name in OVERSEERS[:5]]) == [1] * 5
    assert grouped([(name, "duty") for name in OVERSEERS[:6]]) == [6]


def test_gathered_another_basis_or_day_stands_apart() -> None:
    rows = [(name, "asked" if place == 3 else "duty") for place, name in enumerate(OVERSEERS[:8])]
    assert grouped(rows) == [7, 1]


def test_gathered_those_of_another_kind_stand_apart() -> None:
    assert grouped(
        [*((name, "duty") for name in OVERSEERS[:6]), ("Home Office", "duty"), ("College", "duty")]
    ) == [6, 1, 1]


def test_gathered_loses_and_repeats_no_row() -> None:
    rows = [(name, "duty") for name in OVERSEERS] + [
        ("Home Office", "asked"),
        (OVERSEERS[0], "asked"),
    ]
    told = [
        row
        for group in gathered(rows, name=lambda row: row[0], alike=lambda row: row[1])
        for row in group
    ]
    assert told == rows


def test_kin_is_the_words_before_for_or_of() -> None:
    assert kin("Local policing body for Force 07") == "Local policing body"
    assert kin("Home Office") == "Home Office"
    assert kin("of nothing") == "of nothing"
