"""Plain text, web pages and Word files."""

from __future__ import annotations

import contextlib
import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from benchmarks.limits.hostile_files import endless
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.plain import from_text
from inspectorate.prose.reading.web import from_html
from inspectorate.prose.reading.word import from_docx
from tests.prose.reading.test_markdown import slices
from tests.shared import shared

RELEASE = """Forces ‘plan well’ for floods

9 Mar 2020 02:38 PM

The service today published
its report.

Notes

  1. First note. It has two sentences.
  2. The aims are to:
    • warn people;
    • help them.
(a) not a note of the list above
"""


def test_release_in_plain_text_is_read_as_one() -> None:
    manuscript = from_text(RELEASE)
    assert manuscript.meta == {
        "title": "Forces ‘plan well’ for floods",
        "headline": "Forces ‘plan well’ for floods",
        "stamp": "9 Mar 2020 02:38 PM",
    }
    assert [(block.kind, block.level, block.line) for block in manuscript.blocks] == [
        ("heading", 1, 1),
        ("paragraph", 0, 3),
        ("paragraph", 0, 5),
        ("heading", 2, 8),
        ("item", 1, 10),
        ("item", 1, 11),
        ("item", 2, 12),
        ("item", 2, 13),
        ("item", 1, 14),
    ]
    assert manuscript.blocks[2].text == "The service today published its report."
    assert manuscript.blocks[2].at(28) == (6, 1)
    assert [sentence.column for sentence in manuscript.blocks[4].sentences] == [6, 18]


def test_line_ends_of_every_system_read_alike() -> None:
    for end in ("\r\n", "\r"):
        manuscript = from_text(RELEASE.replace("\n", end))
        assert [block.text for block in manuscript.blocks] == [
            block.text for block in from_text(RELEASE).blocks
        ]


def test_page_gives_its_words_and_no_script() -> None:
    page = (
        "<title>T</title><nav>Home</nav><h1>Head</h1><p>a "
        "<b>b</b>\nc.<ul><li>one<li>two</ul><script>all:</script>"
    )
    manuscript = from_html(
        page + "<p hidden>x</p><table><tr><td>1<td>2</table><blockquote>said</blockquote>"
    )
    assert [(block.kind, block.text) for block in manuscript.blocks] == [
        ("heading", "Head"),
        ("paragraph", "a b c."),
        ("item", "one"),
        ("item", "two"),
        ("row", "1 2"),
        ("quote", "said"),
    ]
    assert manuscript.meta == {"title": "T", "headline": "Head"}
    assert manuscript.blocks[1].at(4) == (2, 1)


@pytest.mark.parametrize(
    "mark",
    [
        "<",
        "<!--",
        "<![CDATA[",
        "</",
        "<a href='",
        "<ul><li>",
        "<script>",
        "<p hidden>",
        "<?",
        "&#1;",
        "<b>a",
        "<div>" * 20,
    ],
)
def test_hostile_page_of_a_megabyte_is_read_or_refused_in_seconds(mark: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(Refused):
        slices(from_html(mark * (1_000_000 // len(mark))))
    assert time.process_time() - begun < 10


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/!-=\"' abpluitdr&;#x1\n"), max_size=150))
def test_any_page_parses_and_its_offsets_hold(text: str) -> None:
    slices(from_html(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_plain_text_parses_and_its_offsets_hold(text: str) -> None:
    slices(from_text(text))


def test_naughty_strings_parse_as_text_and_page() -> None:
    for text in json.loads(shared("badinput/naughty-strings/blns.json").read_text("utf-8")):
        slices(from_text(text))
        slices(from_html(text))


def word_file(**more: str) -> bytes:
    document = Document()
    document.add_heading("A letter", 1)
    document.add_paragraph("")
    document.add_paragraph("Most forces did. One did not.")
    document.add_paragraph("an item", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_word_file_is_read_paragraph_by_paragraph() -> None:
    manuscript = from_docx(word_file())
    assert [(block.kind, block.text, block.line) for block in manuscript.blocks] == [
        ("heading", "A letter", 1),
        ("paragraph", "Most forces did. One did not.", 3),
        ("item", "an item", 4),
        ("row", "a b", 5),
    ]
    assert manuscript.source.split("\n")[2] == "Most forces did. One did not."


def broken() -> list[bytes]:
    good = word_file()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("hello.txt", "no word file")
    return [b"", b"PK\x03\x04", b"hello", good[:200], good[: len(good) // 2], other.getvalue()]


@pytest.mark.parametrize("data", broken())
def test_file_that_is_no_word_file_is_refused_with_the_mend(data: bytes) -> None:
    with pytest.raises(Refused, match=r"Save it again as \.docx"):
        from_docx(data)


def test_word_file_that_unpacks_to_a_bomb_is_refused_unopened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(Refused, match="60,000,000 bytes in 1 parts"):
        from_docx(bomb.getvalue())


def test_word_file_that_is_all_directory_is_refused_with_none_of_it_read() -> None:
    hostile = endless({"word/document.xml": b"<document/>"}, 40_000)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="more than 1,000 parts"):
            from_docx(hostile)
        assert tracemalloc.get_traced_memory()[1] < len(hostile) + 4_000_000
    finally:
        tracemalloc.stop()


def test_word_file_with_an_entity_bomb_is_refused_or_read_without_expanding() -> None:
    bomb = shared("badinput/xml-bombs-defusedxml")
    xml = next(iter(sorted(bomb.rglob("*quadratic*.xml")))).read_bytes()
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as good, zipfile.ZipFile(package, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, xml if name == "word/document.xml" else good.read(name))
    with pytest.raises(Refused):
        from_docx(package.getvalue())


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (from_text, "x\n" * 20_001, "20,001 lines; at most 20,000"),
        (from_markdown, "x\n\n" * 10_001, "20,002 lines; at most 20,000"),
        (from_html, "<p>x" * 100_001, "100,001 tags; at most 100,000"),
    ],
)
def test_text_of_more_pieces_than_are_read_in_time_is_refused_in_numbers(
    read: Callable[[str], Manuscript], text: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read(text)
    assert says in str(refusal.value)
    assert read(text[: len(text) // 2]).blocks
