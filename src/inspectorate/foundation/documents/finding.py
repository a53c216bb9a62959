"""Whether words stand in a page of a document, where, and what stands there that is most like them.

Words are compared as they are, with any blanks and line ends between them, a word broken at the end
of a line, and any form of quotation mark, apostrophe and dash. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from .places import Part

_BLANKS = re.compile(r"\s+")
# What stands for words left out between two passages.
LEFT_OUT = re.compile(r"\[…\]|…|\[\.{3}\]|\.{3,}")
GAP = "…"
# What programs put in the place of plain signs when they set or copy a text.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict(zip("\ufb00\ufb01\ufb02", ("ff", "fi", "fl"), strict=True)),
        **dict(zip("\ufb03\ufb04\ufb05\ufb06", ("ffi", "ffl", "st", "st"), strict=True)),
        # What is not seen: a hyphen but where a line breaks, marks between letters.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_HYPHENS = ("-", "\u2010", "\u00ad")
# A hyphen that ends a line parts a word, or is one of the word's own: either is what was meant.
_BROKEN = re.compile(r"(?<=\w)[-\u2010\u00ad] *\n *(?=\w)")
_EITHER = "\x01"
# Never between digits: "10-12" broken is not "1012".
_INSIDE = re.compile(r"[^\W\d](?=[^\W\d])")
# The beginning of a sentence that a line of its own begins, for blocks of a page.
_ENDS = (".", ":", ";", "?", "!")
_MOST_BLOCK = 1_200
# Runs that share as many words are told apart by how many stand in the same place.
_MOST_ALIKE = 50


def places_of(parts: Sequence[Part], words: str) -> tuple[str, ...]:
    """The anchors of the parts in which ``words`` stand, in their order; empty where they do not.

    Whole words and whole numbers, as one run, or as several in the order given with "…" for what is
    left out between them.
    """
    # Whole first: a document may hold the sign itself.
    return _standing(parts, [words]) or _standing(parts, LEFT_OUT.split(words))


def nearest(parts: Iterable[Part], words: str) -> str:
    """The run of words of a page that shares most words with ``words``; empty where none does.

    As long as what is asked for; one pass over the page.
    """
    asked = _plain(words).split()
    text = " ".join(_BLANKS.sub(" ", one.text) for one in parts).split()
    if not asked or not text:
        return ""
    wanted = Counter(one.casefold() for one in asked)
    size = min(len(asked), len(text))
    inside: Counter[str] = Counter()
    shared, best = 0, 0
    begins: list[int] = []
    for at, word in enumerate(text):
        plain = _plain(word).casefold()
        shared += inside[plain] < wanted[plain]
        inside[plain] += 1
        if at >= size:
            gone = _plain(text[at - size]).casefold()
            inside[gone] -= 1
            shared -= inside[gone] < wanted[gone]
        if shared > best:
            best, begins = shared, []
        if shared == best and len(begins) < _MOST_ALIKE:
            begins.append(max(at - size + 1, 0))
    if 3 * best < len(asked) or not best:
        return ""

    def in_place(begin: int) -> int:
        there = text[begin : begin + size]
        return sum(_plain(one) == other for one, other in zip(there, asked, strict=False))

    begin = max(begins, key=in_place)
    return " ".join(text[begin : begin + size])


def blocks(text: str) -> list[str]:
    """A page's text in pieces to choose from: lines up to one that ends a sentence."""
    found: list[list[str]] = [[]]
    size = 0
    for line in text.split("\n"):
        found[-1].append(line)
        size += len(line)
        ends = line.rstrip()
        # Not within a word that is broken there: neither half of one stands by itself.
        if ends.endswith(_ENDS) or not ends or (size > _MOST_BLOCK and ends[-1] not in _HYPHENS):
            found.append([])
            size = 0
    return [joined for lines in found if (joined := "\n".join(lines).strip())]


def _standing(parts: Sequence[Part], passages: Sequence[str]) -> tuple[str, ...]:
    asked = [_plain(one) for one in passages]
    if not asked or not all(asked):
        return ()
    return _places([(one, _plain(_BROKEN.sub(_EITHER, one.text))) for one in parts], asked)


def _places(parts: Sequence[tuple[Part, str]], asked: Sequence[str]) -> tuple[str, ...]:
    """The anchors of the parts in which passages stand, one behind the other; empty for none."""
    # One blank parts two words, however many empty parts stand between them.
    filled = [(one, text) for one, text in parts if text]
    whole, end = " ".join(text for _, text in filled), 0
    runs = []
    for passage in asked:
        stands = _whole(passage, broken=_EITHER in whole).search(whole, end)
        if stands is None:
            return ()
        end = stands.end()
        runs.append(stands.span())
    found: list[str] = []
    at = 0
    for part, text in filled:
        if part.at and any(begin < at + len(text) and at < end for begin, end in runs):
            found.append(part.at)
        at += len(text) + 1
    return tuple(found)


def _whole(passage: str, *, broken: bool) -> re.Pattern[str]:
    """A passage that begins and ends where words and numbers do: "12 %" does not stand in "112 %",
    nor in "1.12 %" or "10-12 %", and "lawful" not in "un-lawful" that a line parts. Where words are
    ``broken``, with or without a hyphen there, and as a page shows it.
    """
    before, after = ("", "")
    if re.match(r"\w", passage):
        before = rf"(?<![\w{_EITHER}])"
        if passage[0].isdigit():
            before += r"(?<!\d[.,])(?<![+-])"
    if re.match(r"\w", passage[-1]):
        after = rf"(?![\w{_EITHER}])"
        if passage[-1].isdigit():
            after += r"(?![.,]\d)"
    words = re.escape(passage)
    if broken:
        words = _INSIDE.sub(lambda found: f"{found[0]}{_EITHER}?", words)
        words = re.sub(r"\\-(\\ )?", lambda found: _hyphen(found[1] or ""), words)
    return re.compile(f"{before}{words}{after}")


def _hyphen(blank: str) -> str:
    """A hyphen of a passage, and the blank behind it where one was taken along from a page."""
    return f"(?:-{blank}|{_EITHER})"


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.translate(_SIGNS))
    return _BLANKS.sub(" ", composed).strip()
