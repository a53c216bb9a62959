"""Takes a mend: replaces the excerpt at its place, or refuses when the text has moved on."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Reason, Refused

from .reasons import ReportReason

# What may stand between two words of a passage in Markdown: marks that end, blanks, and marks that
# begin. There is one way to read it: with two, a passage of n words would be tried in 2^n.
_MARKS = re.compile(r"(?:[*_\]]{0,4}\{[^{}\n]{0,500}\}[*_]{0,4}|[*_\]]{0,8})\s+")
_BEGIN = re.compile(r"[>\[*_]{0,4}")
_BLANKS = re.compile(r"\s+")
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
    span = span_of(problem.place, source)
    if span is None:
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
    return source[: span[0]] + problem.replacement + source[span[1] :]


def span_of(
    place: Place, source: str, *, marks: bool = False, lines: Lines | None = None
) -> tuple[int, int] | None:
    """Return from which character to which the excerpt stands in ``source``; ``None`` if nowhere.

    Blanks and line ends inside it may differ; with ``marks`` also Markdown may stand between its
    words, which the plain text that problems quote has not. ``lines`` are those of the source,
    where they are counted already.
    """
    words = place.excerpt.split()
    at = (lines or Lines(source)).offset_of(place)
    if at is None or not words:
        return None
    end = at
    for number, word in enumerate(words):
        # Problems quote the plain text, in which a line break of the source is a blank.
        start = _next_word(word, source, end, marks=marks) if number else end
        if start is None or not source.startswith(word, start):
            return None
        end = start + len(word)
    return at, end


def _next_word(word: str, source: str, end: int, *, marks: bool) -> int | None:
    """The last place where a word may begin after ``end``; ``None`` where it stands at none."""
    between = (_MARKS if marks else _BLANKS).match(source, end)
    if between is None:
        return None
    first = last = between.end()
    if marks and (begin := _BEGIN.match(source, first)):
        last = begin.end()
    places = range(last, first - 1, -1)
    return next((place for place in places if source.startswith(word, place)), None)


class Lines:
    """Where the lines of a text begin, counted once for who looks for many places in it."""

    def __init__(self, source: str) -> None:
        # A byte-order mark takes no column.
        first = 1 if source.startswith("\ufeff") else 0
        self.starts = [first, *(one.end() for one in _LINE_END.finditer(source))]

    def offset_of(self, place: Place) -> int | None:
        """Return the character at which a place begins; ``None`` where there is no such line.

        Lines and columns count from 1.
        """
        if not 1 <= place.line <= len(self.starts):
            return None
        return self.starts[place.line - 1] + place.column - 1
