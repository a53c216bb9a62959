"""The publication of the rehearsal and what it says about itself.

Each statement is listed in ``says_of_itself.toml`` with what bears it, found where it is printed,
and compared with the records. No statement goes by unread: whatever else is printed stands word by
word in ``every_word.toml``, in the records, or in the documents.
"""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspectorate.prose.reading.markdown import from_markdown
from tests.journeys.bearing import BEARERS, Publication
from tests.journeys.every_word import (
    blocks,
    left_beside_pages,
    left_in_pdf,
    parts,
    recorded,
    sentences,
    text_of,
)
from tests.journeys.told import Demo


def _list(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


LISTED: dict[str, list[dict[str, Any]]] = _list("says_of_itself.toml")
READ = _list("every_word.toml")
DOCUMENTS = ("report", "release", "letter")


@pytest.fixture(scope="module")
def publication(demo: Demo) -> Iterator[Publication]:
    records = sqlite3.connect(f"file:{demo.data / 'inspectorate.sqlite3'}?mode=ro", uri=True)
    yield Publication(demo, records)
    records.close()


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            name
            for kind in ("record", "furniture", "printed")
            for one in LISTED[kind]
            for name in one["borne_by"]
        }
    ),
)
def test_what_bears_a_statement_of_the_publication_holds_in_its_records(
    publication: Publication, name: str
) -> None:
    BEARERS[name](publication)


def unlisted_in(name: str) -> list[str]:
    """The sentences of a document that stand in no list: what bears them is not known."""
    plain = {one["said"] for one in LISTED["plain"]}
    ours = plain | {*READ["subject"], *READ["titles"]}
    context = {
        source: {*said} for part in ("record", "source") for source, said in READ[part].items()
    }
    found = []
    for text, bears, source in sentences(name):
        if bears == "bound":
            listed = {*READ["beside"], *plain}
            if text not in listed and any(letter.isalpha() for letter in text):
                found.append(text)
        elif text not in (context.get(source, set()) if bears == "context" else ours):
            found.append(text)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_say_nothing_of_themselves_that_is_not_listed(name: str) -> None:
    assert unlisted_in(name) == []


def test_lists_hold_no_sentence_that_no_document_says() -> None:
    said = [row for name in DOCUMENTS for row in sentences(name)]
    texts, sources = {text for text, _, _ in said}, {source for _, _, source in said}
    listed = [one["said"] for one in LISTED["plain"]]
    listed += [text for name in ("subject", "titles", "beside") for text in READ[name]]
    listed += [text for name in ("record", "source") for one in READ[name].values() for text in one]
    assert [text for text in listed if text not in texts] == []
    assert [one["source"] for one in LISTED["record"] if one["source"] not in sources] == []


def test_every_record_that_bears_a_sentence_is_compared() -> None:
    assert READ["record"].keys() == {one["source"] for one in LISTED["record"]}


def unlisted_on_pages(publication: Publication) -> tuple[set[str], set[str]]:
    """What the pages say that stands in no list and no record; and what was listed and is said."""
    patterns = [re.compile(one["said"]) for one in LISTED["furniture"]]
    patterns += [re.compile(one) for one in READ["patterns"]]
    captions = {
        f"{what}: {block['caption']}"
        for slug in ("report", "press-release")
        for block in publication.edition(slug)["blocks"]
        for what in ("Picture", "The figures as a table")
    }
    known = recorded(publication) | captions
    left, used = set[str](), set[str]()
    for path in sorted(publication.demo.site.rglob("*.html")):
        for block in blocks(path):
            for part in [block] if block in known else parts(block):
                fits = {one.pattern for one in patterns if one.fullmatch(part)}
                fits |= {part} & {*READ["labels"]}
                used |= fits
                if not fits and part not in known:
                    left.add(part)
    return left, used


def test_pages_say_nothing_of_themselves_that_is_not_listed(publication: Publication) -> None:
    left, used = unlisted_on_pages(publication)
    listed = [one["said"] for one in LISTED["furniture"]] + READ["labels"] + READ["patterns"]
    assert left == set()
    assert [one for one in listed if one not in used] == []


@pytest.mark.parametrize("slug", ["report", "press-release"])
def test_pdf_says_nothing_of_itself_that_no_page_says_and_that_is_not_listed(
    publication: Publication, slug: str
) -> None:
    listed = [one["said"] for one in LISTED["printed"]]
    labels = READ["printed"]
    assert left_in_pdf(publication, slug, [*listed, *labels]) == []
    # Each is said there: without it its letters are left.
    for one in listed:
        others = [other for other in listed if other != one]
        assert left_in_pdf(publication, slug, [*others, *labels])


def test_feeds_and_data_notes_say_nothing_that_no_page_says(publication: Publication) -> None:
    assert left_beside_pages(publication, READ["noted"]) == []


def test_quotation_of_the_release_is_marked_simulated_and_in_quotation_marks() -> None:
    quoted = [
        block.text for block in from_markdown(text_of("release")).blocks if block.kind == "quote"
    ]
    assert len(quoted) == 3
    assert all(text.startswith("“") and text.endswith("”") for text in quoted)
    assert "in words simulated for this rehearsal:" in text_of("release")
