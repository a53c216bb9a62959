"""Parts gathered into pages of a length that is read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched

from ..places import Page
from .bounds import Counted


def gathered(
    parts: Iterable[tuple[str, str]], counted: Counted, most: int, word: str
) -> Iterator[Page]:
    """Pages of at most so many parts, each an anchor and a text: "paragraphs 41 to 80"."""
    for batch in batched(parts, most):
        first, last = (at.rpartition("-")[2] for at in (batch[0][0], batch[-1][0]))
        title = (
            f"{word} {first} to {last}" if len(batch) > 1 else f"{word.removesuffix('s')} {first}"
        )
        yield Page(title, tuple(counted.part(*one) for one in batch))
