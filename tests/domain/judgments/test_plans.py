"""Plans of judging: drawn by rule, accepted in one act, made again, redrawn for leavers."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries, readings
from inspectorate.domain.judgments.models import (
    Assignment,
    Draft,
    Ground,
    MadeFrom,
    Mode,
    PlanOfJudging,
    Seconds,
)
from inspectorate.domain.judgments.plans import actions, drawing, proposing
from inspectorate.domain.judgments.plans import queries as plans
from inspectorate.domain.judgments.plans.loading import Basis
from inspectorate.domain.judgments.plans.modes import mode_of
from inspectorate.domain.publication.bundle import _method
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.judgments.cells import declare_interest
from tests.factories.findings import assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, TEAM, a_key, a_visit, an_inspection, criterion, member
from tests.factories.rooms import scope_body as body_of

pytestmark = pytest.mark.django_db

INSPECTORS = tuple((Role.INSPECTOR, letter) for letter in "AABBCC")
WHOLE_TEAM = (*INSPECTORS, *(one for one in TEAM if one[0] != Role.INSPECTOR))


def to_plan(bodies: int = 5, **given: Any) -> Inspection:
    """An inspection of four criteria with six inspectors in three field teams."""
    return an_inspection(bodies=bodies, team=WHOLE_TEAM, **given)


def accepted(
    inspection: Inspection,
    share: int = 20,
    seconds: Seconds = Seconds.JOIN,
    ceiling: int = 0,
    *,
    key: str = "",
    shown: str = "",
) -> PlanOfJudging:
    """The plan as it is shown, accepted by the lead."""
    _, proposal = proposing.of_plan(inspection, share, seconds, ceiling)
    return actions.accept(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=key or a_key(),
        inspection=inspection,
        share=share,
        seconds=seconds,
        ceiling=ceiling,
        shown=shown or proposal.digest,
        due_on=date(2018, 12, 1),
    )


def left(inspection: Inspection, person: Person) -> None:
    """The person leaves the team."""
    row = inspection.team.get(person=person, left_at=None)
    inspections.leave(
        by=member(inspection, Role.LEAD), at=AT, key=a_key(), member=row, reason="Went elsewhere"
    )


def redrawn(inspection: Inspection) -> PlanOfJudging:
    return actions.redraw(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        reason="Somebody left",
    )


def as_drawn(plan: PlanOfJudging) -> set[tuple[str, str, str, bool]]:
    """What a plan gave out, as the draw calls it."""
    names = {one.person_id: str(one.number) for one in plan.readers.all()}
    rows = plan.assignments.exclude(ground=Ground.TOGETHER)
    return {
        (
            one.scope_body.code,
            f"{one.criterion.area.order}/{one.criterion.ref}",
            names[one.inspector_id],
            one.second,
        )
        for one in rows.select_related("scope_body", "criterion__area")
    }


class TestAccepting:
    def test_one_act_gives_out_every_cell_and_the_share_a_second_time(self) -> None:
        inspection = to_plan()
        plan = accepted(inspection)
        grounds = Counter(plan.assignments.values_list("ground", "chance", "second"))
        assert grounds == {("first", "", False): 20, ("drawn", "1/5", True): 4}
        assert (plan.share, plan.chance) == ("1/5", "1/5")
        (entry,) = Entry.objects.filter(verb="judgments.accept_plan")
        assert (entry.detail["assigned"], entry.detail["second"]) == (24, 4)
        assert len(readings.in_figures(inspection)) == 24

    def test_sent_twice_it_gives_out_nothing_more(self) -> None:
        inspection = to_plan()
        _, proposal = proposing.of_plan(inspection, 20, Seconds.JOIN)
        plans = {accepted(inspection, key="the-same", shown=proposal.digest).pk for _ in range(2)}
        assert (len(plans), Assignment.objects.count()) == (1, 24)

    def test_anybody_makes_the_same_plan_again_from_what_is_stored(self) -> None:
        inspection = to_plan()
        plan = PlanOfJudging.objects.get(pk=accepted(inspection, 40).pk)
        again = drawing.made_again(plan)
        told = {(*one.cell, one.reader, one.second) for one in again.readings}
        assert told == as_drawn(plan)
        assert str(again.chance) == plan.chance

    def test_second_reader_is_of_another_team_and_the_work_is_even(self) -> None:
        inspection = to_plan(bodies=9)
        plan = accepted(inspection, 50)
        letters = {one.person_id: one.team for one in plan.readers.all()}
        firsts = {
            (one.scope_body_id, one.criterion_id): letters[one.inspector_id]
            for one in plan.assignments.filter(second=False)
        }
        for one in plan.assignments.filter(second=True):
            assert letters[one.inspector_id] != firsts[one.scope_body_id, one.criterion_id]
        load = Counter(plan.assignments.values_list("inspector", flat=True))
        assert len(load) == 6
        assert max(load.values()) - min(load.values()) <= 3

    def test_nobody_is_given_a_body_in_which_they_have_an_interest(self) -> None:
        inspection = to_plan()
        person, body = member(inspection, Role.INSPECTOR), body_of(inspection)
        declare_interest(person, body)
        plan = accepted(inspection, 100)
        assert not plan.assignments.filter(inspector=person, scope_body=body).exists()
        assert plan.assignments.filter(inspector=person).exists()

    def test_who_visits_reads_first_and_nobody_joins_while_elsewhere(self) -> None:
        inspection = to_plan(bodies=2)
        days = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 10)}
        a_visit(inspection, 0, team="A", **days)
        a_visit(inspection, 1, team="B", **days)
        plan = accepted(inspection, 100)
        letters = {one.person_id: one.team for one in plan.readers.all()}
        told = {(one.scope_body_id, one.second): set() for one in plan.assignments.all()}
        for one in plan.assignments.all():
            told[one.scope_body_id, one.second].add(letters[one.inspector_id])
        first, other = body_of(inspection).pk, body_of(inspection, 1).pk
        # Both other teams but C are elsewhere in these days.
        assert told == {
            (first, False): {"A"},
            (first, True): {"C"},
            (other, False): {"B"},
            (other, True): {"C"},
        }
        assert set(plan.assignments.values_list("made_from", flat=True)) == {MadeFrom.SITE}

    def test_deferred_visit_keeps_nobody_from_joining_another(self) -> None:
        inspection = to_plan(bodies=2)
        days = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 10)}
        a_visit(inspection, 0, team="A", **days)
        away = a_visit(inspection, 1, team="B", **days)
        interruptions.defer_visit(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            visit=away,
            version=away.version,
            asked=Asked(AT, "body", "Chief constable", "weather", "Welfare desk", "01632 960123"),
        )
        basis = Basis(inspection, Seconds.JOIN)
        assert list(basis.visits) == [body_of(inspection).code]
        joining = {one.name for one in basis.readers if one.team == "B"}
        assert joining <= set(basis._may_second(body_of(inspection).code))
        assert joining

    def test_reading_from_the_record_is_of_who_was_not_there_and_enters_no_figure(self) -> None:
        inspection = to_plan(bodies=2)
        a_visit(inspection, 0, team="A")
        plan = accepted(inspection, 100, Seconds.RECORD)
        seconds = plan.assignments.filter(second=True)
        assert set(seconds.values_list("made_from", flat=True)) == {MadeFrom.RECORD}
        assert not readings.in_figures(inspection) & set(seconds.values_list("pk", flat=True))

    def test_judgment_given_out_by_hand_before_stays_its_first_reading(self) -> None:
        inspection = to_plan()
        by_hand = assigned(
            inspection, body_of(inspection), criterion(inspection), member(inspection, Role.LEAD)
        )
        plan = accepted(inspection, 100)
        of_cell = Assignment.standing().filter(
            scope_body=by_hand.scope_body, criterion=by_hand.criterion
        )
        assert [(one.pk == by_hand.pk, one.second) for one in of_cell.order_by("pk")] == [
            (True, False),
            (False, True),
        ]
        assert plan.assignments.count() == 39

    def test_ceiling_that_cannot_be_held_a_plan_that_changed_or_stands_is_refused(self) -> None:
        inspection = to_plan()
        found = {}
        for name, given in (("ceiling", {"ceiling": 3}), ("changed", {"shown": "another"})):
            with pytest.raises(Refused) as refusal:
                accepted(inspection, **given)
            found[name] = codes_of(refusal)
        accepted(inspection, ceiling=5)
        with pytest.raises(Refused) as refusal:
            accepted(inspection)
        assert found | {"stands": codes_of(refusal)} == {
            "ceiling": ["ceiling_too_low"],
            "changed": ["plan_changed"],
            "stands": ["plan_stands"],
        }

    def test_share_that_is_none_and_a_reader_whom_the_mode_has_not_are_refused(self) -> None:
        inspection = to_plan()
        with pytest.raises(Refused) as refusal:
            actions.accept(
                by=member(inspection, Role.LEAD),
                at=AT,
                key=a_key(),
                inspection=inspection,
                share=120,
                seconds="anybody",
                shown="",
                ceiling=-1,
            )
        assert set(codes_of(refusal)) == {
            "share_unreadable",
            "ceiling_too_low",
            "seconds_of_another_mode",
        }


class TestChance:
    def test_every_cell_is_read_twice_with_the_chance_that_is_told(self) -> None:
        """Over many seeds each of 20 cells is drawn a fifth of the time, within four errors."""
        inspection = to_plan()
        frame = proposing.of_plan(inspection, 20, Seconds.JOIN)[0].frame
        drawn: Counter[tuple[str, str]] = Counter()
        runs = 800
        for number in range(runs):
            made = drawing.draw(frame, Fraction(1, 5), f"seed {number}")
            assert made.pairs == 4
            drawn.update(one.cell for one in made.readings if one.second)
        error = (0.2 * 0.8 / runs) ** 0.5
        assert len(drawn) == 20
        assert all(abs(times / runs - 0.2) < 4 * error for times in drawn.values())


class TestByGrade:
    def added(self, inspection: Inspection) -> PlanOfJudging:
        return actions.read_by_grade(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            seconds=Seconds.RECORD,
        )

    def test_lowest_grades_and_borderline_judgments_get_a_second_reading(self) -> None:
        inspection = to_plan(phase="judging")
        accepted(inspection, 0)
        of = criterion(inspection)
        one, two, three = (
            Assignment.objects.get(scope_body=body_of(inspection, number), criterion=of)
            for number in range(3)
        )
        submitted(one, "Inadequate")
        submitted(two, "Good")
        submitted(three, "Good", borderline=True)
        plan = self.added(inspection)
        given = plan.assignments.order_by("scope_body__order")
        assert [(row.scope_body_id, row.ground, row.chance) for row in given] == [
            (one.scope_body_id, Ground.GRADE, ""),
            (three.scope_body_id, Ground.GRADE, ""),
        ]
        assert not readings.in_agreement(inspection) & {row.pk for row in given}
        with pytest.raises(Refused) as refusal:
            self.added(inspection)
        assert codes_of(refusal) == ["nothing_to_plan"]


class TestRedrawing:
    def test_what_leavers_left_is_found_readers_for_with_ground_and_chance_kept(self) -> None:
        inspection = to_plan(phase="judging")
        plan = accepted(inspection, 40)
        gone = member(inspection, Role.INSPECTOR)
        theirs = plan.assignments.filter(inspector=gone).order_by("pk")
        done, *rest = theirs
        submitted(done)
        left(inspection, gone)
        again = redrawn(inspection)
        assert Counter(again.assignments.values_list("ground", "chance", "second")) == Counter(
            (one.ground, one.chance, one.second) for one in rest
        )
        assert not again.assignments.filter(inspector=gone).exists()
        standing = Assignment.standing().filter(inspector=gone)
        assert [one.pk for one in standing] == [done.pk]
        told = {(*one.cell, one.reader, one.second) for one in drawing.made_again(again).readings}
        assert told == as_drawn(again)
        # Nobody reads a cell twice.
        pairs = Assignment.standing().values_list("scope_body", "criterion", "inspector")
        assert len(set(pairs)) == len(pairs) == plan.assignments.count()

    def test_where_both_readers_of_a_cell_left_both_are_found_anew(self) -> None:
        inspection = to_plan(bodies=2)
        plan = accepted(inspection, 100)
        place = {"scope_body": body_of(inspection), "criterion": criterion(inspection)}
        for one in plan.assignments.filter(**place):
            left(inspection, one.inspector)
        redrawn(inspection)
        standing = Assignment.standing().filter(**place)
        assert sorted(standing.values_list("ground", flat=True)) == ["drawn", "first"]
        letters = {one.person_id: one.team for one in inspection.team.filter(left_at=None)}
        assert len({letters[one.inspector_id] for one in standing}) == 2

    def test_draft_of_who_left_stays_unread(self) -> None:
        inspection = to_plan(phase="judging")
        plan = accepted(inspection)
        one = plan.assignments.first()
        assert one is not None
        Draft.objects.create(assignment=one, reasons="Mine", saved_at=AT)
        left(inspection, one.inspector)
        redrawn(inspection)
        assert Draft.objects.filter(assignment=one).exists()
        assert not Draft.objects.exclude(assignment=one).exists()

    @pytest.mark.parametrize("submitted_it", [True, False])
    def test_who_is_still_to_judge_a_cell_may_not_redraw_and_is_told_nothing_of_it(
        self, submitted_it: bool
    ) -> None:
        inspection = to_plan(phase="judging")
        place = body_of(inspection), criterion(inspection)
        gone, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        one = assigned(inspection, *place, gone)
        assigned(inspection, *place, lead)
        if submitted_it:
            submitted(one)
        left(inspection, gone)
        with pytest.raises(Refused) as refusal:
            redrawn(inspection)
        assert codes_of(refusal) == ["still_to_judge"]
        assert plans.left_behind(lead, inspection) == 0

    def test_where_nobody_left_there_is_nothing_to_redraw(self) -> None:
        inspection = to_plan()
        accepted(inspection)
        with pytest.raises(Refused) as refusal:
            redrawn(inspection)
        assert codes_of(refusal) == ["nothing_to_plan"]


class TestModes:
    def chosen(self, inspection: Inspection, mode: str, reason: str = "It is small") -> None:
        actions.choose_mode(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            mode=mode,
            reason=reason,
        )

    def test_where_nobody_chose_it_is_judged_blind_double(self) -> None:
        assert mode_of(to_plan()) is Mode.BLIND_DOUBLE

    def test_mode_is_chosen_with_a_reason_and_the_newest_stands(self) -> None:
        inspection = to_plan()
        self.chosen(inspection, "single")
        self.chosen(inspection, "together", "They travel together")
        assert mode_of(inspection) is Mode.TOGETHER
        assert [one.reason for one in inspection.modes.all()] == [
            "It is small",
            "They travel together",
        ]

    @pytest.mark.parametrize(
        ("mode", "reason", "codes"),
        [
            ("alone", "Because", ["mode_unknown"]),
            ("blind-double", "Because", ["mode_already"]),
            ("single", " ", ["reason: text_missing"]),
        ],
    )
    def test_unknown_mode_the_same_again_or_no_reason_is_refused(
        self, mode: str, reason: str, codes: list[str]
    ) -> None:
        with pytest.raises(Refused) as refusal:
            self.chosen(to_plan(), mode, reason)
        assert codes_of(refusal) == codes

    def test_once_judgments_are_given_out_or_submitted_the_mode_is_fixed(self) -> None:
        inspection = to_plan(phase="judging")
        given = assigned(
            inspection, body_of(inspection), criterion(inspection), member(inspection, Role.LEAD)
        )
        told = []
        for _ in range(2):
            with pytest.raises(Refused) as refusal:
                self.chosen(inspection, "single")
            told += [(one.code, one.text.split(",")[0]) for one in refusal.value.reasons]
            if not hasattr(given, "submission"):
                submitted(given)
        assert told == [
            ("mode_fixed", "Judgments are given out already"),
            ("mode_fixed", "Judging has begun"),
        ]

    def test_single_mode_reads_second_from_the_record_alone(self) -> None:
        inspection = to_plan()
        self.chosen(inspection, "single")
        with pytest.raises(Refused) as refusal:
            accepted(inspection, seconds=Seconds.JOIN)
        assert codes_of(refusal) == ["seconds_of_another_mode"]
        accepted(inspection, seconds=Seconds.RECORD)

    def test_team_that_judges_together_is_given_its_body_whole(self) -> None:
        inspection = to_plan(bodies=2)
        a_visit(inspection, 0, team="A")
        a_visit(inspection, 1, team="B")
        self.chosen(inspection, "together")
        plan = accepted(inspection, 0)
        assert Counter(plan.assignments.values_list("ground", flat=True)) == {
            "first": 8,
            "together": 8,
        }
        assert len(readings.in_figures(inspection)) == 8

    def test_team_sees_one_another_and_neither_a_drawn_reader_nor_anybody_else_does(self) -> None:
        inspection = to_plan(bodies=2, phase="judging")
        _, body, of = inspection, body_of(inspection), criterion(inspection)
        mate, other, drawn = (member(inspection, Role.INSPECTOR, number) for number in (0, 1, 2))
        for person, given in ((mate, {}), (other, {"ground": "together"}), (drawn, {})):
            one = assigned(inspection, body, of, person, chance="1/5")
            Assignment.objects.filter(pk=one.pk).update(
                **given, **({"chance": ""} if given else {})
            )
        rows = Assignment.objects.order_by("pk")
        assert [one.ground for one in rows] == ["first", "together", "drawn"]
        submitted(rows[0], "Inadequate")
        submitted(rows[2], "Outstanding")

        def told(person: Person) -> list[str]:
            found = queries.cell(person, body, of)
            assert found is not None
            return [str(one.grade) for one in found.submissions]

        watching = (member(inspection, role) for role in (Role.LEAD, Role.MODERATOR, Role.ANALYST))
        assert (told(other), told(mate)) == (["Inadequate"], ["Inadequate"])
        assert [told(one) for one in (drawn, *watching)] == [[]] * 4
        submitted(rows[1], "Good")
        assert len(told(member(inspection, Role.LEAD))) == len(told(drawn)) == 3

    @pytest.mark.parametrize(("ground", "twice"), [("drawn", ["1"]), ("together", [])])
    def test_what_a_team_judges_together_is_not_published_as_judged_twice(
        self, ground: str, twice: list[str]
    ) -> None:
        inspection = to_plan(bodies=2, phase="judging")
        place = body_of(inspection), criterion(inspection)
        for number in range(2):
            person = member(inspection, Role.INSPECTOR, number)
            one = assigned(inspection, *place, person, chance="1/5")
            if number and ground == "together":
                Assignment.objects.filter(pk=one.pk).update(ground=ground, chance="")
                one.refresh_from_db()
            submitted(one)
        told = [line.split(" of them")[0] for line in _method(inspection) if "twice" in line]
        assert told == twice
