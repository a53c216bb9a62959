"""Phases: the table is walked by every allowed arrow and by no other, going back has a reason, two
people never both win.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import BY_RELEASE, NEXT, Phase
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


def _move(inspection: Inspection, to_phase: str, reason: str = "", **given: Any) -> Inspection:
    fields = {"by": rooms.member(inspection, Role.LEAD), "version": inspection.version, **given}
    return actions.move(
        at=rooms.AT,
        key=rooms.a_key(),
        inspection=inspection,
        to_phase=to_phase,
        reason=reason,
        **fields,
    )


def _codes(inspection: Inspection, to_phase: str, reason: str = "") -> list[str]:
    with pytest.raises(Refused) as refusal:
        _move(inspection, to_phase, reason)
    return [one.code for one in refusal.value.reasons]


def test_every_phase_goes_where_the_table_says_and_nowhere_else() -> None:
    inspection = rooms.an_inspection()
    for here, there in itertools.product(Phase, Phase):
        Inspection.objects.filter(pk=inspection.pk).update(phase=here)
        inspection.refresh_from_db()
        if NEXT[here].get(there) == BY_RELEASE:
            assert _codes(inspection, there, "because") == ["by_release"], (here, there)
        elif there in NEXT[here]:
            assert _move(inspection, there, "because").phase == there
        else:
            assert _codes(inspection, there, "because") == ["phase_does_not_follow"], (here, there)


def test_every_phase_but_the_abandoned_one_has_a_way_out() -> None:
    assert [phase for phase in Phase if not NEXT[phase]] == [Phase.ABANDONED]


def test_fieldwork_without_what_it_needs_is_refused_with_each_thing_missing() -> None:
    inspection = rooms.an_inspection(bodies=0, phase="planned", team=[(Role.SIGNING, "")])
    assert _codes(inspection, "fieldwork") == [
        "approval_missing",
        "terms_missing",
        "scope_missing",
        "inspector_missing",
    ]
    assert [
        (value, [one.code for one in reasons]) for value, _, reasons in queries.moves(inspection)
    ] == [
        ("fieldwork", ["approval_missing", "terms_missing", "scope_missing", "inspector_missing"]),
        ("abandoned", []),
    ]


def test_nobody_moves_to_published_by_hand_and_no_page_offers_it() -> None:
    for phase in ("judging", "drafting", "checking"):
        inspection = rooms.an_inspection(phase=phase)
        assert _codes(inspection, "published") == ["by_release"]
        assert "published" not in [value for value, *_ in queries.moves(inspection)]
    with pytest.raises(Refused) as refusal:
        _move(inspection, "published")
    assert "By hand may follow: Drafting, Abandoned." in str(refusal.value)


def test_published_is_reached_from_judging_on_once_and_a_closed_one_is_reopened_by_hand() -> None:
    for phase in Phase:
        inspection = rooms.an_inspection()
        Inspection.objects.filter(pk=inspection.pk).update(phase=phase)
        signing = rooms.member(inspection, Role.SIGNING)
        said = {"by": signing, "at": rooms.AT, "key": rooms.a_key()}
        inspection.refresh_from_db()
        if phase in ("judging", "drafting", "checking"):
            assert actions.publish(inspection=inspection, **said).phase == "published"
            moved = inspection.phase_moves.last()
            assert (moved.from_phase, moved.to_phase, moved.by) == (phase, "published", signing)
            continue
        with pytest.raises(Refused) as refusal:
            actions.publish(inspection=inspection, **said)
        assert [one.code for one in refusal.value.reasons] == ["phase_does_not_follow"]
    inspection = rooms.an_inspection(phase="closed")
    assert _move(inspection, "published", "A correction is due.").phase == "published"


def test_going_back_or_giving_up_needs_a_reason_and_going_on_needs_none() -> None:
    inspection = rooms.an_inspection(phase="judging")
    assert _codes(inspection, "fieldwork", " ") == ["reason_missing"]
    assert _codes(inspection, "abandoned") == ["reason_missing"]
    assert _move(inspection, "drafting").phase == "drafting"
    assert _move(inspection, "judging", "Two judgments were not agreed.").phase == "judging"


def test_each_move_is_a_row_with_its_reason() -> None:
    inspection = rooms.an_inspection(phase="judging")
    _move(inspection, "fieldwork", " Two visits are still to come. ")
    moved = inspection.phase_moves.last()
    lead = rooms.member(inspection, Role.LEAD)
    assert (moved.from_phase, moved.to_phase, moved.by, moved.at) == (
        "judging",
        "fieldwork",
        lead,
        rooms.AT,
    )
    assert moved.reason == "Two visits are still to come."


def test_reason_that_cannot_be_stored_is_refused() -> None:
    assert _codes(rooms.an_inspection(phase="judging"), "fieldwork", "a\x00b") == [
        "text_unstorable"
    ]


def test_unknown_phase_is_refused() -> None:
    assert _codes(rooms.an_inspection(), "limbo") == ["phase_unknown"]


def test_phase_moved_meanwhile_is_a_conflict_that_shows_both() -> None:
    inspection = rooms.an_inspection()
    stale = Inspection.objects.get(pk=inspection.pk)
    _move(inspection, "judging")
    with pytest.raises(Conflict) as conflict:
        _move(stale, "abandoned", "No money.")
    assert (conflict.value.theirs, conflict.value.yours, conflict.value.version) == (
        "Judging",
        "Abandoned",
        inspection.version,
    )
    assert Inspection.objects.get(pk=inspection.pk).phase == "judging"


def test_phase_moved_twice_with_one_key_moves_once() -> None:
    inspection = rooms.an_inspection()
    lead, version = rooms.member(inspection, Role.LEAD), inspection.version
    given = {
        "by": lead,
        "at": rooms.AT,
        "key": "once",
        "inspection": inspection,
        "to_phase": "judging",
        "reason": "",
        "version": version,
    }
    assert actions.move(**given) == actions.move(**given)
    inspection.refresh_from_db()
    assert (inspection.phase, inspection.version) == ("judging", version + 1)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.EDITOR, Role.MODERATOR])
def test_phase_moved_by_another_role_is_forbidden(role: Role) -> None:
    inspection = rooms.an_inspection()
    assert not queries.can(rooms.member(inspection, role), inspection, InspectionVerb.MOVE)
    with pytest.raises(Forbidden):
        _move(inspection, "judging", by=rooms.member(inspection, role))


def test_what_a_planned_inspection_needs_waits_on_whoever_can_do_it() -> None:
    inspection = rooms.an_inspection(phase="planned")
    lead = [
        (one.what, one.mine, one.waits_on)
        for one in queries.waiting(rooms.member(inspection, Role.LEAD), inspection)
    ]
    assert lead == [
        ("Nobody has approved the inspection.", False, "approving inspector"),
        ("There are no terms of reference.", True, ""),
    ]
    signing = [
        one.mine for one in queries.waiting(rooms.member(inspection, Role.SIGNING), inspection)
    ]
    assert signing == [True, False]
    assert queries.waiting(rooms.a_person(Role.LEAD), inspection) == []
    assert (
        queries.waiting(rooms.member(rooms.an_inspection(), Role.LEAD), rooms.an_inspection()) == []
    )
