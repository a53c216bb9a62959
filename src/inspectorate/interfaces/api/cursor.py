"""Long lists, a page at a time: where the next begins is said by a cursor, which a program gives
back as it got it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Annotated

from ninja import Query, Schema

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .reasons import ApiReason

MOST = 200
# The largest whole number that each database takes.
_LARGEST = 2**63 - 1
Cursor = Annotated[str, Query("", max_length=60, description="As `next` of the page before it.")]
Limit = Annotated[int, Query(100, ge=1, le=MOST, description="How many at most.")]


class Page[T](Schema):
    """Some of a list, in its order; ``next`` begins the rest, null where there is none."""

    items: list[T]
    next: str | None


def after(cursor: str) -> int:
    """The number behind which a page begins: 0 for the first. Raises Refused for no cursor."""
    if not cursor:
        return 0
    try:
        found = int(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except ValueError:
        found = -1
    if not 0 <= found <= _LARGEST:
        mend = Mend.words("Send the one that the page before gave, or none for the first page.")
        text = "This is no cursor of this list."
        raise Refused([Reason(ApiReason.CURSOR_UNKNOWN, text, mend, "cursor")])
    return found


def cut[R](rows: Sequence[R], limit: int, number: Callable[[R], int]) -> tuple[list[R], str | None]:
    """The first ``limit`` of ``rows``, of which one more was read, and the cursor of the rest."""
    kept = list(rows[:limit])
    if len(rows) <= limit:
        return kept, None
    text = base64.urlsafe_b64encode(str(number(kept[-1])).encode("ascii"))
    return kept, text.rstrip(b"=").decode("ascii")
