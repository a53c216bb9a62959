"""Cuts plain text into sentences, past abbreviations, decimals, initials and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Possessive quantifiers: a line of thousands of dots is read once and not again from each.
_END = re.compile(r"""(?<![.!?…])[.!?…]++[”’"'»)\]]*+[.!?]*+(?=\s)""")
_OPENING = "“‘\"'«([—–-• "

# Never the end of a sentence, whatever follows.
_ALWAYS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "rt",
        "hon",
        "rev",
        "st",
        "sgt",
        "insp",
        "supt",
        "det",
        "cmdr",
        "capt",
        "e.g",
        "i.e",
        "cf",
        "vs",
        "viz",
        "approx",
        "dept",
        "gov",
        "sch",
        "fig",
        "figs",
        "para",
        "paras",
        "pp",
        "vol",
        "eds",
    ]
)
# The end of a sentence unless a number follows: "No. 7", "s. 55", "p. 3".
_BEFORE_NUMBER = frozenset(
    [
        "no",
        "nos",
        "s",
        "ss",
        "p",
        "art",
        "ch",
        "pt",
        "sec",
        "reg",
        "rr",
        "r",
        "c",
        "cl",
        "ext",
        "tel",
    ]
)
# The end of a sentence only when the next word begins with a capital letter.
_MAYBE = frozenset(
    [
        "etc",
        "a.m",
        "p.m",
        "al",
        "ltd",
        "inc",
        "co",
        "plc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "ed",
    ]
)
_LAST_WORD = re.compile(r"([\w.]+)$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``text``, trimmed, in order.

    Together they hold every character but blanks.
    """
    start = _skip_blank(text, 0)
    for match in _END.finditer(text):
        if match.end() <= start or not _ends(text, match.start(), match.end(), match.group()):
            continue
        yield start, match.end()
        start = _skip_blank(text, match.end())
    end = len(text.rstrip())
    if start < end:
        yield start, end


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends(text: str, stop: int, after: int, mark: str) -> bool:
    """Decide whether the mark at ``stop`` closes a sentence."""
    following = text[_skip_blank(text, after) : after + 12].lstrip()
    if not following:
        return True
    first = following.lstrip(_OPENING)[:1]
    if mark[0] in "!?":
        return not first.islower()
    # No abbreviation is longer; the whole paragraph before it need not be searched.
    word_match = _LAST_WORD.search(text, max(0, stop - 20), stop)
    word = word_match.group(1).lower() if word_match else ""
    if mark.startswith("."):
        if word in _ALWAYS or (
            len(word) == 1 and word.isalpha() and word not in "i" and _is_initial(text, stop)
        ):
            return False
        if word in _BEFORE_NUMBER and first.isdigit():
            return False
        if word in _MAYBE and not first.isupper():
            return False
    return not first.islower()


def _is_initial(text: str, stop: int) -> bool:
    """A capital letter standing alone before the stop: "J. Smith"."""
    return stop >= 1 and text[stop - 1].isupper() and (stop == 1 or text[stop - 2] in " .(“‘")
