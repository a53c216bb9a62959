"""The text with its problems beside it: each block cut where marks and problems begin and end.

Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.manuscript import Manuscript, TextBlock, standing
from inspectorate.prose.outline import outlined


@dataclass(frozen=True, slots=True)
class MarginProblem:
    """One problem as the margin shows it; ``waived`` is the reason where somebody let it stand."""

    problem: Problem
    waived: str = ""
    waivable: bool = True

    @property
    def blocks(self) -> bool:
        """Does it keep the document from being frozen?"""
        return self.problem.severity == "blocks" and not self.waived


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a block's words with one treatment."""

    text: str
    claim: str = ""
    basis: str = ""
    sensitive: str = ""
    problem: bool = False
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One block: how it is shown, its words, the problems beside it, its unbound sentences."""

    kind: str
    level: int
    line: int
    segments: tuple[Segment, ...]
    problems: tuple[MarginProblem, ...]
    unbound: tuple[str, ...]
    fields: Mapping[str, str]


def rows(
    manuscript: Manuscript, problems: Sequence[MarginProblem]
) -> tuple[tuple[MarginProblem, ...], list[Row]]:
    """The problems that stand before the text (in its head), and the rows of the text."""
    lines = [block.line for block in manuscript.blocks]
    beside: dict[int, list[MarginProblem]] = {}
    for one in problems:
        # The last block that begins at or before the line; -1 where it stands in the front matter.
        beside.setdefault(bisect_right(lines, one.problem.place.line) - 1, []).append(one)
    headings = [block.level for block in manuscript.blocks if block.kind == "heading"]
    level = iter(outlined(headings, first=2))
    found = []
    for place, block in enumerate(manuscript.blocks):
        here = beside.get(place, [])
        unbound = tuple(
            _source(one.text)
            for one in block.sentences
            if block.kind != "heading" and standing(block, one) == "unbound"
        )
        found.append(
            Row(
                block.kind,
                next(level) if block.kind == "heading" else block.level,
                block.line,
                _segments(block, here),
                tuple(here),
                unbound,
                block.fields,
            )
        )
    return tuple(beside.get(-1, ())), found


def anchors(text: Sequence[Row], lines: Sequence[int]) -> list[int]:
    """Return the line of the first row of each section, whose first ``lines`` are given.

    0 where a section has no row, as where it holds front matter alone.
    """
    stand = [row.line for row in text]
    found = []
    for line, after in pairwise([*lines, stand[-1] + 1 if stand else 0]):
        place = bisect_left(stand, line)
        found.append(stand[place] if place < len(stand) and stand[place] < after else 0)
    return found


def _source(text: str) -> str:
    """The words to bind: the sentence without its full stop, which no bound passage holds."""
    return text.strip().rstrip(".")


def _segments(block: TextBlock, here: Sequence[MarginProblem]) -> tuple[Segment, ...]:
    wrong = [found for one in here if (found := _where(block.text, one.problem.place.excerpt))]
    spans = [(span.start, span.end) for span in block.spans]
    styles = [(style.start, style.end) for style in block.styles]
    edges = sorted(
        {0, len(block.text), *(edge for pair in (*spans, *styles, *wrong) for edge in pair)}
    )
    return tuple(
        _segment(block, wrong, left, right) for left, right in pairwise(edges) if left < right
    )


def _segment(block: TextBlock, wrong: Sequence[tuple[int, int]], left: int, right: int) -> Segment:
    over = [span for span in block.spans if span.start <= left and right <= span.end]
    styles = {style.kind for style in block.styles if style.start <= left and right <= style.end}
    hidden = next((span for span in over if span.kind == "sensitive"), None)
    return Segment(
        block.text[left:right],
        claim=next((span.key for span in reversed(over) if span.kind == "claim"), ""),
        basis=next(
            (span.kind for span in over if span.kind in ("context", "narrative", "quotation")), ""
        ),
        sensitive=(hidden.attributes.get("ground", "") or "ground not given") if hidden else "",
        problem=any(start <= left and right <= end for start, end in wrong),
        strong="strong" in styles,
        emphasis="emphasis" in styles,
    )


def _where(text: str, excerpt: str) -> tuple[int, int] | None:
    """Where an excerpt of the source stands in the plain text, blanks aside.

    Nowhere where marks stand inside it.
    """
    words = excerpt.split()
    match = re.search(r"\s+".join(re.escape(word) for word in words), text) if words else None
    return (match.start(), match.end()) if match else None
