"""What waits on referencers and on those who refresh, asked without working out a figure."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims import queries
from inspectorate.domain.claims import work_queue as due
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, agreed, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}


@pytest.fixture
@kept
def judged() -> Inspection:
    inspection = an_inspection(bodies=3, phase="judging")
    for number in range(3):
        agreed(inspection, scope_body(inspection, number), criterion(inspection))
    return inspection


def _keys(rows: object) -> list[str]:
    return [one.key for one in rows]  # type: ignore[attr-defined]


def test_claim_nobody_looked_at_waits_to_be_referenced_and_then_no_more(judged: Inspection) -> None:
    claim = a_claim(judged, TRAINING, name="training")
    assert _keys(due.to_reference(judged)) == ["training"]
    assert [one.verb for one in queries.waiting(member(judged, Role.REFERENCER), judged)] == [
        ClaimVerb.REFERENCE
    ]
    referenced(claim)
    assert _keys(due.to_reference(judged)) == []


def test_judgment_agreed_anew_puts_its_claim_among_those_to_look_at(judged: Inspection) -> None:
    a_claim(judged, TRAINING, name="training")
    assert _keys(due.to_look_at(judged)) == []
    agreed(judged, scope_body(judged, 0), criterion(judged))
    assert (
        _keys(due.to_look_at(judged))
        == ["training"]
        == [claim.key for claim, facts in queries.with_facts(judged) if facts.stale]
    )


def test_evidence_withdrawn_under_a_judgment_puts_its_claim_among_those_to_look_at(
    judged: Inspection,
) -> None:
    claim = a_claim(judged, TRAINING, name="training")
    judgments, _ = queries.supporting(claim)
    item = judgments[0].citations.get().item
    evidence.withdraw(
        by=member(judged, Role.LEAD), at=LATER, key=a_key(), item=item, reason="Misheard."
    )
    assert (
        _keys(due.to_look_at(judged))
        == ["training"]
        == [claim.key for claim, facts in queries.with_facts(judged) if facts.stale]
    )


def test_number_of_queries_is_four_whatever_waits(judged: Inspection) -> None:
    referencer = member(judged, Role.REFERENCER)
    for number in range(5):
        a_claim(judged, TRAINING, name=f"claim-{number}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(queries.waiting(referencer, judged)) == 5
    assert len(few) <= 6
