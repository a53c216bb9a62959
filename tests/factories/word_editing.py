"""Edits a Word file as an office program does: words changed with tracking and without, paragraphs
put in and taken out, comments with answers.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.run import Run
from lxml import etree

DOCUMENT = "word/document.xml"
AT = "2026-11-02T09:30:00Z"


def rewritten(data: bytes, change: Callable[[Any], None], part: str = DOCUMENT) -> bytes:
    """The file with one part changed as a tree."""
    return with_part(data, part, lambda held: _changed(held, change))


def with_part(data: bytes, name: str, make: Callable[[bytes], bytes]) -> bytes:
    """The file with the bytes of one part made anew; of a part that it has not, from nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(made, "w") as package:
        for entry in held.infolist():
            content = held.read(entry)
            package.writestr(entry, make(content) if entry.filename == name else content)
        if name not in held.namelist():
            package.writestr(name, make(b""))
    return made.getvalue()


def _changed(held: bytes, change: Callable[[Any], None]) -> bytes:
    tree = parse_xml(held)
    change(tree)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def is_contents(control: Any) -> bool:
    """Whether a control holds the contents, which are filled from the headings."""
    return control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}") is not None


def paragraph_with(tree: Any, words: str) -> Any:
    """The first paragraph of the text, not of its contents, that says these words."""
    return next(
        one
        for one in tree.iter(qn("w:p"))
        if words in "".join(part.text or "" for part in one.iter(qn("w:t")))
        and not any(map(is_contents, one.iterancestors(qn("w:sdt"))))
    )


def run(text: str, *, deleted: bool = False) -> Any:
    """A run of words; of words that were taken out as Word writes them."""
    tag = "delText" if deleted else "t"
    said = text.replace("&", "&amp;").replace("<", "&lt;")
    return parse_xml(f'<w:r {nsdecls("w")}><w:{tag} xml:space="preserve">{said}</w:{tag}></w:r>')


def marked(tag: str, author: str, *held: Any) -> Any:
    """A tracked change with what it holds."""
    named = f' w:author="{author}"' if author else ""
    made = parse_xml(f'<w:{tag} {nsdecls("w")} w:id="900"{named} w:date="{AT}"/>')
    made.extend(held)
    return made


def change(old: str, new: str, author: str | None = None) -> Callable[[Any], None]:
    """Replace words of one run; with tracking where there is an ``author``, who may be ``""``."""

    def make(tree: Any) -> None:
        text = next(
            one
            for one in tree.iter(qn("w:t"))
            if old in (one.text or "") and not any(map(is_contents, one.iterancestors(qn("w:sdt"))))
        )
        if author is None:
            text.text = text.text.replace(old, new, 1)
            return
        own, before, after = text.getparent(), *text.text.split(old, 1)
        rest = deepcopy(own)
        text.text = before
        rest.find(qn("w:t")).text = after
        for one in (text, rest.find(qn("w:t"))):
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        parts = [marked("del", author, run(old, deleted=True))] if old else []
        parts += [marked("ins", author, run(new))] if new else []
        for one in (rest, *reversed(parts)):
            own.addnext(one)

    return make


def put_in(
    behind: str, words: str, author: str | None = None, style: str = ""
) -> Callable[[Any], None]:
    """Put a paragraph in behind the one that says ``behind``."""

    def make(tree: Any) -> None:
        here = paragraph_with(tree, behind)
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        mark = (
            ""
            if author is None
            else f'<w:rPr><w:ins w:id="9" w:author="{author}" w:date="{AT}"/></w:rPr>'
        )
        made = parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{named}{mark}</w:pPr></w:p>")
        made.append(run(words) if author is None else marked("ins", author, run(words)))
        here.addnext(made)

    return make


def taken_out(words: str, author: str | None = None) -> Callable[[Any], None]:
    """Take a paragraph out."""

    def make(tree: Any) -> None:
        here = paragraph_with(tree, words)
        if author is None:
            here.getparent().remove(here)
            return
        for one in [*here.iter(qn("w:r"))]:
            for text in [*one.iter(qn("w:t"))]:
                text.tag = qn("w:delText")
            holder = marked("del", author)
            one.addprevious(holder)
            holder.append(one)

    return make


def commented(data: bytes, words: str, text: str, author: str = "Somebody") -> bytes:
    """A comment by python-docx at the run that says these words."""
    document = docx.Document(io.BytesIO(data))
    runs = [
        Run(one, document._body)
        for one in document.element.body.iter(qn("w:r"))
        if words in "".join(part.text or "" for part in one.iter(qn("w:t")))
    ]
    document.add_comment(runs[:1], text, author, "S")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
