"""An approving inspector's override: it stands as a judgment agreed anew, until withdrawn."""

from __future__ import annotations

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments import cells, queries
from inspectorate.domain.judgments.desk.beside import before_an_override, of_inspection
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.showing import Showing, showing, told
from inspectorate.domain.judgments.models import Agreed, Assignment, Override, ShownPapers
from inspectorate.domain.judgments.panels import actions
from inspectorate.domain.judgments.panels.models import OverrideWithdrawal
from inspectorate.domain.judgments.panels.queries import to_override
from inspectorate.domain.judgments.policies import Judgment
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import (
    LATER,
    a_grade,
    agreed,
    an_item,
    answers,
    assigned,
    submitted,
)
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    a_key,
    an_admin,
    an_inspection,
    criterion,
    member,
    scope_body,
)

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


def seen_by(person: Person, inspection: Inspection) -> queries.Cell:
    found = queries.cell(person, scope_body(inspection), criterion(inspection))
    assert found is not None
    return found


def shown_to(person: Person, inspection: Inspection) -> Showing:
    """What the page of an override shows."""
    cell = to_override(person, seen_by(person, inspection))
    return showing(papers(person, inspection, cell, before_an_override(person, inspection)))


def test_override_keeps_what_lay_before_it_and_tells_it_to_who_may_see_it() -> None:
    inspection = an_agreed()
    signing, lead = member(inspection, Role.SIGNING), member(inspection, Role.LEAD)
    shown = shown_to(signing, inspection)
    made = override(inspection, shown=shown)
    kept = ShownPapers.objects.get(agreed=made.agreed)
    first = Agreed.objects.get(number=1)
    assert [pk for pk, _ in kept.agreed_before] == [first.pk]
    assert len(kept.submissions) == 1
    assert kept.items == shown["items"] != []
    lay = told(lead, inspection, seen_by(lead, inspection))
    of_it = next(one for one in lay if one.decision == made.agreed)
    assert of_it.before == ((f"Agreed judgment 1 of {first.by.name}", True),)
    assert [(one.item.number, one.same) for one in of_it.items] == [
        (number, True) for number, _ in shown["items"]
    ]
    # Elsewhere the approving inspector is shown no submissions, as before.
    assert seen_by(signing, inspection).submissions == ()
    assert told(signing, inspection, seen_by(signing, inspection)) == []


def test_page_of_an_override_shows_no_submissions_before_anything_is_agreed() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    judge = member(inspection, Role.INSPECTOR)
    given = assigned(inspection, scope_body(inspection), criterion(inspection), judge)
    submitted(given)
    signing = member(inspection, Role.SIGNING)
    shown = shown_to(signing, inspection)
    assert (shown["submissions"], shown["items"], shown["figures"]) == ([], [], [])


def test_figures_before_an_override_are_of_agreed_judgments_alone() -> None:
    inspection = an_inspection(bodies=6, phase="judging")
    of, judges = criterion(inspection), [member(inspection, Role.INSPECTOR, n) for n in (0, 1)]
    for number in range(6):
        body = scope_body(inspection, number)
        given = [assigned(inspection, body, of, one, second=one == judges[1]) for one in judges]
        for one, grade in zip(given, ("Good", "Requires improvement"), strict=True):
            submitted(one, "Outstanding" if number > 2 else grade)
    signing, lead = member(inspection, Role.SIGNING), member(inspection, Role.LEAD)
    assert of.scale is not None
    assert of_inspection(lead, inspection).severities.by_scale[of.scale.pk]
    assert before_an_override(signing, inspection).severities.by_scale == {}


def test_override_from_a_page_that_others_decided_over_is_refused() -> None:
    inspection = an_agreed()
    shown = shown_to(member(inspection, Role.SIGNING), inspection)
    agreed(
        inspection,
        scope_body(inspection),
        criterion(inspection),
        "Outstanding",
        by=member(inspection, Role.MODERATOR),
    )
    with pytest.raises(Refused) as refusal:
        override(inspection, shown=shown)
    assert codes_of(refusal) == ["decided_since"]


def test_who_has_still_to_judge_it_is_shown_nothing_by_overriding() -> None:
    inspection = an_agreed()
    signing, of = member(inspection, Role.SIGNING), criterion(inspection)
    people.grant(by=an_admin(), at=AT, key=a_key(), person=signing, role=Role.INSPECTOR)
    rows = Agreed.objects.all()
    held = seen_by(signing, inspection)
    assert held.agreed == rows.get()
    # As if it had been given them before it was agreed, which no act allows later.
    Assignment.objects.create(
        scope_body=scope_body(inspection), criterion=of, inspector=signing, assigned_at=AT
    )
    blind = seen_by(signing, inspection)
    assert (blind.agreed, to_override(signing, blind).submissions) == (None, ())
    assert to_override(signing, held).submissions == ()


def test_withdrawn_override_of_what_was_agreed_as_submitted_restores_it_as_submitted() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    body, of = scope_body(inspection), criterion(inspection)
    submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)))
    # Written as it stands where nothing keeps one from agreeing it so.
    before = judgments.settle(
        cells.load(body, of),
        Judgment(a_grade(of), answers(of), ""),
        [],
        by=member(inspection, Role.LEAD),
        at=LATER,
        as_submitted=True,
    )
    override(inspection)
    again = withdraw(inspection).agreed
    assert (again.as_submitted, again.reasons, again.moved) == (True, "", False)
    assert again.grade == before.grade
