"""What a Word file begins with: a title page for a report, a short head for anything else, and the
contents.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.prose.dates import iso_in_words

from ..model import EditionData
from .comments import Margin
from .markup import paragraph, run
from .package import Relations
from .passages import Passages

_NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'
# Deeper headings would bury the chapters.
DEEPEST = 2


def front(
    edition: EditionData, which: str, marking: str, passages: Passages, margin: Margin
) -> str:
    """Return the title and what says of which text it is; ``which`` names the edition or copy."""
    title = paragraph(margin.beside(passages.beside(edition.titled, edition.title)), "Title")
    subtitle = passages.beside(edition.under, edition.subtitle)
    under = paragraph(subtitle, "Subtitle") if subtitle else ""
    day = iso_in_words(edition.published_on)
    if edition.kind.type.long:
        notice = paragraph(run(edition.notice), "Notice") if edition.notice else ""
        above = paragraph(run(edition.publisher), "FrontMatter")
        lines = (edition.inspection, marking, day, which)
        said = "".join(paragraph(run(one), "FrontMatter") for one in lines if one)
        return f"{above}{title}{under}{notice}{said}{paragraph(_NEW_PAGE, 'FrontMatter')}"
    kind = edition.kind.type.label
    above = paragraph(run(f"{kind} · {day}" if day else kind), "FrontMatter")
    first = paragraph(run(edition.embargo, b=True), "Notice") if edition.embargo else ""
    return f"{first}{above}{title}{under}{_reached(edition, passages.relations)}"


def _reached(edition: EditionData, relations: Relations) -> str:
    """Of a release: where the report stands, and how the publisher is reached."""
    lines = ""
    if edition.report_at:
        address, said = relations.address(edition.report_at), run(edition.report_at, "Hyperlink")
        link = f'<w:hyperlink r:id="{address}">{said}</w:hyperlink>' if address else said
        lines = paragraph(run("The report: ") + link, "FrontMatter")
    if edition.contact:
        lines += paragraph(run(f"Contact: {edition.contact}"), "FrontMatter")
    return lines


def contents(headings: Sequence[tuple[int, str, str]]) -> str:
    """Return the contents as a field, filled: each line leads to its heading.

    Without page numbers, which no file knows before it is laid out: Word would ask at each opening
    whether it may work them out.
    """
    begun = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'TOC \\o "1-{DEEPEST}" \\n \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    listed = [one for one in headings if one[0] <= DEEPEST]
    lines = ""
    for place, (level, name, said) in enumerate(listed):
        ended = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if place == len(listed) - 1 else ""
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(said)}</w:hyperlink>'
        lines += paragraph(f"{begun if not place else ''}{link}{ended}", f"Toc{level}")
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        f"{paragraph(run('Contents'), 'TOCHeading')}{lines}</w:sdtContent></w:sdt>"
        f"{paragraph(_NEW_PAGE)}"
    )
