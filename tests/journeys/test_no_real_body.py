"""In the demo's whole bundle, built site and data no real body stands beside what is simulated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.beside import READERS, Unit, named, units
from tests.journeys.told import Demo

PSEUDONYM = "National body A"
FORMS = (
    *("College of Policing", "College of Policing’s board", "the College", "COLLEGE OF POLICING"),
    *("National Police Chiefs' Council", "National Police Chiefs’ Council", "NPCC", "the Council"),
    *("Home Office", "Home Office's", "the home office"),
    *("college-of-policing", "national-police-chiefs-council", "home_office"),
    *("Kent Police", "BTP", "Local policing body for Kent", "Devon and Cornwall Police"),
)


def beside(folder: Path) -> tuple[int, list[tuple[str, list[str], str]]]:
    """How many units there are, and those in which a real body stands beside an answer."""
    every = list(units(folder))
    return len(every), [(one.path, one.beside, one.words[:200]) for one in every if one.beside]


def test_no_unit_of_the_built_site_names_a_real_body_beside_what_is_simulated(demo: Demo) -> None:
    count, found = beside(demo.site)
    assert found == []
    assert count > 20_000


def test_no_unit_of_the_bundles_and_registers_does(demo: Demo) -> None:
    count, found = beside(demo.data / "bundles")
    assert found == []
    assert count > 5_000


def test_every_addressee_stands_under_a_pseudonym_with_a_page_at_its_address(demo: Demo) -> None:
    out = demo.site / "prevent-2018"
    bodies = json.loads((out / "latest/bundle.json").read_text("utf-8"))["bodies"]
    national = {one["code"]: one["name"] for one in bodies if one["kind"] == "National body"}
    assert national == {
        f"national-body-{letter}": f"National body {letter.upper()}" for letter in "abc"
    }
    for code in national:
        assert (out / f"latest/bodies/{code}.html").is_file()
        assert (out / f"recommendations/to-{code}.html").is_file()


def test_sources_of_the_demo_say_nothing_of_a_real_body_in_replies_progress_or_checks() -> None:
    from inspectorate.demo import texts

    steps = {
        name: rows
        for name, rows in texts.responses().items()
        if name in ("response", "progress", "moved", "verification", "evidence", "closure")
    }
    rows = [(name, row) for name, some in steps.items() for row in some]
    assert len(rows) > 20
    told = [(name, json.dumps(row, default=str, ensure_ascii=False)) for name, row in rows]
    assert [(name, named(text)) for name, text in told if named(text)] == []


@pytest.mark.parametrize("form", FORMS)
def test_walk_finds_a_real_body_put_in_the_place_of_a_pseudonym_in_every_file_that_has_one(
    demo: Demo, form: str
) -> None:
    """The control: were it printed in this form, each file would be named."""
    read = 0
    for path in sorted(demo.site.rglob("*")):
        if path.suffix not in READERS or path.suffix == ".pdf" or "/latest/" in str(path):
            continue
        text = path.read_text("utf-8")
        if PSEUDONYM not in text:
            continue
        told = text.replace(PSEUDONYM, form).encode()
        name = path.relative_to(demo.site).as_posix()
        assert [one for one in READERS[path.suffix](name, told) if one.beside], name
        read += 1
    assert read >= 10


def test_walk_leaves_alone_what_names_no_body_and_what_stands_elsewhere() -> None:
    kinds = "43 Home Office forces and three non-Home Office forces agreed."
    assert (named(kinds), Unit("x.html", kinds).beside) == ([], [])
    assert Unit("x.html", "The Home Office co-ordinates it.").beside == []
    assert Unit("x.html", "The Home Office has not replied.").beside == ["Home Office"]
