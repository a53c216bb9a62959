"""The text of documents with its places, each kind; what cannot be read says honestly why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from inspectorate.domain.evidence.models import Citation
from inspectorate.foundation.documents import extracting, ocr, places
from inspectorate.foundation.documents.extracting import Extraction
from inspectorate.foundation.documents.finding import places_of
from inspectorate.foundation.documents.reasons import DocumentReason
from tests.factories import papers
from tests.sizes import drilled

Read = Callable[[bytes, str], Extraction]


def parts(read: Extraction) -> dict[str, str]:
    return {one.at: one.text for page in read.pages for one in page.parts}


def test_a_pdf_of_forty_pages_is_read_page_by_page(read: Read) -> None:
    found = read(papers.strategy(40), papers.PDF)
    assert [page.title for page in found.pages] == [f"page {n}" for n in range(1, 41)]
    assert "within 22 days" in parts(found)["page-12"]
    assert "within 22 days" not in parts(found)["page-11"]


def test_a_word_file_is_read_by_paragraph_and_table_cell(read: Read) -> None:
    found = read(papers.word(["First.", "", "Second."], [["a", "b"]]), papers.WORD)
    assert parts(found) == {"para-1": "First.", "para-2": "Second.", "para-3": "a", "para-4": "b"}


def test_forty_one_paragraphs_are_two_pages_numbered_on(read: Read) -> None:
    found = read(papers.word([f"Paragraph {n}." for n in range(1, 42)]), papers.WORD)
    assert [page.title for page in found.pages] == ["paragraphs 1 to 40", "paragraph 41"]
    assert found.pages[1].parts[0].at == "para-41"


def test_a_sheet_is_read_by_cell_as_it_is_shown(read: Read) -> None:
    table = {"Crimes 2018": [["Force", "Cases"], ["North", 31.0], [date(2018, 4, 1), True]]}
    found = parts(read(papers.sheet({**table, "Crimes-2018": [["x"]]}), papers.SHEET))
    assert found["sheet-Crimes_2018-B2"] == "31"
    assert found["sheet-Crimes_2018-A3"] == "2018-04-01"
    # Two names that would be one anchor are told apart.
    assert found["sheet-Crimes_2018_2-A1"] == "x"


def test_word_broken_at_the_end_of_a_line_of_a_pdf_is_cited_as_people_write_it(read: Read) -> None:
    found = read(papers.lines("Good super-", "vision of a follow-", "up visit"), papers.PDF)
    (page,) = found.pages
    for words in ("Good supervision", "of a follow-up visit", "supervision of a follow-up"):
        assert places_of(page.parts, words) == ("page-1",)


def test_words_that_were_moved_in_a_word_file_are_read_where_they_are_now(read: Read) -> None:
    def moved(tag: str, words: str) -> bytes:
        return f'<w:{tag} w:id="1" w:author="a"><w:r><w:t>{words}</w:t></w:r></w:{tag}>'.encode()

    paragraphs = (moved("moveFrom", "Gone."), moved("moveTo", "Here."), moved("ins", "New."))
    content = papers.changed(
        papers.word(["First."]),
        "word/document.xml",
        b"<w:sectPr",
        b"".join(b"<w:p>%s</w:p>" % one for one in paragraphs) + b"<w:sectPr",
    )
    assert [*parts(read(content, papers.WORD)).values()] == ["First.", "Here.", "New."]


def test_footnotes_of_a_word_file_are_read_behind_its_text(read: Read) -> None:
    content = papers.footnoted(papers.word(["First."]), "See the plan.", "Nobody was asked.")
    found = read(content, papers.WORD)
    assert [page.title for page in found.pages] == ["paragraph 1", "footnotes 1 to 2"]
    assert parts(found) == {
        "para-1": "First.",
        "footnote-1": "See the plan.",
        "footnote-2": "Nobody was asked.",
    }
    assert places.said(["footnote-1", "footnote-2"]) == "footnotes 1 and 2"


def test_notes_that_cannot_be_read_take_nothing_of_the_text_with_them(read: Read) -> None:
    content = papers.footnoted(papers.word(["First."]), "See the plan.")
    torn = papers.changed(content, "word/footnotes.xml", b"</w:footnotes>", b"")
    assert torn != content
    assert parts(read(torn, papers.WORD)) == {"para-1": "First."}


def test_sheet_whose_cells_name_a_format_that_is_not_there_is_read(read: Read) -> None:
    content = papers.sheet({"S": [[0.125]]}, number_format="0.0000")
    torn = papers.changed(content, "xl/styles.xml", b'numFmtId="164"', b'numFmtId="999"')
    assert torn != content
    assert parts(read(torn, papers.SHEET)) == {"sheet-S-A1": "0.125"}


def test_a_percentage_is_read_as_it_is_shown(read: Read) -> None:
    shown = {"0.0%": "12.5%", '0.00"%"': "0.125", "General": "0.125"}
    # A blank as wide as the sign, and the sign as a filling.
    shown |= {"0.00_%": "0.125", "#,##0.00_%_);(0)": "0.125", "0.00*%": "0.125"}
    for number_format, text in shown.items():
        found = read(papers.sheet({"S": [[0.125]]}, number_format=number_format), papers.SHEET)
        assert parts(found) == {"sheet-S-A1": text}


def test_cells_outside_the_size_that_a_sheet_says_are_read(read: Read) -> None:
    content = papers.sheet({"S": [["a", "b"], ["c", "d"]]})
    small = papers.changed(content, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1"')
    assert small != content
    assert [*parts(read(small, papers.SHEET)).values()] == ["a", "b", "c", "d"]


def test_plain_text_is_read_by_paragraph_and_csv_by_row(read: Read) -> None:
    assert parts(read(b"One\n\nTwo\nlines", "text/plain")) == {
        "para-1": "One",
        "para-2": "Two\nlines",
    }
    rows = parts(read("Force;Cases\n\nNörd;31\n".encode("cp1252"), "text/csv"))
    assert rows == {"row-1": "Force\tCases", "row-3": "Nörd\t31"}


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    drilled(
        [
            (papers.locked(), papers.PDF, DocumentReason.ENCRYPTED),
            (papers.strategy(3)[:2000], papers.PDF, DocumentReason.DAMAGED),
            (b"no PDF at all", papers.PDF, DocumentReason.DAMAGED),
            (papers.word(["x"])[:900], papers.WORD, DocumentReason.DAMAGED),
            (papers.sheet({"A": [["x"]]})[:900], papers.SHEET, DocumentReason.DAMAGED),
            (b"PK\x03\x04 an archive", "application/zip", DocumentReason.NO_READER),
            (papers.word([]), papers.WORD, DocumentReason.NO_TEXT),
            (b" \n ", "text/plain", DocumentReason.NO_TEXT),
            (b"a\x00b", "text/plain", DocumentReason.DAMAGED),
        ],
        3,
    ),
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_read_says_its_own_reason(
    read: Read, content: bytes, media_type: str, reason: DocumentReason
) -> None:
    found = read(content, media_type)
    assert (found.refused, found.pages) == (reason, ())


def test_a_scan_without_the_program_says_so(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PROGRAM", "no-such-program")
    found = read(papers.scanned("Seen by nobody"), papers.PDF)
    assert found.refused is DocumentReason.NO_TEXT_NO_OCR
    assert "may be a scan" in found.refused.sentence


def test_a_scan_is_read_by_the_program_and_marked_so(read: Read) -> None:
    if not ocr.present():
        pytest.skip("tesseract is not installed: scans are said to be scans, and not read")
    found = read(papers.scanned("The board met in April"), papers.PDF)
    assert found.machine_read
    assert "board met in April" in parts(found)["page-1"]
    assert "tesseract" in found.method


def test_an_empty_page_is_no_scan_that_was_read(read: Read) -> None:
    found = read(papers.blank(), papers.PDF)
    expected = DocumentReason.NO_TEXT_BY_OCR if ocr.present() else DocumentReason.NO_TEXT_NO_OCR
    assert found.refused is expected


def test_a_page_as_a_picture_carries_nothing_but_pixels(read: Read) -> None:
    import hashlib
    import struct

    content = papers.strategy(2)
    read(content, papers.PDF)
    png = extracting.picture(hashlib.sha256(content).hexdigest(), 2)
    at, chunks = 8, []
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        chunks.append(png[at + 4 : at + 8])
        at += 12 + size
    assert chunks == [b"IHDR", b"IDAT", b"IEND"]


def test_the_digest_of_a_text_layer_is_that_of_every_part_and_the_method(read: Read) -> None:
    content = papers.word(["First.", "Second."])
    one, again = read(content, papers.WORD), read(content, papers.WORD)
    assert places.digest_of(one.method, one.pages) == places.digest_of(again.method, again.pages)
    other = places.digest_of("another method", one.pages)
    assert other != places.digest_of(one.method, one.pages)
    changed = read(papers.word(["First.", "Second"]), papers.WORD)
    assert places.digest_of(one.method, changed.pages) != places.digest_of(one.method, one.pages)


def test_anchors_of_sheets_are_told_apart_and_have_room_in_a_citation() -> None:
    taken: list[str] = []
    for name in ("Crimes_3", "Crimes", "Crimes", "x" * 300, "x" * 301, "?" * 300):
        taken.append(places.of_sheet(name, taken))
    assert len(set(taken)) == 6
    room = Citation._meta.get_field("place").max_length
    assert max(len(f"{one}-XFD1048576") for one in taken) <= room


@pytest.mark.parametrize(
    ("at", "sheet", "said"),
    [
        (["page-12"], "", "page 12"),
        (["para-7", "para-9"], "", "paragraphs 7 and 9"),
        (["row-3"], "", "row 3"),
        (["sheet-A_b-B4", "sheet-A_b-C4"], "A b", "sheet A b, B4 and C4"),
    ],
)
def test_places_are_said_as_people_say_them(at: list[str], sheet: str, said: str) -> None:
    assert places.said(at, sheet) == said
