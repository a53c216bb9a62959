"""What the checks and the team say, as comments of the editors' own copy under a role: they name no
person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.word_edits.typed_into import sign_of

from .markup import paragraph, run
from .package import NAMES

AUTHOR = "Editor's checks"
_INITIALS = "EC"
TITLE = -1
# Nobody works through more in a margin, and a file with many times as many takes Word minutes.
MOST = 500


@dataclass(frozen=True, slots=True)
class Comment:
    """What a check says of a block, by its place among the blocks; of the title below 0."""

    block: int
    words: str


def comments_of(
    lines: Sequence[tuple[int, ...]],
    problems: Iterable[Problem],
    remarks: Iterable[tuple[int, str]] = (),
) -> tuple[Comment, ...]:
    """Return a comment for each problem, at the block in which its line is printed, and for each of
    the ``remarks``, which are lines and words.

    ``lines`` are those of the text that each block was made from. Of more than MOST the problems
    that block freezing come first and the remarks last, and a last comment, at the title, says how
    many more there are.
    """
    found = list(problems)
    if len(found) > MOST:
        found.sort(key=lambda one: one.severity != "blocks")
    every = [*((one.place.line, _said(one)) for one in found), *remarks]
    kept = every if len(every) <= MOST else every[: MOST - 1]
    begun = sorted((min(own), place) for place, own in enumerate(lines) if own)
    starts = [line for line, _ in begun]
    # Two blocks of one line: the later is the nearer.
    blocks = list(accumulate((place for _, place in begun), max))
    said = [
        Comment(blocks[at - 1] if (at := bisect_right(starts, line)) else TITLE, words)
        for line, words in kept
    ]
    if more := len(every) - len(kept):
        said.append(Comment(TITLE, f"{more:,} more stand on the page of this document alone."))
    return tuple(said)


def _said(problem: Problem) -> str:
    about = problem.place.excerpt.strip()
    quoted = f"“{about}”: " if about else ""
    weight = "Blocks freezing" if problem.severity == "blocks" else "Warns"
    return f"{weight}. {quoted}{problem.what} {problem.mend}".strip()


@dataclass(slots=True)
class Margin:
    """Sets comments beside the first words of their block. The initials of each know its words, so
    that what somebody types into it is known when the file comes back.
    """

    comments: Sequence[Comment]
    waiting: list[int] = field(default_factory=list)
    _of_block: Mapping[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        held: dict[int, list[int]] = {}
        for place, one in enumerate(self.comments):
            held.setdefault(one.block, []).append(place)
        self._of_block = held

    def at(self, block: int) -> None:
        """From here the words of a block follow."""
        self.waiting += self._of_block.get(block, [])

    def beside(self, content: str) -> str:
        """Return ``content`` with the comments that wait for it."""
        numbers, self.waiting = self.waiting, []
        if not numbers:
            return content
        begun = "".join(f'<w:commentRangeStart w:id="{one}"/>' for one in numbers)
        ended = "".join(
            f'<w:commentRangeEnd w:id="{one}"/><w:r><w:rPr><w:rStyle w:val="AnnotationReference"/>'
            f'</w:rPr><w:commentReference w:id="{one}"/></w:r>'
            for one in numbers
        )
        return f"{begun}{content}{ended}"

    def markup(self) -> str:
        """Return the part that holds their words."""
        every = "".join(
            f'<w:comment w:id="{place}" w:author="{AUTHOR}" '
            f'w:initials="{_INITIALS}{sign_of(one.words)}">'
            f"{paragraph(run(one.words), 'AnnotationText')}</w:comment>"
            for place, one in enumerate(self.comments)
        )
        return f"<w:comments {NAMES}>{every}</w:comments>"
