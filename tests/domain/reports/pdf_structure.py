"""What is wrong with the structure of a PDF, in words, each with the clause of ISO 14289-1 (PDF/UA)
that it breaks; nothing where all is sound. Our own rules, stricter than the standard, say "ours".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.domain.reports.pdf_objects import Pdf, Ref, operators, taken_apart

STANDARD = set(
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3
    H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code
    Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form""".split()  # noqa: SIM905
)
# Which element may stand in which.
WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI", "Note", "TOCI"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    "Caption": {"Table", "Figure", "Div", "L", "TOC"},
}
# What alone may stand in an element.
HOLDS = {
    "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
_PAINTS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
_FORBIDDEN = {"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "Movie", "Sound"}


@dataclass(slots=True)
class Element:
    """One element of the structure: its type as named and as mapped, its attributes, its kids."""

    number: int
    named: str
    kind: str
    given: dict[str, Any]
    parent: Element | None
    kids: list[Element] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)  # page and number of what is shown
    annotations: list[int] = field(default_factory=list)

    def attribute(self, pdf: Pdf, owner: str, name: str) -> Any:
        """An attribute of a kind (``Table``, ``Layout``)."""
        given = pdf.got(self.given.get("A")) or []
        for one in given if isinstance(given, list) else [given]:
            if pdf.got(one).get("O") == owner and name in pdf.got(one):
                return pdf.got(one)[name]
        return None

    def every(self) -> Iterator[Element]:
        """This and all below it, in the order in which they are read."""
        yield self
        for kid in self.kids:
            yield from kid.every()

    def shows(self) -> bool:
        """Is there anything to read in it?"""
        return any(one.content or one.annotations or "Alt" in one.given for one in self.every())


def faults(content: bytes) -> list[str]:
    """Each fault of a file, in words."""
    pdf = taken_apart(content)
    found = list(_document(pdf))
    root = pdf.got(pdf.catalog.get("StructTreeRoot"))
    if not root:
        return [*found, "7.1: there is no structure"]
    found += _roles(pdf, root)
    elements = [one for top in _tops(pdf, root) for one in top.every()]
    for check in (_nesting, _headings, _figures, _tables, _lists, _links, _marked, _fonts):
        found += check(pdf, elements)
    return [*found, *_bookmarks(pdf, elements)]


def _document(pdf: Pdf) -> Iterator[str]:
    catalog = pdf.catalog
    if "Encrypt" in pdf.trailer:
        yield "7.16: it is encrypted"
    said = pdf.streams.get(getattr(catalog.get("Metadata"), "number", 0), b"").decode()
    if not re.search(r"pdfuaid:part(=\"1\"|>1<)", said):
        yield "5: it does not say that it is PDF/UA-1"
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", said, re.DOTALL)
    if not (title and title[1].strip()):
        yield "7.1: it has no title"
    if str(pdf.got(catalog.get("ViewerPreferences", {})).get("DisplayDocTitle")) != "true":
        yield "7.1: its title is not what a window shows"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(catalog.get("Lang", ""))):
        yield "7.2: it has no language"
    yield from _tagged(pdf.got(catalog.get("MarkInfo", {})))
    if any(name in catalog for name in ("OpenAction", "AA", "AcroForm", "Names")):
        yield "ours: the document opens, holds or does more than pages"
    yield from _acts(list(pdf.objects.values()))


def _tagged(marks: dict[str, Any]) -> Iterator[str]:
    if str(marks.get("Marked")) != "true":
        yield "7.1: it is not marked as tagged"
    if str(marks.get("Suspects", "false")) != "false":
        yield "7.1: its tags are suspect"


def _acts(one: Any) -> Iterator[str]:
    """What does something when it is opened or pressed, wherever it stands."""
    if isinstance(one, dict):
        if one.get("S") in _FORBIDDEN:
            yield f"ours: it does something when opened or pressed: {one['S']}"
        one = list(one.values())
    if isinstance(one, list):
        for each in one:
            yield from _acts(each)


def _roles(pdf: Pdf, root: dict[str, Any]) -> Iterator[str]:
    mapped = pdf.got(root.get("RoleMap")) or {}
    for name in mapped:
        if name in STANDARD:
            yield f"7.1: the standard type {name} is mapped"
        if _role(name, mapped) not in STANDARD:
            yield f"7.1: the type {name} is mapped to nothing that is standard"


def _role(name: str, mapped: dict[str, str]) -> str:
    seen: set[str] = set()
    while name not in STANDARD and name in mapped and name not in seen:
        seen.add(name)
        name = str(mapped[name])
    return name


def _tops(pdf: Pdf, root: dict[str, Any]) -> Iterator[Element]:
    mapped = pdf.got(root.get("RoleMap")) or {}
    kids = root["K"] if isinstance(root["K"], list) else [root["K"]]
    yield from (_element(pdf, kid, None, mapped) for kid in kids)


