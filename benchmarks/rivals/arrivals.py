"""Notes that were received, while two decide on one."""

from __future__ import annotations

from typing import Any

from tests.factories.arriving import a_note
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import a_key, member

from inspectorate.domain.evidence.arrivals import actions
from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.foundation.people.roles import Role

from .ground import FILES, Ground, Pair, again, call


def _note(on: Ground) -> Any:
    files = [(name, content + str(next(on.numbers)).encode()) for name, content in FILES]
    return a_note(on.judging, files=tuple(files))


def _recording(on: Ground, note: Any) -> Any:
    recording = a_recording(on.judging)
    return call(
        actions.record_received, by=note.author, at=LATER, arrival=note, recording=recording
    )


def _setting_aside(note: Any) -> Any:
    return call(actions.set_aside, by=note.author, at=LATER, arrival=note, reason="Sent twice")


def _set_aside(on: Ground) -> Any:
    note = _note(on)
    _setting_aside(note)()
    return note


def received_twice_under_one_key(on: Ground) -> Pair:
    note = actions.Unrecorded(
        sent='{"kind":"gossip"}',
        digest=f"{next(on.numbers):064x}",
        marking="OFFICIAL",
        marked=True,
        left_out=False,
        told=(),
    )
    given = {"inspection": on.judging, "note": note, "arriving": Arriving(via=Door.DEVICE)}
    by, key = member(on.judging, Role.INSPECTOR), a_key("rival")
    first, second = (call(actions.receive, by=by, at=LATER, key=key, **given) for _ in range(2))
    return first, second


def received_note_recorded_twice(on: Ground) -> Pair:
    return again(_recording(on, _note(on)))


def record_a_received_note_or_set_it_aside(on: Ground) -> Pair:
    note = _note(on)
    return _recording(on, note), _setting_aside(note)


def received_note_set_aside_twice(on: Ground) -> Pair:
    return again(_setting_aside(_note(on)))


def received_note_taken_up_twice(on: Ground) -> Pair:
    note = _set_aside(on)
    given = {"by": note.author, "at": LATER, "arrival": note, "reason": "It was sent once"}
    return again(call(actions.take_up, **given))


def take_up_or_record_what_was_set_aside(on: Ground) -> Pair:
    note = _set_aside(on)
    given = {"by": note.author, "at": LATER, "arrival": note, "reason": "It was sent once"}
    return call(actions.take_up, **given), _recording(on, note)
