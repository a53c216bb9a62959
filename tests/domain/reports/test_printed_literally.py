"""Whatever somebody writes in whatever field stands in PDF, page, Word file and feed as it was
written, or is refused with its place and character; nothing that a text names is opened.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from inspectorate.domain.publication.schema import EditionData
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.layout import NotSet
from inspectorate.domain.reports.editions.model import Block, Run
from inspectorate.domain.reports.editions.pdf import laid_out, pdf
from inspectorate.domain.reports.editions.typesetting import UNSEEN
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.interfaces.public.about import About
from inspectorate.interfaces.public.feeds import Entry, atom
from inspectorate.prose.characters import NEVER
from inspectstats.drawing.tokens import TOKENS
from tests.browser.flushes import can_be_counted
from tests.domain.reports.pdf_objects import taken_apart
from tests.domain.reports.pdf_structure import faults
from tests.domain.reports.test_one_number import on_the_page
from tests.domain.reports.test_pdf import EDITION, TOLD, chart, pages_of
from tests.shared import shared

# What each of the ways to print could take for its own.
WORDS = (
    '#panic("x") #read("/etc/hostname") #import "@preview/a:1.0.0"',
    "$x$ @ref <label> `raw` *a* _b_ = c\n= d\n- e\n/ f: g // h /* i */ ~ --- ...",
    '<script>alert("1")</script><img src=x onerror=alert(1)>&amp;&#65;<!--',
    "{{ 7*7 }} {% debug %} {# x #} ${7*7} #{7*7} <%= 7*7 %> %s %(x)s {0} \\u0041",
    "](https://example.org) ![a](/etc/hostname) [b]{#k} {{[mandatory]}} \\] **",
    "=1+1 +1 -1 @SUM(A1) \t=cmd|' /C calc'!A0",
    "a\u200bb\u200cc\u200dd\u2060e\u00ade",
    "e\u0301 o\u0323\u0302 ɏ Ŵŷ ½ ² Ω ≤ → √ №",
    "]]> <![CDATA[ <?xml version='1.0'?> &lt; &#x0; \" ' `",
    "C:\\a\\b ../../etc/passwd file:///etc/hostname \\\\host\\share",
    "' OR 1=1 -- ; DROP TABLE x; $(id) `id` | & ; \\n \\0 \\x00",
)
# What no typeface of ours has, what XML has no place for, and what turns words around.
REFUSED = {
    "a😀b": "U+1F600",
    "0\ufe0f\u20e3": "U+0030 U+FE0F U+20E3",
    "漢字": "U+6F22",
    "a\x00b": "U+0000",
    "a\x07b": "U+0007",
    "a\ufffeb": "U+FFFE",
    "a\ufeffb": "U+FEFF",
    "ﷺ": "U+FDFA",
    "👨\u200d👩\u200d👧": "U+1F468",
    "a\u202eb": "U+202E",
    "a\u2066b\u2069": "U+2066",
}
# Of these the PDF says a line break, as the page does.
BREAKS = ("a\u2028b", "a\u2029b", "a\u0085b", "a\r\nb", "a\nb")


def everywhere(text: str) -> EditionData:
    """An edition with these words in every field that somebody writes."""
    run = (Run(text),)
    blocks = (
        Block("heading", run, level=1, anchor="a"),
        Block(
            "paragraph", (Run(text, claim="k"), Run(text, strong=True), Run(text, emphasis=True))
        ),
        Block("list", items=(run,)),
        Block("list", ordered=True, items=(run,)),
        Block("quote", run, source=text),
        Block("note", run),
        Block("table", caption=text, header=(text, "b"), rows=((text, text),)),
        replace(chart(caption=text, alternative=text), header=(text, "b"), rows=((text, "c"),)),
        Block("recommendation", run, number=1, items=(run,)),
    )
    told = replace(
        TOLD, statement=text, word=text, band=text, method=text, coverage=text, margin=text
    )
    return replace(
        EDITION,
        kind=DocumentKind.LETTER,
        title=text,
        subtitle=text,
        publisher=text,
        inspection=text,
        notice=text,
        contact=text,
        blocks=blocks,
        claims={"k": told},
    )


# How often they stand in the text of a PDF: but in the alternative text, the properties.
PRINTED = 26


def bare(text: str) -> str:
    """Words without what lines, pages and hyphens do to them."""
    return re.sub(r"[\s\u200b\u00ad\ufffe\x02-]+", "", text)


@pytest.mark.parametrize("text", WORDS)
def test_words_stand_literally_in_every_field_of_a_pdf(text: str) -> None:
    content = pdf(everywhere(text))
    said = bare("".join(pages_of(content)))
    assert said.count(bare(text)) >= PRINTED
    assert faults(content) == []
    found = taken_apart(content).objects.values()
    (alternative,) = [one["Alt"] for one in found if isinstance(one, dict) and "Alt" in one]
    assert bare(alternative) == bare(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_stand_literally_on_a_page_and_in_a_word_file(text: str) -> None:
    edition = replace(everywhere(text), kind=DocumentKind.REPORT)
    page = on_the_page(edition)
    assert "<script>alert" not in page
    plain = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"\s+", " ", page)))
    assert bare(plain).count(bare(text)) >= 20
    made = docx.Document(BytesIO(word(edition)))
    said = [one.text for one in made.paragraphs]
    assert said.count(text) >= 6
    assert made.tables[0].cell(1, 0).text == text


@pytest.mark.parametrize("text", WORDS)
def test_words_stand_literally_in_a_feed(text: str) -> None:
    about = About(text, text, "https://example.org/", True, text, text, "slug", text)
    entry = Entry("urn:a", "2020-01-01T00:00:00+00:00", "a/1/report.html", text, text)
    root = ET.fromstring(atom(about, "urn:b", "a/", [entry]))
    said = [one.text for one in root.iter() if one.text and one.text.strip()]
    assert said.count(text) >= 2
    assert any(one.endswith(text) for one in said)


@pytest.mark.parametrize(("text", "character"), REFUSED.items())
def test_character_that_cannot_be_printed_is_refused_with_its_place(
    text: str, character: str
) -> None:
    blocks = (*EDITION.blocks, Block("paragraph", (Run(f"It was {text} so."),)))
    with pytest.raises(NotSet, match=rf"^report, block 13: the character {re.escape(character)} "):
        pdf(replace(EDITION, blocks=blocks))
    with pytest.raises(NotSet, match=rf"^report, title: the character {re.escape(character)} "):
        pdf(replace(EDITION, title=text))
    with pytest.raises(NotSet, match=rf"^report, note 1: the character {re.escape(character)} "):
        pdf(replace(EDITION, claims={"k": replace(TOLD, statement=text)}))


def test_word_as_long_as_the_page_is_wide_is_broken_in_text_cell_note_and_caption() -> None:
    text = "/".join(f"{number:04}" for number in range(60))
    run = (Run(text, claim="k"),)
    table = Block("table", caption=text, header=("a", "b", "c"), rows=(("x", text, text),))
    told = replace(TOLD, statement=text, coverage=text)
    blocks = (Block("paragraph", run), Block("list", items=(run,)), table)
    said = bare("".join(pages_of(pdf(replace(EDITION, blocks=blocks, claims={"k": told})))))
    assert said.count(text) == 7


@pytest.mark.parametrize("text", BREAKS)
def test_line_break_of_any_kind_loses_no_word(text: str) -> None:
    said = pages_of(pdf(replace(EDITION, blocks=(Block("paragraph", (Run(text),)),), claims={})))
    assert re.search(r"a\s+b", said[-1])


def test_naughty_strings_come_out_literally_or_are_refused_for_a_character_that_is_there() -> None:
    rows = json.loads((shared("badinput") / "naughty-strings" / "blns.json").read_text("utf-8"))
    # To set the PDF anew for each sign of Chinese, and each picture among the letters, takes long.
    rows = [one for one in rows if one.strip() and not re.search("[\u2e80-\U0010ffff]", one)]
    refused = 0
    while rows:
        blocks = tuple(Block("list", items=((Run(f"<{one}>"),),)) for one in rows)
        try:
            said = bare("".join(pages_of(pdf(replace(EDITION, blocks=blocks, claims={})))))
        except NotSet as fault:
            found = re.match(
                r"report, block (\d+): the character ((?:U\+\w+ ?)+) after", str(fault)
            )
            if found is None:
                raise
            wanted = "".join(chr(int(one[2:], 16)) for one in found[2].split())
            assert wanted in rows[int(found[1]) - 1]
            refused += len(rows)
            rows = [one for one in rows if wanted not in one]
            refused -= len(rows)
            continue
        # Of words written from the right, and of marks in heaps, a reader gives another order.
        lost = [one for one in rows if bare(f"<{one}>") not in said]
        assert [one for one in lost if not re.search("[\u0300-\u036f\u0590-\u06ff]", one)] == []
        assert len(lost) < 12
        break
    assert refused < len(rows) / 20


# What opens, connects, starts or writes.
CALLS = "openat,open,connect,socket,execve,unlink,rename,mkdir"


@pytest.mark.skipif(not can_be_counted(), reason="strace may not look at what we start")
@pytest.mark.parametrize("drawn", [False, True])
def test_setting_opens_nothing_that_a_text_or_a_picture_names_and_no_connection(
    tmp_path: Path, drawn: bool
) -> None:
    """Every file that the process opens, and every connection, as the kernel is asked for them."""
    canary = tmp_path / "named.svg"
    canary.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    image = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        f'<image href="{canary}" width="9" height="9"/><image href="file://{canary}"/>'
        '<image href="http://127.0.0.1:9/a.png" width="9" height="9"/></svg>'
    )
    text = f'#read("{canary}") #include "{canary}" ![a]({canary}) file://{canary}'
    blocks = (
        Block("paragraph", (Run(text), Run("here", link="http://127.0.0.1:9/"))),
        replace(chart(alternative=text), **({"svg": image} if drawn else {})),
    )
    edition = replace(EDITION, blocks=blocks, claims={})
    said, calls = traced(edition, tmp_path / "trace")
    # A picture that names a file or an address is refused.
    assert said.startswith(b"refused: " if drawn else b"%PDF"), said[:200]
    assert "report.typ" in calls  # it was looked at
    assert canary.name not in calls
    # Python asks for the name of its account, where a cache of names is kept.
    assert [one for one in re.findall(r"\bconnect\(.*", calls) if "/nscd/" not in one] == []
    assert not re.search(r"AF_(INET|NETLINK|PACKET)", calls)
    assert not re.search(r"O_(WRONLY|RDWR|CREAT)", calls)
    assert len(re.findall(r"\bexecve\(", calls)) == 1


def traced(edition: EditionData, told: Path) -> tuple[bytes, str]:
    """What the process that sets a PDF answers, and what it asked the kernel for."""
    given = json.dumps({"data": laid_out(edition), "name": "report", "tokens": TOKENS})
    module = "inspectorate.domain.reports.editions.set_apart"
    traces = ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(told)]
    made = subprocess.run(
        [*traces, sys.executable, "-m", module],
        input=given.encode(),
        capture_output=True,
        env={"PYTHONPATH": ":".join(sys.path), "RAYON_NUM_THREADS": "1"},
        check=True,
    )
    return made.stdout, told.read_text("utf-8", "replace")


def test_word_file_of_what_no_pdf_can_be_set_of_names_the_same_character_where_xml_has_none() -> (
    None
):
    for text in REFUSED:
        if NEVER.search(text):
            with pytest.raises(NotSet, match="a Word file cannot hold"):
                word(replace(EDITION, title=text))
        elif not UNSEEN.search(text):
            with zipfile.ZipFile(BytesIO(word(replace(EDITION, title=text)))) as package:
                assert text in package.read("word/document.xml").decode()
