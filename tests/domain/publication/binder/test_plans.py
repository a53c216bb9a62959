"""Plans of visits go with their inspection; days off of its people do not."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from inspectorate.domain.fieldwork.planning import actions
from inspectorate.domain.fieldwork.planning.models import ClashPassed, TravelTime, VisitPlan
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.models import DaysOff
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from tests.factories import rooms
from tests.factories.binders import elsewhere, read_in, written_out
from tests.factories.planning import FIRST, VISITS, plan_many, visit_line

pytestmark = pytest.mark.django_db
OFF = date(2031, 7, 19)


def test_plan_comes_back_from_a_binder_and_days_off_never_left(tmp_path: Path) -> None:
    path = tmp_path / "plans.zip"
    with elsewhere():
        inspection = rooms.an_inspection()
        lead = rooms.member(inspection, Role.LEAD)
        said = {"by": lead, "at": rooms.AT}
        days_off.take_days_off(key=rooms.a_key(), from_on=OFF, to_on=OFF, **said)
        body, other = (rooms.scope_body(inspection, number).body for number in (0, 1))
        actions.say_travel(
            key=rooms.a_key(), inspection=inspection, minutes=90, one=body, other=other, **said
        )
        visits = VISITS + visit_line(inspection) + visit_line(inspection, 1, first=FIRST)
        plan_many(inspection, visits, gone_past="They part ways.")
        entry = Entry.objects.get(verb=PersonVerb.TAKE_DAYS_OFF)
        assert (entry.detail, DaysOff.objects.count()) == ({}, 1)
        written_out(inspection, path)
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name in held if "daysoff" in name]
    assert not [name for name, content in held.items() if f"{OFF}".encode() in content]
    there = read_in(path)
    assert VisitPlan.objects.get().inspection == there
    assert [one.visit.inspection for one in VisitPlan.objects.get().visits.all()] == [there, there]
    assert ClashPassed.objects.get().reason == "They part ways."
    assert TravelTime.objects.get().minutes == 90
    assert not DaysOff.objects.exists()
