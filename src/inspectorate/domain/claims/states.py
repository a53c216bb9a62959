"""The state of a claim, as a table.

It is computed, never stored: what the last referencer said of the version that stands, and whether
anything changed under it since. Editing or refreshing makes a version that nobody has looked at.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Code


class State(Code):
    """Where a claim stands."""

    DRAFTED = ("drafted", "To be referenced")
    REFERENCED = ("referenced", "Referenced")
    OBJECTED = ("objected", "Not supported")
    STALE = ("stale", "Stale")

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.sentence


NEXT: dict[State, frozenset[State]] = {
    State.DRAFTED: frozenset({State.REFERENCED, State.OBJECTED, State.STALE}),
    State.REFERENCED: frozenset({State.DRAFTED, State.OBJECTED, State.STALE}),
    State.OBJECTED: frozenset({State.DRAFTED, State.REFERENCED, State.STALE}),
    State.STALE: frozenset({State.DRAFTED}),
}


def state_of(*, stale: bool, supported: bool | None) -> State:
    """Say where a claim stands; ``supported`` is a referencer's last word, None before any.

    What is stale must be looked at again, whatever was said of it.
    """
    if stale:
        return State.STALE
    if supported is None:
        return State.DRAFTED
    return State.REFERENCED if supported else State.OBJECTED
