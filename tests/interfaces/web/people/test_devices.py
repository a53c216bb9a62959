"""Devices for capture on their pages: enrolled after a proof, ended, lost in one act."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.envelopes import keys
from inspectorate.foundation.people.devices import actions
from inspectorate.foundation.people.devices.known import found
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import Role
from tests.factories.devices import Browser, a_browser, device_of, enrolled
from tests.factories.rooms import a_key, a_person, an_admin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _as(person: Person, **how: Any) -> Client:
    client = Client(**how)
    client.force_login(person)
    return client


def _enrol(client: Client, browser: Browser, test: Any = None, **headers: str) -> Any:
    sent = {"name": "Laptop", "signing_key": browser.jwk, "test": test or browser.test()}
    return client.post(
        reverse("devices-enrol"), sent, content_type="application/json", headers=headers
    )


class TestEnrol:
    def test_browser_has_the_opening_key_and_then_its_id_and_token(self) -> None:
        keys.add()
        client = _as(person := a_person(Role.INSPECTOR))
        told = client.get(reverse("devices-opening-key")).json()
        browser = Browser(told["id"], told["jwk"])
        assert told["prove"] == ""
        answer = _enrol(client, browser)
        assert answer.status_code == 200, answer.content
        given = answer.json()
        device = found(given["token"])
        assert device is not None
        assert (device.person, device.known_as) == (person, given["device"])
        assert given["opening_key"]["id"] == keys.newest().id
        assert answer["Cache-Control"] == "no-store"

    def test_same_enrolment_sent_twice_gives_the_same_device(self) -> None:
        client, browser = _as(a_person(Role.INSPECTOR)), a_browser()
        test = browser.test()
        first, again = (_enrol(client, browser, test).json() for _ in range(2))
        assert first == again
        assert CaptureDevice.objects.count() == 1

    def test_test_that_does_not_open_is_told_with_its_reasons(self) -> None:
        client = _as(a_person(Role.INSPECTOR))
        answer = _enrol(client, a_browser(), a_browser().test())
        assert answer.status_code == 422
        assert [one["code"] for one in answer.json()["reasons"]] == ["test_unopened"]

    @pytest.mark.parametrize("body", ["", "[]", "{", '{"test": 5}'])
    def test_what_is_no_enrolment_is_told_so(self, body: str) -> None:
        client = _as(a_person(Role.INSPECTOR))
        answer = client.post(reverse("devices-enrol"), body, content_type="application/json")
        assert answer.status_code == 422
        assert json.loads(answer.content)["reasons"]

    def test_form_in_the_place_of_json_is_told_so(self) -> None:
        client = _as(a_person(Role.INSPECTOR))
        assert client.post(reverse("devices-enrol"), {"name": "x"}).status_code == 422

    def test_without_a_proof_just_now_it_leads_there_and_enrols_nothing(
        self, settings: Any
    ) -> None:
        browser = a_browser()
        settings.SECOND_FACTOR_REQUIRED = True
        client = _as(a_person(Role.INSPECTOR))
        assert _enrol(client, browser).status_code == 302
        assert not CaptureDevice.objects.exists()

    def test_from_another_site_nothing_is_enrolled(self) -> None:
        client = _as(a_person(Role.INSPECTOR), enforce_csrf_checks=True)
        assert _enrol(client, a_browser()).status_code == 403


class TestEnd:
    def test_one_ends_ones_own_and_finds_no_others(self) -> None:
        mine, other = a_person(Role.INSPECTOR), a_person(Role.INSPECTOR)
        own, others = (device_of(enrolled(one)) for one in (mine, other))
        client = _as(mine)
        assert "Own laptop" in client.get(reverse("capture-devices")).content.decode()
        address = reverse("devices-end", args=[others.pk])
        assert client.post(address, {"key": a_key()}).status_code == 404
        client.post(reverse("devices-end", args=[own.pk]), {"key": a_key()})
        assert CaptureDevice.objects.get(pk=own.pk).ended_at is not None
        assert CaptureDevice.objects.get(pk=others.pk).ended_at is None


class TestLost:
    def test_administrator_ends_all_of_it_and_sees_what_it_could_have_held(self) -> None:
        mine, admin = a_person(Role.INSPECTOR), an_admin()
        device = device_of(enrolled(mine))
        given = {
            "about_code": "fieldwork.visit/1",
            "title": "Force 01",
            "holds": "Schedule; questions",
        }
        actions.note_pack(by=mine, at=timezone.now(), key=a_key(), device=device, **given)
        theirs = _as(mine)
        assert theirs.get(reverse("capture-devices")).status_code == 200
        address = reverse("people-lost-device", args=[mine.pk])
        sent = {"key": a_key(), "devices": [device.pk], "reason": "Left on a train."}
        answer = _as(admin).post(address, sent)
        assert "Schedule; questions" in answer.content.decode()
        assert theirs.get(reverse("capture-devices")).status_code == 302
        assert not CaptureDevice.objects.get(pk=device.pk).trusted

    def test_for_others_than_administrators_there_is_no_such_page(self) -> None:
        mine = a_person(Role.INSPECTOR)
        address = reverse("people-lost-device", args=[mine.pk])
        assert _as(a_person(Role.LEAD)).get(address).status_code == 404
