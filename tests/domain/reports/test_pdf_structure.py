"""The structure of a PDF of ours is sound by the points of ISO 14289-1 (PDF/UA) that a program can
check, and the checker notices each fault that is planted in a real one.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.row_headers import with_row_headers
from inspectorate.foundation.drawing.strip import strip
from tests.domain.reports.pdf_objects import planted, taken_apart
from tests.domain.reports.pdf_structure import faults
from tests.domain.reports.test_pdf import EDITION, chart, pages_of
from tests.domain.reports.test_word import MANY
from tests.sizes import drilled

LONG = replace(
    MANY,
    marking="OFFICIAL-SENSITIVE",
    blocks=(
        *MANY.blocks,
        Block("heading", (Run("A "), Run("last", strong=True), Run(" chapter")), level=1),
        Block("table", caption="Long", header=("", "b"), rows=(("a b c", "d"),) * 90),
        Block("table", header=("Only (one)",), rows=(("a) b",), ("",), ("c",))),
        chart(strip([(f"Force {n}", "met") for n in range(40)], prefix="c9", title="Strip")),
        Block("paragraph", (Run("Write", strong=True, link="mailto:a@example.org"), Run("."))),
        Block("quote", (Run("Nobody said where."),)),
    ),
)
REPORT = pdf(EDITION)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_is_sound(kind: DocumentKind) -> None:
    made = replace(MANY, kind=kind, contact="press@example.org", report_at="https://example.org/a")
    assert faults(pdf(made)) == []


def test_pdf_of_a_translation_is_sound_and_in_its_language() -> None:
    made = pdf(replace(MANY, kind=DocumentKind.VARIANT, language="cy"))
    assert faults(made) == []
    assert b"/Lang(cy)" in made


@pytest.mark.parametrize(
    "edition",
    [
        LONG,
        replace(LONG, notice="", published_on="", subtitle="", claims={}),
        replace(EDITION, blocks=(), claims={}),
        replace(EDITION, kind=DocumentKind.LETTER, blocks=(), claims={}, notice=""),
    ],
)
def test_rich_and_empty_editions_are_sound(edition: EditionData) -> None:
    assert faults(pdf(edition)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    drilled(
        [
            (r"(/Catalog.*?)/Lang\(en-GB\)", r"\1", "7.2"),
            (r"/DisplayDocTitle true", "/DisplayDocTitle false", "7.1: its title is not what"),
            (r"/Marked true", "/Marked false", "7.1: it is not marked"),
            (r"/Suspects false", "/Suspects true", "7.1: its tags are suspect"),
            (r"/StructTreeRoot 8 0 R", "", "7.1: there is no structure"),
            (r"<dc:title>", "<dc:titre>", "7.1: it has no title"),
            (r"pdfuaid:part", "pdfuaid:piece", "5: it does not say"),
            (r"/S/Document", "/S/Sect", "7.1: the structure is not that of one document"),
            (r"/S/BlockQuote", "/S/Saying", "mapped to nothing that is standard"),
            (r"/Em/Span", "/Em/Emphasised", "7.1: the type Em is mapped to nothing"),
            (r"/Em/Span", "/P/Span", "7.1: the standard type P is mapped"),
            (r"/Em/Span", "/Em/Em", "7.1: the type Em is mapped to nothing"),
            (r"/Alt\(What it shows\)", "", "7.3: a figure without an alternative"),
            (r"/Alt\(What it shows\)", "/Alt( )", "7.3: a figure without an alternative"),
            (r"(/Figure.*)/BBox\[[^\]]*\]", r"\1", "7.3: a figure without the box"),
            (r"/S/H3", "/S/H4", "7.4.2: a heading of level 4 follows one of level 2"),
            (r"/S/H1", "/S/P", "7.4.2: a heading of level 2 follows one of level 0"),
            (r"/S/H2", "/S/H1", "ours: 2 headings of level 1"),
            (r"/S/H2", "/S/H", "7.4.4"),
            (r"(/S/H2.*/K)\[0\]", r"\1[]", "7.4: an empty heading"),
            (r"/S/TH(.*?/Scope)/Column", r"/S/TH\1/Nothing", "7.5: a header that does not say"),
            (r"/S/TH(.*?)/Scope/Row", r"/S/TD\1", "ours: a row without a header"),
            (r"/S/TH(/P \d+ 0 R/ID\(U1x0)", r"/S/TD\1", "7.5: a cell that leads to no header"),
            (r"\(V00000001\)(\d+ 0 R)", r"(V00000009)\1", "names of elements are not those"),
            (r"/ID\(U1x1y0\)", "/ID(U1x0y0)", "7.5: 2 elements are called"),
            (r"(/S/TD.*?/Headers)\[.*?\]", r"\1[]", "7.5: a cell that leads to no header"),
            (r"(/S/TR.*?/K)\[(\d+ 0 R) \d+ 0 R\]", r"\1[\2]", "7.5: rows of one table"),
            (r"/S/TR", "/S/P", "7.1: a T"),
            (r"/S/Lbl", "/S/Span", "7.6: an item of a list without its label"),
            (r"/S/LBody", "/S/Span", "7.6: an item of a list without a body"),
            (r"/S/L/(P .*?)/K\[.*\]", r"/S/L/\1/K[]", "7.6: a list without items"),
            (r"/S/LI", "/S/P", "7.1: a Lbl stands in a P"),
            (r"/S/TOCI", "/S/P", "7.1: a TOC holds"),
            (r"/S/Link", "/S/Span", "7.18.5: a link that stands in no element"),
            (r"/Contents\(page 4\)", "", "7.18.5: a link whose annotation says nothing"),
            (r"(/S/Link.*/K)\[\d+ 0 R(<<)", r"\1[\2", "7.18.5: a link without contents"),
            (r"/A<</Type/Action/S/URI/URI\([^)]*\)>>", "", "7.18.5: a link that leads nowhere"),
            (r"/StructParent 6", "/StructParent 7", "7.18.1"),
            (r"/Tabs/S(.*?/Annots)", r"/Tabs/W\1", "7.18.3"),
            (r"/S/URI/URI\([^)]*\)", "/S/Launch/F(a)", "ours: it does something"),
            (r"/MarkInfo", "/OpenAction[139 0 R/Fit]/MarkInfo", "ours: the document opens"),
            (r"/Span<<.*?/MCID \d+>>BDC", "/X BMC", "7.1: content that is neither tagged"),
            (r"/Artifact( ?<<.*?>> ?BDC|\s+BMC)", "/X BMC", "7.1: content that is neither tagged"),
            (r"(/S/P/P \d+ 0 R/K)\[0\]", r"\1[]", "7.1: content that stands 0 times"),
            (r"(/S/P/P \d+ 0 R/K)\[0\]", r"\1[0 0]", "7.1: content that stands 2 times"),
            (r"(/S/P/P \d+ 0 R/K)\[0\]", r"\1[0 99]", "7.1: an element of content that is not"),
            (r"/FontFile\d", "/FontNote", "7.21.4"),
            (r"/ToUnicode", "/ToNothing", "7.21.7"),
            (r"/Title\(Summary\)", "/Title(Another)", "7.17"),
            (r"/Outlines 7 0 R", "", "7.17"),
        ],
        5,
    ),
)
def test_each_planted_fault_of_structure_is_found(old: str, new: str, told: str) -> None:
    content = planted(REPORT, old, new)
    assert any(told in one for one in faults(content)), faults(content)


def test_planting_nothing_leaves_a_sound_file() -> None:
    content = planted(REPORT, "Contents", "Contents")
    assert faults(content) == []
    assert pages_of(content) == pages_of(REPORT)


def test_each_row_has_its_header_and_each_cell_leads_to_both_of_its_own() -> None:
    found = taken_apart(REPORT)
    cells = [
        (one["S"], *attributes["Headers"])
        for one in found.objects.values()
        if isinstance(one, dict) and one.get("S") in ("TH", "TD")
        for attributes in one["A"]
        if "Headers" in attributes
    ]
    # "most", its share; "few", its share.
    assert cells[2:6] == [
        ("TH", "U1x0y0"),
        ("TD", "U1x1y0", "V00000001"),
        ("TH", "U1x0y0"),
        ("TD", "U1x1y0", "V00000002"),
    ]


def test_a_file_whose_rows_have_their_headers_stays_as_it_is() -> None:
    assert with_row_headers(REPORT) == REPORT


def test_title_is_the_one_heading_of_level_1_and_stands_on_the_title_page() -> None:
    found = taken_apart(REPORT)
    (title,) = [
        one for one in found.objects.values() if isinstance(one, dict) and one.get("S") == "H1"
    ]
    assert title["T"] == EDITION.title
    assert title["Pg"].number == found.pages()[0]


def test_link_says_where_it_leads_on_paper_once_and_not_where_its_words_do() -> None:
    runs = (
        Run("the "),
        Run("whole", link="https://example.org/a"),
        Run(" list", link="https://example.org/a", strong=True),
        Run(" and "),
        Run("https://example.org/b", link="https://example.org/b"),
        Run(" and "),
        Run("example.org/c", link="https://example.org/c/"),
        Run(" and "),
        Run("us", link="mailto:a@example.org"),
        Run(" and "),
        Run("below", link="#anchor"),
    )
    made = replace(EDITION, kind=DocumentKind.LETTER, blocks=(Block("paragraph", runs),), claims={})
    said = " ".join(" ".join(pages_of(pdf(made))).split())
    assert (
        "the whole list (https://example.org/a) and https://example.org/b and example.org/c "
        "and us (a@example.org) and below"
    ) in said
