"""Why something may not be done now in the room of reports: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ReportReason(ReasonCode):
    """Reasons of reports."""

    NO_MEND = ("no_mend", "No mend.")
    BODY_NOT_IN_SCOPE = ("body_not_in_scope", "That body is not in the scope of this inspection.")
    BAD_FACT = ("bad_fact", "Bad fact.")
    NOT_TOML = ("not_toml", "Not toml.")
    TEXT_MOVED = ("text_moved", "Text moved.")
    ENDING_UNKNOWN = ("ending_unknown", "Ending unknown.")
    TOO_LARGE = ("too_large", "Too large.")
    NOT_TEXT = ("not_text", "This is not a text file.")
    SLUG_TAKEN = ("slug_taken", "There is a document of that name already.")
    TITLE_MISSING = ("title_missing", "The document has no title.")
    KIND_UNKNOWN = ("kind_unknown", "Kind unknown.")
    BODY_ONLY_FOR_LETTER = ("body_only_for_letter", "Only a letter is written to one body.")
    TEXT_TOO_LONG = ("text_too_long", "Text too long.")
    CLAIM_ELSEWHERE = ("claim_elsewhere", "That claim belongs to another inspection.")
    EXCERPT_EMPTY = ("excerpt_empty", "Nothing is selected.")
    EXCERPT_NOT_FOUND = ("excerpt_not_found", "These words no longer stand in the text.")
    EXCERPT_TWICE = ("excerpt_twice", "Excerpt twice.")
    EXCERPT_NOT_BINDABLE = (
        "excerpt_not_bindable",
        "These words cannot be bound as they stand: they cross a mark, a heading or another block.",
    )
    NEVER_WAIVED = ("never_waived", "Never waived.")
    REASON_MISSING = ("reason_missing", "A waiver needs its reason.")
    NO_SUCH_PROBLEM = ("no_such_problem", "No such problem.")
    FACT_CHECK_OPEN = ("fact_check_open", "That body has been asked about this document already.")
    LETTER_TO_ANOTHER = ("letter_to_another", "This letter is to another body.")
    DUE_TOO_SOON = ("due_too_soon", "The day to answer by is not after today.")
    ABOUT_MISSING = ("about_missing", "The point does not say which words it is about.")
    TEXT_MISSING = ("text_missing", "The point is empty.")
    FACT_CHECK_CLOSED = ("fact_check_closed", "Fact check closed.")
    DECIDED_ALREADY = ("decided_already", "This point has been decided.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "Outcome unknown.")
    INSPECTION_OVER = ("inspection_over", "This inspection is closed or abandoned.")
    TEXT_EMPTY = ("text_empty", "The document is empty.")
    ACCURACY_POINT_UNDECIDED = ("accuracy_point_undecided", "Accuracy point undecided.")
    NOTHING_NEW = ("nothing_new", "The newest edition says the same already.")
    NOTHING_TO_SHOW = (
        "nothing_to_show",
        "The document says nothing of that body and has no section headed Summary.",
    )
    MANY = ("many", "Many.")
