"""Evidence above a reader is named to them by nothing, the reasons of a refusal neither."""

from __future__ import annotations

import pytest

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason, Refused
from tests.factories.findings import (
    LATER,
    a_grade,
    a_recording,
    agreed,
    an_item,
    answers,
    assigned,
    submitted,
)
from tests.factories.rooms import a_key, an_inspection, criterion, member, reads_no_more, scope_body

pytestmark = pytest.mark.django_db
UNREAD = "T1-E0001 has been superseded by evidence that you may not read."


@pytest.fixture
def item() -> Item:
    """An item that one marked OFFICIAL-SENSITIVE has taken the place of."""
    inspection = an_inspection(phase="judging", prefix="T1")
    old = an_item(inspection)
    actions.supersede(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        item=old,
        recording=a_recording(inspection, marking="OFFICIAL-SENSITIVE"),
        reason="Fuller.",
    )
    return Item.objects.get(pk=old.pk)


def _uncleared(inspection: Inspection, role: Role) -> Person:
    (found,) = reads_no_more(member(inspection, role))
    return found


def _told(reasons: list[Reason], item: Item) -> str:
    said = " ".join(map(str, reasons))
    assert item.supersession.by_item.ref not in said
    return said


def test_refusal_to_withdraw_or_supersede_names_no_newer_item_above_the_person(item: Item) -> None:
    inspection = item.inspection
    lead = member(inspection, Role.LEAD)
    assert "superseded by T1-E0002. Open T1-E0002." in str(
        queries.reasons_not_to_supersede(lead, item)[0]
    )
    analyst = _uncleared(inspection, Role.ANALYST)
    given = {"by": analyst, "at": LATER, "key": a_key(), "item": item, "reason": "x"}
    with pytest.raises(Refused) as refusal:
        actions.withdraw(**given)
    assert UNREAD in _told(refusal.value.reasons, item)
    with pytest.raises(Refused) as refusal:
        actions.supersede(**given, recording=a_recording(inspection))
    assert UNREAD in _told(refusal.value.reasons, item)
    for reasons in (
        queries.reasons_not_to_withdraw(analyst, item),
        queries.reasons_not_to_supersede(analyst, item),
    ):
        assert UNREAD in _told(reasons, item)


def test_refusal_to_cite_names_no_newer_item_above_the_judge(item: Item) -> None:
    inspection = item.inspection
    body, of = scope_body(inspection), criterion(inspection)
    judge = _uncleared(inspection, Role.INSPECTOR)
    given = assigned(inspection, body, of, judge)
    with pytest.raises(Refused) as refusal:
        submitted(given, cited=[item])
    assert "other evidence that you may not read" in _told(refusal.value.reasons, item)
    judgments.submit(
        by=judge,
        at=LATER,
        key=a_key(),
        assignment=given,
        grade=a_grade(of),
        findings=answers(of),
        reasons="Seen.",
        cited=[an_item(inspection)],
    )
    with pytest.raises(Refused) as refusal:
        agreed(inspection, body, of, cited=[item], by=_uncleared(inspection, Role.LEAD))
    assert "other evidence that you may not read" in _told(refusal.value.reasons, item)
