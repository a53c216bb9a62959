"""A claim asked again under the choices that could have been others: vocabularies, readings before
moderation, what is not judged, each inspector left out.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims import queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectstats.quantity import DEFAULT, Multiverse
from tests.factories.findings import (
    LATER,
    a_claim,
    a_grade,
    agreed,
    answers,
    assigned,
    submitted,
)
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body

pytestmark = pytest.mark.django_db
GOOD = {"criterion": "1.1", "grades": ["Good", "Outstanding"]}


@pytest.fixture
@kept
def judged() -> Inspection:
    """Twelve bodies on 1.1: eight good, one of them moved by moderation, three inadequate; one not
    judged.
    """
    inspection = an_inspection(bodies=12, phase="judging")
    join(inspection, Role.INSPECTOR)
    for number, grade in enumerate((*7 * ("Good",), *3 * ("Inadequate",))):
        agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
    _moved(inspection, 10)
    return inspection


def _second(inspection: Inspection) -> Person:
    """The inspector who joined last."""
    seat = inspection.team.filter(role=Role.INSPECTOR).order_by("-pk").first()
    assert seat is not None
    return seat.person


def _moved(inspection: Inspection, number: int) -> None:
    """Read as inadequate by the second inspector, and good after moderation."""
    body, of = scope_body(inspection, number), criterion(inspection)
    submitted(assigned(inspection, body, of, _second(inspection)), "Inadequate")
    _settled(inspection, number)


def _settled(inspection: Inspection, number: int) -> None:
    """Good after moderation."""
    body, of = scope_body(inspection, number), criterion(inspection)
    judgments.moderate(
        by=member(inspection, Role.MODERATOR),
        at=LATER,
        key=a_key(),
        scope_body=body,
        criterion=of,
        grade=a_grade(of),
        findings=answers(of),
        reasons="The records weigh more",
    )
    agreed(inspection, body, of)


def asked(inspection: Inspection) -> Multiverse:
    claim = a_claim(inspection, GOOD, name="most-are-good")
    found = queries.otherwise_of(claim)
    assert found is not None
    return found


def counts(found: Multiverse, kind: str) -> list[tuple[int, int]]:
    return [(one.met, one.bodies) for one in found.universes if one.kind == kind]


def test_each_choice_counts_what_it_would_count(judged: Inspection) -> None:
    found = asked(judged)
    assert (found.phrase, counts(found, "as_written")) == (DEFAULT.word_for(8, 11), [(8, 11)])
    assert counts(found, "unmoderated") == [(7, 11)]
    assert counts(found, "missing_met") == [(9, 12)]
    assert counts(found, "missing_not_met") == [(8, 12)]
    # Without the first, who read ten alone; without the second, who read one.
    assert counts(found, "without_inspector") == [(1, 1), (7, 10)]
    assert set(counts(found, "vocabulary")) == {(8, 11)}


def test_what_another_read_too_is_as_that_reading_said(judged: Inspection) -> None:
    first, body, of = member(judged, Role.INSPECTOR), scope_body(judged, 11), criterion(judged)
    cells = [assigned(judged, body, of, first), assigned(judged, body, of, _second(judged))]
    for cell, grade in zip(cells, ("Good", "Inadequate"), strict=True):
        submitted(cell, grade)
    _settled(judged, 11)
    found = asked(judged)
    assert counts(found, "as_written") == [(9, 12)]
    assert counts(found, "without_inspector") == [(1, 2), (8, 11)]
    assert counts(found, "unmoderated") == [(8, 12)], "the first reading is the first inspector's"


def test_claim_that_counts_no_bodies_or_fits_no_word_is_not_asked(judged: Inspection) -> None:
    register = a_claim(judged, {"recipe": "visits"}, kind="figure", name="visits")
    assert queries.otherwise_of(register) is None
    few = an_inspection(bodies=2, phase="judging")
    for number in range(2):
        agreed(few, scope_body(few, number), criterion(few))
    assert queries.otherwise_of(a_claim(few, GOOD, name="too-few")) is None


def test_all_claims_are_asked_in_as_many_queries_as_one(judged: Inspection) -> None:
    a_claim(judged, GOOD, name="most-are-good")
    with CaptureQueriesContext(connection) as one:
        assert list(queries.otherwise(judged)) == ["most-are-good"]
    for name in ("again-good", "once-more"):
        a_claim(judged, GOOD, name=name)
    with CaptureQueriesContext(connection) as three:
        assert list(queries.otherwise(judged)) == ["again-good", "most-are-good", "once-more"]
    assert len(three) == len(one)
