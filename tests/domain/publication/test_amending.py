"""Amending what an inspection is called and asks: what may be, until when, and what it undoes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections import amending
from inspectorate.domain.inspections.models import Amendment, Inspection, NotInspected
from inspectorate.domain.publication import actions, queries
from inspectorate.domain.publication.states import State
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories import rooms
from tests.factories.findings import an_item, assigned
from tests.factories.publishing import EMBARGO, a_document, a_story, approved, prepared, released
from tests.factories.rooms import AT, a_key, a_person, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
CHANGES: dict[str, Any] = {
    "title": "Safeguarding, looked at again",
    "question": "How well is it done by now?",
    "basis": "own",
    "basis_text": "The letter of 3 May.",
    "fieldwork_from": date(2018, 11, 1),
    "fieldwork_to": date(2019, 3, 1),
    "noun": "service",
    "noun_plural": "services",
    "names_bodies": True,
}


def _amended(inspection: Inspection, role: Role = Role.LEAD, **given: Any) -> Amendment:
    fields = {"reason": "It was misheard.", "version": inspection.amendments.count(), **given}
    return actions.amend(
        by=member(inspection, role), at=AT, key=a_key(), inspection=inspection, **fields
    )


def _refused(inspection: Inspection, changes: dict[str, Any], reason: str = "x") -> list[str]:
    with pytest.raises(Refused) as refusal:
        _amended(inspection, changes=changes, reason=reason)
    return [f"{one.code} {one.field}".strip() for one in refusal.value.reasons]


def _stored(inspection: Inspection) -> Inspection:
    return Inspection.objects.get(pk=inspection.pk)


def test_all_that_may_change_until_a_release_is_out_changes_with_a_record_of_both() -> None:
    inspection = an_inspection(phase="judging")
    before = {name: getattr(inspection, name) for name in CHANGES}
    made = _amended(inspection, changes=CHANGES)
    assert {name: getattr(_stored(inspection), name) for name in CHANGES} == CHANGES
    assert (made.number, made.reason, made.by) == (
        1,
        "It was misheard.",
        member(inspection, Role.LEAD),
    )
    assert (made.before["title"], made.after["title"]) == (before["title"], CHANGES["title"])
    assert (made.before["basis"], made.after["basis"]) == (
        "In the approved inspection programme",
        "Own initiative",
    )
    assert (made.after["fieldwork_from"], made.after["names_bodies"]) == ("2018-11-01", "Yes")
    assert ("what one body is called", "force", "service") in made.changes


def test_only_what_differs_is_recorded_and_nothing_else_is_said_in_the_ledger() -> None:
    inspection = an_inspection()
    sent = {"title": f" {inspection.title} ", "question": "Why?", "noun": inspection.noun}
    made = _amended(inspection, changes=sent)
    assert list(made.after) == ["question"]
    entry = Entry.objects.get(verb="inspections.amend")
    assert entry.detail == {"number": 1, "fields": ["question"]}


def test_prefix_and_framework_may_change_while_nothing_is_recorded() -> None:
    inspection = an_inspection(phase="planned")
    other = rooms.a_framework(rooms.FRAMEWORK_CSV.replace("Test framework", "Another framework"))
    _amended(inspection, changes={"prefix": "OTHER", "framework": other})
    stored = _stored(inspection)
    assert (stored.prefix, stored.framework) == ("OTHER", other)
    assert inspection.amendments.get().after["framework"] == str(other)


def _assigned(inspection: Inspection) -> object:
    inspector = member(inspection, Role.INSPECTOR)
    return assigned(inspection, scope_body(inspection), criterion(inspection), inspector)


RECORDED: dict[str, Callable[[Inspection], object]] = {
    "a request": lambda one: rooms.a_request(one, 0),
    "a visit": rooms.a_visit,
    "an item": an_item,
    "an assignment": _assigned,
    "a document": lambda one: a_document(one, "report", "report", "How well", "# How well\n"),
}


@pytest.mark.parametrize("recorded", RECORDED)
def test_prefix_and_framework_are_fixed_once_something_is_recorded(recorded: str) -> None:
    inspection = an_inspection()
    assert set(amending.fixed(inspection)) == {"slug", "rehearsal"}
    RECORDED[recorded](inspection)
    other = rooms.a_framework(rooms.FRAMEWORK_CSV.replace("Test framework", "Another framework"))
    assert _refused(inspection, {"prefix": "OTHER", "framework": other}) == [
        "fixed prefix",
        "fixed framework",
    ]
    _amended(inspection, changes={"title": "Another"})


def test_framework_is_fixed_while_its_criteria_are_left_out_and_the_mend_names_the_act() -> None:
    inspection = an_inspection(phase="planned")
    said = {"by": member(inspection, Role.LEAD), "at": AT, "inspection": inspection, "reason": "x"}
    inspections.leave_out(
        key=a_key(), scope_body=scope_body(inspection), criterion=criterion(inspection), **said
    )
    other = rooms.a_framework(rooms.FRAMEWORK_CSV.replace("Test framework", "Another framework"))
    assert _refused(inspection, {"framework": other}) == ["fixed framework"]
    assert amending.fixed(inspection)["framework"].mend == (
        "Take them back into the coverage first."
    )
    inspections.take_back(key=a_key(), left_out=list(NotInspected.objects.all()), **said)
    _amended(inspection, changes={"framework": other})


def test_slug_and_rehearsal_never_change_and_both_say_why() -> None:
    inspection = an_inspection(phase="planned")
    assert _refused(inspection, {"slug": "other", "rehearsal": False}) == [
        "fixed slug",
        "fixed rehearsal",
    ]
    assert all(amending.fixed(inspection)[name].text for name in ("slug", "rehearsal"))


def test_what_could_not_be_opened_so_is_refused() -> None:
    inspection, other = an_inspection(phase="planned"), an_inspection()
    drafted = rooms.a_framework(
        rooms.FRAMEWORK_CSV.replace("Test framework", "Another framework"), adopted=False
    )
    for changes, codes in (
        ({}, ["nothing_amended"]),
        ({"title": inspection.title}, ["nothing_amended"]),
        ({"title": " "}, ["text_missing title"]),
        ({"fieldwork_to": date(2001, 1, 1)}, ["window_out_of_order fieldwork_to"]),
        ({"prefix": other.prefix}, ["prefix_taken prefix"]),
        ({"basis": "whim"}, ["basis_unknown basis"]),
        ({"framework": drafted}, ["framework_not_adopted framework"]),
    ):
        assert _refused(inspection, changes) == codes
    assert _refused(inspection, {"noun": "service"}, " ") == ["text_missing reason"]
    assert inspection.amendments.count() == 0


def test_inspection_that_is_over_and_who_only_inspects_amend_nothing() -> None:
    inspection = an_inspection(phase="planned")
    with pytest.raises(Forbidden):
        _amended(inspection, Role.ANALYST, changes={"noun": "service"})
    with pytest.raises(Forbidden):
        actions.amend(
            by=a_person(Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            changes={"noun": "service"},
            reason="x",
            version=0,
        )
    inspections.move(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        to_phase="abandoned",
        reason="x",
        version=inspection.version,
    )
    assert _refused(inspection, {"noun": "service"}) == ["inspection_over inspection"]


def test_two_who_amend_at_once_are_told_what_the_other_said() -> None:
    inspection = an_inspection()
    _amended(inspection, changes={"title": "Theirs"})
    with pytest.raises(Conflict) as conflict:
        _amended(inspection, changes={"title": "Mine"}, version=0)
    assert (conflict.value.theirs, conflict.value.yours) == ("Theirs", "Mine")
    assert _stored(inspection).title == "Theirs"


class TestRelease:
    def test_release_that_two_people_signed_does_not_go_out_once_the_title_is_amended(
        self,
    ) -> None:
        story = a_story()
        release = approved(prepared(story))
        frozen = dict(Edition.objects.values_list("pk", "data"))
        _amended(story.inspection, changes={"title": "Under another title"})
        said = {"by": story.who(Role.PRESS), "at": EMBARGO, "key": a_key()}
        with pytest.raises(Refused) as refusal:
            actions.release(release=release, **said)
        assert [str(one.code) for one in refusal.value.reasons] == ["facts_moved"]
        assert "inspection" in refusal.value.reasons[0].text
        assert queries.state_of(release) == State.APPROVED
        assert dict(Edition.objects.values_list("pk", "data")) == frozen
        # Prepared and signed anew it says what the records say, and goes out.
        actions.cancel(
            by=story.who(Role.PRESS), at=EMBARGO, key=a_key(), release=release, reason="Amended"
        )
        again = approved(prepared(story, list(release.editions.all())))
        bundle = actions.release(release=again, **{**said, "key": a_key()})
        assert bundle.release == again

    @pytest.mark.parametrize(
        "changes",
        [
            {"question": "How well by now?"},
            {"fieldwork_to": date(2019, 3, 1)},
            {"names_bodies": True},
        ],
    )
    def test_so_it_is_with_what_else_a_release_says(self, changes: dict[str, Any]) -> None:
        story = a_story()
        release = approved(prepared(story))
        _amended(story.inspection, changes=changes)
        with pytest.raises(Refused) as refusal:
            actions.release(by=story.who(Role.PRESS), at=EMBARGO, key=a_key(), release=release)
        assert {str(one.code) for one in refusal.value.reasons} == {"facts_moved"}

    def test_nothing_is_amended_once_a_release_is_out(self) -> None:
        story = a_story()
        released(story)
        assert _refused(story.inspection, {"title": "Late"}) == ["release_out"]
