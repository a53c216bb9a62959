"""The publisher on the pages: whether it lives, and a person's word that the clock is right."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inspectorate.domain.publication import publisher
from inspectorate.domain.publication.models import ClockConfirmation
from inspectorate.domain.publication.publisher import PublisherStatus
from inspectorate.foundation.clocks import host
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.publication.publisher import who_switches
from inspectorate.prose.dates import LONDON
from tests.factories.publishing import Story, a_story
from tests.factories.rooms import a_key, a_person

DOUBT = "The clock was set forward by 31 days."


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


def door(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(response: Any) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def living(**given: Any) -> None:
    now = host.read()
    publisher.write(
        PublisherStatus(
            "2026-11-25T12:00:00+00:00",
            seen="2026-11-25T12:00:00+00:00",
            boot=now.boot,
            uptime=now.uptime,
            **given,
        )
    )


def releases(story: Story, role: Role) -> str:
    page = door(story.who(role)).get(f"/i/{story.inspection.slug}/publication/")
    return words(page)


def test_page_says_whether_the_publisher_is_at_work(story: Story) -> None:
    assert "Not at work Nothing goes out by itself. Ask whoever" in releases(story, Role.PRESS)
    living(next="2026-11-26T09:30:00+00:00")
    page = releases(story, Role.PRESS)
    assert "At work What two people signed goes out" in page
    assert "The next embargo ends on 26 November 2026, 09:30 GMT." in page
    living(ended=True)
    page = releases(story, Role.PRESS)
    assert "It was last seen on 25 November 2026, 12:00 GMT." in page


@pytest.mark.django_db
def test_what_was_published_by_hand_says_when_the_public_site_follows() -> None:
    assert who_switches().startswith("No publisher is at work here")
    living()
    assert who_switches() == "The public site follows within seconds."


@pytest.mark.parametrize(("role", "may"), [(Role.PRESS, True), (Role.EDITOR, False)])
def test_doubt_of_the_clock_is_told_and_who_may_confirm_it_is_led_there(
    story: Story, role: Role, may: bool
) -> None:
    living(doubts=[DOUBT])
    page = releases(story, role)
    assert DOUBT in page
    assert ("Confirm day and hour" in page) is may
    assert "At work, and waits" in page
    assert "goes out at its moment by itself" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "may"), [(Role.ADMIN, True), (Role.LEAD, False)])
def test_who_may_confirm_the_clock_is_led_there_from_their_own_work(role: Role, may: bool) -> None:
    person = a_person(role)
    assert "confirms day and hour" not in words(door(person).get("/"))
    living(doubts=[DOUBT])
    assert ("confirms day and hour" in words(door(person).get("/"))) is may


@pytest.mark.django_db
def test_person_confirms_day_and_hour_by_a_clock_of_their_own() -> None:
    living(doubts=[DOUBT])
    press = door(a_person(Role.PRESS))
    assert DOUBT in words(press.get("/clock/"))
    local = timezone.now().astimezone(LONDON)
    wrong = press.post(
        "/clock/", {"key": a_key(), "said": f"{local - timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    )
    assert (wrong.status_code, ClockConfirmation.objects.count()) == (422, 0)
    assert "The clock of the database says" in words(wrong)
    right = press.post("/clock/", {"key": a_key(), "said": f"{local:%Y-%m-%dT%H:%M}"})
    assert (right.status_code, ClockConfirmation.objects.count()) == (302, 1)


@pytest.mark.django_db
def test_who_may_not_confirm_the_clock_finds_no_such_page() -> None:
    assert door(a_person(Role.LEAD)).get("/clock/").status_code == 404
