"""Whether words stand in a page of a document, where, and what stands there that is most like them.

Words are compared as they are, with any blanks and line ends between them, a word broken at the end
of a line, and any form of quotation mark, apostrophe and dash. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .places import Part

_BLANKS = re.compile(r"\s+")
# What stands for words left out between two passages.
LEFT_OUT = re.compile(r"\[…\]|…|\[\.{3}\]|\.{3,}")
GAP = "…"
# What programs put in the place of plain signs when they set or copy a text.
_SIGNS = str.maketrans(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2010\u2011\u00a0",
    "''\"\"---- ",
    # The hyphen that is seen only where a line breaks.
    "\u00ad",
) | {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl"}
_BROKEN = re.compile(r"(?<=\w)- *\n *(?=\w)")
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
        if line.rstrip().endswith(_ENDS) or not line.strip() or size > _MOST_BLOCK:
            found.append([])
            size = 0
    return [joined for lines in found if (joined := "\n".join(lines).strip())]


def _standing(parts: Sequence[Part], passages: Sequence[str]) -> tuple[str, ...]:
    asked = [_plain(one) for one in passages]
    if not asked or not all(asked):
        return ()
    return _places([(one, _plain(one.text)) for one in parts], asked) or _places(
        [(one, _plain(_BROKEN.sub("", one.text))) for one in parts], asked
    )


def _places(parts: Sequence[tuple[Part, str]], asked: Sequence[str]) -> tuple[str, ...]:
    """The anchors of the parts in which passages stand, one behind the other; empty for none."""
    # One blank parts two words, however many empty parts stand between them.
    filled = [(one, text) for one, text in parts if text]
    whole, end = " ".join(text for _, text in filled), 0
    runs = []
    for passage in asked:
        stands = _whole(passage).search(whole, end)
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


def _whole(passage: str) -> re.Pattern[str]:
    """A passage that begins and ends where words and numbers do: "12 %" does not stand in "112 %",
    nor in "1.12 %" or "10-12 %".
    """
    before, after = ("", "")
    if re.match(r"\w", passage):
        before = r"(?<!\w)(?<!\d[.,])(?<![+-])" if passage[0].isdigit() else r"(?<!\w)"
    if re.match(r"\w", passage[-1]):
        after = r"(?!\w)(?![.,]\d)" if passage[-1].isdigit() else r"(?!\w)"
    return re.compile(f"{before}{re.escape(passage)}{after}")


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text.translate(_SIGNS)).strip()
