"""Why a CSV file is not taken: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class SheetReason(ReasonCode):
    """Reasons of spreadsheets, common to every file of rows."""

    NOT_TEXT = ("not_text", "The bytes of the file are not text in an encoding that is read.")
    FILE_TOO_LONG = ("file_too_long", "The file is longer or wider than any table that is read.")
    MORE_FAULTS = ("more_faults", "The file has more faults than are named at once.")
    HEADING_MISSING = ("heading_missing", "No row near the top names the columns that are needed.")
    COLUMN_TWICE = ("column_twice", "The heading row names a column twice.")
    FILE_WITHOUT_ROWS = ("file_without_rows", "The file has no row below its heading row.")
    ROW_UNREADABLE = ("row_unreadable", "A row cannot be read: its quotation marks do not close.")
    ROW_TOO_LONG = ("row_too_long", "A row has more cells than the heading row.")
    ROW_TOO_SHORT = ("row_too_short", "A row has fewer cells than the heading row.")
    CELL_IS_FORMULA = ("cell_is_formula", "A cell begins like a formula.")
    CELL_HAS_CONTROL = ("cell_has_control", "A cell holds an invisible character.")
    DAY_MALFORMED = ("day_malformed", "A cell that should hold a day does not.")
    DAY_IS_EMPTY_CELL = (
        "day_is_empty_cell",
        "A cell holds 1 January 1900, which a spreadsheet writes for an empty cell.",
    )
