"""Which colour the tag of a state has, on staff pages and in the portal."""

from __future__ import annotations

_OF_RECOMMENDATIONS = {
    "overdue": "problem",
    "reply overdue": "problem",
    "open": "waiting",
    "answered": "accent",
    "implemented": "good",
}


def tone_of(state: str) -> str:
    """The colour of where an addressee's part of a recommendation stands."""
    return _OF_RECOMMENDATIONS.get(state, "quiet")
