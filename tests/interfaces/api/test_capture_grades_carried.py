"""What whoever carries a grade of another's is told of it: that it lies here, by every door."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.evidence.models import Arrival, Quarantined
from inspectorate.foundation.people.models import Person
from inspectorate.interfaces.intake import Intake
from inspectorate.interfaces.note_outcomes import Outcome
from inspectorate.interfaces.rescue import bring
from tests.factories.devices import a_file, device_of, enrolled
from tests.factories.rooms import an_admin
from tests.factories.world import Half, World

from .capturing import PHOTO, Device, a_device, an_item
from .test_capture_kept import accepted, away, ended

pytestmark = pytest.mark.django_db

GRADE = {"meant": "grade", "grade": "Good", "reasons": "Seen at night.", "version": 4}


def _through(device: Device, note: dict[str, Any]) -> Outcome:
    (got,) = Intake(device=device_of(device.browser)).take([note], timezone.now())
    return got


def _other(half: Half) -> Device:
    return Device(enrolled(half.people["lead"]))


def test_accepted_grade_sent_again_with_anothers_token_tells_that_it_lies_here_alone(
    world: World,
) -> None:
    half = world.second
    other = _other(half)
    note = a_device(half).browser.note(half.inspection.slug, GRADE)
    assert _through(other, note).state == "quarantined"
    accepted(half, Quarantined.objects.get())
    assert Arrival.objects.get().private
    again = _through(other, note)
    assert (again.state, again.number, again.ref, list(again.told)) == ("received", None, None, [])


def test_whoever_brings_a_rescue_file_cannot_tell_which_lines_of_it_are_grades(
    world: World,
) -> None:
    half = world.second
    browser, author = a_device(half).browser, half.people["inspector"]
    said: list[Any] = [GRADE, an_item(half), {"odd": 1}, {"meant": "debrief", "words": "Said."}]
    notes = [browser.note(half.inspection.slug, one) for one in said]
    lines = "".join(browser.rescued(*({"envelope": one} for one in notes)))

    def told(by: Person) -> list[tuple[str, bool, int]]:
        found = bring(io.BytesIO(lines.encode()), by=by, at=timezone.now()).outcomes
        return [(one.state.value, bool(one.ref), len(one.told)) for one in found]

    for _ in range(2):
        assert told(half.people["lead"]) == [("received", False, 0)] * 4
    assert all(ref for _, ref, _ in told(author))


def test_files_of_a_quarantined_grade_are_named_to_its_signer_alone(world: World) -> None:
    half = world.second
    device = a_device(half)
    ended(device)
    file = a_file("good-at-night.heic", PHOTO)
    note = device.browser.note(half.inspection.slug, GRADE, files=[file])
    device.put(note["id"], file, 0)
    own = _through(device, note)
    assert own.state == "quarantined"
    assert any("good-at-night" in one.text for one in own.told)
    other = _other(half)
    other.put(note["id"], file, 0)
    carried = _through(other, note)
    assert carried.state == "quarantined"
    assert not any("good-at-night" in str(one) for one in carried.told)


@pytest.mark.parametrize("shut", ["the key is away", "it names no inspection", "it opens"])
def test_names_of_files_are_shown_only_where_the_note_opens_and_is_no_grade(
    world: World, settings: Any, shut: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    half = world.second
    device = a_device(half)
    ended(device)
    file = a_file("good-at-night.png", PHOTO)
    slug = "nowhere" if "inspection" in shut else half.inspection.slug
    said: Any = {"words": "A note."} if shut == "it opens" else GRADE
    note = device.browser.note(slug, said, files=[file])
    device.put(note["id"], file, 0)
    assert _through(device, note).state == "quarantined"
    kept = Quarantined.objects.get()
    assert kept.files.count() == 1
    person = half.people["lead"]
    client = Client()
    if kept.inspection is None:
        person = an_admin()
    client.force_login(person)
    to = reverse("quarantine-one", args=[kept.pk])
    if "key" in shut:
        with away(device.browser):
            text = client.get(to).content.decode()
    else:
        text = client.get(to).content.decode()
    assert kept.ref in text
    assert ("good-at-night" in text) is (shut == "it opens")
