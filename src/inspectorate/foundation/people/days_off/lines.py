"""Stretches of days as lines of text: written by hand, or read from one's own calendar file.

A line is one day, or the first and the last with "to" between; what stands behind a # is for
whoever writes it and is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..reasons import PersonReason

FIELD = "days"
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+to\s+(\d{4}-\d{2}-\d{2}))?")
_MEND = "Write it as 2027-01-04, or as 2027-01-04 to 2027-01-08; a remark goes behind a #."
# Nobody mends more at once.
_MOST_FAULTS = 20


def stretches(text: str) -> list[tuple[date, date]]:
    """Return the first and last day of each line, in the order written; one written twice, once.

    Raises Refused, naming every line that is no day; the days may stand in the wrong order still.
    """
    found: dict[tuple[date, date], None] = {}
    faults = []
    # By the line ends of a page alone: a remark may hold others.
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        days = _read(said)
        if days is None:
            what = f"Line {number}: {said[:40]!r} is no day."
            faults.append(Reason(PersonReason.DAYS_UNREADABLE, what, Mend.words(_MEND), FIELD))
        else:
            found[days] = None
    if faults:
        raise Refused(faults[:_MOST_FAULTS])
    return list(found)


def written(found: Iterable[Mapping[str, Any]], there: Iterable[tuple[date, date]]) -> str:
    """Write what a calendar says of busy days as lines; what is entered already is a remark alone.

    ``found`` holds ``from``, ``to`` and ``names`` of each stretch, ``there`` what is entered.
    """
    entered = list(there)
    lines = []
    for one in found:
        first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
        days = f"{first}" if first == last else f"{first} to {last}"
        names = ", ".join(one["names"])
        if any(begun <= first and last <= ended for begun, ended in entered):
            lines.append(f"# entered already: {days} {names}".rstrip())
        else:
            lines.append(f"{days}  # {names}" if names else days)
    return "\n".join(lines)


def _read(said: str) -> tuple[date, date] | None:
    parts = _LINE.fullmatch(said)
    if not parts:
        return None
    try:
        first = date.fromisoformat(parts[1])
        return first, date.fromisoformat(parts[2]) if parts[2] else first
    except ValueError:
        return None
