"""Takes a mend: replaces the excerpt at its place, or refuses when the text has moved on."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Reason, Refused

from .reasons import ReportReason

_LINE_END = re.compile(r"\r\n|\r|\n")


def apply(problem: Problem, source: str) -> str:
    """Return ``source`` with ``problem.replacement`` in the place of ``problem.place.excerpt``.

    Nothing else changes.

    Raises :class:`Refused` when the problem has no replacement, or the excerpt no longer stands at
    its place. Blanks and line ends inside the excerpt may differ from the source's.
    """
    if problem.replacement is None:
        raise Refused(
            [
                Reason(
                    ReportReason.NO_MEND,
                    f"{problem.check} has no mend that one press can take.",
                    problem.mend,
                )
            ]
        )
    words = problem.place.excerpt.split()
    at = _offset(source, problem.place.line, problem.place.column)
    # Problems quote the plain text, in which a line break of the source is a blank.
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    match = pattern.match(source, at) if words and at is not None else None
    if match is None:
        raise Refused(
            [
                Reason(
                    ReportReason.TEXT_MOVED,
                    f"`{problem.place.excerpt}` does not stand at line "
                    f"{problem.place.line}, column {problem.place.column}.",
                    Mend.words("Check the text again, or change the words by hand."),
                )
            ]
        )
    return source[: match.start()] + problem.replacement + source[match.end() :]


def _offset(source: str, line: int, column: int) -> int | None:
    """Return the offset of a place whose line and column count from 1.

    A byte-order mark takes no column.
    """
    start = 1 if source.startswith("\ufeff") else 0
    for number, match in enumerate(_LINE_END.finditer(source), start=1):
        if number == line:
            break
        start = match.end()
    else:
        if line > len(_LINE_END.findall(source)) + 1:
            return None
    return start + column - 1
