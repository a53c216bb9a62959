"""What a note said, beside what is recorded of it: which fields were mended by whoever decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspectorate.foundation.reasons.texts import UNPRINTABLE

from ..recording import Recording
from .models import Arrival

# What its author alone changes; of it nothing is left out but what no page can print.
WORDS = ("words", "origin", "stub")
_TIMES = ("observed_at", "written_at")


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


def words_changed(arrival: Arrival, recording: Recording) -> list[str]:
    """The fields of words that are others than its author sent."""
    said = _said(arrival)
    return [
        name
        for name in WORDS
        if _lines(printable(said.get(name))) != _lines(getattr(recording, name))
    ]


def changed(arrival: Arrival, recording: Recording) -> list[str]:
    """The fields in which a recording differs from what was sent, by their names."""
    said, now = _said(arrival), as_said(recording)
    usual = {"practice": False, "rebuilt": False, "session": None, "marking": "OFFICIAL"}
    found = []
    for name, value in now.items():
        sent = said.get(name, usual.get(name))
        if name in WORDS:
            same = _lines(sent if isinstance(sent, str) else "") == _lines(value)
        elif name in _TIMES:
            same = _moment(sent) == _moment(value)
        elif name == "criteria":
            same = isinstance(sent, list) and sorted(map(str, sent)) == sorted(map(str, value))
        else:
            same = sent == value
        if not same:
            found.append(name)
    return found


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
