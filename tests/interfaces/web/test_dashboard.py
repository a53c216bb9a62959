"""What waits on somebody has a page, and the menu of an inspection shows the rooms one may open."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.remarks import queries as remarks
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.interfaces.web import dashboard
from inspectorate.interfaces.web.dashboard import (
    PILES,
    PLACES,
    ROOMS,
    Line,
    waiting_on,
    work_of,
)
from inspectorate.interfaces.web.inspection_page import STEPS
from inspectorate.prose.dates import in_words
from tests.factories.findings import assigned
from tests.factories.rooms import (
    AT,
    a_key,
    a_request,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.upper import door

# Reads of the roles somebody holds, in the house or on a team; not those to fill a list.
RIGHTS = re.compile(r'^SELECT "(people_roleheld|inspections_teammember)"\."role" AS')


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(phase="judging")


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
    # Comments are of the room of documents, and told by it.
    found = {verb for room in (*ROOMS, remarks) for verb in _verbs_that_wait(room)}
    assert found == set(PLACES)


def test_every_act_told_in_a_pile_has_a_page_of_its_own_too() -> None:
    assert set(PILES) - set(PLACES) == set()


@pytest.mark.django_db
def test_what_a_planned_inspection_lacks_waits_at_its_plan() -> None:
    inspection = an_inspection(phase="planned")
    lead = member(inspection, Role.LEAD)
    plan = f"/i/{inspection.slug}/"
    day = inspection.fieldwork_from
    on = f"{day.day} {day:%B %Y}"
    [found] = work_of(lead, day - timedelta(days=7))
    assert found.inspection == inspection
    assert found.mine == (Line("There are no terms of reference.", plan, f"Due {on}", "waiting"),)
    assert found.others == (
        Line(
            "Nobody has approved the inspection.",
            plan,
            f"Due {on}",
            "waiting",
            "approving inspector",
        ),
    )
    late = work_of(lead, day + timedelta(days=1))[0]
    assert [(one.tag, one.tone) for one in late.mine + late.others] == [
        (f"Late since {on}", "problem")
    ] * 2
    early = work_of(lead, day - timedelta(days=8))[0]
    assert [one.tone for one in early.mine + early.others] == ["quiet"] * 2


@pytest.mark.django_db
def test_judgments_are_one_line_with_how_many_are_late(inspection: Inspection) -> None:
    inspector = member(inspection, Role.INSPECTOR)
    for number in range(3):
        due = AT.date() + timedelta(days=number)
        assigned(
            inspection, scope_body(inspection, number), criterion(inspection), inspector, due_on=due
        )
    on = in_words(AT.date())

    def told(days: int) -> list[tuple[str, str, str]]:
        [found] = work_of(inspector, AT.date() + timedelta(days=days))
        assert {one.url for one in found.mine} == {f"/i/{inspection.slug}/judgments/mine/"}
        return [(one.what, one.tag, one.tone) for one in found.mine]

    assert told(0) == [("3 judgments to make", f"The first due {on}", "waiting")]
    assert told(2) == [("3 judgments to make", f"2 late since {on}", "problem")]


@pytest.mark.django_db
def test_what_waits_on_others_is_a_count_with_whose_and_how_late(inspection: Inspection) -> None:
    lead = member(inspection, Role.LEAD)
    for number in range(3):
        a_request(inspection, number, due_on=AT.date() + timedelta(days=number))
    names = [scope_body(inspection, number).label for number in range(3)]
    [found] = work_of(lead, AT.date() + timedelta(days=2))
    assert found.mine == ()
    assert found.others == (
        Line(
            "3 requests not answered",
            f"/i/{inspection.slug}/fieldwork/requests/",
            f"2 late since {in_words(AT.date())}",
            "problem",
            f"{names[0]}, {names[1]} and 1 more",
        ),
    )


@pytest.mark.django_db
def test_inspection_with_what_is_due_first_stands_first_and_each_under_its_name(
    inspection: Inspection, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspector = member(inspection, Role.INSPECTOR)
    other = an_inspection(phase="judging")
    actions.join(
        by=member(other, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=other,
        person=inspector,
        role=Role.INSPECTOR,
        team="",
    )
    for one, days in ((inspection, 3), (other, 1)):
        due = AT.date() + timedelta(days=days)
        assigned(one, scope_body(one), criterion(one), inspector, due_on=due)
    found = work_of(inspector, AT.date())
    assert [one.inspection for one in found] == [other, inspection]
    page = door(inspection, inspector).client.get("/").content.decode()
    for one in (other, inspection):
        assert f'<h2 id="work-{one.slug}">{escape(one.title)}</h2>' in page
    assert page.count("Late since") == 2
    assert "ins-tag--problem" in page
    assert "ins-tag--waiting" not in page


@pytest.mark.django_db
def test_more_that_waits_asks_no_more_of_the_database() -> None:
    inspection = an_inspection()
    asked = []
    for number in range(3):
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        assigned(inspection, scope_body(inspection, number), criterion(inspection), inspector)
        a_request(inspection, number)
        a_visit(inspection, number)
        counts = []
        for one in (inspector, lead):
            with CaptureQueriesContext(connection) as found:
                work_of(Person.objects.get(pk=one.pk), AT.date())
            counts.append(len(found))
        asked.append(counts)
    assert asked == [asked[0]] * 3


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


@pytest.mark.django_db
class TestAgain:
    """What waits is asked of the rooms again once something moved, and not before."""

    def asked(
        self, monkeypatch: pytest.MonkeyPatch, person: Person, inspection: Inspection
    ) -> list[int]:
        asked: list[int] = []

        def waiting(*_: Any) -> list[Any]:
            asked.append(1)
            return []

        monkeypatch.setattr(ROOMS[0], "waiting", waiting)
        for _ in range(2):
            waiting_on(person, inspection)
        return asked

    def test_room_is_asked_again_after_an_act_alone(
        self, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lead = member(inspection, Role.LEAD)
        asked = self.asked(monkeypatch, lead, inspection)
        assert len(asked) == 1
        assigned(
            inspection,
            scope_body(inspection),
            criterion(inspection),
            member(inspection, Role.INSPECTOR),
        )
        waiting_on(lead, inspection)
        assert len(asked) == 2

    def test_room_is_asked_again_once_a_clearance_has_ended_by_its_day(
        self, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lead = member(inspection, Role.LEAD)
        asked = self.asked(monkeypatch, lead, inspection)
        monkeypatch.setattr(dashboard, "cleared_for", lambda *_: ["PUBLIC"])
        waiting_on(lead, inspection)
        assert len(asked) == 2
