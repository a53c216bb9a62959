"""What a person is told of their own drift on the page of what is theirs to judge."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.desk.beside import OwnDrift, own_drifts
from inspectorate.domain.programmes.models import Scale
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.judgments.joint import DriftLean, ToldDrift
from inspectstats.records import Result
from tests.domain.judgments.test_desk_drift import BODIES, EVEN, judged, submit
from tests.factories.findings import assigned
from tests.factories.rooms import criterion, join, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page_of(person: Person, inspection: Inspection) -> str:
    return words(signed_in(person).get(reverse("judgments-mine", args=[inspection.slug])))


def test_person_is_told_their_own_drift_and_no_colleague_of_it() -> None:
    inspection = judged()
    first, second, _ = (member(inspection, Role.INSPECTOR, place) for place in range(3))
    told = page_of(first, inspection)
    assert "Your drift" in told
    assert "you gave lower grades at the end" in told
    assert "Read an early judgment of yours beside a late one" in told
    assert "Few inspectors judge on this scale" in told
    assert second.name not in told.replace(f"Signed in as {second.name}", "")
    other = page_of(second, inspection)
    assert "you gave lower grades at the end" not in other
    assert first.name not in other


def test_drift_tells_nothing_of_a_judgment_that_is_not_shown() -> None:
    inspection = judged()
    first, second = (member(inspection, Role.INSPECTOR, place) for place in range(2))
    before = own_drifts(first, inspection)
    assert [one.changed for one in before] == [True]
    # On another criterion: alone, and so all in, but open to whoever made it.
    of = criterion(inspection, "2.1")
    for number in range(BODIES):
        submit(assigned(inspection, scope_body(inspection, number), of, second), EVEN[number], 7)
    assert own_drifts(first, inspection) == before
    assert own_drifts(second, inspection) != before
    # One's own that another has still to join is no part of it either.
    body, of = scope_body(inspection), criterion(inspection, "2.2")
    mine = assigned(inspection, body, of, first)
    assigned(inspection, body, of, second, second=True)
    submit(mine, "Inadequate", 90)
    assert own_drifts(first, inspection) == before


@pytest.mark.drill
def test_who_judged_nothing_or_does_not_judge_is_told_no_drift() -> None:
    inspection = judged()
    assert own_drifts(member(inspection, Role.MODERATOR), inspection) == []
    idle = join(inspection, Role.INSPECTOR)
    assert own_drifts(idle, inspection) == []
    assert "Your drift" not in page_of(idle, inspection)


@pytest.mark.parametrize(
    ("value", "changed", "judges", "lean", "figure"),
    [
        (None, False, 4, DriftLean.UNKNOWN, "Not told"),
        (0.9, True, 1, DriftLean.UNKNOWN, "Not told"),
        (0.9, True, 2, DriftLean.OF_TWO, "Not told"),
        (0.1, False, 4, DriftLean.NONE, "0.1 logits harsher (-0.4 to 0.6)"),
        (0.9, True, 4, DriftLean.HARSHER, "0.9 logits harsher (0.4 to 1.4)"),
        (-0.9, True, 4, DriftLean.MILDER, "0.9 logits milder (0.4 to 1.4)"),
    ],
)
def test_every_lean_of_a_drift_says_what_it_means_and_what_to_do_next(
    value: float | None, changed: bool, judges: int, lean: DriftLean, figure: str
) -> None:
    ends = (None, None) if value is None else (value - 0.5, value + 0.5)
    of = OwnDrift(Scale(name="Grades"), result(value, *ends), changed, judges, few=True)
    told = ToldDrift(of)
    assert (told.lean, told.figure) == (lean, figure)
    assert lean.means.endswith(".")
    assert lean.next.endswith(".")
    assert bool(told.caution) == (figure != "Not told")


def result(value: float | None, low: float | None, high: float | None) -> Result:
    return Result("drift", value, low, high)
