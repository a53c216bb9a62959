"""Why a manuscript is not read: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ProseReason(ReasonCode):
    """Reasons of prose."""

    TOO_LARGE = ("too_large", "The text or the file is larger than what is read.")
    PARAGRAPH_TOO_LARGE = (
        "paragraph_too_large",
        "One paragraph is longer, or holds more brackets, than what is read.",
    )
    TOO_DENSE = (
        "too_dense",
        "The text holds too many brackets or markers to be read in reasonable time.",
    )
    PACKAGE_TOO_LARGE = (
        "package_too_large",
        "A Word file unpacks to more than what is read.",
    )
    NOT_A_WORD_FILE = ("not_a_word_file", "The file is not a Word document that can be opened.")
    TOO_MANY_CHANGES = (
        "too_many_changes",
        "The file has more changes, comments or paragraphs than are read.",
    )
