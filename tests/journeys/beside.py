"""What stands beside what in a published folder: rows, records, items, replies; and the names of
real bodies in every form, as a reader of the register knows them.

Reads files alone and knows nothing of how the product looks for names, so that neither can hide a
fault of the other.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2

from inspectorate.domain.bodies.register_csv import shipped

# Words that tell of an answer, of agreement, of lateness or progress.
SAID = re.compile(
    # "Answer the ideological challenge" is an objective of the strategy, and nobody's reply.
    r"\brepl(?:y|ies|ied)\b|\banswer(?:s|ed)?\b(?! the ideological)|"
    r"\b(?:not |partly )?(?:accepted|agreed|agrees)\b|"
    r"\boverdue\b|\blate\b|\bprogress\b|\bno reply\b|\bthe owner says\b|\bclosed, |"
    r"\basked to reply\b|\bput to\b|\bto be done by\b|\bdue day moved\b|\bconfirmed complete\b|"
    r"\brecommendations? (?:to|\d)",
    re.IGNORECASE,
)
# A record that has one of these is of an answer, or of one that is waited for.
FIELDS = {
    *("agreement", "response", "why_none", "claimed", "confirmed", "being_read", "responded_on"),
    *("reply_by", "due_on", "legal_basis", "addressee", "addressees", "owner", "by_one", "history"),
}
LINES = {"li", "tr", "p", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "figcaption", "title"}
# Whole pages of which every word stands beside an answer.
ANSWERS = re.compile(
    r"(^|/)recommendations(/[^/]+)?\.html$|(^|/)bodies\.html$|(^|/)(?:recommendations|bodies)/"
)
_KINDS = re.compile(r"\b(?:non-)?home[ -]office[ -](?:police[ -])?forces?\b", re.IGNORECASE)
# What people call national bodies beside what the register has.
ALIASES = {
    "college-of-policing": ("the College", "The College", "CoP", "college.police.uk"),
    "national-police-chiefs-council": (
        *("NPCC", "npcc", "National Police Chiefs Council", "Chiefs' Council", "chiefs’ council"),
        *("the Council", "The Council", "npcc.police.uk"),
    ),
    "home-office": ("the Home Secretary's department", "HomeOffice", "Home Office's"),
}


def _names() -> Mapping[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for row in csv.DictReader(io.StringIO(shipped().decode("utf-8"))):
        forms = {row["name"], row["short_name"], row["name"].upper(), row["name"].lower()}
        forms |= {form.replace("'", "’") for form in forms} | set(ALIASES.get(row["code"], ()))
        if "-" in row["code"]:
            forms |= {row["code"], row["code"].replace("-", "_")}
        if row["name"] == row["short_name"] or " " not in row["name"]:
            forms.discard(row["name"].lower())
            forms |= {row["name"].lower()} if " " in row["name"] else set()
        longest = sorted(filter(None, forms), key=len, reverse=True)
        found[row["code"]] = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in longest)})(?!\w)"
        )
    return found


NAMES = _names()
_ANY = re.compile("|".join(one.pattern for one in NAMES.values()))


def named(text: str) -> list[str]:
    """The names of real bodies in a text; what a kind of body is called is none."""
    return _ANY.findall(_KINDS.sub(" ", text))


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stand together in a file; ``answers`` says that they are of an answer anyway."""

    path: str
    words: str
    answers: bool = False

    @property
    def beside(self) -> list[str]:
        """The real bodies named here, where there is anything simulated beside them."""
        return named(self.words) if self.answers or SAID.search(self.words) else []


def units(folder: Path) -> Iterator[Unit]:
    """Yield every unit of every file of a folder that holds words, and every path."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        yield Unit(name, name, answers=True)
        reader = READERS.get("".join(path.suffixes[-1:]))
        if reader is not None:
            yield from reader(name, path.read_bytes())


def _csv(name: str, content: bytes) -> Iterator[Unit]:
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    for row in rows:
        told = dict(zip(head, row, strict=False))
        answers = bool(FIELDS & {key for key, one in told.items() if one})
        yield Unit(name, " | ".join(row), answers or told.get("inspected") == "false")


def _json(name: str, content: bytes) -> Iterator[Unit]:
    yield from _records(name, json.loads(content))


def _records(name: str, data: Any) -> Iterator[Unit]:
    """Yield each record with all that is in it, where it is of an answer; else what it says."""
    if isinstance(data, dict):
        asked = data.get("kind") == "recommendation" or bool(FIELDS & data.keys())
        # Whoever is on record and was not inspected was asked something.
        asked = asked or str(data.get("inspected")).lower() == "false"
        # A bundle or a register holds many, and so do claims by their keys: each is a record.
        many = "schema" in data or all(isinstance(one, dict) for one in data.values())
        if asked and not many:
            yield Unit(name, json.dumps(data, ensure_ascii=False), answers=True)
        for one in data.values():
            yield from _records(name, one)
    elif isinstance(data, list):
        if data and all(isinstance(one, str) for one in data):
            yield Unit(name, " | ".join(data))
        for one in data:
            yield from _records(name, one)
    elif isinstance(data, str):
        yield from _sentences(name, data)


def _sentences(name: str, text: str) -> Iterator[Unit]:
    for one in re.split(r"(?<=[.!?])\s+|\n{2,}", text):
        if one.strip():
            yield Unit(name, " ".join(one.split()))


class _Page(HTMLParser):
    """The lines of a page, the entries of a feed, and its addresses."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.script: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []
        self._in = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES or tag in ("entry", "summary"):
            self.lines.append([])
        self._in = tag if tag in ("script", "style") else self._in
        given = {name: value or "" for name, value in attrs}
        self.links += [given[one] for one in ("href", "id", "content") if one in given]
        self.lines[-1] += [given[one] for one in ("title", "aria-label", "alt") if one in given]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.scripts.append("".join(self.script))
            self.script.clear()
        if tag in ("script", "style"):
            self._in = ""
        if tag in LINES or tag in ("entry", "article", "section"):
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.script.append(data)
        elif not self._in:
            self.lines[-1].append(data)


def _page(name: str, content: bytes) -> Iterator[Unit]:
    page = _Page(content.decode("utf-8"))
    for line in page.lines:
        words = " ".join(" ".join(line).split())
        if ANSWERS.search(name):
            yield Unit(name, words, answers=True)
        else:
            # A line of a list or a table stands together; a paragraph sentence by sentence.
            yield from _sentences(name, words)
    for link in page.links:
        yield Unit(name, link, answers="://" not in link or "inspect" in link)
    for script in page.scripts:
        if script.strip().startswith(("{", "[")):
            yield from _json(name, script.encode())


def _pdf(name: str, content: bytes) -> Iterator[Unit]:
    document = pypdfium2.PdfDocument(content)
    text = "\n\n".join(page.get_textpage().get_text_bounded() for page in document)
    yield from _sentences(name, text)
    for line in text.splitlines():
        yield Unit(name, line)


READERS = {
    ".csv": _csv,
    ".json": _json,
    ".jsonld": _json,
    ".html": _page,
    ".xml": _page,
    ".pdf": _pdf,
}
