"""Every word that the publication of the rehearsal prints: of its documents, of its pages, of its
PDF and of its data notes, but for what a claim bears and what stands in its records.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2

from inspectorate.demo.truth import content
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.manuscript import standing
from inspectorate.prose.reading.markdown import from_markdown
from tests.journeys.bearing import Publication
from tests.journeys.told import SLUG

BLOCKS = {
    *("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "td", "th", "caption", "figcaption"),
    *("summary", "div", "footer", "header", "nav", "main", "section", "title", "blockquote"),
    *("aside", "article", "figure", "table", "tr", "ul", "ol", "dl", "body", "head", "details"),
}
# What a page says to those who do not see it.
_SPOKEN = ("alt", "title", "aria-label", "aria-description")
# What is no statement of the software's: rows, and the documents, which are walked sentence by
# sentence. Its own words in a bundle (method, summary, notice) are not among them.
_RECORDED = ("tables", "claims", "framework", "vocabulary", "bodies", "recommendations")
_TOLD_OF_DATA = re.compile(r"datapackage|metadata|\.jsonld$")
_FOOT = re.compile(r"Public edition \d+ · \d+ \w+ \d{4} Page \d+ of \d+")
# A label of fewer letters is not taken out of a PDF; fewer that are left are the rest of one.
_SHORT, _LEFT = 4, 8
# The number of a note, before the words it belongs to and behind them.
_HEAD = re.compile(r"^(?:\d+ )?How do we know\? Statement \d+: ")
_NOTE = re.compile(r"How do we know\? Statement \d+|Removed: (?=\[removed)")


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
        given = dict(attrs)
        spoken = [given.get(name) for name in _SPOKEN]
        if tag == "meta" and re.match("description|og:|twitter:", given.get("name") or ""):
            spoken.append(given.get("content"))
        self.found += [" ".join(one.split()) for one in spoken if one]

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
    """Each sentence of a document, what bears it, and its source where it is context.

    Of one that carries a claim, "…" stands in the place of what the claim bears.
    """
    for block in from_markdown(text_of(name)).lines():
        for sentence in block.sentences:
            inside = [
                span
                for span in block.spans
                if span.start < sentence.end and sentence.start < span.end
            ]
            source = "".join(
                span.attributes.get("source", "") for span in inside if span.kind == "context"
            )
            text, at = "", sentence.start
            for span in sorted(inside, key=lambda one: one.start):
                start = max(span.start, sentence.start)
                if span.kind == "claim" and start >= at:
                    text += block.text[at:start] + "…"
                    at = min(span.end, sentence.end)
            text = (text + block.text[at : sentence.end]).strip()
            yield text, standing(block, sentence), source or block.basis_source


def blocks(path: Path) -> list[str]:
    """The words of a page, block by block, without the notes' numbers."""
    page = _Blocks()
    page.feed(path.read_text("utf-8"))
    return [_plain(one) for one in page.found]


def _plain(words: str) -> str:
    return _NOTE.sub("", _HEAD.sub("", words)).strip()


def recorded(of: Publication) -> set[str]:
    """What stands in the documents, in the tables of the data and in the register."""
    bundle = of.bundle
    found = {*_leaves([bundle[name] for name in _RECORDED])}
    found |= {*bundle["programme"], bundle["summary"], bundle["question"], bundle["headline"]}
    for path in of.demo.site.rglob("*.json"):
        if path.parent.name == "documents":
            found |= set(_leaves(json.loads(path.read_text("utf-8"))))
        elif path.parent.name == "data" and not _TOLD_OF_DATA.search(path.name):
            # Its title and its columns are the software's words.
            found |= set(_leaves(json.loads(path.read_text("utf-8-sig"))["rows"]))
    found |= {f"{ref}: {text}" for _, ref, text in bundle["framework"]}
    return found | set(_register(of)) | set(_behind(bundle["claims"]))


