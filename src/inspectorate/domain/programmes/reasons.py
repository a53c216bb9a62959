"""Why something may not be done now in the room of programmes: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ProgrammeReason(ReasonCode):
    """Reasons of programmes."""

    CODE_MALFORMED = ("code_malformed", "Code malformed.")
    NAME_MISSING = ("name_missing", "The name is missing.")
    CODE_TAKEN = ("code_taken", "Code taken.")
    STRAND_TWICE = ("strand_twice", "Strand twice.")
    VERSION_TAKEN = ("version_taken", "Version taken.")
    VERSION_MISSING = ("version_missing", "The version is missing or too long.")
    GRADES_MISSING = ("grades_missing", "A scale has at least two grades.")
    VOCABULARY_UNKNOWN = ("vocabulary_unknown", "Vocabulary unknown.")
    ADOPTED_ALREADY = ("adopted_already", "Adopted already.")
    FRAMEWORK_EMPTY = ("framework_empty", "Framework empty.")
    SAME_SCALE = ("same_scale", "A scale does not break from itself.")
    REASON_MISSING = ("reason_missing", "Why they cannot be compared is not said.")
    BREAK_RECORDED = ("break_recorded", "This break is already recorded.")
    VOCABULARY_UNSOUND = ("vocabulary_unsound", "Vocabulary unsound.")
