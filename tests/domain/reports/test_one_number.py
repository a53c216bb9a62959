"""A sentence has one number of its note wherever it is read: on its page, in the PDF, in the Word
file.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pypdfium2 as pdfium
import pytest

from inspectorate.domain.publication.schema import DocumentInfo
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.interfaces.public.about import in_release
from inspectorate.interfaces.public.release_pages import Pages
from tests.domain.reports.test_pdf import EDITION, TOLD, chart
from tests.factories.bundle import bundle

KEYS = ("k", "again", "only-in-a-list", "late", "never-said")
# Each bound sentence ends in a word of its own, by which it is found again.
RICH = replace(
    EDITION,
    blocks=(
        # Its number stands with the heading, and in no line of the contents or bookmark before it.
        Block("heading", (Run("Most forces mike", claim="k"),), level=1, anchor="what"),
        Block("heading", (Run("And november"),), level=2, anchor="and"),
        Block("heading", (Run("And oscar"),), level=2, anchor="or"),
        Block("paragraph", (Run("Most train alpha", claim="k"), Run(", and so on."))),
        # The same claim twice in one paragraph, once cut by a treatment, once over a blank.
        Block(
            "paragraph",
            (
                Run("Some plan "),
                Run("and say bravo", claim="again", strong=True),
                Run(" or "),
                Run("most ", claim="k"),
                Run("train charlie", claim="k", emphasis=True),
                Run(" or "),
                Run("write delta ", claim="again"),
                Run("it down."),
            ),
        ),
        # Cells and captions say no number, in none of them.
        Block(
            "table", caption="Most echo", header=("Word", "Share"), rows=(("most foxtrot", "9"),)
        ),
        chart(caption="Most golf"),
        Block(
            "list",
            items=((Run("few hotel", claim="only-in-a-list"),), (Run("most india", claim="k"),)),
        ),
        Block("quote", (Run("We said juliett", claim="late"), Run(" then.")), source="One"),
        Block("note", (Run("As kilo", claim="again"),)),
        Block("recommendation", (Run("Forces should lima", claim="late"), Run(".")), number=1),
    ),
    claims={key: replace(TOLD, key=key, statement=f"Forces that {key}") for key in KEYS},
)
NUMBERS = {
    "mike": 1,
    "alpha": 1,
    "bravo": 2,
    "charlie": 1,
    "delta": 2,
    "hotel": 3,
    "india": 1,
    "juliett": 4,
    "kilo": 2,
    "lima": 4,
}
_WORDS = (*NUMBERS, "echo", "foxtrot", "golf")


def by_word(said: str, number: str) -> dict[str, int]:
    """The number that follows each word directly."""
    found = {one: re.search(rf"{one}{number}", said) for one in _WORDS}
    return {one: int(match[1]) for one, match in found.items() if match}


def on_the_page(edition: EditionData) -> str:
    read = EditionData.from_json(json.loads(json.dumps(edition.as_json())))
    info = DocumentInfo("report", read.kind, read.title, 1, False)
    told = replace(bundle(), documents=(info,), claims=tuple(read.claims.values()))
    return Pages(told, {"report": read}, {}).page("report.html", in_release("report.html")).decode()


def in_the_pdf(edition: EditionData) -> str:
    pages = pdfium.PdfDocument(pdf(edition))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def in_the_word_file(edition: EditionData) -> str:
    """The words, each note as ``<its number>``: of its own, or of the field that says it again."""
    with zipfile.ZipFile(BytesIO(word(edition))) as package:
        body = package.read("word/document.xml").decode()
    body = re.sub(r'<w:footnoteReference w:id="(\d+)"/>', r"<w:t>[\1]</w:t>", body)
    body = re.sub(r"<w:fldSimple [^>]*note_(\d+) .*?</w:fldSimple>", r"<w:t>[\1]</w:t>", body)
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body))


def test_each_sentence_has_one_number_in_all_three() -> None:
    page = re.sub(r"\s+", " ", on_the_page(RICH))
    mark = (
        r"(?:</(?:em|strong)>)*\s*</span>\s*<a class=\"mark\" href=\"[^\"]*\">.*?</span>(\d+)</a>"
    )
    assert by_word(page, mark) == NUMBERS
    assert by_word(in_the_pdf(RICH), r"(\d)\b") == NUMBERS
    assert by_word(in_the_word_file(RICH), r"\[(\d+)\]") == NUMBERS


@pytest.mark.parametrize("key", KEYS[:-1])
def test_each_number_leads_to_what_its_claim_says_in_all_three(key: str) -> None:
    number = KEYS.index(key) + 1
    assert f"{number} Forces that {key}." in in_the_pdf(RICH)
    with zipfile.ZipFile(BytesIO(word(RICH))) as package:
        notes = package.read("word/footnotes.xml").decode()
    (said,) = re.findall(rf'<w:footnote w:id="{number}">(.*?)</w:footnote>', notes)
    assert f"Forces that {key}." in said
    page = on_the_page(RICH)
    printed = page[page.index('id="notes"') :]
    items = re.findall(r"<li>(.*?)</li>", printed, re.DOTALL)
    assert f"Forces that {key}" in items[number - 1]


def test_claim_that_no_words_are_bound_to_has_no_note() -> None:
    for said in (in_the_pdf(RICH), on_the_page(RICH)):
        assert "Forces that never-said" not in said


def test_contents_and_bookmarks_say_a_bound_heading_without_its_number() -> None:
    document = pdfium.PdfDocument(pdf(RICH))
    assert "Most forces mike" in [one.get_title() for one in document.get_toc()]
    contents = document[1].get_textpage().get_text_bounded()
    assert re.search(r"Most forces mike ?\.", contents)
