"""Why a file is not taken: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class FileReason(ReasonCode):
    """Reasons of files."""

    FILE_EMPTY = ("file_empty", "A file is empty.")
    FILE_TOO_LARGE = ("file_too_large", "A file is larger than the limit set for uploads.")
    FILE_KIND = ("file_kind", "A file is of a kind that is not taken.")
    FILE_NOT_TEXT = ("file_not_text", "A file is named as text but holds something else.")
    FILE_NOT_ITS_NAME = ("file_not_its_name", "A file is not what the end of its name says.")
    FILE_PIXELS = ("file_pixels", "A picture has more than 50 million pixels.")
    FILE_UNPACKS_TOO_LARGE = (
        "file_unpacks_too_large",
        "An office file unpacks to far more than an honest one does.",
    )
    FILE_HOLDS_MACROS = ("file_holds_macros", "An office file holds macros.")
    FILE_NOT_WHOLE = ("file_not_whole", "A file sent in pieces is not here whole.")
    TOO_MANY_UNFINISHED = (
        "too_many_unfinished",
        "Too many files that one person began to send are not here whole.",
    )
    NO_ROOM = ("no_room", "The disk has no room for a file.")
    FILE_REACHES_OUTSIDE = (
        "file_reaches_outside",
        "An office file holds paths that lead outside it.",
    )
