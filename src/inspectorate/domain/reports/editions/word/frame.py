"""What stands around the text of a Word file: the lines of each page, its notes, its paper."""

from __future__ import annotations

from collections.abc import Iterable

from inspectorate.prose.dates import iso_in_words

from ..model import EditionData
from .markup import paragraph, run
from .package import NAMES
from .passages import REFERENCE
from .tables import COLUMN

_RIGHT = f'<w:tabs><w:tab w:val="right" w:pos="{COLUMN}"/></w:tabs>'
_REF = f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr><w:footnoteRef/></w:r>'


def header(edition: EditionData, title: str, marking: str) -> str:
    """Return the part that stands above each page: title, marking, notice of a rehearsal."""
    right = run(marking, b=True) if marking else run(edition.publisher)
    lines = paragraph(f"{run(title)}<w:r><w:tab/></w:r>{right}", "Header", _RIGHT)
    if edition.embargo:
        lines += paragraph(run(edition.embargo, b=True), "Header")
    if edition.notice:
        lines += paragraph(run(edition.notice, b=True), "Header")
    return f"<w:hdr {NAMES}>{lines}</w:hdr>"


def footer(edition: EditionData, which: str) -> str:
    """Return the part that stands beneath each page: which edition, of which day, which page."""
    day = iso_in_words(edition.published_on)
    said = f"{which} · {day}" if day else which
    pages = f"{run('Page ')}{_field('PAGE')}{run(' of ')}{_field('NUMPAGES')}"
    line = paragraph(f"{run(said)}<w:r><w:tab/></w:r>{pages}", "Footer", _RIGHT)
    return f"<w:ftr {NAMES}>{line}</w:ftr>"


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def footnotes(notes: Iterable[tuple[int, str]]) -> str:
    """Return the part with the notes, each under its number and as it is marked up."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    every = "".join(
        f'<w:footnote w:id="{number}">{paragraph(said, "FootnoteText")}</w:footnote>'
        for number, said in notes
    )
    return f"<w:footnotes {NAMES}>{lines}{every}</w:footnotes>"


def note(statement: str, text: str) -> str:
    """Return the markup of what a note of a claim says, with its number."""
    between = " " if statement and text else ""
    return f"{_REF}{run(' ')}{run(statement, b=True)}{run(between + text)}"


def section(header_id: str, footer_id: str, *, titled: bool) -> str:
    """Return the paper: A4; the first page of a report has a title and neither line."""
    first = "<w:titlePg/>" if titled else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header_id}"/>'
        f'<w:footerReference w:type="default" r:id="{footer_id}"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1588" w:bottom="1361" '
        f'w:left="1588" w:header="709" w:footer="709" w:gutter="0"/>{first}</w:sectPr>'
    )
