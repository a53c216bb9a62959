"""What a note said, beside what is recorded of it: which fields were mended by whoever decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inspectorate.foundation.reasons.texts import UNPRINTABLE

from ..recording import Recording
from .models import Arrival

# What its author alone changes; of it nothing is left out but what no page can print.
WORDS = ("words", "origin", "stub")
_TIMES = ("observed_at", "written_at")
_LONGEST_ENDING = 10
_LONGEST_NAME = 60
# Of fields that no item has so many are named.
_MOST_LEFT_OUT = 20
_LEFT_OUT = "left out: "


def canonical(said: object) -> str:
    """What was said as JSON in one spelling, in ASCII, so that each database keeps all of it."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=str)


def as_said(recording: Recording) -> dict[str, Any]:
    """A recording as a program would send it: codes, keys and moments with their offset."""
    return {
        "body": recording.scope_body.code,
        "session": recording.session.pk if recording.session else None,
        "kind": recording.kind,
        "method": recording.method,
        "origin": recording.origin,
        "words": recording.words,
        "stub": recording.stub,
        "direction": recording.direction,
        "criteria": [one.pk for one in recording.criteria],
        "practice": recording.practice,
        "rebuilt": recording.rebuilt,
        "marking": recording.marking,
        "observed_at": recording.observed_at.isoformat(),
        "written_at": recording.written_at.isoformat() if recording.written_at else None,
    }


def printable(text: object) -> str:
    """The text without what no page can print; "" for what is no text."""
    return UNPRINTABLE.sub("", text) if isinstance(text, str) else ""


def shown(text: str) -> str:
    """The text with a sign in the place of each character that no page can print."""
    return UNPRINTABLE.sub("\ufffd", text)


def file_name(name: str, limit: int) -> str:
    """A name by which a file can be kept: printable, of ``limit`` characters, its ending kept."""
    clean = shown(name).strip() or "file"
    if len(clean) <= limit:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return clean[:limit]
    return f"{stem[: limit - len(ending) - 1]}.{ending}"


def words_changed(arrival: Arrival, recording: Recording) -> list[str]:
    """The fields of words that are others than its author sent.

    What is nobody's words is none of them: an origin filled in where none was sent, and a stub left
    out.
    """
    said = _said(arrival)
    found = []
    for name in WORDS:
        was, now = _lines(printable(said.get(name))), _lines(getattr(recording, name))
        filled = name == "origin" and not said.get(name)
        dropped = name == "stub" and not now
        if was != now and not filled and not dropped:
            found.append(name)
    return found


def changed(arrival: Arrival, recording: Recording) -> list[str]:
    """The fields in which a recording differs from what was sent, by their names; of what no item
    has, those that were left out.
    """
    said, now = _said(arrival), as_said(recording)
    usual = {
        "practice": False,
        "rebuilt": False,
        "session": None,
        "marking": arrival.marking,
        # Without it words were written when they came.
        "written_at": arrival.received_at.isoformat(),
    }
    found = [
        name
        for name, value in now.items()
        if not _same(name, usual.get(name) if said.get(name) is None else said[name], value)
    ]
    if [one.name for one in arrival.files.all()] != [one.name for one in recording.files]:
        found.append("files")
    left_out = [name for name, value in said.items() if name not in now and _holds(value)]
    told = [f"{_LEFT_OUT}{shown(str(name))[:_LONGEST_NAME]}" for name in left_out[:_MOST_LEFT_OUT]]
    if more := len(left_out) - len(told):
        told.append(f"{_LEFT_OUT}{more:,} more")
    return found + told


def codes_of(changes: Sequence[str]) -> list[str]:
    """Those of the changes that are names of ours, as the ledger may hold them; the others hold
    words of a sender.
    """
    return [one for one in changes if not one.startswith(_LEFT_OUT)]


def rebuilt_by_author(arrival: Arrival) -> bool:
    """Did its author say that the words were written again from memory?"""
    return _said(arrival).get("rebuilt") is True


def _same(name: str, sent: object, value: object) -> bool:
    if name in WORDS:
        return _lines(sent if isinstance(sent, str) else "") == _lines(str(value))
    if name in _TIMES:
        return _moment(sent) == _moment(value)
    if name == "criteria":
        return (
            isinstance(sent, list)
            and isinstance(value, list)
            and sorted(map(str, sent)) == sorted(map(str, value))
        )
    return sent == value


def _holds(value: object) -> bool:
    return value not in (None, "", False, [], {})


def _said(arrival: Arrival) -> Mapping[str, Any]:
    given = arrival.given
    return given if isinstance(given, dict) else {}


def _lines(text: str) -> str:
    """A form sends the ends of lines in its own way, and trims."""
    return "\n".join(text.splitlines()).strip()


def _moment(text: object) -> datetime | object:
    """The moment to the minute, which is all that a form sends; else what was sent."""
    try:
        return datetime.fromisoformat(str(text)).replace(second=0, microsecond=0)
    except ValueError:
        return text
