"""Consistency panels: who decides on what, by the rules of moderating and agreeing, and minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import (
    Agreed,
    ConsistencyPanel,
    Moderation,
    ShownPapers,
)
from inspectorate.domain.judgments.panels import actions, queries
from inspectorate.domain.judgments.panels.loading import load, seats_on
from inspectorate.domain.judgments.panels.minutes import minutes_digest
from inspectorate.domain.judgments.panels.models import (
    NotDeciding,
    PanelCell,
    PanelMove,
    PanelStep,
)
from inspectorate.domain.judgments.states import PanelState
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, agreed, assigned, submitted
from tests.factories.forging import unguarded
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    TO,
    a_key,
    an_admin,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


@dataclass
class Set:
    """An inspection with two differing judgments of its first body, and a panel of three."""

    inspection: Inspection
    chair: Person
    lead: Person
    third: Person
    panel: ConsistencyPanel
    cell: PanelCell


def a_set(**given: object) -> Set:
    inspection = an_inspection(bodies=2, phase="judging")
    body, of = scope_body(inspection), criterion(inspection)
    for number, grade in enumerate(("Good", "Requires improvement")):
        inspector = member(inspection, Role.INSPECTOR, number)
        given_to = assigned(inspection, body, of, inspector, second=bool(number))
        if not number:
            first = given_to
        else:
            submitted(first, "Good")
            submitted(given_to, grade)
    chair, lead = member(inspection, Role.MODERATOR), member(inspection, Role.LEAD)
    third = join(inspection, Role.MODERATOR)
    panel = a_panel(inspection, [chair, lead, third], **given)
    return Set(inspection, chair, lead, third, panel, on_agenda(panel, body, of))


def why_not(cell: PanelCell) -> dict[int, str]:
    return {one.seat.person_id: one.why_not for one in seats_on(load(cell.panel), cell)}


def aside(made: Set, of: Person, by: Person, **given: object) -> object:
    fields = {"whole_body": False, "reason": "Worked there once", **given}
    seat = made.panel.seats.get(person=of)
    return actions.step_aside(by=by, at=LATER, key=a_key(), cell=made.cell, seat=seat, **fields)


class TestConvening:
    def test_chair_who_is_no_moderator_is_refused(self) -> None:
        inspection = an_inspection(phase="judging")
        people = [member(inspection, Role.LEAD), member(inspection, Role.MODERATOR)]
        with pytest.raises(Refused) as refusal:
            a_panel(inspection, people)
        assert codes_of(refusal) == ["not_a_moderator"]

    def test_member_who_may_not_agree_is_refused(self) -> None:
        inspection = an_inspection(phase="judging")
        people = [member(inspection, Role.MODERATOR), member(inspection, Role.INSPECTOR)]
        with pytest.raises(Refused) as refusal:
            a_panel(inspection, people)
        assert codes_of(refusal) == ["not_a_moderator"]

    @pytest.mark.parametrize("quorum", [1, 3])
    def test_quorum_of_one_or_above_all_members_is_refused(self, quorum: int) -> None:
        with pytest.raises(Refused) as refusal:
            a_panel(an_inspection(phase="judging"), quorum=quorum)
        assert codes_of(refusal) == ["quorum_unreadable"]

    def test_chair_outside_the_members_is_refused(self) -> None:
        inspection = an_inspection(phase="judging")
        third = join(inspection, Role.MODERATOR)
        with pytest.raises(Refused) as refusal:
            a_panel(inspection, chair=third)
        assert codes_of(refusal) == ["chair_not_seated"]

    def test_inspector_convenes_none(self) -> None:
        inspection = an_inspection(phase="judging")
        moderator, inspector = (
            member(inspection, Role.MODERATOR),
            member(inspection, Role.INSPECTOR),
        )
        with pytest.raises(Forbidden):
            actions.convene_panel(
                by=inspector,
                at=AT,
                key=a_key(),
                inspection=inspection,
                title="Mine",
                sits_on=TO,
                chair=moderator,
                members=[moderator, member(inspection, Role.LEAD)],
                quorum=2,
            )


class TestAgenda:
    def test_judgment_that_is_not_all_in_is_not_open(self) -> None:
        inspection = an_inspection(bodies=1, phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        assigned(inspection, body, of, member(inspection, Role.INSPECTOR))
        with pytest.raises(Refused) as refusal:
            on_agenda(a_panel(inspection), body, of)
        assert codes_of(refusal) == ["not_open"]

    def test_judgment_on_another_running_agenda_is_refused(self) -> None:
        made = a_set()
        other = a_panel(made.inspection, [made.chair, made.lead])
        with pytest.raises(Refused) as refusal:
            on_agenda(other, made.cell.scope_body, made.cell.criterion)
        assert codes_of(refusal) == ["on_agenda_already"]

    def test_judgment_taken_off_may_be_put_on_again(self) -> None:
        made = a_set()
        actions.take_off_agenda(
            by=made.lead, at=LATER, key=a_key(), cell=made.cell, reason="Not today"
        )
        again = on_agenda(made.panel, made.cell.scope_body, made.cell.criterion)
        assert [one.pk for one in load(made.panel).cells] == [again.pk]


class TestWhoDecides:
    def test_member_who_withdrew_from_the_body_does_not(self) -> None:
        made = a_set()
        aside(made, made.third, made.third, whole_body=True)
        assert why_not(made.cell)[made.third.pk] == NotDeciding.STEPPED_ASIDE

    def test_member_who_withdrew_from_one_judgment_decides_on_another_of_the_body(self) -> None:
        made = a_set()
        of = criterion(made.inspection, "1.2")
        judge = member(made.inspection, Role.INSPECTOR)
        submitted(assigned(made.inspection, made.cell.scope_body, of, judge))
        other = on_agenda(made.panel, made.cell.scope_body, of)
        aside(made, made.third, made.third)
        assert why_not(other)[made.third.pk] == ""

    def test_member_with_a_declared_interest_is_withdrawn_by_rule(self) -> None:
        made = a_set()
        code = made.cell.scope_body.body.code
        people.declare(by=made.third, at=AT, key=a_key(), about_code=code, nature="A sister")
        assert why_not(made.cell)[made.third.pk] == NotDeciding.INTEREST

    def test_member_who_judged_it_does_not(self) -> None:
        inspection = an_inspection(bodies=1, phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        lead = member(inspection, Role.LEAD)
        submitted(assigned(inspection, body, of, lead))
        cell = on_agenda(a_panel(inspection), body, of)
        assert why_not(cell)[lead.pk] == NotDeciding.JUDGED

    def test_absent_member_does_not(self) -> None:
        made = a_set()
        sitting(made.panel, absent=[made.third])
        assert why_not(made.cell)[made.third.pk] == NotDeciding.ABSENT

    def test_member_who_may_not_read_all_of_it_does_not(self) -> None:
        made = a_set()
        of = criterion(made.inspection, "1.2")
        judge = member(made.inspection, Role.INSPECTOR)
        given = assigned(made.inspection, made.cell.scope_body, of, judge)
        submitted(given, marking=Marking.SENSITIVE)
        cell = on_agenda(made.panel, made.cell.scope_body, of)
        uncleared = join(made.inspection, Role.MODERATOR, reading=False)
        panel = a_panel(made.inspection, [made.chair, uncleared])
        actions.take_off_agenda(by=made.lead, at=LATER, key=a_key(), cell=cell, reason="Moved")
        there = on_agenda(panel, made.cell.scope_body, of)
        assert why_not(there) == {made.chair.pk: "", uncleared.pk: NotDeciding.NOT_CLEARED}

    def test_another_may_not_withdraw_a_member_and_the_chair_may(self) -> None:
        made = a_set()
        with pytest.raises(Refused) as refusal:
            aside(made, made.third, made.lead)
        assert codes_of(refusal) == ["not_your_seat"]
        aside(made, made.third, made.chair)
        with pytest.raises(Refused) as refusal:
            aside(made, made.third, made.third)
        assert codes_of(refusal) == ["stepped_aside_already"]

    def test_seat_of_another_panel_is_refused(self) -> None:
        made = a_set()
        other = a_panel(made.inspection, [made.chair, made.third])
        with pytest.raises(Refused) as refusal:
            actions.step_aside(
                by=made.chair,
                at=LATER,
                key=a_key(),
                cell=made.cell,
                seat=other.seats.get(person=made.third),
                whole_body=False,
                reason="Worked there once",
            )
        assert codes_of(refusal) == ["not_your_seat"]


class TestSitting:
    def test_fewer_present_than_the_quorum_open_nothing(self) -> None:
        made = a_set()
        with pytest.raises(Refused) as refusal:
            sitting(made.panel, absent=[made.lead, made.third])
        assert codes_of(refusal) == ["no_quorum"]

    def test_another_than_the_chair_opens_nothing(self) -> None:
        made = a_set()
        with pytest.raises(Refused) as refusal:
            actions.open_panel(
                by=made.third,
                at=LATER,
                key=a_key(),
                panel=made.panel,
                present=[one.pk for one in made.panel.seats.all()],
            )
        assert codes_of(refusal) == ["not_the_chair"]

    def test_panel_without_an_agenda_is_not_opened(self) -> None:
        inspection = an_inspection(phase="judging")
        with pytest.raises(Refused) as refusal:
            sitting(a_panel(inspection))
        assert codes_of(refusal) == ["agenda_empty"]

    def test_panel_that_decided_is_not_cancelled(self) -> None:
        made = a_set()
        sitting(made.panel)
        decided(made.cell)
        with pytest.raises(Refused) as refusal:
            actions.cancel_panel(
                by=made.lead, at=LATER, key=a_key(), panel=made.panel, reason="Nobody came"
            )
        assert codes_of(refusal) == ["panel_decided"]

    def test_closed_panel_decides_nothing(self) -> None:
        made = a_set()
        sitting(made.panel)
        actions.close_panel(by=made.chair, at=LATER, key=a_key(), panel=made.panel)
        with pytest.raises(Refused) as refusal:
            decided(made.cell)
        assert codes_of(refusal) == ["panel_over"]


class TestDeciding:
    def test_decision_becomes_the_moderation_and_the_agreed_judgment(self) -> None:
        made = a_set()
        sitting(made.panel)
        one = decided(made.cell, "Requires improvement")
        said = {"scope_body": made.cell.scope_body, "criterion": made.cell.criterion}
        assert Moderation.objects.get(**said) == one.moderation
        assert Agreed.objects.get(**said) == one.agreed
        assert one.agreed.grade is not None
        assert one.agreed.grade.name == "Requires improvement"
        assert one.agreed.by == made.chair

    def test_before_the_sitting_is_open_nothing_is_decided(self) -> None:
        made = a_set()
        with pytest.raises(Refused) as refusal:
            decided(made.cell)
        assert codes_of(refusal) == ["panel_not_sitting"]

    def test_without_a_quorum_on_this_judgment_nothing_is_decided(self) -> None:
        made = a_set(quorum=3)
        aside(made, made.third, made.third)
        sitting(made.panel)
        with pytest.raises(Refused) as refusal:
            decided(made.cell)
        assert codes_of(refusal) == ["no_quorum"]
        assert not Agreed.objects.exists()

    def test_another_than_the_chair_records_nothing(self) -> None:
        made = a_set()
        sitting(made.panel)
        with pytest.raises(Refused) as refusal:
            decided(made.cell, by=made.third)
        assert codes_of(refusal) == ["not_the_chair"]

    def test_where_the_chair_withdrew_another_moderator_records_it(self) -> None:
        made = a_set()
        aside(made, made.chair, made.chair)
        sitting(made.panel)
        with pytest.raises(Refused) as refusal:
            decided(made.cell)
        assert codes_of(refusal) == ["not_the_chair"]
        assert decided(made.cell, by=made.third).agreed.by == made.third

    def test_rules_of_agreeing_hold_for_a_panel(self) -> None:
        made = a_set()
        sitting(made.panel)
        with pytest.raises(Refused) as refusal:
            decided(made.cell, "Inadequate")
        assert codes_of(refusal) == ["lowest_grade_without_cause"]
        assert not Moderation.objects.exists()

    def test_each_member_has_a_voice_and_dissent_is_kept(self) -> None:
        made = a_set()
        aside(made, made.third, made.third)
        sitting(made.panel)
        seat = made.panel.seats.get(person=made.lead)
        one = decided(made.cell, dissents={seat.pk: "I would go lower."})
        told = {each.seat.person_id: (each.not_deciding, each.dissent) for each in one.voices.all()}
        assert told == {
            made.chair.pk: ("", ""),
            made.lead.pk: ("", "I would go lower."),
            made.third.pk: (NotDeciding.STEPPED_ASIDE, ""),
        }

    def test_dissent_of_who_does_not_decide_is_refused(self) -> None:
        made = a_set()
        aside(made, made.third, made.third)
        sitting(made.panel)
        seat = made.panel.seats.get(person=made.third)
        with pytest.raises(Refused) as refusal:
            decided(made.cell, dissents={seat.pk: "I would go lower."})
        assert codes_of(refusal) == ["does_not_decide"]

    def test_what_is_decided_is_not_decided_again(self) -> None:
        made = a_set()
        sitting(made.panel)
        decided(made.cell)
        with pytest.raises(Refused) as refusal:
            decided(made.cell)
        assert codes_of(refusal) == ["decided_already"]


class TestMinutes:
    def test_minutes_tell_who_decided_who_did_not_and_why(self) -> None:
        made = a_set()
        aside(made, made.third, made.third)
        sitting(made.panel)
        seat = made.panel.seats.get(person=made.lead)
        decided(made.cell, dissents={seat.pk: "I would go lower."})
        actions.close_panel(by=made.chair, at=LATER, key=a_key(), panel=made.panel)
        told = queries.minutes(made.lead, made.panel)
        assert told is not None
        (one,) = told.decisions
        assert [each.seat.person for each in one.decided] == [made.chair, made.lead]
        assert [each.seat.person for each in one.aside] == [made.third]
        assert [each.dissent for each in one.dissents] == ["I would go lower."]
        assert [each.reason for each in told.steps_aside] == ["Worked there once"]
        assert told.loaded.state is PanelState.CLOSED
        assert len(told.digest) == 64
        assert told.same

    def test_digest_that_is_another_is_told(self) -> None:
        made = a_set()
        sitting(made.panel)
        actions.close_panel(by=made.chair, at=LATER, key=a_key(), panel=made.panel)
        closed = PanelMove.objects.get(panel=made.panel, step=PanelStep.CLOSED)
        panel = load(made.panel)
        assert minutes_digest(panel) == closed.minutes_sha256
        # As if somebody wrote to the database past all acts.
        assert minutes_digest(replace(panel, present=frozenset())) != closed.minutes_sha256

    def test_digest_covers_outcomes_that_were_shown_and_is_as_before_where_none_was(self) -> None:
        made = a_set()
        sitting(made.panel)
        decision = decided(made.cell)
        nothing: dict[str, list[Any]] = {"items": [], "submissions": [], "figures": []}
        papers = ShownPapers.objects.create(
            scope_body=made.cell.scope_body, agreed=decision.agreed, **nothing
        )
        before = minutes_digest(load(made.panel))
        unguarded(ShownPapers).filter(pk=papers.pk).update(outcomes=[[1, "a" * 64]])
        assert minutes_digest(load(made.panel)) != before

    def test_words_of_a_dissent_are_withheld_as_high_as_the_judgment_is_marked(self) -> None:
        made = a_set()
        sitting(made.panel)
        seat = made.panel.seats.get(person=made.lead)
        decided(made.cell, dissents={seat.pk: "I would go lower."}, marking=Marking.SENSITIVE)
        uncleared = join(made.inspection, Role.MODERATOR, reading=False)
        told = queries.minutes(uncleared, made.panel)
        assert told is not None
        (one,) = told.decisions
        assert "lower" not in one.dissents[0].dissent
        assert "weighed" not in one.agreed.reasons


class TestBlindness:
    def test_who_is_still_to_judge_it_is_told_nothing_of_it(self) -> None:
        made = a_set()
        # An inspector who is to judge it too, and leads since.
        other = member(made.inspection, Role.INSPECTOR, 2)
        assigned(made.inspection, made.cell.scope_body, made.cell.criterion, other, second=True)
        people.grant(by=an_admin(), at=AT, key=a_key(), person=other, role=Role.LEAD)
        inspections.join(
            by=made.lead,
            at=AT,
            key=a_key(),
            inspection=made.inspection,
            person=other,
            role=Role.LEAD,
            team="",
        )
        aside(made, made.third, made.third)
        view = queries.panel_view(other, made.panel)
        told = queries.minutes(other, made.panel)
        assert view is not None
        assert told is not None
        assert (view.rows, view.steps_aside) == ((), ())
        assert (told.decisions, told.left, told.steps_aside) == ((), (), ())
        said = set(what_happened(other, made.inspection).values_list("verb", flat=True))
        assert not {"judgments.put_on_agenda", "judgments.step_aside"} & said

    def test_inspector_is_told_of_no_panel(self) -> None:
        made = a_set()
        inspector = member(made.inspection, Role.INSPECTOR)
        assert queries.panels(inspector, made.inspection) == []
        assert queries.panel_view(inspector, made.panel) is None
        assert queries.minutes(inspector, made.panel) is None

    def test_signing_reads_what_was_decided_and_no_papers(self) -> None:
        made = a_set()
        sitting(made.panel)
        decided(made.cell)
        told = queries.minutes(member(made.inspection, Role.SIGNING), made.panel)
        assert told is not None
        (one,) = told.decisions
        assert one.papers is None
        assert one.agreed.grade is not None


def test_panel_decides_what_the_lone_moderator_agreed_and_it_is_agreed_anew() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    body, of = scope_body(inspection), criterion(inspection)
    agreed(inspection, body, of)
    cell = on_agenda(a_panel(inspection), body, of)
    sitting(cell.panel)
    assert decided(cell, "Outstanding").agreed.number == 2


def told_to(person: Person, inspection: Inspection) -> list[tuple[str, str]]:
    return [(one.verb.act, one.what) for one in queries.waiting(person, inspection)]


def test_panel_waits_on_its_chair_to_open_and_close_it_and_on_members_to_read_its_papers() -> None:
    made = a_set()
    read_it = [("see_panels", "Read the papers of consistency panel 1: Where inspectors differ")]
    assert told_to(made.chair, made.inspection) == [
        ("open_panel", "Open the sitting of consistency panel 1: Where inspectors differ")
    ]
    assert told_to(made.lead, made.inspection) == read_it
    sitting(made.panel)
    assert told_to(made.chair, made.inspection) == [
        (
            "close_panel",
            "Decide, and close the sitting of consistency panel 1: Where inspectors differ",
        )
    ]
    assert told_to(made.third, made.inspection) == read_it


def test_panel_waits_on_nobody_without_a_seat_and_on_nobody_once_it_is_over() -> None:
    made = a_set()
    assert told_to(join(made.inspection, Role.MODERATOR), made.inspection) == []
    actions.cancel_panel(
        by=made.chair, at=LATER, key=a_key(), panel=made.panel, reason="Settled otherwise"
    )
    assert [told_to(one, made.inspection) for one in (made.chair, made.lead)] == [[], []]
