"""Rescue files: what a device could not send, written out sealed, brought in by a person.

Lines of JSON. The first says what it is; each other holds an envelope, or a piece of a file. The
file is read twice: pieces first, so that every note finds its own. Brought in twice, it changes
nothing. Nobody can read any of it but the inspectorate, whoever carries it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import IO, Any

from inspectorate.domain.evidence.quarantine import queries as quarantine
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.envelopes.coding import decoded, is_id
from inspectorate.foundation.envelopes.opening import MOST
from inspectorate.foundation.envelopes.pieces import NoRoom, OtherBytes, Piece
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden

from .intake import AT_ONCE, Intake
from .note_outcomes import Outcome

# Bytes of a line: the longest envelope as base64, and its frame.
_LINE = 2 * MOST
# Bytes of pieces that one person's rescue files may leave here unfinished.
UNFINISHED = 8 * 1024**3


class NotARescueFile(Exception):
    """What was given is no rescue file; the sentence says why."""


@dataclass(slots=True)
class Brought:
    """What became of each note of a rescue file, and which of its lines could not be read."""

    outcomes: list[Outcome] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def bring(content: IO[bytes], *, by: Person, at: datetime) -> Brought:
    """Take in what a rescue file holds; ``by`` is named beside the author of each note.

    Raises NotARescueFile, Forbidden where ``by`` may bring none in, and KeysFault where sealed
    notes cannot be opened here.
    """
    if not quarantine.can_in_house(by, EvidenceVerb.BRING_RESCUE):
        raise Forbidden(EvidenceVerb.BRING_RESCUE)
    intake, found = Intake(brought_by=by), Brought()
    _check_first(content)
    for number, line in _lines(content, found.faults):
        if isinstance(line.get("piece"), dict):
            _keep(intake.sender, line["piece"], number, found.faults)
        elif "envelope" not in line:
            found.faults.append(f"Line {number} holds neither a note nor a piece of a file.")
    _check_first(content)
    envelopes = (line["envelope"] for _, line in _lines(content, []) if "envelope" in line)
    for some in batched(envelopes, AT_ONCE):
        found.outcomes += intake.take(some, at)
    return found


def _check_first(content: IO[bytes]) -> None:
    """Go to the first line that holds something; raises NotARescueFile."""
    content.seek(0)
    first = _read(content.readline(_LINE))
    if first is None or first.get("kind") != "rescue":
        raise NotARescueFile("This is no rescue file: its first line does not say so.")
    if first.get("v") != 1:
        raise NotARescueFile("This rescue file is of a version that is not known here.")


def _lines(content: IO[bytes], faults: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line from where ``content`` stands, with its number; those that are none are told."""
    number = 1
    while line := content.readline(_LINE):
        number += 1
        whole = line.endswith(b"\n")
        # Of a line that is longer than any there is, the rest is passed over.
        while not whole and (rest := content.readline(_LINE)):
            line, whole = b"", rest.endswith(b"\n")
        if not line.strip() and whole:
            continue
        found = _read(line)
        if found is None:
            faults.append(f"Line {number} cannot be read: it was cut off, or changed.")
        else:
            yield number, found


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _keep(sender: str, piece: dict[str, Any], number: int, faults: list[str]) -> None:
    file: Any = piece.get("file")
    n: Any = piece.get("n")
    of: Any = piece.get("of")
    try:
        content = decoded(piece.get("bytes"))
    except ValueError:
        content = b""
    fits = 0 < len(content) <= pieces.PIECE + pieces.TAG
    if not (is_id(file) and _count(n) and _count(of) and n < of and fits):
        faults.append(f"Line {number} holds no piece of a file.")
        return
    try:
        pieces.keep(sender, Piece(file, n, of, content), most=UNFINISHED)
    except (OtherBytes, NoRoom) as fault:
        faults.append(f"Line {number} was not taken: {fault}.")


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000
