"""Why what a program sent is not taken: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ApiReason(ReasonCode):
    """Reasons of this door alone; those of the rooms are passed on as they are."""

    NOT_AS_DESCRIBED = ("not_as_described", "A field does not hold what the description asks for.")
    CURSOR_UNKNOWN = ("cursor_unknown", "The cursor is none that was given.")
    CRITERION_UNKNOWN = ("criterion_unknown", "The framework has no criterion of this reference.")
    CANNOT_BE_PRINTED = ("cannot_be_printed", "A text holds a character that nothing can print.")
