"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ProgrammeReason(ReasonCode):
    """Why a strategy, scale, vocabulary or framework may not be added or adopted now."""

    CODE_MALFORMED = (
        "code_malformed",
        "The code has characters other than small letters, digits, hyphens and underscores.",
    )
    CODE_TAKEN = ("code_taken", "Another strategy has this code.")
    STRAND_TWICE = ("strand_twice", "Two strands of the strategy have the same code.")
    VERSION_TAKEN = ("version_taken", "This version exists already. A change is a new version.")
    GRADES_MISSING = ("grades_missing", "A scale needs at least two grades.")
    GRADE_NAME_TWICE = ("grade_name_twice", "Two grades of the scale have the same name.")
    GRADE_NAME_MALFORMED = ("grade_name_malformed", "The name of a grade is empty or too long.")
    GRADE_LETTER_TWICE = ("grade_letter_twice", "Two grades of the scale have the same letter.")
    GRADE_LETTER_MALFORMED = (
        "grade_letter_malformed",
        "The letter of a grade is empty or longer than three characters.",
    )
    VOCABULARY_UNKNOWN = ("vocabulary_unknown", "The vocabulary is not one of those that ship.")
    VOCABULARY_UNSOUND = (
        "vocabulary_unsound",
        "The bands of the vocabulary overlap or leave a gap.",
    )
    ADOPTED_ALREADY = ("adopted_already", "The framework is already adopted.")
    FRAMEWORK_EMPTY = ("framework_empty", "The framework has no criterion.")
    SAME_SCALE = ("same_scale", "A break needs two different scales.")
    BREAK_RECORDED = ("break_recorded", "This break is already recorded.")
    CALENDAR_OUT_OF_ORDER = (
        "calendar_out_of_order",
        "A calendar would end before it begins, or cover more than a century.",
    )
    STYLE_UNCHANGED = ("style_unchanged", "The house style is in force as it was sent.")
    STYLE_MEASURE_WILD = ("style_measure_wild", "A measure of the house style fits no text.")
    STYLE_WORD_MALFORMED = (
        "style_word_malformed",
        "An avoided word, or what is written in its place, is no short stretch of words.",
    )
    STYLE_WORD_TWICE = ("style_word_twice", "A word is avoided twice.")
    STYLE_WORD_PREFERRED = (
        "style_word_preferred",
        "What is written in the place of an avoided word is itself avoided.",
    )
    SWAP_MALFORMED = ("swap_malformed", "An agreed swap is not two different words.")
    SWAP_GUARDED = (
        "swap_guarded",
        "A sentence turns on a word of an agreed swap: no exchange of it is editorial.",
    )
    SWAP_SAME_WORD = ("swap_same_word", "The words of a swap are two forms of one word.")


class FrameworkFault(ReasonCode):
    """Why a framework's CSV file cannot be read."""

    COLUMN_UNKNOWN = ("column_unknown", "A column of the file is not one that is read.")
    VERSION_NOT_IN_FILE = ("version_not_in_file", "The file does not hold the version asked for.")
    VERSION_MISSING = ("version_missing", "A row names no version where others do.")
    VERSION_NOT_CHOSEN = ("version_not_chosen", "The file holds several versions; none is chosen.")
    SEVERAL_FRAMEWORKS = ("several_frameworks", "The file holds more than one framework.")
    CRITERION_MISSING = ("criterion_missing", "A row has neither a question nor a criterion.")
    CRITERION_TWICE = ("criterion_twice", "Two rows hold the same criterion.")
    CRITERION_REF_TWICE = ("criterion_ref_twice", "Two criteria have the same reference.")
    GRADED_UNCLEAR = ("graded_unclear", "The column graded says neither yes nor no.")
    GRADES_MISSING = ("grades_missing", "A row is graded but lists no grades.")
    GRADES_UNCLEAR = ("grades_unclear", "The list of grades cannot be read.")
    SCALE_DIFFERS = ("scale_differs", "Two rows give one scale different grades.")
    CHARACTERISTIC_UNCLEAR = (
        "characteristic_unclear",
        "A characteristic is not a grade and its text.",
    )
    CHARACTERISTIC_OF_NO_GRADE = (
        "characteristic_of_no_grade",
        "A characteristic names a grade that the row does not list.",
    )
    CHARACTERISTIC_TWICE = ("characteristic_twice", "A grade is described twice in a row.")
    FINDING_UNCLEAR = ("finding_unclear", "A finding is not a code and its text.")
    FINDING_TWICE = ("finding_twice", "Two findings of a row have the same code.")
