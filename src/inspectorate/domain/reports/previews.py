"""The newest text as three readers would have it, side by side: full, public, shown to a body.

Whoever asks may read the document whole (``reports.queries.reasons_unread``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectorate.domain.inspections.models import ScopeBody

from .accuracy.copies import Copies
from .accuracy.recipients import inspected
from .editions.model import Block, EditionKind
from .fact_check import texts_of
from .proof import Proof

type Lines = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What stands in one place of the text in each edition.

    ``shown`` are the passages of it that a body is asked to check, with other bodies' names out.
    """

    full: Sequence[Block]
    public: Sequence[Block]
    shown: Sequence[str]

    @property
    def alike(self) -> bool:
        """Is the public edition word for word the full one here?"""
        return self.full == self.public


def side_by_side(
    laid: Proof, body: ScopeBody | None, first: int = 1, after: int | None = None
) -> list[PreviewRow]:
    """Return the text row by row, or what begins on its lines from ``first`` to before ``after``.

    What a letter's body was told on the day stands on no line, and comes last of a whole text.
    """
    full, public = (_by_lines(laid, kind) for kind in (EditionKind.FULL, EditionKind.PUBLIC))
    shown = _shown(laid, body) if body else {}
    every = list(dict.fromkeys([*full, *public]))
    there = [one for one in every if _between(one, first, after)]
    return [PreviewRow(full.get(one, ()), public.get(one, ()), shown.get(one, ())) for one in there]


def _between(lines: Lines, first: int, after: int | None) -> bool:
    if not lines:
        return first == 1 and after is None
    return first <= lines[0] and (after is None or lines[0] < after)


def _by_lines(laid: Proof, kind: EditionKind) -> dict[Lines, list[Block]]:
    found: dict[Lines, list[Block]] = {}
    for lines, block in _blocks(laid, kind):
        found.setdefault(lines, []).append(block)
    return found


def _blocks(laid: Proof, kind: EditionKind) -> Iterator[tuple[Lines, Block]]:
    made = laid.compiled(kind)
    return zip(made.lines, made.edition.blocks, strict=True)


def _shown(laid: Proof, body: ScopeBody) -> dict[Lines, list[str]]:
    """The passages that a body is shown, where they stand: in their order, they are found again."""
    copies = Copies(laid.document, laid)
    left = [str(one["text"]) for one in copies.of(inspected(body)).shown]
    found: dict[Lines, list[str]] = {}
    for lines, block in _blocks(laid, EditionKind.BODY):
        for text in (copies.told(one, body) for one in texts_of(block)):
            if left and left[0] == text:
                found.setdefault(lines, []).append(left.pop(0))
    return found
