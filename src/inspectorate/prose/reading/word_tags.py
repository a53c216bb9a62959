"""What stands in a paragraph of a Word file, by its tags: words, signs, and what is not read."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from ..reasons import ProseReason
from .assemble import refuse

LONGEST_NAME = 120
_AUTHOR = qn("w:author")
WORDS, SIGNS = (
    {qn("w:t"), qn("w:delText")},
    {
        **{qn(f"w:{one}"): " " for one in ("tab", "br", "cr", "ptab")},
        qn("w:noBreakHyphen"): "\u2011",
        qn("w:softHyphen"): "",
    },
)
# What stands among words and holds none that are printed there.
SILENT = {
    qn(f"w:{one}")
    for one in (
        *("pPr", "rPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("lastRenderedPageBreak", "fldChar", "instrText", "delInstrText", "annotationRef"),
        *("footnoteRef", "endnoteRef", "separator", "continuationSeparator", "sdtPr", "sdtEndPr"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart"),
        *("customXmlDelRangeEnd", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr", "tblPrEx"),
    )
}
UNREAD = {
    "drawing": "a picture or a text box",
    "pict": "a picture or a text box",
    "object": "an object of another program",
    "AlternateContent": "a picture or a text box",
    "oMath": "an equation",
    "oMathPara": "an equation",
    "sym": "a sign of a typeface of its own",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "altChunk": "another file within this one",
    "subDoc": "another file within this one",
    "fldSimple": "a field, whose words were read as they stood",
    "ruby": "words with their sound above them",
}


def name_in(element: Any) -> str:
    """Return who the file says made a change or a comment, in one line; empty for nobody."""
    return " ".join((element.get(_AUTHOR) or "").split())[:LONGEST_NAME]


def too_many(what: str, most: int) -> Exception:
    """Return the refusal of a file with more of something than anybody looks through."""
    return refuse(
        ProseReason.TOO_MANY_CHANGES,
        f"The file has more than {most:,} {what}; at most so many are read.",
        "Accept in Word what is agreed, or split the file, and bring the rest in.",
    )
