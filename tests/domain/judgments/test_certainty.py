"""How sure an agreed judgment is: who says it, what stands, what is refused, who reads it."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.certainty import actions
from inspectorate.domain.judgments.certainty.queries import standing_of, told
from inspectorate.domain.judgments.models import Agreed, Certainty
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.certainty import said_how_sure
from tests.factories.findings import LATER, agreed, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"


def settled(grade: str = "Good") -> Inspection:
    inspection = an_inspection(bodies=2, phase="judging")
    agreed(inspection, scope_body(inspection), criterion(inspection), grade)
    return inspection


def newest(inspection: Inspection) -> Agreed:
    found = Agreed.objects.filter(scope_body=scope_body(inspection)).order_by("-number").first()
    assert found is not None
    return found


def levels(inspection: Inspection) -> dict[str, str]:
    return {of: one.level for of, one in standing_of(newest(inspection)).items()}


def withdraw(inspection: Inspection, certainty: Certainty, **given: Any) -> None:
    fields = {"reason": "Said too soon", "by": member(inspection, Role.LEAD), **given}
    actions.withdraw_how_sure(
        at=LATER, key=a_key(), scope_body=scope_body(inspection), certainty=certainty, **fields
    )


def test_later_word_stands_in_place_of_an_earlier_of_the_same_and_both_stay() -> None:
    inspection = settled()
    said_how_sure(inspection, "low")
    said_how_sure(inspection, "very-low", finding="mandatory-training")
    said_how_sure(inspection, "high")
    assert levels(inspection) == {"": "high", "mandatory-training": "very-low"}
    assert Certainty.objects.count() == 3


def test_word_withdrawn_leaves_nothing_and_brings_no_earlier_one_back() -> None:
    inspection = settled()
    first, second = said_how_sure(inspection, "low"), said_how_sure(inspection, "moderate")
    with pytest.raises(Refused) as refusal:
        withdraw(inspection, first)
    assert codes_of(refusal) == ["certainty_gone"]
    withdraw(inspection, second)
    assert levels(inspection) == {}
    with pytest.raises(Refused) as refusal:
        withdraw(inspection, second, reason=" ")
    assert codes_of(refusal) == ["certainty_gone", "reason: text_missing"]


def test_judgment_agreed_anew_has_none_until_it_is_said_again() -> None:
    inspection = settled()
    said_how_sure(inspection)
    agreed(inspection, scope_body(inspection), criterion(inspection), "Outstanding")
    assert levels(inspection) == {}


def test_reasons_are_needed_below_high_and_all_is_of_those_offered() -> None:
    inspection = settled()
    for level in ("moderate", "low", "very-low"):
        with pytest.raises(Refused) as refusal:
            said_how_sure(inspection, level, reasons=[])
        assert codes_of(refusal) == ["reason_missing"]
    assert said_how_sure(inspection, "high").reasons == []
    with pytest.raises(Refused) as refusal:
        said_how_sure(inspection, "certain", reasons=["luck"], finding="no-such", marking="SECRET")
    assert codes_of(refusal) == [
        "finding_unknown",
        "level_unknown",
        "reason_unknown",
        "secret_words",
    ]


def test_what_is_not_agreed_has_no_how_sure() -> None:
    with pytest.raises(Refused) as refusal:
        said_how_sure(settled(), number=1)
    assert codes_of(refusal) == ["not_agreed"]


def test_who_may_agree_it_says_it_and_nobody_else() -> None:
    inspection = settled()
    assert said_how_sure(inspection, by=member(inspection, Role.LEAD))
    for role in (Role.INSPECTOR, Role.ANALYST, Role.SIGNING, Role.EDITOR):
        with pytest.raises(Forbidden):
            said_how_sure(inspection, by=member(inspection, role))
    other = an_inspection(bodies=1, phase="judging")
    lead = member(other, Role.LEAD)
    submitted(assigned(other, scope_body(other), criterion(other), lead))
    agreed(other, scope_body(other), criterion(other), by=member(other, Role.MODERATOR))
    with pytest.raises(Refused) as refusal:
        said_how_sure(other, by=lead)
    assert codes_of(refusal) == ["own_submission"]


def test_words_above_the_reader_are_withheld_and_the_level_is_told() -> None:
    inspection = settled()
    said_how_sure(inspection, words="What one of them said", marking=SENSITIVE)
    reader = join(inspection, Role.INSPECTOR, reading=False)
    [one] = told(reader, inspection, newest(inspection))
    assert one.level == "low"
    assert one.named_reasons == ["Few sources, or few of those who could tell"]
    assert "said" not in one.words
    [one] = told(member(inspection, Role.LEAD), inspection, newest(inspection))
    assert one.words == "What one of them said"


def test_ledger_tells_it_as_it_tells_of_the_judgment() -> None:
    inspection = settled()
    made = said_how_sure(inspection)
    entries = what_happened(member(inspection, Role.LEAD), inspection)
    assert entries.filter(of=f"judgments.certainty/{made.pk}").exists()