def _element(pdf: Pdf, ref: Ref, parent: Element | None, mapped: dict[str, str]) -> Element:
    given = pdf.got(ref)
    named = str(given.get("S"))
    made = Element(ref.number, named, _role(named, mapped), given, parent)
    kids = given.get("K", [])
    page = given.get("Pg")
    for kid in kids if isinstance(kids, list) else [kids]:
        one = pdf.got(kid)
        if isinstance(one, int):
            made.content.append((page.number, one))
        elif one.get("Type") == "OBJR":
            made.annotations.append(one["Obj"].number)
        elif one.get("Type") == "MCR":
            made.content.append((one.get("Pg", page).number, one["MCID"]))
        else:
            made.kids.append(_element(pdf, kid, made, mapped))
    return made


def _nesting(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    for one in elements:
        above = one.parent.kind if one.parent else ""
        if one.kind not in STANDARD:
            yield f"7.1: the type {one.named} is mapped to nothing that is standard"
        # In running text a label is what leads to a footnote, and nothing else.
        calls = one.kind == "Lbl" and [kid.kind for kid in one.kids] == ["Link"]
        if one.kind in WITHIN and above not in WITHIN[one.kind] and not calls:
            yield f"7.1: a {one.kind} stands in a {above or 'root'}"
        if one.kind in HOLDS and {kid.kind for kid in one.kids} - HOLDS[one.kind]:
            yield f"7.1: a {one.kind} holds what may not stand in it"
        if one.parent and one.given.get("P") != Ref(one.parent.number):
            yield f"7.1: a {one.kind} names another parent"
    notes = [str(one.given.get("ID", "")) for one in elements if one.kind == "Note"]
    if len(set(notes) - {""}) < len(notes):
        yield "7.9: a footnote without a name of its own"
    if not elements or elements[0].kind != "Document":
        yield "7.1: the structure is not that of one document"


def _headings(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    last, titles = 0, 0
    for one in elements:
        if not (found := re.fullmatch(r"H([1-6])", one.kind)):
            continue
        level = int(found[1])
        titles += level == 1
        if level > last + 1:
            yield f"7.4.2: a heading of level {level} follows one of level {last}"
        last = level
        if not one.shows():
            yield "7.4: an empty heading"
        if one.parent and one.parent.kind == "P":
            yield "ours: a heading stands in a paragraph"
    if titles != 1:
        yield f"ours: {titles} headings of level 1, where the title is the only one"
    if any(one.kind == "H" for one in elements):
        yield "7.4.4: headings with and without a level"


def _figures(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    for one in elements:
        if one.kind not in ("Figure", "Formula"):
            continue
        if not (one.given.get("Alt") or one.given.get("ActualText") or "").strip():
            yield "7.3: a figure without an alternative text"
        box = one.attribute(pdf, "Layout", "BBox")
        if not box or len(box) != 4 or box[0] >= box[2] or box[1] >= box[3]:
            yield "7.3: a figure without the box it stands in"


def _tables(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    ids = Counter(one.given["ID"] for one in elements if "ID" in one.given)
    yield from (
        f"7.5: {count} elements are called {one}" for one, count in ids.items() if count > 1
    )
    listed = set(_names(pdf, pdf.got(pdf.catalog["StructTreeRoot"]).get("IDTree", {})))
    if set(ids) != listed:
        yield "7.5: the names of elements are not those that are listed"
    if list(_names(pdf, pdf.got(pdf.catalog["StructTreeRoot"]).get("IDTree", {}))) != sorted(
        listed
    ):
        yield "7.5: the names of elements are not listed in their order"
    for one in elements:
        if one.kind == "Table":
            yield from _table(pdf, one, set(ids))


def _names(pdf: Pdf, tree: Any) -> Iterator[str]:
    yield from pdf.got(tree).get("Names", [])[::2]
    for kid in pdf.got(tree).get("Kids", []):
        yield from _names(pdf, kid)


def _table(pdf: Pdf, table: Element, ids: set[str]) -> Iterator[str]:
    rows = [one for one in table.every() if one.kind == "TR"]
    if not any(cell.kind == "TH" for row in rows for cell in row.kids):
        yield "7.5: a table without a header"
    if len({len(row.kids) for row in rows}) > 1:
        yield "7.5: rows of one table with other numbers of cells"
    for place, row in enumerate(rows):
        if place and row.kids[0].shows() and row.kids[0].kind != "TH":
            yield "ours: a row without a header of its own"
        for cell in row.kids:
            scope = cell.attribute(pdf, "Table", "Scope")
            if cell.kind == "TH" and scope not in ("Column", "Row", "Both"):
                yield "7.5: a header that does not say of what"
            if cell.kind == "TH" and not cell.shows():
                yield "ours: an empty header"
            named = set(cell.attribute(pdf, "Table", "Headers") or [])
            if named - ids or (cell.kind == "TD" and not named):
                yield "7.5: a cell that leads to no header"


def _lists(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    for one in elements:
        if one.kind == "L":
            numbered = one.attribute(pdf, "List", "ListNumbering") not in (None, "None")
            if not [kid for kid in one.kids if kid.kind == "LI"]:
                yield "7.6: a list without items"
            for item in (kid for kid in one.kids if kid.kind == "LI"):
                parts = [kid.kind for kid in item.kids]
                if "LBody" not in parts:
                    yield "7.6: an item of a list without a body"
                if numbered and "Lbl" not in parts:
                    yield "7.6: an item of a list without its label"


def _links(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    led = {number: one for one in elements for number in one.annotations}
    tree = _parents(pdf)
    for page in pdf.pages():
        given = pdf.objects[page]
        if given.get("Annots") and given.get("Tabs") != "S":
            yield "7.18.3: a page whose links are not reached in the order of its structure"
        for ref in pdf.got(given.get("Annots", [])):
            yield from _link(pdf, ref.number, led, tree)


def _link(pdf: Pdf, number: int, led: dict[int, Element], tree: dict[int, Any]) -> Iterator[str]:
    given = pdf.objects[number]
    if given.get("Subtype") != "Link":
        yield f"ours: an annotation that is no link: {given.get('Subtype')}"
    if not str(given.get("Contents", "")).strip():
        yield "7.18.5: a link whose annotation says nothing"
    if number not in led or led[number].kind != "Link":
        yield "7.18.5: a link that stands in no element of a link"
    elif tree.get(given.get("StructParent", -1)) != Ref(led[number].number):
        yield "7.18.1: a link that does not lead back to its element"
    if number in led and not (led[number].content or led[number].kids):
        yield "7.18.5: a link without contents"
    if "Dest" not in given and not str(pdf.got(given.get("A", {})).get("URI", "")):
        yield "7.18.5: a link that leads nowhere"


def _parents(pdf: Pdf) -> dict[int, Any]:
    """The table that leads from what is shown back to the structure."""
    found: dict[int, Any] = {}
    waiting = [pdf.got(pdf.catalog["StructTreeRoot"])["ParentTree"]]
    while waiting:
        one = pdf.got(waiting.pop())
        numbers = one.get("Nums", [])
        found |= dict(zip(numbers[::2], numbers[1::2], strict=True))
        waiting += one.get("Kids", [])
    return found


def _marked(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    """Everything that is shown is of the structure, or said to be none of it."""
    told = Counter(one for element in elements for one in element.content)
    owners = {one: element.number for element in elements for one in element.content}
    tree = _parents(pdf)
    for page in pdf.pages():
        given = pdf.objects[page]
        content = given["Contents"]
        parts = content if isinstance(content, list) else [content]
        shown: set[int] = set()
        for part in parts:
            yield from _of_page(pdf.streams[part.number], shown)
        listed = pdf.got(tree.get(given.get("StructParents", -1)) or [])
        for number in sorted(shown):
            if told[page, number] != 1:
                yield f"7.1: content that stands {told[page, number]} times in the structure"
            elif number >= len(listed) or listed[number] != Ref(owners[page, number]):
                yield "7.1: content that does not lead back to its element"
        missing = {number for at, number in told if at == page} - shown
        yield from ("7.1: an element of content that is not there" for _ in missing)


def _of_page(content: bytes, shown: set[int]) -> Iterator[str]:
    open_now: list[str] = []
    for operator, before in operators(content):
        if operator in ("BDC", "BMC"):
            inside = before[1] if operator == "BDC" else {}
            number = inside.get("MCID") if isinstance(inside, dict) else None
            tag = str(before[0])
            if tag == "Artifact" and any(one != "Artifact" for one in open_now):
                yield "7.1: an artifact within what is tagged"
            if number is not None:
                shown.add(number)
            open_now.append(tag if number is not None or tag == "Artifact" else "")
        elif operator == "EMC":
            open_now.pop()
        elif operator in _PAINTS and not any(open_now):
            yield f"7.1: content that is neither tagged nor an artifact ({operator})"


def _fonts(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    for one in pdf.objects.values():
        if not isinstance(one, dict):
            continue
        if one.get("Type") == "FontDescriptor" and not any(k.startswith("FontFile") for k in one):
            yield "7.21.4: a typeface that is not in the file"
        if one.get("Type") == "Font" and one.get("Subtype") == "Type0" and "ToUnicode" not in one:
            yield "7.21.7: a typeface whose signs are not told as characters"


def _bookmarks(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    wanted = [str(one.given.get("T", "")) for one in elements if re.fullmatch("H[2-6]", one.kind)]
    found = list(_titles(pdf, pdf.got(pdf.catalog.get("Outlines")) or {}))
    if wanted != found:
        yield "7.17: the bookmarks are not the headings"


def _titles(pdf: Pdf, node: dict[str, Any]) -> Iterator[str]:
    one = pdf.got(node.get("First"))
    while one:
        yield one["Title"] if "Dest" in one else ""
        yield from _titles(pdf, one)
        one = pdf.got(one.get("Next"))
