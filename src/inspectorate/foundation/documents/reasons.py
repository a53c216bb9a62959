"""Why a document has no text to be read here, or may not be opened: each code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class DocumentReason(ReasonCode):
    """Reasons of documents."""

    NO_READER = (
        "document_no_reader",
        "Files of this kind are not opened here. It can be downloaded.",
    )
    ENCRYPTED = (
        "document_encrypted",
        "It is protected by a password. Ask whoever sent it for a copy without one.",
    )
    DAMAGED = (
        "document_damaged",
        "It is damaged, or not what the end of its name says. Ask whoever sent it to save it again "
        "from its program.",
    )
    NO_TEXT = ("document_no_text", "There is no text in it: it may be a scan.")
    NO_TEXT_NO_OCR = (
        "document_no_text_no_ocr",
        "There is no text in it: it may be a scan. The program that reads scans is not installed "
        "on this server.",
    )
    NO_TEXT_BY_OCR = (
        "document_no_text_by_ocr",
        "There is no text in it, and the program that reads scans found none either.",
    )
    TOO_LONG = (
        "document_too_long",
        "It took longer than ten seconds to read. Ask for it in parts, or as a PDF.",
    )
    TOO_MUCH_MEMORY = (
        "document_too_much_memory",
        "Reading it needs more than 512 MB. Ask for it in parts, or as a PDF.",
    )
    UNPACKS_TOO_LARGE = (
        "document_unpacks_too_large",
        "It unpacks to far more than an honest file does.",
    )
    TOO_MANY_PIXELS = ("document_too_many_pixels", "A picture in it is too large to be read.")
    PICTURE_MOVES = (
        "document_picture_moves",
        "It is a picture that moves. Save one picture of it as PNG.",
    )
    TOO_MUCH_TEXT = (
        "document_too_much_text",
        "It holds more text than can be shown here: 20 million characters, 250,000 cells or 5,000 "
        "pages at most. Ask for it in parts.",
    )
    VIRUS = ("document_virus", "The scanner found something harmful in it.")
    WAITS_FOR_SCANNER = ("document_waits_for_scanner", "It waits for the scanner.")