def _register(of: Publication) -> Iterator[str]:
    """The words of replies and decisions, and what happened on which day."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'recommendations_%'"
    for (name,) in of.rows(tables):
        for row in of.rows(f"SELECT * FROM {name}"):
            yield from (" ".join(one.split()) for one in row if isinstance(one, str))
    history = of.demo.site / SLUG / "data" / "recommendation-history.json"
    for row in json.loads(history.read_text("utf-8-sig"))["rows"]:
        yield " ".join(f"{iso_in_words(row['on'])} {row['what']}".split())


def _behind(claims: list[dict[str, Any]]) -> Iterator[str]:
    """What the note behind a sentence says of its claim."""
    for one in claims:
        many, kinds = (
            one["evidence_count"],
            [kind.replace("-", " ") for kind in one["source_kinds"]],
        )
        last = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
        yield f"{many:,} item{'s' * (many != 1)} that can be described ({last})"
        yield f"“{one['word']}”: {one['band']}"
        if one["met"] is not None:
            counted = f"{one['met']:,} of {one['inspected']:,} inspected"
            left = one["scope"] - one["inspected"]
            yield counted
            yield f"{counted}; {left} of the {one['scope']} in scope were not inspected on this"


def _leaves(given: Any) -> Iterator[str]:
    """The strings of a tree, and the words of each run of it."""
    if isinstance(given, str):
        yield " ".join(given.split())
    elif isinstance(given, dict):
        for one in given.values():
            yield from _leaves(one)
    elif isinstance(given, list):
        if given and all(isinstance(one, dict) and "claim" in one for one in given):
            yield " ".join("".join(one.get("text", "") for one in given).split())
        for one in given:
            yield from _leaves(one)


def parts(block: str) -> list[str]:
    """The parts of a block that stand beside each other, as in a title or a line of links."""
    parts = re.split(r" [–·›] ", block)
    return [one.strip().strip("“”") for one in parts if one.strip("“” ")]


def left_in_pdf(of: Publication, slug: str, listed: Collection[str]) -> list[str]:
    """What a PDF prints that stands on no page, in no record and not among ``listed``, as letters.

    Its lines break anywhere, and so it is read without blanks, signs and numbers; what a page says,
    which is walked by itself, is taken out of it, the longest first.
    """
    said = {*recorded(of), *_leaves(of.edition(slug)), *listed}
    said |= {one for path in of.folder.glob("*.html") for one in blocks(path)}
    return _left([" ".join(_pages(of, slug))], said)


def left_beside_pages(of: Publication, listed: Collection[str]) -> list[str]:
    """What feeds and data notes say that stands on no page and in no record, as letters."""
    said = {*recorded(of), *listed}
    said |= {one for path in of.demo.site.rglob("*.html") for one in blocks(path)}
    return sorted({*_left(_notes(of), {part for one in said for part in (one, *_sentences(one))})})


def _notes(of: Publication) -> Iterator[str]:
    for path in of.demo.site.rglob("*.xml"):
        yield from ("".join(one.itertext()) for one in ElementTree.parse(path).iter() if _says(one))
    for path in of.demo.site.rglob("*.json*"):
        if _TOLD_OF_DATA.search(path.name):
            # An address, a code or a format is one word.
            told = _leaves(json.loads(path.read_text("utf-8-sig")))
            yield from (one for one in told if " " in one)


def _says(element: ElementTree.Element) -> bool:
    return element.tag.rpartition("}")[2] in ("title", "subtitle", "summary", "content")


def _sentences(words: str) -> list[str]:
    return re.split(r"(?<=[.?!:])\s+", words)


def _left(printed: Iterable[str], said: Iterable[str]) -> list[str]:
    """The letters of what is printed that remain when what is said is taken out, longest first."""
    known = sorted({_letters(one) for one in said}, key=len, reverse=True)
    left = " ".join(map(_letters, printed))
    for letters in (one for one in known if len(one) >= _SHORT):
        left = left.replace(letters, " ")
    return [one for one in left.split() if len(one) >= _LEFT]


def _pages(of: Publication, slug: str) -> Iterator[str]:
    """The lines of a PDF but for those at the head and the foot of each page."""
    edition = of.edition(slug)
    head = {f"{edition['title']} {edition['publisher']}", edition["notice"]}
    for page in pypdfium2.PdfDocument(of.folder / f"{slug}.pdf"):
        for line in page.get_textpage().get_text_bounded().splitlines():
            if line.strip() not in head and not _FOOT.fullmatch(line.strip()):
                yield line


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    return re.sub(r"[\W\d_]+", "", plain).casefold()
