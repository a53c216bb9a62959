"""A grade from a device exists for nobody but its author: not its words, its state, its number, a
count of it or an entry of the ledger, whoever asks, blind or not.

The walk asks that nothing at all has changed for anybody else. Controls break one rule each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.models import Q

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.arrivals import queries as received
from inspectorate.domain.evidence.models import Arrival
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.test_blindness import Act, World, _plain, a_world
from tests.factories.arriving import a_note
from tests.factories.rooms import member

pytestmark = pytest.mark.django_db
DEVICES: list[Act] = [("device", 2, 0, how) for how in (0, 4, 6, 8)]


def received_walk(world: World, acts: Sequence[Act]) -> None:
    """Do what comes from a device; nobody but its author reads anything of it, blind or not."""
    for act in acts:
        author = world.people[act[1]]
        others = [one for one in world.people if one != author]
        before = {one.pk: _plain(world.received(one)) for one in others}
        world.act(act)
        for one in others:
            assert _plain(world.received(one)) == before[one.pk], f"{one} learnt of {act}"


def test_grade_from_a_device_exists_for_nobody_but_its_author_whoever_asks() -> None:
    world = a_world()
    received_walk(world, DEVICES)
    mine = received.listed(world.people[2], world.inspection)
    assert [one.private for one in mine.arrivals] == [True] * len(DEVICES)


@pytest.mark.of_python
@pytest.mark.parametrize("rule", ["read", "waits", "counted"])
def test_control_grade_that_is_told_of_in_one_place_is_caught_by_the_walk(
    monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    """The rule is taken out of one read at a time: of all the others it stands."""
    world, whole = a_world(), received._GRADES
    nothing = Q(pk__in=())
    names = {"read": "visible_to", "waits": "waiting", "counted": "waiting_on"}
    function = getattr(received, names[rule])

    def without(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(received, "_GRADES", nothing)
        try:
            return function(*given, **more)
        finally:
            monkeypatch.setattr(received, "_GRADES", whole)

    monkeypatch.setattr(received, names[rule], without)
    with pytest.raises(AssertionError, match="learnt of"):
        received_walk(world, DEVICES)


@pytest.mark.of_python
def test_control_entries_of_grades_that_are_told_are_caught_by_the_walk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world()
    monkeypatch.setattr(evidence.arrivals, "hidden_from", lambda *_: ())
    with pytest.raises(AssertionError, match="learnt of"):
        received_walk(world, DEVICES)


@pytest.mark.of_python
def test_control_count_of_what_one_may_not_read_that_holds_grades_is_caught_by_the_walk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unread(person: Person, inspection: Inspection) -> int:
        read = received.visible_to(person, inspection).values("pk")
        return Arrival.objects.exclude(pk__in=read).count()

    world = a_world()
    monkeypatch.setattr(received, "_unread", unread)
    with pytest.raises(AssertionError, match="learnt of"):
        received_walk(world, DEVICES)


def test_numbers_of_notes_have_no_gap_where_a_grade_came_between() -> None:
    world = a_world()
    inspection, other = world.inspection, member(world.inspection, Role.INSPECTOR, 1)
    first = a_note(inspection, by=other)
    world.act(DEVICES[0])
    assert (first.number, a_note(inspection, by=other).number) == (1, 2)
