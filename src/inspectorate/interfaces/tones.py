"""Which colour the tag of a state has, on staff pages and in the portal."""

from __future__ import annotations

from typing import assert_never

from inspectorate.domain.recommendations.states import PartState


def tone_of(state: PartState) -> str:
    """Return the colour of where an addressee's part of a recommendation is."""
    match state:
        case PartState.OVERDUE | PartState.REPLY_OVERDUE:
            return "problem"
        case PartState.OPEN:
            return "waiting"
        case PartState.ANSWERED:
            return "accent"
        case PartState.IMPLEMENTED:
            return "good"
        case PartState.OVERTAKEN | PartState.NOT_IMPLEMENTED:
            return "quiet"
        case _:
            assert_never(state)
