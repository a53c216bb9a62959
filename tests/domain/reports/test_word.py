"""The Word file of an edition: structure, keys and notes as in the PDF, the same bytes twice, no
person named; words come out literally, or are refused with their block.
"""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest
from docx.document import Document

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.layout import NotSet, millimetres
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.word.comments import TITLE, Comment
from inspectorate.domain.reports.editions.word.making import word, word_apart
from inspectorate.foundation.documents import limited
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files.kinds import media_type
from inspectorate.prose.controls import CLAIM, LONGEST, name_of, tag_of
from inspectorate.prose.reading.word import from_docx
from tests.domain.reports.test_pdf import EDITION, STRIP, TOLD, chart
from tests.domain.reports.word_structure import W, faults
from tests.shared import shared
from tests.sizes import sized

MANY = replace(
    EDITION,
    blocks=(
        *EDITION.blocks,
        Block(
            "paragraph",
            (
                Run("Some forces plan", claim="other"),
                Run(", and "),
                Run("most forces "),
                Run("train", claim="k", strong=True),
                Run(" well ", claim="k"),
                Run("indeed."),
            ),
        ),
        Block("list", ordered=True, items=((Run("again from one"),),)),
        Block("quote", (Run("We plan", claim="third"), Run("."))),
    ),
    claims={
        "k": TOLD,
        "other": replace(TOLD, key="other", statement="Forces that plan"),
        "third": replace(TOLD, key="third", statement="Forces that say so"),
    },
)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def part(content: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def a_text(text: str, **more: object) -> EditionData:
    return replace(EDITION, blocks=(Block("paragraph", (Run(text),)),), **more)


def test_same_edition_gives_the_same_bytes() -> None:
    assert word(MANY) == word(MANY)


def test_structure_is_sound() -> None:
    assert faults(word(MANY)) == []
    assert faults(word(replace(MANY, kind=DocumentKind.LETTER))) == []
    assert faults(word(MANY, [Comment(0, "Say when.")])) == []


def replanted(content: bytes, name: str, old: str, new: str) -> bytes:
    """The file with one thing changed in a part, at the moment that all parts have."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as held, zipfile.ZipFile(made, "w") as package:
        for entry in held.infolist():
            data = held.read(entry)
            if entry.filename == name:
                assert re.search(old, data.decode())
                data = re.sub(old, new, data.decode(), count=1).encode()
            package.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), data)
    return made.getvalue()


DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
NOTES = "word/footnotes.xml"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (DOCUMENT, '"Heading1"', '"Heading2"', "a heading of level 2 follows one of level 0"),
        (DOCUMENT, '("_Toc000000003"/>)<w:r>.*?</w:r>', r"\1", "an empty heading"),
        (DOCUMENT, "<w:tblHeader/>", "", "without its one header row"),
        (DOCUMENT, 'descr="[^"]*"', 'descr=" "', "a picture without alternative text"),
        (DOCUMENT, '"sdtLocked"', '"unlocked"', "a control that can be deleted"),
        (DOCUMENT, 'w:tag w:val="claim:k"', 'w:tag w:val="k"', "bound to: 'k'"),
        (DOCUMENT, '<w:footnoteReference w:id="1"/>', "", "are led to as"),
        (DOCUMENT, 'w:name="note_1"', 'w:name="note_9"', "leads nowhere"),
        (DOCUMENT, 'w:name="_Toc000000001"', 'w:name="other"', "contents that leads nowhere"),
        (DOCUMENT, '<w:numId w:val="1"/>', '<w:numId w:val="99"/>', "an item of no list"),
        (DOCUMENT, '"Attribution"', '"Absent"', "no style Absent"),
        (DOCUMENT, 'r:embed="r[0-9]+"', 'r:embed="none"', "a relation that is none"),
        (DOCUMENT, "<w:p>", '<w:p w:rsidR="00AB12CD">', "tells rsid"),
        (STYLES, "<w:lang [^>]*/>", "", "no language"),
        (CORE, "<dc:title>[^<]*</dc:title>", "", "no title"),
        (CORE, "</cp:core", "<cp:lastModifiedBy>A</cp:lastModifiedBy></cp:core", "lastModifiedBy"),
        ("word/comments.xml", "Editor's checks", "Somebody", "names Somebody"),
        (DOCUMENT, '<w:commentRangeStart w:id="0"/>', "", "have a commentRangeStart as []"),
    ],
)
def test_each_planted_fault_of_structure_is_found(name: str, old: str, new: str, told: str) -> None:
    content = word(MANY, [Comment(0, "Say when.")])
    assert any(told in one for one in faults(replanted(content, name, old, new)))


def test_headings_lists_and_tables_are_what_they_are_called() -> None:
    made = opened(word(MANY))
    styles = [one.style.name for one in made.paragraphs if one.style is not None]
    assert [one for one in styles if one.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
        "Heading 1",
        "Heading 1",
    ]
    assert styles.count("List Bullet") == 3
    assert styles.count("List Number") == 2
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["Word", "Share"]


def test_each_ordered_list_begins_from_one() -> None:
    items = re.findall(r'"ListNumber"/><w:numPr>.*?w:numId w:val="(\d+)"', part(word(MANY)))
    assert len(set(items)) == len(items) == 2
    numbering = part(word(MANY), "word/numbering.xml")
    starts = re.findall(r'<w:num w:numId="(\d+)">.{0,80}startOverride', numbering)
    assert set(items) <= set(starts)


def test_chart_is_a_picture_with_its_alternative_text() -> None:
    made = opened(word(EDITION))
    assert len(made.inline_shapes) == 1
    assert 'descr="What it shows"' in part(word(EDITION))
    # As wide on paper as in the PDF.
    assert made.inline_shapes[0].width.mm == pytest.approx(millimetres(STRIP.svg), abs=0.2)


def test_chart_without_alternative_text_is_refused() -> None:
    with pytest.raises(NotSet, match="report, block 1, field alternative"):
        word(replace(EDITION, blocks=(chart(alternative=" "),)))


def test_picture_that_is_no_svg_is_refused() -> None:
    with pytest.raises(NotSet, match=r"^report: a picture was not drawn"):
        word(replace(EDITION, blocks=(Block("chart", svg="no svg", alternative="x"),)))


def test_every_bound_passage_is_read_back_with_its_key_by_our_own_reader() -> None:
    read = from_docx(word(MANY))
    spans = [(one.key, one.text) for block in read.blocks for one in block.spans]
    assert spans == [
        ("k", "Most forces train"),
        ("other", "Some forces plan"),
        ("k", "train well"),
        ("third", "We plan"),
    ]
    said = [block.text for block in read.blocks]
    assert "Some forces plan, and most forces train well indeed." in said


def test_key_longer_than_a_tag_may_be_is_known_again() -> None:
    key, other = "a" * 80, "a" * 79
    tag = tag_of(CLAIM, key)
    assert len(tag) == LONGEST
    assert name_of(tag, CLAIM, [other, key]) == key
    made = word(
        replace(
            EDITION,
            blocks=(Block("paragraph", (Run("Words", claim=key),)),),
            claims={key: replace(TOLD, key=key)},
        )
    )
    assert faults(made) == []
    assert [tag_of(CLAIM, key)] == re.findall('w:tag w:val="([^"]*)"', part(made))


def test_sentence_has_the_number_of_its_note_in_the_pdf() -> None:
    pages = pdfium.PdfDocument(pdf(MANY))
    printed = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert "Some forces plan2, and most forces train well1 indeed." in printed
    content = word(MANY)
    notes = re.findall(r'<w:footnote w:id="(\d+)">.*?</w:footnote>', part(content, NOTES))
    assert notes == ["1", "2", "3"]
    said = re.findall(r'xml:space="preserve">(Forces that [a-z ]+)', part(content, NOTES))
    assert said == ["Forces that train", "Forces that plan", "Forces that say so"]
    # The second mark of a note is a field that says its number, which Word gives each note once.
    assert "NOTEREF note_1 " in part(content)


def test_language_title_and_inspectorate_stand_in_the_properties_and_no_person() -> None:
    core = opened(word(EDITION)).core_properties
    assert core.title == "How well forces train"
    assert core.language == "en-GB"
    assert core.author == "The Inspectorate"
    assert core.last_modified_by == ""
    assert core.created is None


def test_file_of_a_translation_is_in_its_language_from_its_styles_on() -> None:
    content = word(replace(EDITION, language="cy"))
    assert opened(content).core_properties.language == "cy"
    assert '<w:lang w:val="cy"' in part(content, STYLES)


def test_marking_and_notice_stand_above_every_page_and_on_the_title() -> None:
    content = word(replace(EDITION, edition="full", marking="OFFICIAL-SENSITIVE"))
    above = part(content, "word/header1.xml")
    assert "OFFICIAL-SENSITIVE" in above
    assert EDITION.notice in above
    first = [one.text for one in opened(content).paragraphs[:8]]
    assert {"OFFICIAL-SENSITIVE", EDITION.notice, "Full edition 2"} <= set(first)
    assert "PUBLIC" not in part(word(EDITION), "word/header1.xml")


def test_removed_words_are_only_their_replacement() -> None:
    assert "[removed: a ground]" in [one.text for one in opened(word(EDITION)).paragraphs]


def test_link_leads_out_and_one_that_is_no_address_is_words() -> None:
    links = (
        *("https://example.org/a b?c=<d>&é", "mailto:a@example.org", "https://[bad", "http:///x"),
        *("https://example.org:99999/", "https://exa mple/", "http://example.org:x/"),
    )
    runs = tuple(Run(f"words {at}", link=link) for at, link in enumerate(links))
    content = word(replace(EDITION, blocks=(Block("paragraph", runs),)))
    assert faults(content) == []
    made = opened(content)
    out = sorted(one.target_ref for one in made.part.rels.values() if one.is_external)
    assert out == ["https://example.org/a%20b?c=%3Cd%3E&%C3%A9", "mailto:a@example.org"]
    assert "".join(f"words {at}" for at in range(len(links))) in [
        one.text for one in made.paragraphs
    ]


def test_claim_over_a_blank_has_its_note_and_no_empty_control() -> None:
    runs = (Run("Words"), Run(" ", claim="k"), Run("and more"))
    content = word(replace(EDITION, blocks=(Block("paragraph", runs),)))
    assert faults(content) == []
    assert "<w:sdtContent></w:sdtContent>" not in part(content)
    assert "claim:k" not in part(content)


def test_table_wider_than_word_opens_is_refused_with_its_block() -> None:
    widest = Block("table", header=("a",) * 63, rows=(("b",) * 63,))
    assert faults(word(replace(EDITION, blocks=(widest,)))) == []
    wider = replace(widest, header=("a",) * 64)
    with pytest.raises(NotSet, match=r"^report, block 1: .* a table of 64 columns, at most 63$"):
        word(replace(EDITION, blocks=(wider,)))


def test_our_own_door_takes_the_file_for_what_it_is() -> None:
    kind = media_type(io.BytesIO(word(MANY)), "report.docx")
    assert kind.endswith("wordprocessingml.document")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_character_that_xml_does_not_allow_is_refused_with_its_block(character: str) -> None:
    blocks = (Block("paragraph", (Run("fine"),)), Block("paragraph", (Run(f"a{character}b"),)))
    number = f"U\\+{ord(character):04X}"
    with pytest.raises(NotSet, match=f"^report, block 2: .* {number}$"):
        word(replace(EDITION, blocks=blocks))
    with pytest.raises(NotSet, match=f"^report, its title: .* {number}$"):
        word(replace(EDITION, title=f"a{character}"))


def test_naughty_strings_come_out_literally_in_every_field() -> None:
    rows = json.loads((shared("badinput") / "naughty-strings" / "blns.json").read_text("utf-8"))
    refused = 0
    for text in filter(str.strip, rows[:: sized(4, 1)]):
        blocks = (
            Block("heading", (Run(text),), level=1),
            Block("paragraph", (Run(text, strong=True),)),
            Block("list", items=((Run(text),),)),
            Block("table", caption=text, header=(text, "b"), rows=((text, "c"),)),
            Block("quote", (Run(text),), source=text),
        )
        try:
            made = opened(word(replace(EDITION, title=text, subtitle=text, blocks=blocks)))
        except NotSet:
            refused += 1
            continue
        wanted = text.replace("\r\n", "\n").replace("\r", "\n")
        said = [one.text for one in made.paragraphs]
        assert said.count(wanted) >= 6, text
        assert made.tables[0].cell(1, 0).text == wanted
    assert refused < len(rows) / 50


def test_a_hundred_thousand_characters_take_less_than_ten_seconds() -> None:
    sentence = "Most forces train their people every year, and say so. "
    runs = (Run(sentence, claim="k"), Run(sentence))
    blocks = tuple(Block("paragraph", runs) for _ in range(100_000 // (2 * len(sentence)) + 1))
    begun = time.process_time()
    content = word(replace(EDITION, blocks=blocks))
    assert time.process_time() - begun < 10
    assert len(from_docx(content).blocks) >= len(blocks)


def test_comments_stand_beside_their_block_under_a_role() -> None:
    made = opened(
        word(MANY, [Comment(TITLE, "No day."), Comment(1, "Say which."), Comment(7, "Why?")])
    )
    assert {(one.author, one.timestamp) for one in made.comments} == {("Editor's checks", None)}
    assert [one.text for one in made.comments] == ["No day.", "Say which.", "Why?"]
    places = {
        mark.get(f"{W}id"): "".join(one.text for one in mark.getparent().iter(f"{W}t"))
        for mark in made.element.body.iter(f"{W}commentRangeStart")
    }
    assert places == {"0": EDITION.title, "1": "Most forces train. See this.", "2": "A table"}


def test_edition_has_no_comments() -> None:
    assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(word(EDITION))).namelist()


def test_redactable_words_keep_their_marking_in_the_editors_own_copy() -> None:
    runs = (Run("Seen by "), Run("two people", claim="k", sensitive="OFFICIAL-SENSITIVE"))
    content = word(replace(EDITION, blocks=(Block("paragraph", runs),)), copy="Editors’ own copy")
    assert faults(content) == []
    assert 'w:tag w:val="sensitive:OFFICIAL-SENSITIVE"' in part(content)
    assert "Editors’ own copy" in part(content, "word/footer1.xml")
    assert [one.key for block in from_docx(content).blocks for one in block.spans] == ["k"]


def test_cells_caption_source_and_title_keep_their_markings_and_are_not_said_again_unmarked() -> (
    None
):
    seen = (Run("Seen by "), Run("two people", sensitive="OFFICIAL"))
    bound = (Run("Most do", claim="k"),)
    blocks = (
        Block("heading", seen, level=1),
        Block("heading", (Run("Next"),), level=1),
        Block("heading", (Run("Last"),), level=1),
        Block(
            "table",
            caption="Seen by two people",
            header=("Seen by two people", "b"),
            rows=(("Most do", "x"),),
            beside=seen,
            cells=((seen, (Run("b"),)), (bound, (Run("x"),))),
        ),
        Block("quote", (Run("We plan."),), source="Seen by two people", beside=seen),
        chart(caption="Seen by two people", beside=seen),
    )
    named = {"title": "Seen by two people", "subtitle": "Seen by two people"}
    made = replace(EDITION, blocks=blocks, **named, titled=seen, under=seen)
    content = word_apart(made, copy="Editors’ own copy")
    assert faults(content) == []
    # Heading, title, subtitle, cell, source, two captions, and nowhere else.
    assert part(content).count('w:tag w:val="sensitive:OFFICIAL"') == 7
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        every = b"".join(map(package.read, package.namelist())).decode("utf-8", "replace")
    assert every.count("two people") == 7
    assert "claim:k" in part(content)
    assert "footnoteReference" not in part(content)
    assert ("k", "Most do") in [
        (one.key, one.text) for block in from_docx(content).blocks for one in block.spans
    ]


def test_file_made_in_a_process_of_its_own_is_the_same() -> None:
    comments = [Comment(1, "Say which.")]
    assert word_apart(MANY, comments, "A copy") == word(MANY, comments, "A copy")


def test_process_of_its_own_says_why_it_refused() -> None:
    with pytest.raises(NotSet, match=r"^report, block 1: .*U\+000B$"):
        word_apart(a_text("a\x0bb"))


def test_chart_is_drawn_however_many_processors_the_machine_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = limited.run

    def of_a_hundred(*given: Any, environment: dict[str, str], **more: Any) -> bytes:
        return run(*given, environment={"RAYON_NUM_THREADS": "112", **environment}, **more)

    monkeypatch.setattr(limited, "run", of_a_hundred)
    assert word_apart(EDITION) == word(EDITION)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (DocumentReason.TOO_LONG, "longer than 30 seconds"),
        (DocumentReason.TOO_MUCH_MEMORY, "more than 1024 MB"),
        (DocumentReason.DAMAGED, r"ended with a fault \(KeyError\)"),
    ],
)
def test_process_that_gave_no_answer_is_told_in_words(
    reason: DocumentReason, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise Failed(reason, "KeyError: 'x'")

    monkeypatch.setattr("inspectorate.foundation.documents.limited.run", fails)
    with pytest.raises(NotSet, match=f"^report: the Word file was not made: .*{told}"):
        word_apart(EDITION)
