"""An approving inspector's override: it stands as a judgment agreed anew, until withdrawn."""

from __future__ import annotations

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.models import Override
from inspectorate.domain.judgments.panels import actions
from inspectorate.domain.judgments.panels.models import OverrideWithdrawal
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, a_grade, agreed, an_item, answers
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


def an_agreed() -> Inspection:
    inspection = an_inspection(bodies=1, phase="judging")
    agreed(inspection, scope_body(inspection), criterion(inspection))
    return inspection


def override(
    inspection: Inspection, grade: str = "Outstanding", *, by: Person | None = None, **given: object
) -> Override:
    of = criterion(inspection)
    fields = {
        "grade": a_grade(of, grade),
        "findings": answers(of),
        "reasons": "It stands out.",
        "cited": [an_item(inspection)],
        **given,
    }
    return actions.override(
        by=by or member(inspection, Role.SIGNING),
        at=LATER,
        key=a_key(),
        scope_body=scope_body(inspection),
        criterion=of,
        **fields,
    )


def withdraw(inspection: Inspection, reason: str = "It was too much.") -> OverrideWithdrawal:
    return actions.withdraw_override(
        by=member(inspection, Role.SIGNING),
        at=LATER,
        key=a_key(),
        scope_body=scope_body(inspection),
        criterion=criterion(inspection),
        reason=reason,
    )


def stands(inspection: Inspection) -> str:
    body, of = scope_body(inspection), criterion(inspection)
    one = queries.current(inspection)[body.pk, of.pk]
    return f"{one.number} {one.grade.name if one.grade else ''}"


def test_override_stands_as_the_judgment_agreed_newest() -> None:
    inspection = an_agreed()
    made = override(inspection)
    assert stands(inspection) == "2 Outstanding"
    assert made.overridden.number == 1


def test_override_withdrawn_lets_what_was_before_stand_again_with_its_evidence() -> None:
    inspection = an_agreed()
    made = override(inspection)
    gone = withdraw(inspection)
    assert stands(inspection) == "3 Good"
    said, again = made.overridden, gone.agreed
    assert (again.reasons, again.findings, again.outcome) == (
        said.reasons,
        said.findings,
        said.outcome,
    )
    cited = [list(one.citations.values_list("item", flat=True)) for one in (said, again)]
    assert cited[0] == cited[1] != []


def test_moderator_and_lead_override_nothing() -> None:
    inspection = an_agreed()
    for role in (Role.MODERATOR, Role.LEAD):
        with pytest.raises(Forbidden):
            override(inspection, by=member(inspection, role))


def test_override_without_reasons_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        override(an_agreed(), reasons=" ")
    assert codes_of(refusal) == ["reasons: text_missing"]


def test_what_is_not_agreed_is_not_overridden() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    with pytest.raises(Refused) as refusal:
        override(inspection)
    assert codes_of(refusal) == ["not_agreed"]


def test_rules_of_agreeing_hold_for_an_override() -> None:
    with pytest.raises(Refused) as refusal:
        override(an_agreed(), "Inadequate")
    assert codes_of(refusal) == ["lowest_grade_without_cause"]


def test_while_an_override_stands_nobody_settles_the_cell() -> None:
    inspection = an_agreed()
    override(inspection)
    of, body = criterion(inspection), scope_body(inspection)
    moderator = member(inspection, Role.MODERATOR)
    with pytest.raises(Refused) as refusal:
        agreed(inspection, body, of, by=moderator)
    assert codes_of(refusal) == ["overridden"]
    with pytest.raises(Refused) as refusal:
        judgments.moderate(
            by=moderator,
            at=LATER,
            key=a_key(),
            scope_body=body,
            criterion=of,
            grade=a_grade(of),
            findings=answers(of),
            reasons="As before.",
        )
    assert codes_of(refusal) == ["overridden"]
    with pytest.raises(Refused) as refusal:
        override(inspection, "Good")
    assert codes_of(refusal) == ["overridden"]
    told = queries.reasons_not_to_settle(moderator, inspection, body, of, JudgmentVerb.AGREE)
    assert [one.code for one in told] == ["overridden"]
    withdraw(inspection)
    assert agreed(inspection, body, of, by=moderator).number == 4


def test_panel_decides_nothing_on_what_is_overridden() -> None:
    inspection = an_agreed()
    override(inspection)
    cell = on_agenda(a_panel(inspection), scope_body(inspection), criterion(inspection))
    sitting(cell.panel)
    with pytest.raises(Refused) as refusal:
        decided(cell)
    assert codes_of(refusal) == ["overridden"]


def test_no_override_is_withdrawn_where_none_stands() -> None:
    with pytest.raises(Refused) as refusal:
        withdraw(an_agreed())
    assert codes_of(refusal) == ["not_overridden"]


def test_override_is_not_withdrawn_for_what_rests_on_withdrawn_evidence() -> None:
    inspection = an_agreed()
    made = override(inspection)
    item = made.overridden.citations.get().item
    evidence.withdraw(
        by=item.recorded_by, at=LATER, key=a_key(), item=item, reason="It was misheard"
    )
    with pytest.raises(Refused) as refusal:
        withdraw(inspection)
    assert codes_of(refusal) == ["citation_unfit"]
