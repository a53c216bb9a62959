"""Which browser is known, and what is kept of it: the rules, without a page."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import events
from inspectorate.foundation.tries import devices
from inspectorate.foundation.tries.models import Device
from tests.factories.rooms import a_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def person() -> Person:
    return a_person(Role.INSPECTOR)


def browser(token: str = "") -> Any:
    request = RequestFactory().get("/")
    if token:
        request.COOKIES["device"] = token
    return request


def remembered(person: Person, token: str = "", at: datetime = NOW) -> tuple[Device, str]:
    """The row, and the cookie that the browser was given."""
    response = HttpResponse()
    found = devices.remember(browser(token), response, person, at)
    return found, response.cookies["device"].value


def many(person: Person, count: int, used: datetime = NOW) -> None:
    Device.objects.bulk_create(
        Device(person=person, digest=f"{person.pk}-{one}", made_at=used, last_used_at=used)
        for one in range(count)
    )


def noted(settings: Any, event: SecurityEvent) -> list[dict[str, Any]]:
    log = Path(settings.SECURITY_LOG)
    return [one.ids for one in events(log) if one.event == event.value] if log.exists() else []


def test_browser_is_known_to_its_person_alone_by_its_own_cookie(person: Person) -> None:
    other = a_person(Role.INSPECTOR)
    (first, one), (second, two) = remembered(person), remembered(person)
    (theirs, three) = remembered(other)
    assert devices.known(browser(one), person, NOW) == first
    assert devices.known(browser(two), person, NOW) == second
    assert devices.known(browser(three), other, NOW) == theirs
    assert devices.known(browser(three), person, NOW) is None
    assert devices.known(browser("another"), person, NOW) is None
    assert devices.known(browser(one), None, NOW) is None


@pytest.mark.parametrize(("days", "known"), [(0, True), (179.9, True), (180, True), (180.1, False)])
def test_browser_is_known_for_a_hundred_and_eighty_days(
    person: Person, days: float, known: bool
) -> None:
    _, token = remembered(person)
    assert (devices.known(browser(token), person, NOW + days * DAY) is not None) == known


def test_browser_without_a_cookie_is_never_known_and_is_given_one(person: Person) -> None:
    """Whatever a row says."""
    digest = hashlib.sha256(b"").hexdigest()
    Device.objects.create(person=person, digest=digest, made_at=NOW, last_used_at=NOW)
    assert devices.known(browser(), person, NOW) is None
    _, token = remembered(person)
    assert len(token) == 43


def test_browser_known_again_keeps_its_cookie_and_its_row_and_is_used_now(person: Person) -> None:
    made, token = remembered(person)
    again, same = remembered(person, token, NOW + DAY)
    assert (again.pk, same) == (made.pk, token)
    kept = Device.objects.get()
    assert (kept.made_at, kept.last_used_at) == (NOW, NOW + DAY)


def test_cookie_of_another_person_is_kept_and_one_of_nobody_replaced(person: Person) -> None:
    _, token = remembered(a_person(Role.INSPECTOR))
    assert remembered(person, token)[1] == token
    assert remembered(person, "of nobody")[1] != "of nobody"


def test_new_browser_ends_those_used_longest_ago_and_nobody_elses(person: Person) -> None:
    other = a_person(Role.INSPECTOR)
    many(other, 20)
    many(person, 19, NOW - DAY)
    oldest = Device.objects.create(
        person=person, digest="oldest", made_at=NOW, last_used_at=NOW - 2 * DAY
    )
    made, _ = remembered(person)
    mine = Device.objects.filter(person=person)
    assert (mine.count(), Device.objects.filter(person=other).count()) == (20, 20)
    assert mine.filter(pk=made.pk).exists()
    assert not mine.filter(pk=oldest.pk).exists()


def test_twenty_browsers_are_kept_and_one_known_again_ends_none(person: Person) -> None:
    _, token = remembered(person)
    many(person, 24)
    remembered(person, token, NOW + DAY)
    assert Device.objects.count() == 25
    remembered(person, "", NOW + DAY)
    assert Device.objects.count() == 20


def test_log_tells_of_a_new_browser_once(person: Person, settings: Any) -> None:
    made, token = remembered(person)
    remembered(person, token)
    assert noted(settings, SecurityEvent.DEVICE_KNOWN) == [{"person": person.pk, "device": made.pk}]


def test_ending_takes_those_named_or_all_of_one_person_and_says_how_many(
    person: Person, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = a_person(Role.INSPECTOR)
    remembered(other)
    mine = [remembered(person)[0].pk for _ in range(3)]
    theirs = Device.objects.get(person=other)

    def ended(**given: Any) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return devices.forget(person, by=person.pk, **given)

    assert ended(only=[]) == 0
    assert ended(only=[theirs.pk]) == 0
    assert noted(settings, SecurityEvent.DEVICE_ENDED) == []
    assert ended(only=[mine[0]]) == 1
    assert set(Device.objects.values_list("pk", flat=True)) == {*mine[1:], theirs.pk}
    assert ended() == 2
    assert [*Device.objects.all()] == [theirs]
    assert noted(settings, SecurityEvent.DEVICE_ENDED) == [
        {"person": person.pk, "devices": many, "by": person.pk} for many in (1, 2)
    ]
