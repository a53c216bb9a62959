"""Whose severity and which figures are told by the desk, by what it kept, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.desk.agenda import AgendaReason, agenda
from inspectorate.domain.judgments.desk.figures import FigureKind, SeverityReading, of_severity
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.severity import QuickSeverity
from inspectorate.domain.judgments.desk.showing import Showing, ToldFigure, showing, told
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectstats.records import Result
from tests.factories.findings import LATER, a_grade, answers
from tests.factories.rooms import (
    AT,
    a_key,
    an_admin,
    an_inspection,
    criterion,
    member,
    scope_body,
)

from .test_desk import judged, moderator

pytestmark = pytest.mark.django_db


def much_judged() -> Inspection:
    """An inspection in which the second inspector is far harsher than the first."""
    inspection = an_inspection(phase="judging", bodies=12)
    for number in range(12):
        low = "Requires improvement" if number % 2 else "Inadequate"
        judged(inspection, number, "Outstanding" if number % 3 else "Good", low)
    return inspection


def cell_of(person: Person, inspection: Inspection) -> queries.Cell:
    found = queries.cell(person, scope_body(inspection), criterion(inspection))
    assert found is not None
    return found


def decided(inspection: Inspection, shown: Showing) -> None:
    of = criterion(inspection)
    actions.moderate(
        by=moderator(inspection),
        at=LATER,
        key=a_key(),
        scope_body=scope_body(inspection),
        criterion=of,
        grade=a_grade(of, "Good"),
        findings=answers(of),
        reasons="The register weighs more.",
        shown=shown,
    )


def told_to(person: Person, inspection: Inspection) -> dict[str, ToldFigure]:
    (one,) = told(person, inspection, cell_of(person, inspection))
    return {figure.kind: figure for figure in one.figures}


def test_inspector_is_told_of_what_a_decision_was_shown_their_own_severity_alone() -> None:
    inspection = much_judged()
    lead = member(inspection, Role.LEAD)
    decided(inspection, showing(papers(lead, inspection, cell_of(lead, inspection))))
    judges = [member(inspection, Role.INSPECTOR, place) for place in (0, 1)]
    (own,) = told_to(judges[0], inspection).values()
    assert (own.kind, own.next, len(own.values)) == (FigureKind.SEVERITY, "", 1)
    assert own.values[0].startswith(judges[0].name)
    whole = told_to(lead, inspection)
    assert {*whole} == {FigureKind.AGREEMENT, FigureKind.SEVERITY}
    assert len(whole[FigureKind.SEVERITY].values) == 2
    on_desk = told_to(moderator(inspection), inspection)[FigureKind.SEVERITY]
    assert (on_desk.values, bool(on_desk.next)) == ((), True)


def test_agreement_that_was_shown_is_told_to_who_may_see_agreement_alone() -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Outstanding")
    figure = {"kind": "agreement", "reading": "low", "values": [["Same grade", 0.42, 0.3, 0.55]]}
    who = moderator(inspection)
    shown = showing(papers(who, inspection, cell_of(who, inspection)))
    decided(inspection, {**shown, "figures": [figure]})
    one = member(inspection, Role.INSPECTOR)
    assert not queries.can(one, inspection, JudgmentVerb.SEE_AGREEMENT)
    (kept,) = told(one, inspection, cell_of(one, inspection))
    assert kept.figures == ()
    assert FigureKind.AGREEMENT in told_to(moderator(inspection), inspection)


def test_moderator_has_the_reading_of_severity_without_a_name_and_the_lead_with_names() -> None:
    inspection = much_judged()
    found = {}
    for role in (Role.MODERATOR, Role.LEAD):
        person = member(inspection, role)
        figures = papers(person, inspection, cell_of(person, inspection)).figures
        (found[role],) = [one for one in figures if one.kind is FigureKind.SEVERITY]
        on_it = agenda(person, inspection).items
        assert all(AgendaReason.SEVERITY in one.reasons for one in on_it)
    unnamed, named = found[Role.MODERATOR], found[Role.LEAD]
    names = [member(inspection, Role.INSPECTOR, place).name for place in (0, 1)]
    assert all(name in named.means for name in names)
    assert not any(name in unnamed.means for name in names)
    assert (unnamed.values, len(named.values)) == ((), 2)
    assert unnamed.reading is named.reading is SeverityReading.APART


def test_severity_of_few_inspectors_says_that_its_limits_hold_less_often() -> None:
    inspection = much_judged()
    for role in (Role.MODERATOR, Role.LEAD):
        person = member(inspection, role)
        shown = papers(person, inspection, cell_of(person, inspection))
        (figure,) = [one for one in shown.figures if one.kind is FigureKind.SEVERITY]
        assert "47 to 80 of 100 simulated" in figure.caution
    decided(inspection, showing(shown))
    told_figure = told_to(member(inspection, Role.LEAD), inspection)[FigureKind.SEVERITY]
    assert told_figure.caution == figure.caution
    held = {7: {1: Result("s", -0.05, -0.35, 0.25)}}
    assert of_severity({1: "A"}, QuickSeverity(held, frozenset()), 7).caution == ""


def test_flag_on_another_scale_makes_nobody_harsher_or_milder_on_this_one() -> None:
    held = {7: {1: Result("s", -0.05, -0.35, 0.25)}, 8: {1: Result("s", 1.4, 1.0, 1.8)}}
    found = QuickSeverity(held, frozenset({(8, 1)}))
    here, there = (of_severity({1: "A"}, found, scale) for scale in (7, 8))
    assert (here.reading, there.reading) == (SeverityReading.NEAR, SeverityReading.FLAGGED)
    assert "milder" not in here.means
    assert "harsher" in there.means


def test_grid_of_a_rehearsal_offers_no_groups_which_would_lead_to_the_bodies(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(phase="judging")
    assert inspection.rehearsal
    bodies.group(
        by=an_admin(),
        at=AT,
        key=a_key(),
        code="east",
        name="East Midlands",
        bodies=[scope_body(inspection).body],
    )
    client = Client()
    client.force_login(member(inspection, Role.INSPECTOR))
    address = reverse("judgments-grid", args=[inspection.slug])
    answer = client.get(f"{address}?group=east")
    assert answer.status_code == 200
    assert "East Midlands" not in answer.content.decode()
