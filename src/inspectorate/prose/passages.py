"""Takes a document apart into passages: what somebody signs, each known by what it says.

A passage is a sentence with everything that is said by it: its words, the claims and sources they
are bound to, the marks on them, and the words of the sentence that it leans on. Titles, headings,
list stems, captions, recommendations and the days of the front matter are passages too. Two
passages of the same content are one: identity lies in content, not in a place of the text. This is
what auditors do who index and reference each statement of fact (GAO-24-106786, 8.104).

Pure: nothing here reads a database.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from .leaning import leans
from .manuscript import Manuscript, Span, TextBlock, standing

# Of a numeral: a span's key and the numeral as it stands, to what it is of the claim ("met").
Slot = Callable[[Span, str], str]
# A span as (kind, key, first word, word after the last, attributes).
type Mark = tuple[str, str, int, int, tuple[tuple[str, str], ...]]
# The sort of a passage whose words stand in a record and not in the text.
RECORDED: Final = "recorded"
OPEN: Final = "\u27e6{}\u27e7"  # an open slot, named for what stands in it
_WORD = re.compile(r"[\w\u27e6\u27e7]+(?:[-'’][\w]+)*")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


class Signing(StrEnum):
    """How a passage is signed: by itself, with its source, or with its section read whole."""

    SINGLY = "singly"
    SOURCE = "source"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a document, in the order of the text.

    ``words`` is what is printed, ``signed`` the same with its slots open and single blanks;
    ``marks`` are its spans, counted in words. ``leans`` holds the signed words of the sentences
    that it leans on, nearest last.
    ``section`` counts headings from 0, the front matter and what stands before the first heading.
    ``start`` and ``end`` are offsets into ``block``. ``original`` is by what the passages are known
    that a translated one answers to (``prose.translation``), "" in every other text. ``named`` is
    the name by which a footnote is called, "" of every other passage.
    """

    sort: str
    words: str
    signed: str
    marks: tuple[Mark, ...]
    leans: tuple[str, ...]
    basis: str
    source: str
    section: int
    signing: Signing
    block: TextBlock = field(compare=False, repr=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    original: str = ""
    named: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of claims and sources it is bound to, each once."""
        found = (key for kind, key, *_ in self.marks if kind in ("claim", "quotation") and key)
        return tuple(dict.fromkeys(found))

    @property
    def content(self) -> dict[str, Any]:
        """What is signed, as plain data, from which :func:`identity` is taken."""
        return {
            "sort": self.sort,
            "words": self.signed,
            "marks": [[*mark[:4], dict(mark[4])] for mark in self.marks],
            "leans": list(self.leans),
            "basis": self.basis,
            "source": self.source,
            **({"original": self.original} if self.original else {}),
            # Else two footnotes could be put in each other's place.
            **({"named": self.named} if self.named else {}),
        }

    @property
    def identity(self) -> str:
        """By what it is known: a digest of its content."""
        return _identity(self)

    @property
    def place(self) -> tuple[int, int]:
        """Line and column in the source, from 1."""
        return self.block.at(self.start)


@lru_cache(maxsize=4_096)
def _identity(passage: Passage) -> str:
    # Passages are equal where their contents are, wherever they stand.
    return identity(passage.content)


def identity(content: Mapping[str, Any]) -> str:
    """Return the digest by which a content is known: SHA-256 of its canonical JSON, in hex."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RecordedWords:
    """Words that a fenced block prints from a record; ``source`` is the record's number."""

    text: str
    source: str


def _prints_none(_: TextBlock) -> Sequence[RecordedWords]:
    return ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reader must know of the inspection to read its passages.

    ``slot`` names what a numeral in a bound span is of its claim, "" where it is none of its own;
    ``finds`` says whether a sentence says of bodies what was found, ``law`` whether it states law
    or a register; both take the sentence. ``prints`` gives the words that a fenced block prints
    from records, which somebody wrote elsewhere.
    """

    slot: Slot
    numerals: Callable[[str], Sequence[tuple[int, int]]]
    finds: Callable[[str], bool]
    law: Callable[[str], bool]
    prints: Callable[[TextBlock], Sequence[RecordedWords]] = _prints_none


def passages(manuscript: Manuscript, rules: Rules) -> tuple[Passage, ...]:
    """Return every passage of a document, in its order."""
    return tuple(_Reader(manuscript, rules).read())


class _Reader:
    """Goes through a document, and keeps what a sentence may lean on."""

    def __init__(self, manuscript: Manuscript, rules: Rules) -> None:
        self.manuscript, self.rules = manuscript, rules
        self.section = 0
        # The sentence before with what it leans on itself, and of each depth of a list its stem.
        self.before: tuple[str, ...] = ()
        self.stems: dict[int, tuple[str, ...]] = {}
        self.header: tuple[str, ...] = ()
        self.group = 0

    def read(self) -> Iterator[Passage]:
        yield from self._front_matter()
        for block in self.manuscript.blocks:
            yield from self._block(block)

    def _front_matter(self) -> Iterator[Passage]:
        for name, value in self.manuscript.meta.items():
            line = self.manuscript.inline.get(name) or TextBlock("paragraph", str(value), 1)
            # The headline tells what was found, and a newsroom prints it as it stands.
            how = Signing.SINGLY if name == "headline" else Signing.SECTION
            yield self._passage(name, line, 0, len(line.text), (), how)

    def _block(self, block: TextBlock) -> Iterator[Passage]:
        if block.kind == "heading":
            self.section += 1
            self.stems.clear()
            made = self._passage("heading", block, 0, len(block.text), (), self._narrative(block))
            self.before = (made.signed,)
            yield made
        elif block.kind in ("chart", "table", "picture", "recommendation", "code"):
            yield self._fenced(block)
            yield from self._recorded(block)
        elif block.kind == "row":
            yield self._row(block)
        elif block.kind == "footnote":
            # It stands apart: nothing beside it in the source leans on it.
            before, stems = self.before, self.stems
            self.before, self.stems = (), {}
            yield from self._sentences(block)
            self.before, self.stems = before, stems
        else:
            yield from self._sentences(block)

    def _fenced(self, block: TextBlock) -> Passage:
        """A picture, a table drawn from data, a recommendation: its words and all its fields."""
        lines = [f"{name}: {value}" for name, value in block.fields.items()]
        printed = [one for one in block.inline.values() if one.text]
        marks = tuple(mark for one in printed for mark in _marks(one, 0, len(one.text), one.text))
        signed = " ".join("\n".join(lines or [block.text]).split())
        told = block.kind == "recommendation" or bool(block.fields.get("claim") or marks)
        how = Signing.SINGLY if told or self.rules.finds(signed) else Signing.SECTION
        words = " ".join(one.text for one in printed) or signed
        made = Passage(
            block.kind,
            words,
            signed,
            marks,
            (),
            block.basis,
            block.basis_source,
            self.section,
            how,
            block,
            0,
            len(block.text),
        )
        self.before = (words,)
        return made

    def _recorded(self, block: TextBlock) -> Iterator[Passage]:
        """The words that a fenced block prints from records: each is signed by itself, as it was
        written by somebody who is not the author of this text.
        """
        for one in self.rules.prints(block):
            words = " ".join(one.text.split())
            line = TextBlock("paragraph", words, block.line)
            yield Passage(
                RECORDED,
                words,
                words,
                (),
                (),
                "",
                one.source,
                self.section,
                Signing.SINGLY,
                line,
                0,
                len(words),
            )

    def _row(self, block: TextBlock) -> Passage:
        """A row of a table leans on the first, which names its columns."""
        if block.group != self.group:
            self.group, self.header = block.group, ()
        made = self._passage(
            "row", block, 0, len(block.text), self.header, self._by(block, block.spans, block.text)
        )
        self.header = self.header or (made.signed,)
        return made

    def _sentences(self, block: TextBlock) -> Iterator[Passage]:
        depth = block.level if block.kind == "item" else 0
        if block.kind == "item":
            stem = next((self.stems[at] for at in range(depth - 1, -1, -1) if at in self.stems), ())
            if not self.stems:
                stem = self.before
                self.stems[0] = stem
        else:
            self.stems.clear()
            stem = ()
        for place, sentence in enumerate(block.sentences):
            text = block.text[sentence.start : sentence.end]
            leaning: tuple[str, ...] = stem
            if (place or block.kind != "item") and leans(text):
                leaning = self.before
            stems = text.rstrip().endswith(":")
            sort = "stem" if stems else block.kind if block.kind != "paragraph" else "sentence"
            how = self._by(block, sentence.spans, text)
            made = self._passage(sort, block, sentence.start, sentence.end, leaning, how)
            yield made
            self.before = (*leaning, made.signed)
            if block.kind == "item" and not place:
                self.stems = {at: one for at, one in self.stems.items() if at < depth}
                self.stems[depth] = self.before

    def _by(self, block: TextBlock, spans: Sequence[Span], text: str) -> Signing:
        """Say how a sentence is signed."""
        sentence = next((one for one in block.sentences if one.text == text), None)
        found = standing(block, sentence) if sentence else _bound(spans)
        if found == "bound" or self.rules.finds(text):
            return Signing.SINGLY
        if found == "context":
            sourced = block.basis_source or any(one.attributes.get("source") for one in spans)
            # What names no source is signed by no source.
            return Signing.SINGLY if self.rules.law(text) or not sourced else Signing.SOURCE
        return Signing.SECTION

    def _narrative(self, block: TextBlock) -> Signing:
        bound = _bound(block.spans) == "bound" or self.rules.finds(block.text)
        return Signing.SINGLY if bound else Signing.SECTION

    def _passage(
        self,
        sort: str,
        block: TextBlock,
        start: int,
        end: int,
        leaning: tuple[str, ...],
        how: Signing,
    ) -> Passage:
        words = block.text[start:end]
        signed, moved = self._opened(block, start, end)
        sources = (one.attributes.get("source", "") for one in _within(block, start, end))
        source = next((one for one in sources if one), block.basis_source)
        return Passage(
            sort,
            words,
            " ".join(signed.split()),
            _marks(block, start, end, signed, moved),
            leaning,
            block.basis,
            source,
            self.section,
            how,
            block,
            start,
            end,
            named=block.fields["name"] if block.kind == "footnote" else "",
        )

    def _opened(self, block: TextBlock, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
        """Return the words with their slots open, and (offset, how much longer from there on)."""
        quoted = [match.span() for match in _QUOTED.finditer(block.text)]
        cuts: dict[tuple[int, int], str] = {}
        for span in _within(block, start, end):
            if span.kind != "claim":
                continue
            for left, right in self.rules.numerals(span.text):
                at = (span.start + left, span.start + right)
                inside = start <= at[0] and at[1] <= end
                said = any(a <= at[0] < b for a, b in quoted) or block.kind == "quote"
                if inside and not said and (what := self.rules.slot(span, span.text[left:right])):
                    cuts.setdefault(at, what)
        pieces, last, moved, longer = [], start, [], 0
        for (left, right), what in sorted(cuts.items()):
            if left < last:
                continue
            slot = OPEN.format(what)
            pieces += [block.text[last:left], slot]
            longer += len(slot) - (right - left)
            moved.append((right, longer))
            last = right
        return "".join([*pieces, block.text[last:end]]), moved


def _bound(spans: Iterable[Span]) -> str:
    return "bound" if any(one.kind in ("claim", "quotation") for one in spans) else ""


def _within(block: TextBlock, start: int, end: int) -> list[Span]:
    """The spans over a passage, with the footnotes that are called in it or behind it.

    So every call is one passage's: what is called before all others is the first one's.
    """
    if not any(one.kind == "footnote" for one in block.spans):
        return [one for one in block.spans if one.start < end and start < one.end]
    begins = [one.start for one in block.sentences]
    before = start if any(at < start for at in begins) else -1
    behind = min((at for at in begins if at >= end), default=len(block.text))
    return [
        one
        for one in block.spans
        if (
            before < one.start <= behind
            if one.kind == "footnote"
            else one.start < end and start < one.end
        )
    ]


def _marks(
    block: TextBlock, start: int, end: int, signed: str, moved: Sequence[tuple[int, int]] = ()
) -> tuple[Mark, ...]:
    """The spans and links over a passage, counted in words, so that spacing moves none."""

    def at(offset: int) -> int:
        longer = [by for right, by in moved if right <= offset]
        return max(offset - start, 0) + (longer[-1] if longer else 0)

    def words(offset: int) -> int:
        return len(_WORD.findall(signed[: at(min(offset, end))]))

    found: list[Mark] = [
        (
            one.kind,
            one.key,
            words(one.start),
            words(one.end),
            tuple(sorted((name, value) for name, value in one.attributes.items() if name != "id")),
        )
        for one in _within(block, start, end)
    ]
    found += [
        ("link", style.target, words(style.start), words(style.end), ())
        for style in block.styles
        if style.kind == "link" and style.start < end and start < style.end
    ]
    if block.attributed:
        found.append(("quotation", block.attributed, 0, len(_WORD.findall(signed)), ()))
    return tuple(found)
