"""What is wrong with the structure of a Word file of ours, in words; nothing where all is sound."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from docx.oxml.ns import nsmap
from lxml import etree

W = f"{{{nsmap['w']}}}"
R = f"{{{nsmap['r']}}}"
ROLE = "Editor's checks"
LONGEST_TAG = 64
_PERSONAL = r"\brsid|lastModifiedBy|dcterms:|w:date=|w:person|<Company>|<Manager>|<Template>"


def faults(content: bytes) -> list[str]:
    """Each fault of a file, in words."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = {one.filename: package.read(one) for one in package.infolist()}
        moments = {one.date_time for one in package.infolist()}
    if len(moments) > 1 or moments != {(1980, 1, 1, 0, 0, 0)}:
        files["moment"] = b""
    trees = {
        name: etree.fromstring(data)
        for name, data in files.items()
        if name.endswith((".xml", ".rels"))
    }
    checks = (
        _package,
        _headings,
        _tables,
        _pictures,
        _language,
        _controls,
        _notes,
        _lists,
        _styles,
    )
    found = [fault for check in checks for fault in check(trees)]
    return [*found, *_links(trees, files), *_personal(files)]


def _body(trees: Mapping[str, Any]) -> Any:
    return trees["word/document.xml"]


def _value(one: Any, name: str = "val") -> str:
    return "" if one is None else str(one.get(f"{W}{name}") or "")


def _style(paragraph: Any) -> str:
    return _value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _words(one: Any) -> str:
    return "".join(text.text or "" for text in one.iter(f"{W}t"))


def _package(trees: Mapping[str, Any]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    named = {one.get("PartName") for one in types if one.get("PartName")}
    yield from (f"no part {name}" for name in named if name.removeprefix("/") not in trees)
    if "docProps/core.xml" not in trees:
        yield "no properties"


def _headings(trees: Mapping[str, Any]) -> Iterator[str]:
    last = 0
    for paragraph in _body(trees).iter(f"{W}p"):
        if found := re.fullmatch(r"Heading(\d)", _style(paragraph)):
            level = int(found[1])
            if level > last + 1:
                yield f"a heading of level {level} follows one of level {last}"
            if not _words(paragraph).strip():
                yield "an empty heading"
            last = level


def _tables(trees: Mapping[str, Any]) -> Iterator[str]:
    for table in _body(trees).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        marked = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        if not marked or not marked[0] or any(marked[1:]):
            yield "a table without its one header row"
        if len({len(row.findall(f"{W}tc")) for row in rows}) != 1:
            yield "a table that is no rectangle"


def _pictures(trees: Mapping[str, Any]) -> Iterator[str]:
    for one in _body(trees).iter(f"{{{nsmap['wp']}}}docPr"):
        if not (one.get("descr") or "").strip():
            yield "a picture without alternative text"


def _language(trees: Mapping[str, Any]) -> Iterator[str]:
    path = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"
    if not _value(trees["word/styles.xml"].find(path)):
        yield "no language"
    core = trees.get("docProps/core.xml")
    said = {} if core is None else {etree.QName(one).localname: one.text for one in core}
    yield from (f"no {name}" for name in ("title", "language") if not said.get(name))


def _controls(trees: Mapping[str, Any]) -> Iterator[str]:
    ids = []
    for control in _body(trees).iter(f"{W}sdt"):
        own = control.find(f"{W}sdtPr")
        if own.find(f"{W}docPartObj") is not None:
            continue
        tag = _value(own.find(f"{W}tag"))
        ids.append(_value(own.find(f"{W}id")))
        if not re.match("(claim|sensitive):.", tag) or len(tag) > LONGEST_TAG:
            yield f"a control that says nothing it is bound to: {tag!r}"
        if _value(own.find(f"{W}lock")) != "sdtLocked":
            yield f"a control that can be deleted: {tag}"
    yield from (f"two controls {one}" for one, times in Counter(ids).items() if times > 1)


def _notes(trees: Mapping[str, Any]) -> Iterator[str]:
    body, notes = _body(trees), trees["word/footnotes.xml"]
    there = [_value(one, "id") for one in notes if not _value(one, "type")]
    led = [_value(one, "id") for one in body.iter(f"{W}footnoteReference")]
    if led != there:
        yield f"notes {there} are led to as {led}"
    names = {_value(one, "name") for one in body.iter(f"{W}bookmarkStart")}
    for field in body.iter(f"{W}fldSimple"):
        if _value(field, "instr").split()[1] not in names:
            yield "a number of a note that leads nowhere"


def _lists(trees: Mapping[str, Any]) -> Iterator[str]:
    known = {_value(one, "numId") for one in trees["word/numbering.xml"].iter(f"{W}num")}
    for paragraph in _body(trees).iter(f"{W}p"):
        if _style(paragraph).startswith("List"):
            number = _value(paragraph.find(f"{W}pPr/{W}numPr/{W}numId"))
            if number not in known:
                yield f"an item of no list: {_words(paragraph)}"


def _styles(trees: Mapping[str, Any]) -> Iterator[str]:
    known = {_value(one, "styleId") for one in trees["word/styles.xml"].iter(f"{W}style")}
    for name, tree in trees.items():
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            for one in tree.iter(f"{W}{kind}"):
                if _value(one) not in known:
                    yield f"{name}: no style {_value(one)}"


def _links(trees: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    body, rows = _body(trees), {}
    for row in trees["word/_rels/document.xml.rels"]:
        rows[row.get("Id")] = row
        target = PurePosixPath("word") / row.get("Target")
        if row.get("TargetMode") != "External" and str(target) not in files:
            yield f"nothing at {target}"
    for one in body.iter():
        for name in ("id", "embed"):
            if one.get(f"{R}{name}") is not None and one.get(f"{R}{name}") not in rows:
                yield f"a relation that is none: {one.get(f'{R}{name}')}"
    names = {_value(one, "name") for one in body.iter(f"{W}bookmarkStart")}
    for link in body.iter(f"{W}hyperlink"):
        if _value(link, "anchor") and _value(link, "anchor") not in names:
            yield f"a line of the contents that leads nowhere: {_words(link)}"
        if not _words(link).strip():
            yield "a link without words"


def _personal(files: Mapping[str, bytes]) -> Iterator[str]:
    if "moment" in files:
        yield "a part says when it was made"
    for name, data in files.items():
        if not name.endswith(".xml"):
            continue
        # The marks of the file alone: what somebody wrote may hold any of these words.
        marks = " ".join(re.findall(r"<[^>]*>", data.decode()))
        marks = re.sub(r'(descr|w:tag w:val|w:alias w:val|w:tblCaption w:val)="[^"]*"', "", marks)
        if found := re.search(_PERSONAL, marks):
            yield f"{name} tells {found[0]}"
        for author in re.findall(r'w:author="([^"]*)"', marks):
            if author != ROLE:
                yield f"{name} names {author}"
