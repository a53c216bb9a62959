"""The PDF of an edition: PDF/UA-1, the same bytes twice, its words as given, marked on every page;
faults name the field.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.layout import NotSet
from inspectorate.domain.reports.editions.model import Block, ClaimInfo, EditionData, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.foundation.drawing.heatmap import heatmap
from inspectorate.foundation.drawing.picture import ramp
from inspectorate.foundation.drawing.strip import strip

NOTICE = "Rehearsal: simulated evidence, says nothing about any real body."
STRIP = strip([("A", "met"), ("B", "not met")], prefix="c1", title="Strip")
GRID = heatmap(
    [(f"Force {n}", ["G"]) for n in range(90)],
    ["1.1"],
    ramp([("G", "Good")]),
    prefix="c2",
    title="Grid",
)


def chart(picture: object = STRIP, **given: str) -> Block:
    assert isinstance(picture, type(STRIP))
    fields = {"caption": "A chart", "alternative": "What it shows", **given}
    return Block("chart", svg=picture.svg, header=picture.header, rows=picture.rows, **fields)


BLOCKS = (
    Block("heading", (Run("Summary"),), level=1, anchor="summary"),
    Block(
        "paragraph",
        (
            Run("Most forces train", claim="k"),
            Run(". See "),
            Run("this", link="https://example.org/"),
            Run("."),
        ),
    ),
    Block("heading", (Run("Deeper than it should be"),), level=4, anchor="deep"),
    Block("list", items=((Run("one"),), (Run("two", strong=True),))),
    Block("list", ordered=True, items=((Run("first"),),)),
    Block("quote", (Run("It works."),), source="A statement"),
    Block("note", (Run("[removed: a ground]", redacted="a ground"),)),
    Block(
        "table",
        caption="A table",
        header=("Word", "Share"),
        rows=(("most", "75 %"), ("few", "10 %")),
    ),
    Block("table", header=("A", "B"), rows=()),
    chart(),
    Block(
        "recommendation",
        (Run("Do it."),),
        number=1,
        caption="rehearsal",
        rows=(("x", "asked", ""),),
        items=((Run("To X"),),),
    ),
    Block("heading", (Run("Last"),), level=1, anchor="last"),
)
TOLD = ClaimInfo(
    key="k",
    kind="counted",
    statement="Forces that train",
    word="most",
    band="75 % or more",
    met=9,
    inspected=12,
    scope=12,
    method="",
    coverage="",
    source_kinds=(),
    evidence_count=0,
)
EDITION = EditionData(
    "report",
    DocumentKind.REPORT,
    "How well forces train",
    "A subtitle",
    "public",
    2,
    "PUBLIC",
    "The Inspectorate",
    "An inspection",
    "2020-03-09",
    NOTICE,
    BLOCKS,
    claims={"k": TOLD},
)


def pages_of(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(content)]


def test_same_edition_gives_the_same_bytes() -> None:
    assert pdf(EDITION) == pdf(EDITION)


def test_pdf_says_that_it_is_tagged_and_ua_1() -> None:
    content = pdf(EDITION)
    document = pdfium.PdfDocument(content)
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert re.search(rb'pdfuaid:part(="1"|>1<)', content)
    assert document.get_metadata_value("Title") == "How well forces train"
    assert b"en-GB" in content
    assert re.search(rb"CreationDate|ModDate", content) is None


def test_every_page_but_the_title_carries_notice_edition_and_number() -> None:
    pages = pages_of(pdf(EDITION))
    assert NOTICE in pages[0]
    for number, page in enumerate(pages[1:], 2):
        assert NOTICE in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Public edition 2 · 9 March 2020" in page


def test_marking_of_a_full_edition_stands_on_every_page() -> None:
    pages = pages_of(pdf(replace(EDITION, edition="full", marking="OFFICIAL-SENSITIVE")))
    assert all("OFFICIAL-SENSITIVE" in page for page in pages)


def test_bound_sentence_has_its_note_with_count_and_meaning() -> None:
    said = " ".join(" ".join(pages_of(pdf(EDITION))).split())
    assert "Most forces train1. See this (https://example.org/)." in said
    assert "Forces that train. 9 of 12 inspected (“most” means 75 % or more)." in said


def test_old_edition_with_a_kind_of_claim_that_is_gone_is_still_printed() -> None:
    old = replace(TOLD, kind="gone", method="Told by hand. Twice.", evidence_count=2)
    said = " ".join(" ".join(pages_of(pdf(replace(EDITION, claims={"k": old})))).split())
    assert "9 of 12 inspected" in said
    assert "Told by hand. Twice. Rests on 2 items of evidence." in said


def test_contents_lead_to_every_heading() -> None:
    titles = [one.get_title() for one in pdfium.PdfDocument(pdf(EDITION)).get_toc()]
    assert [title for title in titles if title != "Contents"] == [
        "Summary",
        "Deeper than it should be",
        "Last",
        "How do we know?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "#eval(1)",
        "$x$ @ref <label>",
        "*not bold* _not_ `raw`",
        "\\ # [ ] { }",
        "Ŵŷ é ‘quotes’ — …",
        "a\tb",
    ],
)
def test_text_is_set_literally(text: str) -> None:
    said = " ".join(
        pages_of(
            pdf(
                replace(
                    EDITION, kind=DocumentKind.LETTER, blocks=(Block("paragraph", (Run(text),)),)
                )
            )
        )
    )
    assert "".join(text.split()) in "".join(said.split())


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_is_set(kind: DocumentKind) -> None:
    assert EDITION.title in " ".join(" ".join(pages_of(pdf(replace(EDITION, kind=kind)))).split())


def test_words_whose_claim_has_no_record_are_set_without_a_note() -> None:
    assert EDITION.title in "".join(pages_of(pdf(replace(EDITION, claims={})))).replace("\n", " ")


def test_draft_without_blocks_or_day_is_set() -> None:
    (page,) = pages_of(
        pdf(
            replace(
                EDITION, kind=DocumentKind.LETTER, blocks=(), claims={}, published_on="", number=0
            )
        )
    )
    assert "Public edition, draft" in page


def test_tall_picture_stays_on_one_page() -> None:
    short, tall = (
        len(
            pages_of(
                pdf(replace(EDITION, kind=DocumentKind.LETTER, blocks=(chart(one),), claims={}))
            )
        )
        for one in (STRIP, GRID)
    )
    assert (short, tall) == (1, 1)


def test_chart_without_alternative_text_is_refused_by_field() -> None:
    with pytest.raises(NotSet, match="report, block 1, field alternative"):
        pdf(replace(EDITION, blocks=(chart(alternative=" "),)))


def test_picture_that_is_no_svg_is_refused_by_name() -> None:
    with pytest.raises(NotSet, match=r"^report: the PDF was not made"):
        pdf(replace(EDITION, blocks=(replace(chart(), svg="<html>no</html>"),)))


def test_picture_may_not_read_a_file() -> None:
    leaking = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 9 9" width="9" height="9"><image xlink:href="/etc/hostname" width="9" '
        'height="9"/></svg>'
    )
    try:
        content = pdf(
            replace(EDITION, kind=DocumentKind.LETTER, blocks=(replace(chart(), svg=leaking),))
        )
    except NotSet:
        return
    assert b"/etc/hostname" not in content
