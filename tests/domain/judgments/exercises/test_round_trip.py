"""An exercise in a binder: read in elsewhere, proven, and written out again to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.judgments.exercises import actions, queries
from inspectorate.domain.judgments.exercises.models import AnswersDraft
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.roles import Role
from tests.domain.publication.binder.conftest import fresh  # noqa: F401 - a fixture
from tests.factories.binders import elsewhere, read_in, written_out
from tests.factories.exercises import a_case, an_exercise, closed, decided, handed_in, opened
from tests.factories.findings import LATER, an_item
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db


def test_exercises_with_all_that_was_said_in_them_come_out_as_they_went_in(
    tmp_path: Path,
    fresh: Callable[[], Path],  # noqa: F811 - the fixture
    django_capture_on_commit_callbacks: Any,
) -> None:
    with elsewhere():
        inspection = an_inspection(bodies=1, phase="planned")
        lead, one = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
        first = an_exercise(inspection, 1, panel=[member(inspection, Role.INSPECTOR, 2)])
        a_case(first, item=an_item(inspection).number)
        gone = a_case(first)
        led = {"by": lead, "at": LATER}
        actions.take_out_case(key=a_key(), case=gone, reason="Too easy", **led)
        opened(first)
        mine = {"by": one, "at": LATER, "exercise": first}
        actions.save_answers(key=a_key(), answers={1: Answer(None, "So far")}, version=0, **mine)
        handed_in(first, one, "Inadequate")
        actions.withdraw_answers(key=a_key(), reason="Read it again", **mine)
        handed_in(first, one, "Good", "Inadequate")
        decided(closed(first), one)
        opened(an_exercise(inspection, 0, again=first))
        written_out(inspection, tmp_path / "one.zip")
    fresh()
    with django_capture_on_commit_callbacks(execute=True):
        brought = read_in(tmp_path / "one.zip")
    assert verify().faults == ()
    # What was taken back is the draft, in the place of what was saved before.
    assert AnswersDraft.objects.get().answers["1"]["reasons"] == "As I see it 1."
    # A binder brings its people no rights: what it brings is counted as it stands.
    newest = brought.exercises.get(number=1)
    pairs = queries.pairs_of(
        [one for mine in newest.hand_ins.filter(withdrawal=None) for one in mine.answers.all()]
    )
    assert [(one.given, one.panel) for one in pairs] == [(2, 2), (0, 2)]
    assert [one.same_as_id for one in brought.exercises.get(number=2).cases.all()] == [
        one.pk for one in newest.cases.filter(removal=None)
    ]
    written_out(brought, tmp_path / "again.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
