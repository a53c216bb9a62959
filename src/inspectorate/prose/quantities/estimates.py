"""Judges what a passage asserts by a share that was estimated from a sample, with its interval.

A word, a bound ("at least half") or a range is true only where it is true of every share within the
interval; a bare percentage is true where both limits stand beside it, and "about" where the
estimate is as near as the vocabulary's tolerance. Counts are those of the cases read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from inspectstats.quantity.vocabulary import Vocabulary

from .assertions import Assertion, Passage, Reading, assertions
from .judging import Answer
from .numbers import values
from .phrases import Phrase
from .truth import TOLERANCE, bounded, holds
from .verdicts import verdict

# Every share within the interval is asked for, as so many of this many.
_OF = 10_000
_STEPS = 200
_ABOUT = ("about", "around", "approximately", "roughly", "some", "nearly", "almost", "just over")
_DASH = re.compile(r"(?<=[\d%t]) ?[-–—] ?(?=\d)")
_NO_NOUN = re.compile(r" ?(?:$|[]).,:])")
_EXACT = ("", "only", "just", "exactly", "the")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its limits, each in [0, 1], from so many cases that answered yes of those
    that answered; ``called`` is what several cases are called.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    yes: int
    answered: int
    called: str = "cases"

    @property
    def otherwise(self) -> Estimate:
        """The share of those that do not."""
        return Estimate(
            1 - self.value,
            1 - self.high,
            1 - self.low,
            self.answered - self.yes,
            self.answered,
            self.called,
        )

    @property
    def within(self) -> tuple[int, ...]:
        """Shares within the interval, both limits among them, as so many of ``_OF``."""
        low, high = int(self.low * _OF), -int(-self.high * _OF)
        step = max(1, (high - low) // _STEPS)
        return (*range(low, high, step), high)

    @property
    def whole_of(self) -> int:
        """Of how many the shares within are so many."""
        return _OF

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return whole(self.value)

    @property
    def percent_low(self) -> int:
        """Its lower limit so."""
        return whole(self.low)

    @property
    def percent_high(self) -> int:
        """Its upper limit so."""
        return whole(self.high)

    @property
    def printed(self) -> str:
        """How it is printed: "62 % (51 to 72)"."""
        return f"{self.percent} % ({self.percent_low} to {self.percent_high})"


def whole(share: Fraction) -> int:
    """A share in whole per cent, a half rounded up."""
    return int(share * 100 + Fraction(1, 2))


@lru_cache(maxsize=2_048)
def estimated(
    passage: Passage, share: Estimate, vocabulary: Vocabulary | None
) -> tuple[Answer, ...]:
    """Judge each amount of the passage that speaks of the cases."""
    found = assertions(passage)
    return tuple(
        # "The 60 files held a plan" names a base and no part of it: it is said of every one.
        _of_base(one, share)
        if one.amount.role == "base" and (len(found) > 1 or len(_sides(one)) != 1)
        else _answer(passage, one, share, vocabulary)
        for one in found
    )


def _sides(one: Assertion) -> set[str]:
    return {each.side for each in one.readings}


def _of_base(one: Assertion, share: Estimate) -> Answer:
    phrase = one.amount.phrase
    what = f"`{phrase.text}` is not the number of {share.called} that answered."
    true = phrase.n == share.answered
    return Answer(one, "true" if true else "false", what, f"Write `{share.answered}`.")


def _answer(
    passage: Passage, one: Assertion, share: Estimate, vocabulary: Vocabulary | None
) -> Answer:
    phrase = one.amount.phrase
    readings = one.readings
    if not readings and phrase.upper is not None:
        readings = (Reading("met"),)  # the limits of a share that is said beside them
    bare = phrase.kind == "number" and phrase.upper is None and one.amount.noun is None
    if not readings or bare:
        return Answer(one, "unread", f"`{phrase.text}` is not read: it names nothing.")
    truths = [_true(phrase, each, share, passage, vocabulary) for each in readings]
    if all(truths) or (any(truths) and len({each.denied for each in readings}) > 1):
        return Answer(one, "true")
    if any(truths):
        what = f"which side `{phrase.text}` speaks of cannot be told from the words."
        return Answer(one, "unread", what)
    return _false(one, readings[0], share)


def _on(reading: Reading, share: Estimate) -> Estimate:
    return share.otherwise if reading.side == "not_met" else share


def _true(
    phrase: Phrase,
    reading: Reading,
    share: Estimate,
    passage: Passage,
    vocabulary: Vocabulary | None,
) -> bool:
    if reading.side not in ("met", "not_met"):
        return False
    side = _on(reading, share)
    if phrase.kind in ("number", "of") and phrase.upper is None and not _is_ratio(phrase, side):
        return _counted(phrase, side) and not reading.denied
    if phrase.upper is not None:
        return _range(phrase, side) and not reading.denied
    if phrase.kind in ("percent", "fraction", "of") and phrase.bound in (*_EXACT, *_ABOUT):
        return _near(phrase, side, passage) and not reading.denied
    every = [_holds(phrase, k, vocabulary) for k in side.within]
    # A denial is true where the phrase is false of every share that may be so.
    return not any(every) if reading.denied else all(every)


def _holds(phrase: Phrase, k: int, vocabulary: Vocabulary | None) -> bool:
    if phrase.kind == "word":
        return verdict(phrase, k, _OF, vocabulary).holds
    return bool(holds(phrase, k, _OF, vocabulary))


def _is_ratio(phrase: Phrase, side: Estimate) -> bool:
    """Whether "eight out of ten" is a share, and no count of the cases read."""
    return (
        phrase.kind == "of" and phrase.of != side.answered and (phrase.of or 0) in (5, 10, 20, 100)
    )


def _counted(phrase: Phrase, side: Estimate) -> bool:
    """A count is of the cases read, and says so: "37 of the 60 files"."""
    if phrase.kind == "of":
        return (phrase.n, phrase.of) == (side.yes, side.answered)
    # "The 60 files held a plan" says it of every one of them.
    return phrase.definite and phrase.n == side.yes == side.answered


def _range(phrase: Phrase, side: Estimate) -> bool:
    """ "Between 51 and 72 per cent": the limits as they are printed, or wider."""
    said = _share_said(phrase)
    upper = phrase.upper or Fraction(0)
    upper = upper * 100 if phrase.kind == "fraction" else upper
    return said is not None and said <= whole(side.low) and whole(side.high) <= upper


def _share_said(phrase: Phrase) -> Fraction | None:
    """What a phrase says in per cent."""
    if phrase.percent is not None:
        return phrase.percent
    if phrase.fraction is not None:
        return phrase.fraction * 100
    if phrase.kind == "of" and phrase.of:
        return Fraction(100 * (phrase.n or 0), phrase.of)
    return Fraction(phrase.n) if phrase.n is not None else None


def _near(phrase: Phrase, side: Estimate, passage: Passage) -> bool:
    said, value = _share_said(phrase), side.value * 100
    if said is None:
        return False
    if phrase.bound in _ABOUT:
        return bounded(phrase.bound, value, said, TOLERANCE * 100)
    exact = abs(value - said) <= Fraction(1, 2 * 10**phrase.digits)
    return exact and _limits_beside(phrase, side, passage)


def _limits_beside(phrase: Phrase, side: Estimate, passage: Passage) -> bool:
    """Whether both limits are printed as one range beside the share, or it was read whole.

    "62 % (51 to 72)", "62 per cent of files, between 51 and 72 per cent": a range of other things
    ("51 to 72 days") is none of it, nor one after a semicolon.
    """
    if side.low == side.high:
        return True
    text = _DASH.sub(" to ", passage.text[phrase.end : passage.until]).partition(";")[0]
    limits = str(whole(side.low)), str(whole(side.high))
    return any(
        (low, high) == limits and _is_range_of_shares(text, (start, end), (begin, until))
        for (low, start, end), (high, begin, until) in pairwise(values(text))
    )


def _is_range_of_shares(text: str, low: tuple[int, int], high: tuple[int, int]) -> bool:
    """Whether two numbers of a text, each from where to where, are one range of nothing else."""
    joined = text[low[1] : high[0]].strip().lower()
    if joined == "and":
        joined = "to" if text[: low[0]].rstrip().lower().endswith("between") else ""
    return joined == "to" and bool(
        text[high[0] : high[1]].endswith(("%", "cent")) or _NO_NOUN.match(text, high[1])
    )


def _false(one: Assertion, reading: Reading, share: Estimate) -> Answer:
    phrase, side = one.amount.phrase, _on(reading, share)
    said = side.printed
    what = f"`{phrase.text}` does not hold over the whole interval of the share, {said}."
    mend = f"Write `about {whole(side.value)} %`, `at least {whole(side.low)} %` or `{said}`."
    if phrase.kind in ("number", "of") and phrase.upper is None and not _is_ratio(phrase, side):
        what = (
            f"`{phrase.text}` is no count of the {side.answered} {side.called} read: "
            f"{side.yes} of {side.answered} answered so."
        )
        mend = f"Write `{side.yes} of the {side.answered} {side.called}`, or `{said}`."
    elif phrase.kind in ("percent", "fraction") and phrase.bound in _EXACT:
        exact = _share_said(phrase)
        if exact is not None and whole(exact / 100) == whole(side.value):
            what = f"`{phrase.text}` is an estimate, and its interval does not stand beside it."
    return Answer(one, "false", what, mend)
