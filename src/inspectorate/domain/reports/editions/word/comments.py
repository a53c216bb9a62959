"""What the checks say, as comments of the editors' own copy under a role: no person wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inspectorate.foundation.reasons.reasons import Problem

from .markup import paragraph, run
from .package import NAMES

AUTHOR = "Editor's checks"
_INITIALS = "EC"
TITLE = -1


@dataclass(frozen=True, slots=True)
class Comment:
    """What a check says of a block, by its place among the blocks; of the title below 0."""

    block: int
    words: str


def comments_of(
    lines: Sequence[tuple[int, ...]], problems: Iterable[Problem]
) -> tuple[Comment, ...]:
    """Return a comment for each problem, at the block in which its line is printed.

    ``lines`` are those of the text that each block was made from.
    """
    return tuple(Comment(_block(lines, one.place.line), _said(one)) for one in problems)


def _block(lines: Sequence[tuple[int, ...]], line: int) -> int:
    """The block that a line of the text became, or the nearest before it."""
    begun = [place for place, own in enumerate(lines) if own and min(own) <= line]
    return begun[-1] if begun else TITLE


def _said(problem: Problem) -> str:
    about = problem.place.excerpt.strip()
    quoted = f"“{about}”: " if about else ""
    weight = "Blocks freezing" if problem.severity == "blocks" else "Warns"
    return f"{weight}. {quoted}{problem.what} {problem.mend}".strip()


@dataclass(slots=True)
class Margin:
    """Sets comments beside the first words of their block."""

    comments: Sequence[Comment]
    waiting: list[int] = field(default_factory=list)

    def at(self, block: int) -> None:
        """From here the words of a block follow."""
        self.waiting += [place for place, one in enumerate(self.comments) if one.block == block]

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
            f'<w:comment w:id="{place}" w:author="{AUTHOR}" w:initials="{_INITIALS}">'
            f"{paragraph(run(one.words), 'AnnotationText')}</w:comment>"
            for place, one in enumerate(self.comments)
        )
        return f"<w:comments {NAMES}>{every}</w:comments>"
