"""What a grade from a device was written upon: a version that was only foretold, or one of another
assignment, never takes the place of what its author saved at a desk.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.models import Arrival
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.domain.judgments.received import actions as received
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces import received_meanings
from inspectorate.interfaces.intake import Intake
from inspectorate.interfaces.note_outcomes import Outcome
from tests.factories.devices import Browser, an_id, device_of, enrolled
from tests.factories.findings import a_grade, answers, assigned
from tests.factories.meanings import grade_said
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
OLD: dict[str, Any] = {"assignment": None}


@pytest.fixture
def own() -> Assignment:
    """A judgment whose draft has version 2, as a device takes it along."""
    inspection = an_inspection(bodies=1, phase="fieldwork")
    inspector = member(inspection, Role.INSPECTOR)
    own = assigned(inspection, scope_body(inspection), criterion(inspection, "1.1"), inspector)
    for version in range(2):
        _save(own, f"Saved before, {version}.", version)
    return own


@pytest.fixture
def browser(own: Assignment) -> Browser:
    return enrolled(own.inspector)


def _inspection(own: Assignment) -> Inspection:
    return own.scope_body.inspection


def _save(own: Assignment, reasons: str, version: int) -> None:
    judgments.save_draft(
        by=own.inspector,
        at=timezone.now(),
        key=a_key(),
        assignment=own,
        grade=a_grade(own.criterion),
        findings=answers(own.criterion),
        reasons=reasons,
        version=version,
    )


def _first(browser: Browser, own: Assignment, note: str, **said: Any) -> object:
    return browser.note(_inspection(own).slug, grade_said(own, **{"version": 2, **said}), note=note)


def _second(browser: Browser, own: Assignment, after: str, **said: Any) -> object:
    """The grade that its device foretold to be written upon version 3, which the first becomes."""
    words = {"version": 3, "after": after, "reasons": "The second text.", **said}
    return browser.note(_inspection(own).slug, grade_said(own, **words), note=an_id())


def _send(browser: Browser, *sent: object) -> list[Outcome]:
    return Intake(device=device_of(browser)).take(sent, timezone.now())


def _codes(got: Outcome) -> list[str]:
    return [one.code for one in got.told]


def _given_anew(own: Assignment) -> Assignment:
    inspection = _inspection(own)
    lead = member(inspection, Role.LEAD)
    judgments.unassign(
        by=lead, at=timezone.now(), key=a_key(), assignment=own, reason="Given to another."
    )
    return assigned(inspection, own.scope_body, own.criterion, own.inspector)


class TestForetold:
    @pytest.mark.parametrize("at_once", [True, False])
    def test_two_grades_of_a_day_overwrite_nothing_that_was_saved_at_a_desk_between(
        self, own: Assignment, browser: Browser, at_once: bool
    ) -> None:
        _save(own, "Saved at the desk.", 2)
        note = an_id()
        sent = [_first(browser, own, note), _second(browser, own, note)]
        got = _send(browser, *sent) if at_once else [*_send(browser, sent[0])]
        got += [] if at_once else _send(browser, sent[1])
        assert [one.state for one in got] == ["received"] * 2
        assert [_codes(one) for one in got] == [["draft_saved_since"]] * 2
        draft = Draft.objects.get()
        assert (draft.reasons, draft.version) == ("Saved at the desk.", 3)

    @pytest.mark.parametrize("at_once", [True, False])
    def test_two_grades_in_a_chain_are_both_taken_where_nothing_was_saved_between(
        self, own: Assignment, browser: Browser, at_once: bool
    ) -> None:
        note = an_id()
        sent = [_first(browser, own, note), _second(browser, own, note)]
        got = _send(browser, *sent) if at_once else [*_send(browser, sent[0])]
        got += [] if at_once else _send(browser, sent[1])
        assert [one.state for one in got] == ["recorded"] * 2
        draft = Draft.objects.get()
        assert (draft.reasons, draft.version) == ("The second text.", 4)

    def test_grade_after_one_that_a_press_took_in_goes_upon_the_version_which_that_became(
        self, own: Assignment, browser: Browser
    ) -> None:
        _save(own, "Saved at the desk.", 2)
        note = an_id()
        _send(browser, _first(browser, own, note))
        received.take_grade(
            by=own.inspector,
            at=timezone.now(),
            key=a_key(),
            arrival=Arrival.objects.get(),
            version=3,
        )
        (got,) = _send(browser, _second(browser, own, note, version=4))
        assert got.state == "recorded"
        (got,) = _send(browser, _second(browser, own, note, version=5))
        assert (got.state, _codes(got)) == ("received", ["draft_saved_since"])

    @pytest.mark.parametrize("after", ["Z" * 21 + "A", "no id", "a/b", ""])
    def test_grade_after_one_that_never_came_waits_for_its_author(
        self, own: Assignment, browser: Browser, after: str
    ) -> None:
        (got,) = _send(browser, _second(browser, own, after, version=2))
        assert (got.state, _codes(got)) == ("received", ["draft_saved_since"])
        assert Draft.objects.get().version == 2

    def test_grade_of_another_device_under_that_id_is_none_it_was_written_after(
        self, own: Assignment, browser: Browser
    ) -> None:
        note = an_id()
        _send(enrolled(own.inspector), _first(browser, own, note))
        other = enrolled(own.inspector)
        (first,) = _send(other, _first(other, own, note))
        assert first.state == "recorded"
        (got,) = _send(browser, _second(browser, own, note))
        assert (got.state, _codes(got)) == ("received", ["draft_saved_since"])


class TestAssignments:
    def test_grade_written_for_an_assignment_that_was_taken_back_waits(
        self, own: Assignment, browser: Browser
    ) -> None:
        anew = _given_anew(own)
        for version in range(2):
            _save(anew, f"Saved anew, {version}.", version)
        (got,) = _send(browser, _first(browser, own, an_id()))
        assert (got.state, _codes(got)) == ("received", ["draft_saved_since"])
        assert "given to you anew" in got.told[0].text
        assert anew.draft.reasons == "Saved anew, 1."

    def test_grade_that_names_none_is_taken_at_once_only_where_there_is_no_draft(
        self, own: Assignment, browser: Browser
    ) -> None:
        (got,) = _send(browser, _first(browser, own, an_id(), **OLD))
        assert (got.state, _codes(got)) == ("received", ["draft_saved_since"])
        anew = _given_anew(own)
        (got,) = _send(browser, _first(browser, own, an_id(), version=0, **OLD))
        assert got.state == "recorded"
        assert Draft.objects.get(assignment=anew).version == 1

    def test_fields_that_are_not_as_described_are_said_to_be_so(
        self, own: Assignment, browser: Browser
    ) -> None:
        got = _send(
            browser,
            _first(browser, own, an_id(), assignment="7"),
            _first(browser, own, an_id(), after=7),
        )
        assert [[(str(x.code), x.field) for x in one.told] for one in got] == [
            [("not_as_described", "assignment")],
            [("not_as_described", "after")],
        ]


def test_grade_whose_taking_in_was_cut_off_goes_into_no_draft_of_another_assignment(
    own: Assignment, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = _first(browser, own, an_id())
    with monkeypatch.context() as patched:
        patched.setattr(received_meanings, "settled", lambda by, at, one, taken: taken)
        _send(browser, sent)
    anew = _given_anew(own)
    for version in range(2):
        _save(anew, f"Saved anew, {version}.", version)
    (got,) = _send(browser, sent)
    assert (got.state, _codes(got)) == ("received", [])
    assert Draft.objects.get(assignment=anew).reasons == "Saved anew, 1."
