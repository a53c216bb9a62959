"""What a letter says of the provisional grades that its body was told on the day. Pure.

It stands at the end of the full edition of the letter to that body, whatever its text says: nobody
forgets it, and nobody leaves it out. No public edition has it, and no other document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .model import Block, Run
from .pictures import ToldRow

HEADING = "What we told you on the day"
_PROVISIONAL = (
    "What we told you was provisional. This is what each judgment is now, and why where it changed."
)
_HEADER = ("Criterion", "What we told you", "When", "The judgment now")


def told_on_the_day(rows: Sequence[ToldRow], anchor: str) -> Iterator[Block]:
    """Yield the part of a letter that says it; nothing where the body was told no grade."""
    if not rows:
        return
    yield Block("heading", (Run(HEADING),), level=2, anchor=anchor)
    yield Block("paragraph", (Run(_PROVISIONAL),))
    cells = tuple((one.criterion, one.grade, one.on, one.now) for one in rows)
    yield Block("table", caption=HEADING, header=_HEADER, rows=cells)
    for one in rows:
        if one.words:
            yield Block("paragraph", (Run(_led(one.criterion), strong=True), Run(f" {one.words}")))


def _led(criterion: str) -> str:
    """A criterion before its words: many are questions, and end as such."""
    return criterion if criterion.endswith(("?", ".")) else f"{criterion}:"


def as_told(blocks: Sequence[Block]) -> tuple[ToldRow, ...]:
    """What the blocks of a letter say of it, the other way round; nothing where they do not.

    It is the last part of a letter: what its text says under the same words comes before.
    """
    of_it = (at for at, one in enumerate(blocks) if one.kind == "table" and one.caption == HEADING)
    at = max(of_it, default=None)
    if at is None:
        return ()
    said = list(blocks[at + 1 :])
    rows = []
    for criterion, grade, on, now in blocks[at].rows:
        words = ""
        if said and said[0].runs[0].text == _led(criterion):
            words = "".join(run.text for run in said.pop(0).runs[1:]).strip()
        rows.append(ToldRow(criterion, grade, on, now, words))
    return tuple(rows)
