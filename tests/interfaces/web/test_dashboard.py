"""What waits on somebody has a page, and the menu of an inspection shows the rooms one may open."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.interfaces.web.dashboard import PLACES, ROOMS, place_of, sorted_work
from inspectorate.interfaces.web.inspection_page import STEPS
from tests.factories.rooms import AT, an_inspection, member
from tests.factories.upper import door

# Reads of the roles somebody holds, in the house or on a team; not those to fill a list.
RIGHTS = re.compile(r'^SELECT "(people_roleheld|inspections_teammember)"\."role" AS')


def _verbs_that_wait(room: ModuleType) -> set[Verb]:
    """Return every verb named where a room makes a ``Waiting``, or in a table beside it."""
    named: set[Verb] = set()
    for part in ast.parse(inspect.getsource(room)).body:
        is_table = isinstance(part, ast.AnnAssign)
        makes = isinstance(part, ast.FunctionDef) and re.match("_?waiting", part.name)
        if not (is_table or makes):
            continue
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                enumeration = getattr(room, node.value.id, None)
                if isinstance(enumeration, type) and issubclass(enumeration, Verb):
                    named.add(enumeration[node.attr])
    return {verb for verb in named if verb.act != "see"}


def test_every_act_that_waits_on_somebody_has_a_page() -> None:
    found = {verb for room in ROOMS for verb in _verbs_that_wait(room)}
    assert found == set(PLACES)


@pytest.mark.django_db
def test_what_a_planned_inspection_lacks_waits_at_its_plan() -> None:
    inspection = an_inspection(phase="planned")
    lead = member(inspection, Role.LEAD)
    piles = sorted_work(lead, AT.date())
    assert {name: [(task.what, url) for task, url in pile] for name, pile in piles.items()} == {
        "late": [],
        "week": [("There are no terms of reference.", f"/i/{inspection.slug}/")],
        "later": [],
        "others": [("Nobody has approved the inspection.", f"/i/{inspection.slug}/")],
    }
    assert {place_of(task) for pile in piles.values() for task, _ in pile} == {
        f"/i/{inspection.slug}/"
    }


@pytest.mark.django_db
def test_menu_shows_each_room_its_reader_may_open_and_marks_the_one_open(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    inspection = an_inspection(phase="planned")

    def menu(role: Role) -> list[tuple[str, bool, int]]:
        steps = door(inspection, role).get("").context["staircase"]
        return [(step["label"], step["current"], step["waiting"]) for step in steps]

    rooms = [step.label for step in STEPS]
    assert menu(Role.LEAD) == [(name, name == "Plan", int(name == "Plan")) for name in rooms]
    assert menu(Role.PRESS) == [
        (name, name == "Plan", 0)
        for name in rooms
        if name not in {"Fieldwork", "Evidence", "Judgments"}
    ]


@pytest.mark.django_db
def test_page_and_a_refused_form_ask_each_right_of_the_reader_once(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection()
    lead = door(inspection, Role.LEAD)
    path = f"{lead.root}evidence/record/"
    asked = []
    for send in (lead.client.get, lead.client.post):
        with CaptureQueriesContext(connection) as found:
            answer = send(path, {"sent": "empty"})
        rights = Counter(one["sql"] for one in found if RIGHTS.search(one["sql"]))
        asked.append((answer.status_code, len(rights), max(rights.values())))
    # What a form asks is asked afresh, up to the refusal; then once more for the page.
    assert asked == [(200, 2, 1), (422, 2, 5)]
