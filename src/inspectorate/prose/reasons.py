"""Why something may not be done now in the room of prose: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ProseReason(ReasonCode):
    """Reasons of prose."""

    TOO_LARGE = ("too_large", "Too large.")
    TOO_DENSE = (
        "too_dense",
        "The text holds too many brackets or markers to be read in reasonable time.",
    )
    PARAGRAPH_TOO_LARGE = ("paragraph_too_large", "Paragraph too large.")
    PACKAGE_TOO_LARGE = ("package_too_large", "Package too large.")
    NOT_A_WORD_FILE = ("not_a_word_file", "Not a word file.")
