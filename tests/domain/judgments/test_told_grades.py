"""Provisional grades that bodies are told: when, by whom, of which judgments; and who may know."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.models import Resumption
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.actions import leave_out
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.debriefs import actions, queries
from inspectorate.domain.judgments.debriefs.blindness import WITHHELD
from inspectorate.domain.judgments.debriefs.models import Debrief, Telling, ToldGrade
from inspectorate.domain.judgments.debriefs.searched import DEBRIEF
from inspectorate.domain.judgments.models import Submission
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.domain.fieldwork.acting import refused
from tests.domain.judgments.cells import declare_interest, moderate
from tests.factories.findings import a_grade, agreed, assigned, submitted
from tests.factories.rooms import (
    a_key,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    move_to,
    scope_body,
)
from tests.factories.telling import (
    ENDED,
    LATER,
    debriefed,
    judged,
    not_told,
    set_telling,
    tell,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return a_visit(an_inspection())


def test_grade_told_at_the_debrief_stands_with_the_day_and_its_judgment(visit: Visit) -> None:
    set_telling(visit.inspection)
    said = judged(visit)
    debrief = debriefed(visit, told=[said, said])
    (view,) = queries.of_visit(said.by, visit)
    assert (view.told.submission, view.told.told_on) == (said, debrief.said_on)
    assert view.state == "Not agreed yet."


def test_debrief_with_a_grade_that_may_not_be_told_leaves_the_visit_open(visit: Visit) -> None:
    said = judged(visit)
    assert refused(debriefed, visit, told=[said]) == ["not_told_now"]
    visit.refresh_from_db()
    assert (visit.ended_at, Debrief.objects.count()) == (None, 0)


def test_grades_are_never_told_until_the_lead_sets_it_so_with_a_reason(visit: Visit) -> None:
    inspection = visit.inspection
    debrief, said = debriefed(visit), judged(visit)
    assert refused(tell, debrief, said) == ["not_told_now"]
    assert refused(set_telling, inspection, Telling.NEVER) == ["telling_already"]
    assert refused(set_telling, inspection, "often") == ["telling_unknown"]
    with pytest.raises(Forbidden):
        actions.set_telling(
            by=member(inspection, Role.MODERATOR),
            at=ENDED,
            key=a_key(),
            inspection=inspection,
            telling="debrief",
            reason="So",
        )
    set_telling(inspection)
    tell(debrief, said)
    set_telling(inspection, Telling.NEVER)
    other = judged(visit, ref="1.2")
    assert refused(tell, debrief, other) == ["not_told_now"]


def test_grade_is_told_once_fieldwork_is_over_or_once_moderated_where_that_is_set(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection, Telling.AFTER_FIELDWORK)
    first, second = judged(visit), judged(visit, ref="1.2")
    debrief = debriefed(visit)
    assert refused(tell, debrief, first) == ["not_told_now"]
    move_to(inspection, "judging")
    debrief.visit.inspection.refresh_from_db()
    tell(debrief, Submission.objects.get(pk=first.pk))
    set_telling(inspection, Telling.MODERATED)
    assert refused(tell, debrief, second) == ["not_told_now"]
    agreed(inspection, visit.scope_body, criterion(inspection, "1.2"), "Good")
    tell(debrief, second)


def test_grade_is_told_only_once_all_who_were_given_the_judgment_have_submitted(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    said, debrief = judged(visit), debriefed(visit)
    other = assigned(
        inspection, visit.scope_body, criterion(inspection), member(inspection, Role.INSPECTOR, 1)
    )
    # Of others' judgments the lead knows none before all are in; its author knows their own.
    assert refused(tell, debrief, said) == ["told_unknown"]
    assert refused(tell, debrief, said, by=said.by) == ["submissions_missing"]
    submitted(other, "Good")
    tell(debrief, said)


def test_grade_is_not_told_where_those_who_judged_it_do_not_agree_until_it_is_moderated(
    visit: Visit,
) -> None:
    inspection, of = visit.inspection, criterion(visit.inspection)
    set_telling(inspection)
    debrief = debriefed(visit)
    first = judged(visit)
    # The second was given before the first was submitted, or it would not be independent.
    second = assigned(inspection, visit.scope_body, of, member(inspection, Role.INSPECTOR, 1))
    low = submitted(second, "Requires improvement")
    assert refused(tell, debrief, first) == ["submissions_differ"]
    moderate(inspection, visit.scope_body, of, "Requires improvement")
    assert refused(tell, debrief, first) == ["told_not_standing"]
    tell(debrief, low)
    assert refused(tell, debrief, low) == ["told_already"]


def test_grade_of_an_agreed_judgment_is_the_one_that_is_told(visit: Visit) -> None:
    inspection, of = visit.inspection, criterion(visit.inspection)
    set_telling(inspection)
    said, debrief = judged(visit), debriefed(visit)
    moderate(inspection, visit.scope_body, of, "Outstanding")
    agreed(inspection, visit.scope_body, of, "Outstanding")
    assert refused(tell, debrief, said) == ["told_not_standing"]


@pytest.mark.parametrize("day", [date(2018, 10, 9), date(2018, 10, 12)])
def test_day_before_the_debrief_or_to_come_is_refused(visit: Visit, day: date) -> None:
    set_telling(visit.inspection)
    said, debrief = judged(visit), debriefed(visit)
    assert refused(tell, debrief, said, told_on=day) == ["debrief_day_unfit"]


def test_judgment_of_another_body_or_of_another_inspector_does_not_exist_for_who_tells(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    debrief, said = debriefed(visit), judged(visit)
    elsewhere = submitted(
        assigned(
            inspection,
            scope_body(inspection, 1),
            criterion(inspection),
            member(inspection, Role.INSPECTOR),
        )
    )
    assert refused(tell, debrief, elsewhere) == ["told_unknown"]
    stranger = member(inspection, Role.INSPECTOR, 2)
    assert refused(tell, debrief, said, by=stranger) == ["told_unknown"]
    with pytest.raises(Forbidden):
        tell(debrief, said, by=member(inspection, Role.MODERATOR))


def test_who_declared_an_interest_tells_no_grade(visit: Visit) -> None:
    set_telling(visit.inspection)
    said, debrief = judged(visit), debriefed(visit)
    declare_interest(member(visit.inspection, Role.LEAD), visit.scope_body)
    assert refused(tell, debrief, said) == ["conflicted"]


def test_grade_that_was_not_told_after_all_is_said_with_why_and_may_be_later_tellable(
    visit: Visit,
) -> None:
    set_telling(visit.inspection)
    said = judged(visit)
    debrief = debriefed(visit, told=[said])
    told = ToldGrade.objects.get()
    assert refused(not_told, told, reason=" ") == ["text_missing"]
    not_told(told)
    assert refused(not_told, ToldGrade.objects.get()) == ["not_told_already"]
    (view,) = queries.of_visit(said.by, visit)
    assert (view.stands, view.state) == (False, "Not told after all: Left out")
    tell(debrief, said)


def test_submission_whose_grade_was_told_is_withdrawn_once_it_was_not_told_after_all(
    visit: Visit,
) -> None:
    set_telling(visit.inspection)
    said = judged(visit)
    debriefed(visit, told=[said])
    told = ToldGrade.objects.get()

    def withdraw() -> None:
        judgments.withdraw(
            by=said.by, at=LATER, key=a_key(), assignment=said.assignment, reason="Misread"
        )

    assert refused(withdraw) == ["grade_told"]
    not_told(told, by=said.by)
    withdraw()
    (view,) = queries.of_visit(said.by, visit)
    assert not view.stands


class TestBlindness:
    """Whoever is given a judgment after its grade was told learns nothing of that."""

    @pytest.fixture
    def blind(self, visit: Visit) -> Person:
        inspection = visit.inspection
        set_telling(inspection)
        said = judged(visit)
        debriefed(visit, told=[said], by=said.by, debrief="Training is good, we think.")
        person = member(inspection, Role.INSPECTOR, 2)
        assigned(inspection, visit.scope_body, criterion(inspection), person)
        visit.refresh_from_db()
        return person

    def test_told_grade_is_not_there_and_nobody_of_them_withdraws_it(
        self, visit: Visit, blind: Person
    ) -> None:
        told = ToldGrade.objects.get()
        assert queries.of_visit(blind, visit) == []
        assert queries.told_grade(blind, visit.inspection, told.pk) is None
        with pytest.raises(Forbidden):
            not_told(told, by=blind)
        # Whoever wrote it knows it still.
        assert [one.told for one in queries.of_visit(told.by, visit)] == [told]

    def test_words_of_the_debrief_are_withheld_until_it_is_judged(
        self, visit: Visit, blind: Person
    ) -> None:
        shown = fieldwork.visit(blind, visit.inspection, visit.pk)
        assert shown is not None
        assert queries.as_read(blind, shown).debrief == WITHHELD
        assert DEBRIEF.in_sight(blind, [visit.inspection], [visit.pk]) == set()
        assert list(DEBRIEF.shown(blind, [visit.inspection], [visit.pk])) == []
        submitted(blind.to_judge.get(), "Good")
        again = fieldwork.visit(blind, visit.inspection, visit.pk)
        assert again is not None
        assert queries.as_read(blind, again).debrief == "Training is good, we think."
        assert DEBRIEF.in_sight(blind, [visit.inspection], [visit.pk]) == {visit.pk}

    def test_who_heard_the_debrief_is_withheld_with_its_words(
        self, visit: Visit, blind: Person
    ) -> None:
        def heard_by(person: Person) -> list[str]:
            found = queries.debriefs(person, visit).values()
            return [one.debrief.heard_by for one in found]

        said = "Chief officer and two heads of department"
        author = Debrief.objects.get().by
        assigned(visit.inspection, visit.scope_body, criterion(visit.inspection, "1.2"), author)
        assert (heard_by(blind), heard_by(author)) == ([WITHHELD], [said])
        submitted(blind.to_judge.get(), "Good")
        assert heard_by(Person.objects.get(pk=blind.pk)) == [said]

    def test_ledger_tells_nothing_of_a_grade_that_was_told(
        self, visit: Visit, blind: Person
    ) -> None:
        inspection, of_told = visit.inspection, {"verb": "judgments.tell_grade"}
        told = what_happened(blind, inspection)
        details = told.filter(verb="judgments.hold_debrief").values_list("detail", flat=True)
        assert all(set(one) == {"visit", "sources"} for one in details)
        # A second lead, who is told who has still to judge, and has still to judge this.
        lead = join(inspection, Role.LEAD)
        assert what_happened(lead, inspection).filter(**of_told).exists()
        assigned(inspection, visit.scope_body, criterion(inspection), lead, second=False)
        again = what_happened(Person.objects.get(pk=lead.pk), inspection)
        assert not again.filter(**of_told).exists()


def test_words_of_a_debrief_without_a_told_grade_are_withheld_alike_where_grades_are_told(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    person = member(inspection, Role.INSPECTOR, 2)
    assigned(inspection, visit.scope_body, criterion(inspection), person)
    debriefed(visit, debrief="Training is good.")

    def read() -> str:
        shown = fieldwork.visit(person, inspection, visit.pk)
        assert shown is not None
        return queries.as_read(person, shown).debrief

    assert read() == "Training is good."
    set_telling(inspection)
    assert read() == WITHHELD
    set_telling(inspection, Telling.NEVER)
    assert read() == WITHHELD


def test_author_of_a_debrief_reads_their_own_words_on(visit: Visit) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    person = member(inspection, Role.INSPECTOR, 2)
    assigned(inspection, visit.scope_body, criterion(inspection), person)
    debriefed(visit, by=person, debrief="Training is good.")
    visit.refresh_from_db()
    shown = fieldwork.visit(person, inspection, visit.pk)
    assert shown is not None
    assert queries.as_read(person, shown).debrief == "Training is good."


def test_grade_of_a_judgment_that_is_left_out_is_not_told(visit: Visit) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    said, debrief = judged(visit), debriefed(visit)
    leave_out(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        inspection=inspection,
        scope_body=visit.scope_body,
        criterion=criterion(inspection),
        reason="Not looked at",
    )
    assert refused(tell, debrief, said) == ["not_inspected"]


def test_approving_inspector_sees_a_told_grade_once_it_is_agreed_and_not_before(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    debriefed(visit, told=[judged(visit)])
    signing = member(inspection, Role.SIGNING)
    assert queries.of_visit(signing, visit) == []
    with pytest.raises(Forbidden):
        not_told(ToldGrade.objects.get(), by=signing)
    assert len(queries.of_visit(member(inspection, Role.MODERATOR), visit)) == 1
    agreed(inspection, visit.scope_body, criterion(inspection), "Good")
    assert len(queries.of_visit(signing, visit)) == 1


def test_words_of_a_debrief_before_its_visit_was_reopened_are_withheld_alike(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    author, blind = (member(inspection, Role.INSPECTOR, one) for one in (1, 2))
    debriefed(visit, by=author, debrief="Training is good.")
    visit.refresh_from_db()
    back = interruptions.reopen_visit(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        visit=visit,
        since=LATER,
        reason="More was heard",
        version=visit.version,
    )
    for one in (author, blind):
        assigned(inspection, visit.scope_body, criterion(inspection), one)

    def read(person: Person) -> str:
        row = Resumption.objects.get(pk=back.pk)
        queries.as_befell(Person.objects.get(pk=person.pk), visit, [None, row])
        return row.debrief

    assert read(blind) == WITHHELD
    assert read(author) == "Training is good."
    assert read(member(inspection, Role.LEAD)) == "Training is good."


def test_told_grade_says_what_was_agreed_since(visit: Visit) -> None:
    inspection, of = visit.inspection, criterion(visit.inspection)
    set_telling(inspection)
    said = judged(visit)
    debriefed(visit, told=[said])
    agreed(inspection, visit.scope_body, of, "Good")
    (view,) = queries.of_visit(said.by, visit)
    assert view.state == "Agreed the same."
    agreed(inspection, visit.scope_body, of, "Outstanding")
    (view,) = queries.of_visit(said.by, visit)
    assert view.state == "Agreed otherwise: Outstanding."
    assert a_grade(of, "Outstanding") == view.agreed.grade  # type: ignore[union-attr]
