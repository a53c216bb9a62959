"""The state of a claim follows from what was said last and from what changed since."""

from __future__ import annotations

from itertools import pairwise

import pytest

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.states import NEXT, State, state_of
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, agreed, referenced
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body


@pytest.mark.parametrize(
    ("stale", "supported", "state"),
    [
        (False, None, State.DRAFTED),
        (False, True, State.REFERENCED),
        (False, False, State.OBJECTED),
        (True, None, State.STALE),
        (True, True, State.STALE),
        (True, False, State.STALE),
    ],
)
def test_state_is_the_last_word_unless_the_support_changed(
    stale: bool, supported: bool | None, state: State
) -> None:
    assert state_of(stale=stale, supported=supported) is state


@pytest.mark.django_db
def test_claim_through_its_life_goes_only_where_the_table_says() -> None:
    inspection = an_inspection(phase="judging")
    for number in range(3):
        agreed(inspection, scope_body(inspection, number), criterion(inspection))
    claim = a_claim(inspection, {"criterion": "1.1", "finding": "mandatory-training"})
    lead, of = member(inspection, Role.LEAD), criterion(inspection)

    def stands() -> State:
        return queries.facts(inspection)[claim.key].state

    states = [stands()]
    referenced(claim, supported=False, reasons="One body was not asked.")
    states.append(stands())
    referenced(claim)
    states.append(stands())
    agreed(inspection, scope_body(inspection, 1), of, mandatory_training=False)
    states.append(stands())
    actions.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=1)
    states.append(stands())
    assert states == ["drafted", "objected", "referenced", "stale", "drafted"]
    assert [(here, there) for here, there in pairwise(states) if there not in NEXT[here]] == []
