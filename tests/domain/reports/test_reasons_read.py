"""The agreed reasons in a copy are read by who may read the judgments, and by nobody else of the
inspectorate.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy.reasons_read import CLOSED
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.models import FactCheck
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import DRAFTED, Story, a_story
from tests.factories.rooms import a_key, criterion, member
from tests.factories.upper import door, words

CANARY = "As submitted."  # what the factory agrees with


@pytest.fixture
def story(db: None) -> Story:
    """A report that prints one count, sent to a body that is on its bad side."""
    story = a_story(bodies=12, met=6)
    actions.open_fact_check(
        by=member(story.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=story.report,
        recipient=inspected(story.body(8)),
        due_on=date(2020, 2, 21),
    )
    assert CANARY in json.dumps(FactCheck.objects.get().sides)
    return story


def read_by(person: Person, story: Story) -> str:
    """What somebody reads of the sides of the copy."""
    (check,) = queries.fact_checks_read_by(person, story.report)
    return json.dumps(check.sides)


@pytest.mark.parametrize("role", [Role.LEAD, Role.MODERATOR, Role.SIGNING])
def test_who_may_read_the_judgments_reads_their_reasons(story: Story, role: Role) -> None:
    assert CANARY in read_by(member(story.inspection, role), story)


def test_press_reads_the_side_and_no_reason(story: Story, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    told = read_by(member(story.inspection, Role.PRESS), story)
    assert (CANARY in told, CLOSED in told, "not_met" in told) == (False, True, True)
    page = words(door(story.inspection, Role.PRESS).get("documents/report/points/"))
    assert (CANARY in page, CLOSED in page) == (False, True)


def test_drawn_second_reader_reads_none_until_the_own_judgment_is_in(story: Story) -> None:
    second = member(story.inspection, Role.INSPECTOR, 1)
    assert CANARY in read_by(second, story)
    # Nobody is given a cell that is agreed; a row that came another way opens nothing.
    Assignment.objects.create(
        scope_body=story.body(8),
        criterion=criterion(story.inspection),
        inspector=second,
        second=True,
        assigned_at=DRAFTED,
    )
    assert CANARY not in read_by(second, story)


def test_what_is_kept_of_the_copy_is_as_it_was_sent(story: Story) -> None:
    read_by(member(story.inspection, Role.PRESS), story)
    assert CANARY in json.dumps(FactCheck.objects.get().sides)
