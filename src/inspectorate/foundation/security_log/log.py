"""One line of JSON an event, appended whole, so that several workers write one file.

How a line is read::

    {"at": "2026-11-26T09:30:00.123456Z", "event": "read", "person": 7, "marking":
     "OFFICIAL-SENSITIVE", "inspection": "fire-2026", "objects": ["evidence.item:12"]}

(on one line): ``at`` in UTC, ``event`` one of ``SecurityEvent``, and ids: ``person`` the key of a
person, ``client`` the address of their machine, ``objects`` rows as ``table:key``. Never a word:
no name, no e-mail address, nothing that somebody typed.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from django.conf import settings

from .events import SecurityEvent
from .floods import Floods, Ids

logger = logging.getLogger(__name__)

type Id = int | str | Sequence[int | str] | None

STDERR = "-"
# No blank and no "@": neither a sentence nor an e-mail address gets in by mistake.
FITS = re.compile(r"[\w.:/-]{1,200}", re.ASCII)
UNFIT = "?"
# Within an event nothing of the sort occurs; by it a line is found behind a torn one.
BEGINS = '{"at"'


class Event(NamedTuple):
    """One line, read."""

    at: str
    event: str
    ids: dict[str, Any]
    text: str


class _AppendingFile:
    """Writes each line by one ``write``; opened for each, so that the file may be moved away."""

    def msg(self, line: bytes) -> None:
        if settings.SECURITY_LOG == STDERR:
            written = os.write(sys.stderr.fileno(), line)
        else:
            file = os.open(
                settings.SECURITY_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
            try:
                written = os.write(file, line)
            finally:
                os.close(file)
        if written < len(line):
            raise OSError(f"only {written} of {len(line)} bytes were taken")


def note(event: SecurityEvent, **ids: Id) -> None:
    """Append one event with its ids; an id of None is left out, one that is no id becomes ``?``.

    Reads of marked objects are noted so: ``note(SecurityEvent.READ, person=person.pk,
    marking=item.marking, objects=[f"evidence.item:{item.pk}"], inspection=inspection.slug)``.

    More of the same that anybody can bring about is counted, and told in one line a minute
    (``floods``). Never raises: a log that takes no more (a full disk) turns no answer into a
    failure; the line goes to the server's own log instead, its error stream.
    """
    kept = {name: _fit(value) for name, value in ids.items() if value is not None}
    if not FLOODS.counted(event, kept):
        _append(event, kept)


def _append(event: SecurityEvent, kept: Ids) -> None:
    try:
        _LOG.msg(event.value, **kept)
    except (OSError, ValueError) as fault:
        told = json.dumps({"event": event.value, **kept})
        logger.error("The security log took no line (%s): %s", fault, told)


FLOODS = Floods(_append)


def events(path: Path) -> Iterator[Event]:
    """Yield what a log holds, oldest first; what a full disk tore is left out."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            text = line[line.rfind(BEGINS) :].strip()
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                ids = json.loads(text)
                yield Event(ids.pop("at"), ids.pop("event"), ids, text)


def _fit(value: Id) -> Id:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return str(value) if FITS.fullmatch(value) else UNFIT
    return [UNFIT if isinstance(one, str) and not FITS.fullmatch(one) else one for one in value]


def _line(_logger: object, _method: str, kept: Any) -> bytes:
    first = {"at": kept.pop("at"), "event": kept.pop("event")}
    return f"{json.dumps({**first, **kept})}\n".encode()


_LOG = structlog.wrap_logger(
    _AppendingFile(),
    # Nothing of what a library may have set up for all logs of the process.
    processors=[structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"), _line],
    wrapper_class=structlog.BoundLogger,
    context_class=dict,
)
