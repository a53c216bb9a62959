"""The publication of the rehearsal and what it says about itself.

Each statement is listed in ``says_of_itself.toml`` with what bears it, found where it is printed,
and compared with the records.
"""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from inspectorate.demo.truth import content
from inspectorate.prose.manuscript import standing
from inspectorate.prose.reading.markdown import from_markdown
from tests.journeys.bearing import BEARERS, Publication
from tests.journeys.told import Demo

LISTED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("says_of_itself.toml").read_text("utf-8")
)
DOCUMENTS = ("report", "release", "letter")
# Words by which a sentence speaks of the publication, or of those who publish it.
OF_ITSELF = re.compile(
    r"\b(?:we|our|us|ours|annex|inspectors?|inspectorate|chapter|reports?|release|letter|rehearsal|"
    r"this inspection)\b",
    re.I,
)
BLOCKS = {
    "p",
    "li",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "td",
    "th",
    "caption",
    "summary",
    "div",
    "footer",
}
# What speaks of the publication on a page that is none of its documents.
ON_A_PAGE = re.compile(
    r"\b(?:we|each|every|all|kept|published|address|download|pseudonyms?|judged|agreed|sessions|"
    r"visits|one exact|stands? behind|neither)\b",
    re.I,
)
# Columns described, parts of a register and the words of the framework are no statements of ours.
NO_STATEMENT = re.compile(
    r"^(?:[A-Z][\w ]*: .*\((?:string|integer|boolean|date)\)|How .*\?|Recommendations?\b.*|"
    r"Overview of .*|One recommendation may be .*|No reply.*|.*\bOverdue\b.*|National bod.*|"
    r"By \d.*|Local policing bod.*|Each is asked to reply.*|What was asked, of whom.*|"
    r"\d+ \w+ \d{4} .*|Permanent name: .*|Every step of .*|All(?: \d+| inspections| bodies)?|"
    r"As at .*|Published|How it was .*|How we inspected.*|What we looked at|We confirmed|"
    r"(?:Partly a|A)greed, .*|Feed of changes .*)$"
)


class _Blocks(HTMLParser):
    """The words of a page, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._words: list[str] = []
        self._closed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._closed += tag in ("script", "style", "svg")
        self._ends(tag)

    def handle_endtag(self, tag: str) -> None:
        self._closed -= tag in ("script", "style", "svg")
        self._ends(tag)

    def handle_data(self, data: str) -> None:
        if not self._closed:
            self._words.append(data)

    def _ends(self, tag: str) -> None:
        if tag in BLOCKS:
            words = " ".join("".join(self._words).split())
            self.found += [words] if words else []
            self._words = []


def text_of(name: str) -> str:
    return content(f"{name}.md")


def sentences(name: str) -> Iterator[tuple[str, str, str]]:
    """Each sentence of a document, what bears it, and its source where it is context."""
    for block in from_markdown(text_of(name)).prose():
        for sentence in block.sentences:
            sources = [
                span.attributes.get("source", "")
                for span in block.spans
                if span.kind == "context" and span.start <= sentence.start < span.end
            ]
            yield sentence.text, standing(block, sentence), "".join(sources) or block.basis_source


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
            for kind in ("record", "furniture")
            for one in LISTED[kind]
            for name in one["borne_by"]
        }
    ),
)
def test_what_bears_a_statement_of_the_publication_holds_in_its_records(
    publication: Publication, name: str
) -> None:
    BEARERS[name](publication)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_say_nothing_of_themselves_that_is_not_listed(name: str) -> None:
    records = {one["source"] for one in LISTED["record"]}
    plain = {one["said"] for one in LISTED["plain"]}
    unlisted = [
        text
        for text, bears, source in sentences(name)
        if (bears == "narrative" and OF_ITSELF.search(text) and text not in plain)
        or (source.startswith(("Record:", "Terms of reference")) and source not in records)
    ]
    assert unlisted == []


def test_list_holds_no_statement_that_no_document_makes() -> None:
    said = [row for name in DOCUMENTS for row in sentences(name)]
    texts, sources = {text for text, _, _ in said}, {source for _, _, source in said}
    assert [one["said"] for one in LISTED["plain"] if one["said"] not in texts] == []
    assert [one["source"] for one in LISTED["record"] if one["source"] not in sources] == []


def test_pages_say_nothing_of_themselves_that_is_not_listed(publication: Publication) -> None:
    patterns = [re.compile(one["said"]) for one in LISTED["furniture"]]
    cells = {
        cell for table in publication.bundle["tables"] for row in table["rows"] for cell in row
    }
    unlisted, used = set(), set()
    for path in sorted(publication.demo.site.rglob("*.html")):
        if path.stem in ("report", "press-release") or "recommendations" in path.parts:
            continue
        page = _Blocks()
        page.feed(path.read_text("utf-8"))
        for block in page.found:
            fits = {one.pattern for one in patterns if one.fullmatch(block)}
            used |= fits
            if not fits and ON_A_PAGE.search(block) and not NO_STATEMENT.fullmatch(block):
                unlisted |= {block} - cells - set(publication.bundle["programme"])
    assert unlisted - {publication.bundle["summary"], publication.bundle["question"]} == set()
    assert [one["said"] for one in LISTED["furniture"] if one["said"] not in used] == []


def test_quotation_of_the_release_is_marked_simulated_and_in_quotation_marks() -> None:
    quoted = [
        block.text for block in from_markdown(text_of("release")).blocks if block.kind == "quote"
    ]
    assert len(quoted) == 3
    assert all(text.startswith("“") and text.endswith("”") for text in quoted)
    assert "in words simulated for this rehearsal:" in text_of("release")
