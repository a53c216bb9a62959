"""Opens an edited Word file: its parts, the names of its styles, and which text it was made from.

No part is fetched from anywhere, and no entity is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ..origin import ORIGIN, Origin, origin_said
from ..reasons import ProseReason
from .assemble import refuse
from .word import refuse_bad_package

_VALUE = qn("w:val")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that are read; ``comments`` and ``answers`` are None without any.

    ``styles`` are names by id, ``notes`` the words of each footnote, ``pages`` those above and
    below the text of each page, without figures; ``origin`` is None where the file does not say it.
    """

    body: Any
    comments: Any
    answers: Any
    styles: Mapping[str, str]
    notes: tuple[str, ...]
    origin: Origin | None
    pages: frozenset[str] = frozenset()


def opened(data: bytes) -> Package:
    """Open a Word file; raises :class:`Refused` for what is none, or is too large."""
    refuse_bad_package(data)
    try:
        document = Document(BytesIO(data))
        parts = _parts(document.part.rels)
        around = _parts(document.part.package.rels)
        return Package(
            body=document.element.body,
            comments=_tree(parts.get("comments")),
            answers=_tree(parts.get("commentsExtended")),
            styles=_styles(_tree(parts.get("styles"))),
            notes=_notes(_tree(parts.get("footnotes"))),
            origin=_origin(_tree(around.get("custom-properties"))),
            pages=frozenset(_pages(document.part.rels)),
        )
    # As in the reader of texts: python-docx answers bad files with errors of many kinds.
    except Exception as error:
        raise refuse(
            ProseReason.NOT_A_WORD_FILE,
            f"This is not a Word file that can be read ({type(error).__name__}).",
            "Save it again as .docx from the editors’ copy.",
        ) from error


def _parts(relations: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that stand in the package, by what they are."""
    return {
        one.reltype.rpartition("/")[2]: one.target_part
        for one in relations.values()
        if not one.is_external
    }


def _pages(relations: Mapping[str, Any]) -> Iterator[str]:
    """The words of each head and foot of a page; a program counts pages anew as it saves them."""
    for one in relations.values():
        if not one.is_external and one.reltype.rpartition("/")[2] in ("header", "footer"):
            tree = _tree(one.target_part)
            said = "".join(part.text or " " for part in tree.iter(qn("w:t"), qn("w:tab")))
            if words := " ".join(_FIGURES.sub(" ", said).split()):
                yield words


def _tree(part: Any) -> Any:
    return None if part is None else parse_xml(part.blob)


def _styles(tree: Any) -> dict[str, str]:
    found = {}
    for one in () if tree is None else tree.iter(qn("w:style")):
        name = one.find(qn("w:name"))
        found[one.get(qn("w:styleId"), "")] = "" if name is None else name.get(_VALUE, "")
    return found


def _notes(tree: Any) -> tuple[str, ...]:
    """The words of each footnote."""
    every = () if tree is None else tree.iter(qn("w:footnote"))
    said = ("".join(part.text or "" for part in one.iter(qn("w:t"))).strip() for one in every)
    return tuple(one for one in said if one)


def _origin(tree: Any) -> Origin | None:
    for one in () if tree is None else tree:
        if one.get("name") == ORIGIN:
            return origin_said("".join(one.itertext()))
    return None
