"""What is read of a Word file that an office program saved: words and keys, no note's number."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from inspectorate.prose.controls import CLAIM, tag_of
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.word import from_docx

NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def read(body: str, *known: str) -> Manuscript:
    """What is read of a body."""
    document = Document()
    for one in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        document.element.body.insert(-1, one)
    target = io.BytesIO()
    document.save(target)
    return from_docx(target.getvalue(), "a.docx", known)


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, key: str = "k") -> str:
    tag = f'<w:sdtPr><w:tag w:val="{tag_of(CLAIM, key)}"/></w:sdtPr>'
    return f"<w:sdt>{tag}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def character(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def order(typed: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{typed}</w:instrText></w:r>'


def a_field(*orders: str, result: str) -> str:
    said = "".join(order(one) for one in orders)
    begun = f"{character('begin')}{said}{character('separate')}"
    return f"{begun}{words(result)}{character('end')}"


def texts(manuscript: Manuscript) -> list[str]:
    return [block.text for block in manuscript.blocks]


def keys(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(one.key, one.text) for block in manuscript.blocks for one in block.spans]


@pytest.mark.parametrize(
    "number",
    [
        '<w:fldSimple w:instr=" NOTEREF note_1 \\f \\h ">' + words("1") + "</w:fldSimple>",
        a_field(" NOTEREF note_1 \\f \\h ", result="1"),
        a_field(" NOTE", "REF note_1 ", result="1"),
        NOTE,
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>',
    ],
)
def test_number_of_a_note_is_none_of_the_words_however_it_was_saved(number: str) -> None:
    found = read(paragraph(control(words("most forces train well")), number, words(" indeed.")))
    assert texts(found) == ["most forces train well indeed."]
    assert keys(found) == [("k", "most forces train well")]


@pytest.mark.parametrize(
    "day",
    [
        a_field(" DATE ", result="1 May 2026"),
        a_field(" IF ", a_field(" NOTEREF note_1 ", result="1"), result="1 May 2026"),
        f'<w:fldSimple w:instr=" DATE ">{words("1 May 2026")}</w:fldSimple>',
    ],
)
def test_result_of_any_other_field_is_words(day: str) -> None:
    assert texts(read(paragraph(words("On "), day, words(".")))) == ["On 1 May 2026."]


def test_words_in_one_run_with_a_note_are_read() -> None:
    run = '<w:r><w:t>Most forces train.</w:t><w:footnoteReference w:id="1"/></w:r>'
    assert texts(read(paragraph(run))) == ["Most forces train."]


def test_control_around_whole_paragraphs_and_tables_is_read_with_its_key() -> None:
    said = paragraph(words("Seen ")) + paragraph() + paragraph(words(" twice"), NOTE)
    cell = f"<w:tc>{said}</w:tc><w:tc>{paragraph()}</w:tc><w:tc>{paragraph(words('b '))}</w:tc>"
    grid = f"<w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>"
    table = f"<w:tbl><w:tblPr/>{grid}<w:tr>{cell}</w:tr></w:tbl>"
    inner = control(paragraph(words("Some plan.")), "other")
    found = read(control(paragraph(words("Most train.")) + inner + table))
    assert texts(found) == ["Most train.", "Some plan.", "Seen twice  b"]
    assert [block.line for block in found.blocks] == [1, 2, 3]
    assert found.blocks[2].fields == {"0": "Seen twice", "1": "", "2": "b"}
    assert keys(found) == [
        ("k", "Most train."),
        ("other", "Some plan."),
        ("k", "Seen twice"),
        ("k", "b"),
    ]


def test_contents_that_word_fills_are_no_words() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph(words('Summary 1'))}"
    assert texts(read(f"{contents}</w:sdtContent></w:sdt>{paragraph(words('Words.'))}")) == [
        "Words."
    ]


def test_key_that_was_cut_is_found_among_the_keys_that_are_known() -> None:
    key, bound = "k" * 80, paragraph(control(words("Most train."), "k" * 80))
    assert keys(read(bound, "other", "k" * 79, key)) == [(key, "Most train.")]


def test_tracked_changes_are_counted_and_not_read() -> None:
    put = '<w:ins w:id="1" w:author="a">' + words("not ") + "</w:ins>"
    taken = '<w:del w:id="2" w:author="a"><w:r><w:delText>all</w:delText></w:r></w:del>'
    found = read(paragraph(words("Most do "), put, taken, words("train.")))
    assert texts(found) == ["Most do train."]
    assert found.changes_unread == 2
    assert read(paragraph(words("Most do."))).changes_unread == 0
