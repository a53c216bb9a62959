"""Long lists, a page at a time: where one ends is said by a cursor, which a program sends back as
it got it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from ninja import Query, Schema

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .reasons import ApiReason

MOST = 200
# The largest whole number that each database takes.
_LARGEST = 2**63 - 1
Cursor = Annotated[str, Query("", max_length=60, description="As `cursor` of the page before it.")]
Limit = Annotated[int, Query(100, ge=1, le=MOST, description="How many at most.")]


class Page[T](Schema):
    """Some of a list, in its order. ``cursor`` is where it ends: sent back it begins what follows,
    now or once more has come; ``more`` says whether there is any now.
    """

    items: list[T]
    cursor: str
    more: bool


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


def ends_at(number: int) -> str:
    """The cursor of a page whose last has this number."""
    return base64.urlsafe_b64encode(str(number).encode("ascii")).rstrip(b"=").decode("ascii")


def paged[R, T: Schema](
    given: str,
    limit: int,
    numbers: Sequence[int],
    read: Callable[[Sequence[int]], Iterable[R]],
    shown: Callable[[R], T],
) -> dict[str, Any]:
    """A page of what has these ``numbers``, in order, of which one more than ``limit`` was asked
    for; only what it shows is ``read``. ``given`` is the cursor that was sent.
    """
    kept = numbers[:limit]
    return {
        "items": [shown(one) for one in read(kept)],
        "cursor": ends_at(kept[-1]) if kept else given,
        "more": len(numbers) > limit,
    }
