"""What the text says a quantity word means is what the adopted vocabulary says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.numbers import NUMBER
from inspectstats.quantity import numerals
from inspectstats.quantity.vocabulary import Band, Vocabulary

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.BANDS_AS_ADOPTED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("vocabulary",)
LOCAL = True

_FRACTION = (
    r"(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[- ])?"
    r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|ninths?|tenths?)"
)
_SHARE = rf"(?:{NUMBER}\s?(?:%|per\s?cent\b|percent\b)|(?:an?\s+)?{_FRACTION}\b)"
_BOUND = (
    r"(?P<{0}>(?:just\s+)?(?:more|less|fewer)\s+than|at\s+least|at\s+most|over|under|above|below|"
    r"up\s+to|not\s+more\s+than|no\s+more\s+than|from|(?:just\s+)?(?:under|over|below|above))"
)
_MEANING = re.compile(
    rf"\s*[\"”’'*_]*\s*(?:,|:|\(|=|–|—)?\s*(?:(?:is|are|means?|meant|stands?\s+for|"
    rf"covers?|denotes?|"
    rf"refers?\s+to|we\s+mean)\s+)?(?:{_BOUND.format('bound')}\s+)?(?P<share>{_SHARE})"
    rf"(?P<more>\s+(?:or|and)\s+(?:more|over|above|fewer|less|under|below|higher))?"
    rf"(?:\s*(?:to|and|–|-|up\s+to|but)\s+(?:{_BOUND.format('under')}\s+)?(?P<upper>{_SHARE}))?",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:mean|means|meant|meaning|meanings|stand\w*\s+for|denote\w*|refer\w*\s+to|defined|"
    r"words?\s+of\s+quantity|is\s+used)\b",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each meaning that is not the one adopted."""
    assert facts.vocabulary is not None
    found = []
    for block in manuscript.prose():
        if block.kind == "quote" or not _TOLD.search(block.text):
            continue
        for start, end, word, band in _told(block, facts.vocabulary):
            match = _MEANING.match(block.text, end)
            if match is None:
                continue
            stop = match.end()
            said = _band(match)
            if said is None or _agrees(said, band):
                continue
            where = place(manuscript, block, start, stop)
            meant = _in_words(band)
            what = f"the text says {where.excerpt}; as adopted, `{word}` is {meant}."
            mend = Mend.words(f"Write that `{word}` is {meant}.")
            found.append(Problem(NAME, where, what, mend))
    return found


def _told(block: TextBlock, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str, Band]]:
    """Yield where a banded word stands set apart, or before what it means."""
    # Words of one share alone (all, half, none) are counted, not told by a share.
    wide = [band for band in vocabulary.bands if band.low < band.high]
    bands = {word.lower(): band for band in wide for word in (*band.aliases, band.word)}
    words = sorted(bands, key=lambda word: (-len(word), word))
    pattern = re.compile(
        rf"(?<![\w-])(?P<word>{'|'.join(re.escape(word) for word in words)})(?![\w-])", re.I
    )
    for match in pattern.finditer(block.text):
        yield match.start(), match.end(), match["word"].lower(), bands[match["word"].lower()]


_Interval = tuple[Fraction | None, bool, Fraction | None, bool]


def _band(match: re.Match[str]) -> _Interval | None:
    """Return (low, whether it is in, high, whether it is in); ``None`` where it is not read."""
    share = _value(match["share"])
    if share is None:
        return None
    bound, more = (match["bound"] or "").lower(), (match["more"] or "").lower()
    upper = _value(match["upper"]) if match["upper"] else None
    if upper is not None:
        strict = re.search(r"\b(?:under|below|less|fewer)\b", match["under"] or "", re.I)
        opened = re.search(r"\b(?:more|over|above)\b", bound) is None
        return share, opened, upper, strict is None
    if re.search(r"\b(?:more|over|above|higher)\b", more) or "at least" in bound or bound == "from":
        return share, True, None, False
    if re.search(r"\b(?:less|fewer|under|below)\b", more) or re.search(
        r"\b(?:at most|up to|no more|not more)\b", bound
    ):
        return None, False, share, True
    if re.search(r"\b(?:more|over|above)\b", bound):
        return share, False, None, False
    if re.search(r"\b(?:less|fewer|under|below)\b", bound):
        return None, False, share, False
    return None


def _agrees(said: _Interval, band: Band) -> bool:
    """Whether each end that is said is the end adopted; an end not said is not compared."""
    low, low_in, high, high_in = said
    if low is not None and (low, low_in) != (band.low, band.low_inclusive):
        return False
    if high is None or (high, high_in) == (band.high, band.high_inclusive):
        return True
    # "From 75 to 89 per cent": whole hundredths say by the last of them that the next is not in.
    last = band.high - Fraction(1, 100)
    return low is not None and high_in and high in (band.high, last) and not band.high_inclusive


def _in_words(band: Band) -> str:
    if band.low == band.high:
        return _per_cent(band.low)
    ends = []
    if band.low > 0 or not band.low_inclusive:
        ends.append(f"{'from' if band.low_inclusive else 'more than'} {_per_cent(band.low)}")
    if band.high < 1 or not band.high_inclusive:
        ends.append(f"{'up to' if band.high_inclusive else 'less than'} {_per_cent(band.high)}")
    return " and ".join(ends) or "any share"


def _per_cent(share: Fraction) -> str:
    rate = share * 100
    return f"{rate} per cent" if rate.denominator == 1 else f"{share} of all"


def _value(written: str) -> Fraction | None:
    percent = numerals.percent(written)
    if percent is not None:
        return percent[0] / 100
    plain = re.sub(r"^an?\s+(?=\w+[- ]\w+$)", "", written.strip(), flags=re.I)
    return numerals.fraction(plain)
