"""Devices for capture: enrolled by a test that opens, ended, lost with what opens there."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.fieldwork.diary import actions as diary
from inspectorate.domain.fieldwork.diary.addresses import whose
from inspectorate.foundation.people.devices import actions, queries
from inspectorate.foundation.people.devices.known import digest_of, found, secret_of
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens import actions as tokens
from inspectorate.foundation.people.tokens import known
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms
from tests.factories.devices import a_browser, an_id, device_of, enrolled

pytestmark = pytest.mark.django_db


def person() -> Person:
    return rooms.a_person(Role.INSPECTOR)


def enrol(by: Person, **instead: Any) -> CaptureDevice:
    browser = a_browser()
    given: dict[str, Any] = {
        "name": "Own laptop",
        "signing_key": browser.jwk,
        "test": browser.test(),
        "digest": digest_of(rooms.a_key()),
    }
    return actions.enrol_device(by=by, at=timezone.now(), key=rooms.a_key(), **(given | instead))


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {str(one.code) for one in refusal.value.reasons}


class TestEnrol:
    def test_token_of_a_device_finds_it_and_stands_in_no_row(self) -> None:
        browser = enrolled(mine := person())
        device = found(browser.token)
        assert device is not None
        assert (device.person, device.trusted, device.jwk) == (mine, True, browser.jwk)
        assert browser.token not in str(CaptureDevice.objects.values())
        assert found("inspectorate_device_other") is found("") is None

    def test_device_whose_test_does_not_open_is_refused(self) -> None:
        test = a_browser().test() | {"id": an_id()}
        with pytest.raises(Refused) as refusal:
            enrol(person(), test=test)
        assert codes(refusal) == {"test_unopened"}

    def test_device_whose_test_another_key_signed_is_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            enrol(person(), test=a_browser().test())
        assert codes(refusal) == {"test_unopened"}

    def test_note_in_the_place_of_a_test_enrols_nothing(self) -> None:
        browser = a_browser()
        note = browser.note("first", {})
        with pytest.raises(Refused) as refusal:
            enrol(person(), signing_key=browser.jwk, test=note)
        assert codes(refusal) == {"test_unopened"}

    @pytest.mark.parametrize("key", [{}, {"kty": "EC", "crv": "P-256", "x": "A", "y": 5}])
    def test_device_without_a_key_on_the_curve_is_refused(self, key: dict[str, Any]) -> None:
        with pytest.raises(Refused) as refusal:
            enrol(person(), signing_key=key)
        assert codes(refusal) == {"signing_key_none"}

    def test_key_of_one_person_enrols_no_second_one(self) -> None:
        browser = a_browser()
        enrol(person(), signing_key=browser.jwk, test=browser.test())
        with pytest.raises(Refused) as refusal:
            enrol(person(), signing_key=browser.jwk, test=browser.test())
        assert codes(refusal) == {"device_known"}


class TestEnd:
    def test_ended_device_is_found_still_and_trusted_no_more(self) -> None:
        mine = person()
        browser = enrolled(mine)
        device = device_of(browser)
        actions.end_device(by=mine, at=timezone.now(), key=rooms.a_key(), device=device)
        known_still = found(browser.token)
        assert known_still is not None
        assert not known_still.trusted

    def test_device_of_another_is_ended_by_administrators_alone(self) -> None:
        device = device_of(enrolled(person()))
        with pytest.raises(Forbidden):
            actions.end_device(by=person(), at=timezone.now(), key=rooms.a_key(), device=device)
        admin = rooms.an_admin()
        actions.end_device(by=admin, at=timezone.now(), key=rooms.a_key(), device=device)
        assert not device_of_again(device).trusted


def device_of_again(device: CaptureDevice) -> CaptureDevice:
    return CaptureDevice.objects.get(pk=device.pk)


class TestLost:
    def lose(self, mine: Person, *devices: CaptureDevice, by: Person | None = None) -> None:
        actions.lose_device(
            by=by or rooms.an_admin(),
            at=timezone.now(),
            key=rooms.a_key(),
            person=mine,
            devices=devices,
            reason="Left on a train.",
        )

    def test_tokens_and_calendar_addresses_end_in_the_one_act(self) -> None:
        mine, now = person(), timezone.now()
        token, address = known.secret_of(mine, "k"), "calendar-secret"
        tokens.make_token(
            by=mine,
            at=now,
            key="k",
            label="Own",
            scopes=[Scope.READ_EVIDENCE],
            days=9,
            digest=known.digest_of(token),
        )
        diary.make_calendar_address(by=mine, at=now, key="k2", digest=digest_of(address))
        assert known.found(token, timezone.now())
        assert whose(address) == mine
        self.lose(mine)
        assert known.found(token, timezone.now()) is None
        assert whose(address) is None

    def test_lost_device_is_trusted_no_more_and_another_of_theirs_still_is(self) -> None:
        mine = person()
        lost, other = (device_of(enrolled(mine)) for _ in range(2))
        self.lose(mine, lost)
        assert not device_of_again(lost).trusted
        assert device_of_again(other).trusted

    def test_only_administrators_say_so_and_of_that_persons_devices_alone(self) -> None:
        mine, others = person(), device_of(enrolled(person()))
        with pytest.raises(Forbidden):
            self.lose(mine, by=mine)
        with pytest.raises(Refused) as refusal:
            self.lose(mine, others)
        assert codes(refusal) == {"device_of_others"}

    def test_what_it_could_have_held_is_listed_for_administrators_alone(self) -> None:
        mine, admin = person(), rooms.an_admin()
        device = device_of(enrolled(mine))
        given = {
            "about_code": "fieldwork.visit/1",
            "title": "Force 01",
            "holds": "Schedule; questions",
        }
        actions.note_pack(by=mine, at=timezone.now(), key=rooms.a_key(), device=device, **given)
        self.lose(mine, device, by=admin)
        assert [one.title for one in queries.packs_of(admin, mine)] == ["Force 01"]
        assert queries.packs_of(person(), mine) == []
        with pytest.raises(Refused):
            actions.note_pack(by=mine, at=timezone.now(), key=rooms.a_key(), device=device, **given)


def test_same_form_gives_the_same_token_and_another_person_another() -> None:
    mine, other = person(), person()
    assert secret_of(mine, "k") == secret_of(mine, "k") != secret_of(other, "k")
