"""Hot debriefs made from the evidence of a visit, heard by somebody of the body."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.judgments.debriefs import queries
from inspectorate.domain.judgments.debriefs.models import Debrief
from inspectorate.domain.publication.hanging import hanging_on
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden
from tests.domain.fieldwork.acting import refused
from tests.factories.findings import an_item
from tests.factories.rooms import (
    a_key,
    a_session,
    a_visit,
    an_inspection,
    join,
    member,
    scope_body,
)
from tests.factories.telling import ENDED, debriefed, heard, in_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return a_visit(an_inspection())


def of(visit: Visit, role: Role = Role.ANALYST) -> queries.DebriefView:
    person = member(visit.inspection, role)
    visit.refresh_from_db()
    return queries.debriefs(person, visit)[visit.ended_at]


def test_debrief_ends_the_visit_and_says_who_heard_it_and_what_it_was_made_from(
    visit: Visit,
) -> None:
    first, second = heard(visit), heard(visit, direction="contradicts")
    debriefed(visit, second, first, second)
    visit.refresh_from_db()
    assert (visit.debrief, visit.ended_at) == ("Leaders know why they do it.", ENDED)
    found = of(visit)
    assert found.debrief.heard_by == "Chief officer and two heads of department"
    assert found.items == (second, first)


def test_debrief_is_all_or_nothing(visit: Visit) -> None:
    with pytest.raises(Conflict):
        debriefed(visit, heard(visit), version=visit.version + 1)
    assert not Debrief.objects.exists()
    assert refused(debriefed, visit, heard(visit), debrief=" ") == ["text_missing"]
    assert not Debrief.objects.exists()


@pytest.mark.parametrize("by", [Role.ANALYST, Role.MODERATOR, Role.EDITOR])
def test_debrief_by_who_may_not_end_a_visit_does_not_exist_for_them(visit: Visit, by: Role) -> None:
    with pytest.raises(Forbidden):
        debriefed(visit, by=member(visit.inspection, by))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"heard_by": ""}, ["text_missing"]),
        ({"heard_by": "x" * 201}, ["text_too_long"]),
        ({"heard_by": "Chief Inspector Jane Smith"}, ["person_told_of"]),
        ({"heard_by": "Chief officer, 07700 900123"}, ["person_told_of"]),
        ({"said_on": date(2018, 10, 7)}, ["debrief_day_unfit"]),
        ({"said_on": date(2018, 10, 11)}, ["debrief_day_unfit"]),
    ],
)
def test_debrief_without_who_heard_it_or_on_no_day_of_the_visit_is_refused(
    visit: Visit, given: dict[str, Any], why: list[str]
) -> None:
    assert refused(debriefed, visit, **given) == why


def test_debrief_said_on_an_earlier_day_of_the_visit_is_taken(visit: Visit) -> None:
    assert debriefed(visit, said_on=visit.starts_on).said_on == visit.starts_on


def test_evidence_of_no_session_of_the_visit_or_no_longer_relied_on_is_refused(
    visit: Visit,
) -> None:
    elsewhere = an_item(visit.inspection, scope_body(visit.inspection, 1))
    assert refused(debriefed, visit, elsewhere) == ["citation_unfit"]
    gone = heard(visit)
    evidence.withdraw(by=gone.recorded_by, at=ENDED, key=a_key(), item=gone, reason="Misheard")
    assert refused(debriefed, visit, gone) == ["citation_unfit"]


def test_evidence_marked_above_the_debrief_is_refused_and_taken_once_that_is_marked_as_high(
    visit: Visit,
) -> None:
    marked = heard(visit, marking=Marking.SENSITIVE)
    assert refused(debriefed, visit, marked) == ["source_above_debrief"]
    debriefed(visit, marked, marking=Marking.SENSITIVE)
    assert of(visit).items == (marked,)


def test_evidence_above_whoever_ends_the_visit_does_not_exist_for_them(visit: Visit) -> None:
    above = heard(visit, marking=Marking.SENSITIVE)
    unread = join(visit.inspection, Role.INSPECTOR, reading=False)
    assert refused(debriefed, visit, above, by=unread) == ["citation_unknown"]
    debriefed(visit, above, marking=Marking.SENSITIVE)
    visit.refresh_from_db()
    assert queries.debriefs(unread, visit)[visit.ended_at].items == ()


def test_reopened_visit_keeps_who_heard_its_earlier_debrief(visit: Visit) -> None:
    first = debriefed(visit)
    visit.refresh_from_db()
    back = interruptions.reopen_visit(
        by=member(visit.inspection, Role.LEAD),
        at=ENDED,
        key=a_key(),
        visit=visit,
        since=ENDED,
        reason="More was heard",
        version=visit.version,
    )
    later = ENDED.replace(day=11)
    second = debriefed(visit, at=later, heard_by="Deputy chief officer")
    visit.refresh_from_db()
    found = queries.debriefs(member(visit.inspection, Role.LEAD), visit)
    assert found[back.ended_at].debrief == first
    assert found[visit.ended_at].debrief == second


def test_debrief_says_what_became_of_evidence_it_was_made_from(visit: Visit) -> None:
    item = heard(visit)
    debriefed(visit, item)
    evidence.withdraw(by=item.recorded_by, at=ENDED, key=a_key(), item=item, reason="Misheard")
    assert of(visit).fallen == (f"{item.ref} was withdrawn",)


def test_debrief_hangs_on_the_session_that_its_evidence_comes_from(visit: Visit) -> None:
    item = heard(visit)
    made = debriefed(visit, item)
    person = member(visit.inspection, Role.LEAD)
    assert item.session is not None
    assert hanging_on(person, visit.inspection, item.session).debriefs == (made,)
    other = a_session(visit, title="Another")
    in_session(other)
    assert hanging_on(person, visit.inspection, other).debriefs == ()
