"""Which passages of an edition a recipient is shown to check: chosen by an allow-list. Pure.

What nobody thought of is therefore not in it. Who is shown which is told by ``accuracy.copies``.

The edition is compiled as every other, so that what is removed for the body is removed by the same
code. A letter to the body is shown whole. Of any other document the body sees the passages that
name it; where none does, the section headed Summary. Other bodies' names never appear: a passage
shown has them replaced, a passage of the summary that names one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .editions.model import Block, EditionData
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


def chosen(edition: EditionData, names: Names, *, letter: bool = False) -> Shown:
    """Choose the passages of a body's edition. Pure: same edition, same names, same list."""
    passages = list(_passages(edition))
    picked = passages if letter else [one for one in passages if names.names_own(one.text)]
    if not picked:
        # A summary speaks of all; a passage naming another body is left out, since its sense hangs
        # on the name.
        picked = [one for one in passages if one.in_summary and not names.names_other(one.text)]
    return _numbered(picked, names)


def named_in(edition: EditionData, names: Names) -> Shown:
    """Choose the passages that name a third party, and nothing where none does. Pure."""
    return _numbered([one for one in _passages(edition) if names.names_own(one.text)], names)


def drafted(edition: EditionData, names: Names, codes: Collection[str] | None) -> Shown:
    """Choose the whole of a draft, and of its recommendations those to ``codes``. Pure.

    ``None`` takes all of them, and the passages that name a body inspected: whoever reads them does
    so on our behalf. Else such a passage is left out, since it is for that body alone.
    """
    whole = codes is None
    picked = [one for one in _passages(edition) if whole or not names.names_other(one.text)]
    for block in edition.blocks:
        if block.kind != "recommendation":
            continue
        if codes is None or any(row[0] in codes for row in block.rows):
            picked.append(_Passage(f"Recommendation {block.number}", False, words(block.runs)))
    return _numbered(picked, None if whole else names)


def _numbered(picked: Sequence[_Passage], names: Names | None) -> Shown:
    """The passages under their numbers, without the names that are not for the reader."""

    def clean(text: str) -> str:
        return text if names is None else names.without_others(text)

    return [
        {"number": number, "section": clean(one.section), "text": clean(one.text)}
        for number, one in enumerate(picked, 1)
    ]


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words a body may be shown: the heading over them, whether they stand in the summary."""

    section: str
    in_summary: bool
    text: str


def _passages(edition: EditionData) -> Iterator[_Passage]:
    section, summary_level = "", 0
    for block in edition.blocks:
        if block.kind == "heading":
            section = words(block.runs)
            if summary_level and block.level <= summary_level:
                summary_level = 0
            if section.strip().casefold() in SUMMARY:
                summary_level = block.level
        for text in texts_of(block):
            yield _Passage(section, summary_level > 0, text)


def texts_of(block: Block) -> Iterator[str]:
    """Yield the words of a block that tells something in words."""
    if block.kind == "paragraph":
        yield words(block.runs)
    elif block.kind == "quote":
        yield " ".join(filter(None, (words(block.runs).strip(), block.source)))
    elif block.kind == "list":
        yield from (words(item) for item in block.items)
    elif block.kind == "table" and not block.caption:
        # A table without a caption is typed in the text; one drawn from the facts always has one,
        # and would tell of other bodies.
        yield from (" ".join(filter(None, row)) for row in (block.header, *block.rows))


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
