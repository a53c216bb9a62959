"""Devices of one person, what they send, and the quarantine, while somebody else acts on them."""

from __future__ import annotations

from typing import Any

from benchmarks.at_once import Door
from tests.factories import rooms
from tests.factories.devices import Browser, a_browser, device_of, enrolled
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import AT, a_key

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.arrivals import actions as arrivals
from inspectorate.domain.evidence.arrivals.mending import as_said
from inspectorate.domain.evidence.models import Quarantined
from inspectorate.domain.evidence.quarantine import actions as quarantine
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.devices.known import digest_of, secret_of
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.intake import Intake, State
from inspectorate.interfaces.quarantined import accept

from .ground import Ground, Pair, again, call


def _inspector(on: Ground) -> Person:
    return rooms.join(on.judging, Role.INSPECTOR, "A")


def _device(on: Ground) -> CaptureDevice:
    return device_of(enrolled(_inspector(on)))


def device_enrolled_twice(on: Ground) -> Pair:
    person, browser = _inspector(on), a_browser()
    test = browser.test()
    given = {"name": "Laptop", "signing_key": browser.jwk, "test": test}
    digest = digest_of(secret_of(person, test["id"]))
    return again(call(devices.enrol_device, by=person, digest=digest, **given))


def _ending(device: CaptureDevice) -> Any:
    return call(devices.end_device, by=device.person, device=device)


def _losing(device: CaptureDevice) -> Any:
    given = {"person": device.person, "devices": [device], "reason": "Left on a train"}
    return call(devices.lose_device, by=rooms.an_admin(), **given)


def device_ended_twice(on: Ground) -> Pair:
    return again(_ending(_device(on)))


def end_or_lose_a_device(on: Ground) -> Pair:
    device = _device(on)
    return _ending(device), _losing(device)


def device_lost_twice(on: Ground) -> Pair:
    return again(_losing(_device(on)))


def pack_taken_or_device_ended(on: Ground) -> Pair:
    device = _device(on)
    given = {"about_code": "fieldwork.visit/1", "title": "A visit", "holds": "Its schedule"}
    taken = call(devices.note_pack, by=device.person, device=device, **given)
    return taken, _ending(device)


def _sent(*, device: CaptureDevice, envelope: Any, becomes: State) -> str:
    """Send an envelope by its device; return its number."""
    (outcome,) = Intake(device=CaptureDevice.objects.get(pk=device.pk)).take([envelope], LATER)
    if outcome.state is not becomes:
        raise AssertionError(f"{outcome.state}: {outcome.told}")
    return str(outcome.ref)


def _sending(act: Any, on: Ground, becomes: State, **instead: Any) -> Pair:
    """One note of a device, sent twice at once; ``instead`` takes the place of what it says."""
    browser = enrolled(_inspector(on))
    said = as_said(a_recording(on.judging)) | instead
    given = {
        "device": device_of(browser),
        "envelope": browser.note(on.judging.slug, said),
        "becomes": becomes,
    }
    return Door(act, given, _sent), Door(act, given, _sent)


def note_of_a_device_sent_twice(on: Ground) -> Pair:
    return _sending(evidence.record_many, on, State.RECORDED)


def note_of_a_device_that_a_rule_refuses_sent_twice(on: Ground) -> Pair:
    return _sending(arrivals.receive, on, State.RECEIVED, kind="gossip")


def _unsigned(on: Ground) -> dict[str, Any]:
    """An envelope that its device did not sign, and the device that sends it."""
    device = _device(on)
    stranger: Browser = a_browser()
    stranger.id = device.known_as
    envelope = stranger.note(on.judging.slug, as_said(a_recording(on.judging)))
    return {"device": device, "envelope": envelope, "becomes": State.QUARANTINED}


def note_that_nobody_signed_sent_twice(on: Ground) -> Pair:
    given = _unsigned(on)
    return Door(quarantine.quarantine, given, _sent), Door(quarantine.quarantine, given, _sent)


def _quarantined(on: Ground) -> Quarantined:
    given = _unsigned(on)
    _sent(**given)
    return Quarantined.objects.get(note=given["envelope"]["id"])


def _accepting(on: Ground, kept: Quarantined) -> Door:
    said = {"quarantined": kept, "reason": "Its author says so"}
    given = {"by": on.lead(on.judging), "at": LATER, "key": a_key("rival"), **said}
    return Door(quarantine.accept, given, accept)


def _setting_aside(on: Ground, kept: Quarantined) -> Any:
    given = {"at": LATER, "quarantined": kept, "reason": "Nobody knows it"}
    return call(quarantine.set_quarantined_aside, by=on.lead(on.judging), **given)


def quarantined_note_accepted_twice(on: Ground) -> Pair:
    kept = _quarantined(on)
    return _accepting(on, kept), _accepting(on, kept)


def accept_a_quarantined_note_or_set_it_aside(on: Ground) -> Pair:
    kept = _quarantined(on)
    return _accepting(on, kept), _setting_aside(on, kept)


def quarantined_note_set_aside_twice(on: Ground) -> Pair:
    return again(_setting_aside(on, _quarantined(on)))


def quarantined_note_taken_up_twice(on: Ground) -> Pair:
    kept = _quarantined(on)
    _setting_aside(on, kept)()
    given = {"at": AT, "quarantined": kept, "reason": "Its author asked"}
    return again(call(quarantine.take_quarantined_up, by=on.lead(on.judging), **given))
