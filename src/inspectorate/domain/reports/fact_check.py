"""Which passages of an edition a recipient is shown to check: chosen by an allow-list. Pure.

What nobody thought of is therefore not in it. Who is shown which is told by ``accuracy.copies``.

The edition is compiled as every other, so that what is removed for the body is removed by the same
code. A letter to the body is shown whole. Of any other document the body sees what names it, be it
a passage, a heading, a caption or its own row of a table, and the recommendations put to it; where
no passage names it, the section headed Summary too. Other bodies' names never appear: a passage
shown has them replaced; a passage of the summary that names one is left out, and so is what was
drawn from facts, since its place among others would tell whose it is. A picture of an editor's own
stands with its words or not at all: no stand-in for a name would hide what it shows.

A footnote belongs to the passages that call it: one of them names whom it names, and it is shown
under the heading of the first that is shown, never without one. Footnotes stand last, as in the
edition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import compress, repeat, zip_longest

from .editions.model import Block, EditionData, Run
from .editions.runs import words

Shown = list[dict[str, object]]
SUMMARY = ("summary", "executive summary")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_HYPHEN, _APOSTROPHE, _AND = r"[-\u2010-\u2015\u2212]", r"['\u2018\u2019]", r"(?:and|&)"
_ALIKE = re.compile(rf"\\?(?P<sign>{_HYPHEN}|{_APOSTROPHE}|(?<!\w){_AND}(?!\w))", re.I)


@dataclass(frozen=True, slots=True)
class Names:
    """The names the body is known by, and all others', with what stands in for another's.

    ``apart`` are those of the others that are of no body like those inspected ("a national body"),
    and ``stand_in_apart`` what stands in for one of these.
    """

    own: tuple[str, ...]
    others: tuple[str, ...]
    stand_in: str
    apart: tuple[str, ...] = ()
    stand_in_apart: str = ""

    def names_own(self, text: str) -> bool:
        """Does the text name the body? A longer name of another that begins alike does not."""
        text, own = plain(text), pattern_of(self.own)
        if own.search(text) is None:
            return False
        return any(own.fullmatch(one.group()) for one in self._both.finditer(text))

    def names_other(self, text: str) -> bool:
        """Does the text name another body (the body's own names aside)?"""
        own = pattern_of(self.own)
        found = self._both.finditer(plain(text)) if self.others else ()
        return any(not own.fullmatch(one.group()) for one in found)

    def without_others(self, text: str) -> str:
        """Return the text with other bodies' names replaced; the body's own name stays."""
        return self._both.sub(self._instead, plain(text)) if self.others else text

    def _instead(self, found: re.Match[str]) -> str:
        name = found.group()
        if pattern_of(self.own).fullmatch(name):
            return name
        apart = bool(self.apart) and pattern_of(self.apart).fullmatch(name) is not None
        return self.stand_in_apart if apart else self.stand_in

    @property
    def _both(self) -> re.Pattern[str]:
        """Own names and others' together: where several begin, the longest is meant."""
        return pattern_of((*self.own, *self.others))


def chosen(
    edition: EditionData, names: Names, *, letter: bool = False, codes: Collection[str] = ()
) -> Shown:
    """Choose the passages of a body's edition. Pure: same edition, same names, same list.

    ``codes`` are those under which recommendations to the body are printed.
    """
    passages = list(_passages(edition))
    if letter:
        picked = [one for one in passages if not one.tells_of_others(names)]
        return _numbered(_with_footnotes(picked), names)
    named = [one.tells_of_own(names) or bool(one.to.intersection(codes)) for one in passages]
    prose = any(one.sort is _Sort.PROSE for one in compress(passages, named))
    picked = []
    for one, mine in zip(passages, named, strict=True):
        if mine:
            picked.append(one)
        elif not prose and one.tells_of_all(names):
            picked.append(one.without_others(names))
    return _numbered(_with_footnotes(picked), names)


def named_in(edition: EditionData, names: Names) -> Shown:
    """Choose the passages that name a third party, and nothing where none does. Pure."""
    picked = [one for one in _passages(edition) if one.tells_of_own(names)]
    return _numbered(_with_footnotes(picked), names)


def drafted(edition: EditionData, names: Names, codes: Collection[str] | None) -> Shown:
    """Choose the whole of a draft, and of its recommendations those to ``codes``. Pure.

    ``None`` takes all of them, and the passages that name a body inspected: whoever reads them does
    so on our behalf. Else such a passage is left out, since it is for that body alone.
    """
    if codes is None:
        return _numbered(_with_footnotes(list(_passages(edition))), None)
    picked = [
        one.without_others(names)
        for one in _passages(edition)
        if (
            one.to.intersection(codes)
            if one.sort is _Sort.ASKED
            else not names.names_other(one.text)
        )
    ]
    return _numbered(_with_footnotes(picked), names)


def _with_footnotes(picked: Sequence[_Passage]) -> list[_Passage]:
    """The passages, and behind them the footnotes that they call, each once, in their order."""
    called: dict[str, _Passage] = {}
    for one in picked:
        for letter, text in one.footnotes:
            called.setdefault(letter, _Passage(one.section, one.in_summary, text))
    # As they are lettered: a to z, then aa.
    return [*picked, *(called[one] for one in sorted(called, key=lambda at: (len(at), at)))]


def _numbered(picked: Sequence[_Passage], names: Names | None) -> Shown:
    """The passages under their numbers, without the names that are not for the reader."""

    def clean(text: str) -> str:
        return text if names is None else names.without_others(text)

    return [
        {
            "number": number,
            "section": clean(one.section),
            "text": clean(one.text),
            **({"picture": one.picture} if one.picture else {}),
        }
        for number, one in enumerate(picked, 1)
    ]


class _Sort(Enum):
    """What a passage is: what was typed, what stands over it, what is asked, what facts drew."""

    PROSE = auto()
    BESIDE = auto()
    ASKED = auto()
    DRAWN = auto()


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words a body may be shown: the heading over them, whether they stand in the summary.

    ``to`` are the codes of whom a recommendation is put to; ``footnotes`` are the letter and the
    words of each footnote that is called. ``picture`` is the key of the picture that is shown
    with them.
    """

    section: str
    in_summary: bool
    text: str
    sort: _Sort = _Sort.PROSE
    to: frozenset[str] = frozenset()
    footnotes: tuple[tuple[str, str], ...] = ()
    picture: str = ""

    def without_others(self, names: Names) -> _Passage:
        """The passage without those of its footnotes that name another."""
        kept = (one for one in self.footnotes if not names.names_other(one[1]))
        return replace(self, footnotes=tuple(kept))

    def tells_of_own(self, names: Names) -> bool:
        """Does it name the body, there or in a footnote, and so that nothing of another is told?"""
        said = (self.text, *(text for _, text in self.footnotes))
        return any(map(names.names_own, said)) and not self.tells_of_others(names)

    def tells_of_all(self, names: Names) -> bool:
        """Does it speak of all, in the summary? One that names another hangs on that name."""
        typed = self.in_summary and self.sort is _Sort.PROSE
        return typed and not names.names_other(self.text)

    def tells_of_others(self, names: Names) -> bool:
        """Is it drawn from facts of others, which a stand-in for their names would not hide?"""
        return self.sort is _Sort.DRAWN and names.names_other(self.text)


def _passages(edition: EditionData) -> Iterator[_Passage]:
    section, summary_level = "", 0
    notes = {one.anchor: words(one.runs) for one in edition.blocks if one.kind == "footnote"}
    for block in edition.blocks:
        if block.kind == "footnote":
            continue
        if block.kind == "heading":
            section = words(block.runs)
            if summary_level and block.level <= summary_level:
                summary_level = 0
            if section.strip().casefold() in SUMMARY:
                summary_level = block.level
        over, to = section, frozenset[str]()
        if block.kind == "recommendation":
            over, to = f"Recommendation {block.number}", frozenset(row[0] for row in block.rows)
        for (sort, text), runs in zip(_told(block), _calling(block), strict=False):
            called = _called(runs, notes)
            key = block.anchor if block.kind == "picture" else ""
            yield _Passage(over, summary_level > 0, text, sort, to, called, key)


def _called(runs: Sequence[Run], notes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The footnotes that runs call, by their letters, each once with its words."""
    letters = dict.fromkeys(run.footnote for run in runs)
    return tuple((letter, notes[letter]) for letter in letters if letter in notes)


def _calling(block: Block) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of each piece that :func:`_told` yields, none of what can call no footnote."""
    yield from block.items if block.kind == "list" else (block.runs,)
    yield from repeat(())


def texts_of(block: Block) -> Iterator[str]:
    """Yield the words of a block in the pieces in which they are shown."""
    return (text for _, text in _told(block))


def _told(block: Block) -> Iterator[tuple[_Sort, str]]:
    """Yield each piece of a block that says something in words, and what it is."""
    if block.kind == "recommendation":
        yield _Sort.ASKED, words(block.runs)
    elif block.kind in ("heading", "note"):
        yield _Sort.BESIDE, words(block.runs)
    elif block.kind == "picture":
        # With its key, so that another picture under the same words is another passage.
        told = f"Picture {block.anchor}: {block.alternative}"
        yield _Sort.DRAWN, " ".join(filter(None, (block.caption, told)))
    elif block.kind == "chart" or block.caption:
        # A table with a caption is drawn from the facts; one without is typed in the text.
        yield from _drawn(block)
    else:
        yield from ((_Sort.PROSE, text) for text in _typed(block))


def _typed(block: Block) -> Iterator[str]:
    if block.kind in ("paragraph", "footnote"):
        yield words(block.runs)
    elif block.kind == "quote":
        yield " ".join(filter(None, (words(block.runs).strip(), block.source)))
    elif block.kind == "list":
        yield from (words(item) for item in block.items)
    elif block.kind == "table":
        yield from (" ".join(filter(None, row)) for row in (block.header, *block.rows))


def _drawn(block: Block) -> Iterator[tuple[_Sort, str]]:
    """The caption, the words for who does not see the picture, and each row with its heads."""
    if block.caption:
        yield _Sort.BESIDE, block.caption
    if block.alternative:
        yield _Sort.DRAWN, block.alternative
    for row in block.rows:
        cells = ((head, cell) for head, cell in zip_longest(block.header, row, fillvalue=""))
        told = (f"{head}: {cell}" if head else cell for head, cell in cells if cell)
        if text := "; ".join(told):
            yield _Sort.DRAWN, text


def plain(text: str) -> str:
    """The text without the characters that show nothing, which would part a name unseen."""
    return text.translate(_UNSEEN)


@lru_cache(maxsize=512)
def pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Whole names, whatever their capitals, blanks, hyphens and apostrophes, the longest first.

    Looked for in what :func:`plain` returns.
    """
    ordered = sorted((name for name in map(plain, names) if name.strip()), key=len, reverse=True)
    return re.compile("|".join(map(_spelt, ordered)) or r"(?!)", re.I)


def _spelt(name: str) -> str:
    words = (_ALIKE.sub(_either, re.escape(word)) for word in name.split())
    return rf"(?<!\w){r'\s+'.join(words)}(?!\w)"


def _either(found: re.Match[str]) -> str:
    """Any form of a character that is written in several."""
    return next(form for form in (_HYPHEN, _APOSTROPHE, _AND) if re.fullmatch(form, found["sign"]))
