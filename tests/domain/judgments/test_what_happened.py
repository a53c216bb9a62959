"""The ledger is a route too: it tells nobody what was done to a cell they are still to judge."""

from __future__ import annotations

import pytest

from inspectorate.domain.evidence.actions import withdraw
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.queries import my_assignments
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.cells import a_cell, moderate
from tests.factories.findings import LATER, agreed, an_item, assigned, submitted
from tests.factories.rooms import a_key, member, reads_no_more, scope_body

pytestmark = pytest.mark.django_db


def two_judges() -> tuple[Inspection, Assignment, Assignment]:
    """A cell that an inspector and the lead judge, the lead as the second."""
    inspection, body, of, inspector = a_cell()
    first = assigned(inspection, body, of, inspector)
    lead = member(inspection, Role.LEAD)
    return inspection, first, assigned(inspection, body, of, lead, second=True)


def judged(reader: Person, inspection: Inspection) -> list[str]:
    """What of judgments the reader is told, oldest first."""
    told = what_happened(reader, inspection).filter(verb__startswith="judgments.")
    return list(told.order_by("number").values_list("verb", flat=True))


def test_lead_who_is_second_judge_is_not_told_that_the_first_has_submitted() -> None:
    inspection, first, second = two_judges()
    lead = member(inspection, Role.LEAD)
    submitted(first)
    assert judged(lead, inspection) == []
    submitted(second)
    assert judged(lead, inspection) == ["judgments.assign"] * 2 + ["judgments.submit"] * 2


def test_lead_still_to_judge_one_cell_is_told_of_every_other() -> None:
    inspection, first, _ = two_judges()
    elsewhere = scope_body(inspection, 1)
    agreed(inspection, elsewhere, first.criterion)
    submitted(first)
    told = judged(member(inspection, Role.LEAD), inspection)
    assert told == ["judgments.assign", "judgments.submit", "judgments.agree"]


def test_whoever_runs_the_inspection_and_judges_nothing_is_told_of_every_act() -> None:
    inspection, first, second = two_judges()
    submitted(first, "Good")
    submitted(second, "Inadequate")
    moderate(inspection, first.scope_body, first.criterion)
    moderator = member(inspection, Role.MODERATOR)
    assert judged(moderator, inspection) == [
        *["judgments.assign"] * 2,
        *["judgments.submit"] * 2,
        "judgments.moderate",
    ]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.EDITOR, Role.SIGNING, Role.PRESS])
def test_whoever_may_not_see_how_far_judging_is_is_told_of_no_judgment(role: Role) -> None:
    inspection, first, _ = two_judges()
    submitted(first)
    reader = member(inspection, role)
    assert judged(reader, inspection) == []
    assert what_happened(reader, inspection).exists()


def test_cell_to_judge_on_another_inspection_keeps_nothing_of_this_one() -> None:
    inspection, first, _ = two_judges()
    other, *_ = two_judges()
    submitted(first)
    elsewhere = Assignment.objects.create(
        scope_body=scope_body(other),
        criterion=first.criterion,
        inspector=first.inspector,
        due_on=first.due_on,
        assigned_at=LATER,
    )
    assert list(my_assignments(first.inspector, inspection)) == [first]
    assert elsewhere not in my_assignments(elsewhere.inspector, inspection)


def test_acts_of_another_inspection_are_not_told() -> None:
    inspection, *_ = two_judges()
    other, *_ = two_judges()
    told = what_happened(member(inspection, Role.MODERATOR), inspection)
    assert {entry.stream for entry in told} == {inspection.stream} != {other.stream}


def test_whoever_may_not_read_an_item_is_not_told_that_it_was_recorded_or_withdrawn() -> None:
    inspection, body, _, inspector = a_cell()
    lead = member(inspection, Role.LEAD)
    item = an_item(inspection, body, by=lead)
    closed = an_item(inspection, body, by=lead, marking="OFFICIAL-SENSITIVE")
    withdraw(by=lead, at=LATER, key=a_key(), item=closed, reason="Misheard.")
    reads_no_more(inspector)

    def told(reader: Person) -> list[str]:
        rows = what_happened(reader, inspection).filter(verb__startswith="evidence.")
        return list(rows.order_by("number").values_list("of", flat=True))

    named = [f"evidence.item/{item.pk}", f"evidence.item/{closed.pk}"]
    assert told(lead) == [*named, f"evidence.withdrawal/{closed.withdrawal.pk}"]
    assert told(Person.objects.get(pk=inspector.pk)) == named[:1]
