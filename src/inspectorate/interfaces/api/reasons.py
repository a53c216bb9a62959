"""Why what a program sent is not taken: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ApiReason(ReasonCode):
    """Reasons of this door alone; those of the rooms are passed on as they are."""

    CURSOR_UNKNOWN = ("cursor_unknown", "The cursor is none that was given.")
