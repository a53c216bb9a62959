"""Places in a document: what can be pointed at, its anchor and how people say it.

An anchor is the end of an address: ``page-12``, ``para-7``, ``row-3``, ``sheet-Crimes-B4``. Pure: a
process without Django reads documents with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

_NOT_PLAIN = re.compile(r"[^0-9A-Za-z]+")
# Of the name of a sheet in an anchor, so that a citation has room for it with its cell.
_LONGEST_NAME = 120
_CELL = re.compile(r"-([A-Z]{1,3}[0-9]{1,7})$")


@dataclass(frozen=True, slots=True)
class Part:
    """The least that is pointed at: a page of a PDF, a paragraph, a row, a cell."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is read at once: ``title`` says it ("page 12", "paragraphs 41 to 80", "sheet Crimes,
    rows 1 to 100"), ``sheet`` is the name of its sheet, or empty.
    """

    title: str
    parts: tuple[Part, ...]
    sheet: str = ""


def of_sheet(name: str, taken: Sequence[str]) -> str:
    """The beginning of the anchors of a sheet, told apart from those of the sheets before it."""
    plain = f"sheet-{_NOT_PLAIN.sub('_', name)[:_LONGEST_NAME]}"
    if plain not in taken:
        return plain
    numbered = (f"{plain}_{number}" for number in count(len(taken) + 1))
    return next(one for one in numbered if one not in taken)


def said(at: Sequence[str], sheet: str = "") -> str:
    """How people say places of one page: "page 12", "paragraphs 7 and 9", "sheet Crimes, B4"."""
    if sheet:
        return f"sheet {sheet}, {_listed([cell_of(one) for one in at])}"
    kind, _, first = at[0].partition("-")
    word = {"para": "paragraph"}.get(kind, kind)
    if len(at) == 1:
        return f"{word} {first}"
    return f"{word}s {_listed([one.partition('-')[2] for one in at])}"


def cell_of(at: str) -> str:
    """The cell an anchor names ("B4"); the anchor itself where it names none."""
    found = _CELL.search(at)
    return found[1] if found else at


def digest_of(method: str, pages: Sequence[Page]) -> str:
    """SHA-256 of a text layer: of the method and every part in its order, as compact JSON."""
    told = hashlib.sha256(json.dumps(method).encode())
    for page in pages:
        row = [page.title, page.sheet, [[one.at, one.text] for one in page.parts]]
        told.update(json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode())
    return told.hexdigest()


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
