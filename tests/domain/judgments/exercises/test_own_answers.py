"""Nobody decides of themself whether they may judge; one's own answers stay one's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments.exercises import actions, queries
from inspectorate.foundation.people import actions as accounts
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.exercises import a_case, an_exercise, closed, handed_in, opened
from tests.factories.findings import LATER, an_item
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, a_key, an_admin, an_inspection, join, member
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


def test_lead_who_answered_as_an_inspector_does_not_decide_their_own_readiness() -> None:
    inspection = an_inspection(bodies=2, phase="planned")
    who, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
    exercise = opened(an_exercise(inspection, 1))
    handed_in(exercise, who, "Inadequate")
    closed(exercise)
    accounts.grant(by=an_admin(), at=AT, key=a_key(), person=who, role=Role.LEAD)
    inspections.join(by=lead, at=AT, key=a_key(), inspection=inspection, person=who, role=Role.LEAD)

    def decide(by: Person) -> object:
        return actions.decide_readiness(
            by=by,
            at=LATER,
            key=a_key(),
            exercise=exercise,
            inspector=who,
            decision="may-judge",
            reasons="The cases were judged well.",
        )

    with pytest.raises(Refused) as refusal:
        decide(Person.objects.get(pk=who.pk))
    assert codes_of(refusal) == ["own_submission"]
    assert decide(lead)


def test_answers_handed_in_without_a_draft_are_the_draft_once_they_are_taken_back(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(bodies=2, phase="planned")
    who = member(inspection, Role.INSPECTOR)
    exercise = opened(an_exercise(inspection, 2))
    handed_in(exercise, who, "Inadequate", "Outstanding", reasons="What I weighed")
    actions.withdraw_answers(by=who, at=LATER, key=a_key(), exercise=exercise, reason="Read more")
    view = queries.inspectors_view(who, exercise)
    assert view is not None
    assert view.draft is not None
    said = [one["reasons"] for one in view.draft.answers.values()]
    assert said == ["What I weighed 1.", "What I weighed 2."]
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    page = signed_in(who).get(take).content.decode()
    for words in said:
        assert words in page


def test_answers_withheld_from_their_reader_enter_no_count_of_that_reader() -> None:
    inspection = an_inspection(bodies=2, phase="planned")
    who = member(inspection, Role.INSPECTOR)
    first = an_exercise(inspection, 1)
    held = an_item(inspection, marking="OFFICIAL-SENSITIVE")
    a_case(first, item=held.number)
    for exercise in (first, an_exercise(inspection, 0, again=first)):
        handed_in(opened(exercise), who, "Good", "Inadequate")
        closed(exercise)
    lead = join(inspection, Role.LEAD, reading=False)
    told = [queries.leads_view(one, exercise) for one in (lead, member(inspection, Role.LEAD))]
    every = [one.results for one in told if one is not None and one.results is not None]
    counted = [(one.overall.pairs, one.overall.further, one.uncounted) for one in every]
    assert counted == [(1, 0, 1), (2, 1, 0)]
    for one, pairs in zip(every, (1, 2), strict=True):
        assert [row.near.pairs for row in one.rows] == [pairs]
        assert [row.mark.cases for row in one.rows if row.mark] == [pairs]
        assert sum(near.pairs for _, near in one.by_criterion) == pairs
        ((waves,),) = [compared.rows for compared in one.compared]
        assert (waves.earlier.pairs, waves.later.pairs) == (pairs, pairs)


def test_answers_taken_back_enter_no_count() -> None:
    inspection = an_inspection(bodies=2, phase="planned")
    who, other = (member(inspection, Role.INSPECTOR, number) for number in (0, 1))
    exercise = opened(an_exercise(inspection, 2))
    handed_in(exercise, who, "Inadequate")
    actions.withdraw_answers(by=who, at=LATER, key=a_key(), exercise=exercise, reason="Read more")
    handed_in(exercise, other, "Good")
    closed(exercise)
    view = queries.leads_view(member(inspection, Role.LEAD), exercise)
    assert view is not None
    assert view.results is not None
    assert (view.handed_in, view.results.overall.pairs, view.results.overall.further) == (1, 2, 0)
