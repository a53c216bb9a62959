"""What a paragraph of a Word file is, by the name of its style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from docx.oxml.ns import qn

type ParagraphKind = Literal["heading", "item", "number", "quote", "cell", "beside", "paragraph"]

_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_LISTED = f"{qn('w:pPr')}/{qn('w:numPr')}"
_VALUE = qn("w:val")
# Styles of what stands beside the text: title, captions, who is quoted.
_BESIDE = ("title", "subtitle", "caption", "attribution")


def kind_of(
    paragraph: Any, styles: Mapping[str, str], *, in_cell: bool
) -> tuple[ParagraphKind, int]:
    """Return what a paragraph is, and the level of a heading."""
    if in_cell:
        return "cell", 0
    found = paragraph.find(_STYLE)
    named = "" if found is None else found.get(_VALUE, "")
    name = styles.get(named, named).casefold().replace(" ", "")
    if name.startswith("heading"):
        return "heading", int(name[-1]) if name[-1].isdigit() else 1
    if name in _BESIDE:
        return "beside", 0
    if name.startswith("list") or paragraph.find(_LISTED) is not None:
        return ("number" if "number" in name else "item"), 0
    return ("quote" if "quote" in name else "paragraph"), 0
