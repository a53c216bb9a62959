"""How high what an edition prints is marked: what stays in it, and not what was removed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from inspectorate.foundation.markings.scheme import Marking, highest
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..marking import of_passage
from .runs import Treatment, hidden_in


def held(manuscript: Manuscript, how: Treatment, carried: Iterable[str], facts: Facts) -> str:
    """Return the highest marking of the passages, claims and quotations that stay.

    It is OFFICIAL at least.
    """
    stay = (
        of_passage(span)
        for block in manuscript.lines()
        for span in block.spans
        if span.kind == "sensitive" and not how.removes(span)
    )
    quoted = (
        span.key
        for block in manuscript.lines()
        for span in block.quotations()
        if not any(one.start <= span.start and span.end <= one.end for one in hidden_in(block, how))
    )
    bears = facts.bears
    bound = (bears[key] for key in (*carried, *quoted) if key in bears)
    return highest([Marking.OFFICIAL.value, *stay, *bound])
