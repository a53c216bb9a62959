"""Decides in exact integers whether a quantity phrase says what was found, and which would.

All arithmetic is ``inspectstats.quantity``; here stand only its words to the author. Without a
vocabulary only what any reader would hold for false is refused (*most* at half or fewer, *all* with
an exception).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from inspectstats.quantity import meanings, numerals
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary

from .phrases import Phrase
from .truth import left_out

_ABSOLUTE = frozenset(("half", "all", "every", "none", "no", "not one", "not all", "not every"))
_SINGULAR = frozenset(
    ("no", "every", "not every", "not one", "almost every", "nearly every")
)  # the noun would change too
# "About" and "nearly" are taken to mean within five per cent.
_TOLERANCE = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the phrase holds, and if not, what is wrong and how to mend it.

    ``what`` and ``mend`` are in words, ``words`` is what to write.

    ``words`` replaces the whole phrase, or is empty when no press can mend it. ``caution`` is set
    where the phrase holds but readers may take more from it.
    """

    holds: bool
    what: str = ""
    mend: str = ""
    words: str = ""
    caution: str = ""


_HOLDS = Verdict(True)


def verdict(
    phrase: Phrase,
    met: int,
    inspected: int,
    vocabulary: Vocabulary | None = None,
    *,
    text: str = "",
) -> Verdict:
    """Say whether ``phrase`` is true of ``met`` of ``inspected`` (inspected at least 1).

    ``text`` is the passage it stands in.

    Numbers, fractions and percentages follow the rounding rule of
    ``inspectstats.quantity.numerals``.
    """
    if inspected < 1:
        return Verdict(
            False,
            "no body was inspected on this, so no count can be stated.",
            "Leave the sentence out.",
        )
    if phrase.kind == "word":
        return _word(phrase, met, inspected, vocabulary, text)
    # Whether it is the right number is asked by the check that adds the parts up.
    if phrase.kind == "remainder":
        return _HOLDS if met else Verdict(False, "no body is left over.", "Leave the sentence out.")
    if vocabulary is not None and phrase.text.lower() == "half":
        # "Half" alone is a word of the vocabularies, and exact; "about half" and "three-quarters"
        # are shares, and round.
        return _word(replace(phrase, word="half"), met, inspected, vocabulary, text)
    if phrase.kind in ("fraction", "percent"):
        return _share(phrase, met, inspected)
    if phrase.kind == "number":
        return _number(phrase, met, inspected)
    if phrase.kind == "of":
        return _of(phrase, met, inspected)
    return _all_but(phrase, met, inspected, vocabulary)


def _all_but(phrase: Phrase, met: int, inspected: int, vocabulary: Vocabulary | None) -> Verdict:
    """ "All but two", "all but a few"; of the others none is left that has a number."""
    if phrase.kind == "all_but" and phrase.word:
        return _left_out(phrase, met, inspected, vocabulary)
    if phrase.n is not None and met != inspected - phrase.n:
        left = inspected - met
        words = cased(phrase.text, f"all but {spoken(left)}") if left else ""
        return Verdict(
            False,
            f"`{phrase.text}` of {inspected} is {inspected - phrase.n}; {met} met it.",
            _write(words or "all"),
            words,
        )
    return _HOLDS


def _left_out(phrase: Phrase, met: int, inspected: int, vocabulary: Vocabulary | None) -> Verdict:
    """ "All but a few", "with few exceptions"."""
    left = inspected - met
    if left_out(phrase.word, left, inspected, vocabulary):
        return _HOLDS
    what = f"`{phrase.text}` leaves out {left} of {inspected}; {met} met it."
    return Verdict(False, what, _write(f"{met} of {inspected}"))


def _word(
    phrase: Phrase, met: int, inspected: int, vocabulary: Vocabulary | None, text: str
) -> Verdict:
    if vocabulary is None:
        return _plainly(phrase, met, inspected)
    word = phrase.word
    found = meanings.meaning(word, vocabulary)
    fits = fitting(vocabulary, met, inspected)
    words = reworded(phrase, fits, text) if fits and word not in _SINGULAR else ""
    if found is None:
        return Verdict(
            False,
            f"`{word}` has no meaning in the vocabulary "
            f"{vocabulary.title or vocabulary.code}; {met} of {inspected} met it.",
            _write(words or f"{met} of {inspected}"),
            words,
        )
    # Words that leave no share open ("all", "none") are true or false of three bodies as of forty.
    if word in _ABSOLUTE and inspected < found.smallest_n:
        found = meanings.meaning(word, _WITHOUT_LEAST) or found
    if found.holds(met, inspected):
        return Verdict(True, caution=found.caution(met, inspected) or "")
    if found.reason(inspected) == "too_few_units":
        count = cased(phrase.text, f"{met} of the {inspected}")
        return Verdict(
            False,
            f"`{word}` is refused for fewer than {found.smallest_n}; {met} of {inspected} met it.",
            f"Write the count: `{count}`.",
        )
    return Verdict(
        False,
        _needs(word, met, inspected, vocabulary, found),
        _write(words or fits or f"{met} of {inspected}"),
        words,
    )


_WITHOUT_LEAST = Vocabulary(
    code=DEFAULT.code,
    version=DEFAULT.version,
    bands=DEFAULT.bands,
    title=DEFAULT.title,
)


def _needs(
    word: str, met: int, inspected: int, vocabulary: Vocabulary, found: meanings.Meaning
) -> str:
    band, limits = vocabulary.band(word), vocabulary.limits(word, inspected)
    if band is None or band.low == band.high:
        return f"`{word}` means {found.says}; {met} of {inspected} met it."
    if limits is None:
        return (
            f"`{word}` needs {band.in_words()}, which no count of {inspected} is; {met} of "
            f"{inspected} met it."
        )
    low, high = limits
    if met < low:
        edge = (
            f"at least {percent(band.low)}"
            if band.low_inclusive
            else f"more than {percent(band.low)}"
        )
        return f"`{word}` needs {edge} ({low} of {inspected}); {met} of {inspected} met it."
    edge = f"at most {percent(band.high)}" if band.high_inclusive else f"under {percent(band.high)}"
    return (
        f"`{word}` needs {edge} (no more than {high} of {inspected}); {met} of {inspected} met it."
    )


def _plainly(phrase: Phrase, met: int, inspected: int) -> Verdict:
    """Refuse only what every reader would call false; no vocabulary is assumed."""
    word, twice = phrase.word, 2 * met
    rules = {
        "all": met == inspected,
        "every": met == inspected,
        "none": met == 0,
        "no": met == 0,
        "not one": met == 0,
        "not all": met < inspected,
        "not every": met < inspected,
        "most": twice > inspected,
        "some": met > 0,
        "almost all": 4 * met > 3 * inspected,
        "nearly all": 4 * met > 3 * inspected,
        "few": twice < inspected,
        "a few": twice < inspected,
        "very few": 2 * twice < inspected,
        "several": met > 2,
    }
    if "majority" in word:
        rules[word] = twice > inspected
    elif "minority" in word:
        rules[word] = 0 < twice < inspected
    elif word in (
        "in general",
        "generally",
        "largely",
        "mostly",
        "mainly",
        "in the main",
        "for the most part",
        "typically",
    ):
        rules[word] = twice > inspected
    if rules.get(word, True):
        return _HOLDS
    return Verdict(
        False, f"`{word}` does not fit {met} of {inspected}.", "Change the word or the count."
    )


def _share(phrase: Phrase, met: int, inspected: int) -> Verdict:
    share = (
        phrase.fraction if phrase.fraction is not None else (phrase.percent or Fraction(0)) / 100
    )
    actual = Fraction(met, inspected)
    right = {
        "at least": actual >= share,
        "no fewer than": actual >= share,
        "more than": actual > share,
        "over": actual > share,
        "at most": actual <= share,
        "up to": actual <= share,
        "no more than": actual <= share,
        "not more than": actual <= share,
        "fewer than": actual < share,
        "less than": actual < share,
        "under": actual < share,
        "nearly": share - _TOLERANCE <= actual < share,
        "almost": share - _TOLERANCE <= actual < share,
    }.get(phrase.bound)
    if right is None:
        if phrase.approximate:
            right = abs(actual - share) <= _TOLERANCE
        elif phrase.percent is not None:
            right = numerals.percent_matches(
                f"{_decimal(phrase.percent, phrase.digits)} %", met, inspected
            )
        else:
            right = numerals.fraction_matches(share, met, inspected)
    if right:
        return _HOLDS
    exact = numerals.rounded_percent(met, inspected, phrase.digits)
    words = ""
    if phrase.percent is not None and not phrase.bound:
        words = (
            exact
            if "per" in phrase.text.lower()
            else exact.replace(" per cent", " %" if " %" in phrase.text else "%")
        )
    return Verdict(
        False,
        f"`{phrase.text}` does not agree with {met} of {inspected} ({exact}).",
        _write(words or exact),
        words,
    )


def _number(phrase: Phrase, met: int, inspected: int) -> Verdict:
    n = phrase.n or 0
    if phrase.definite:
        if n == inspected and (not phrase.bound.startswith("all") or met == inspected):
            return _HOLDS
        if n == inspected:
            return Verdict(
                False,
                f"`{phrase.text}` means every one; {met} of {inspected} met it.",
                _write(f"{met} of the {n}"),
            )
        return Verdict(
            False,
            f"`{phrase.text}` does not agree with the {inspected} inspected.",
            _write(str(inspected)),
        )
    right = {
        "at least": met >= n,
        "no fewer than": met >= n,
        "more than": met > n,
        "over": met > n,
        "at most": met <= n,
        "up to": met <= n,
        "no more than": met <= n,
        "not more than": met <= n,
        "fewer than": met < n,
        "less than": met < n,
        "under": met < n,
        "the remaining": True,
        "the other": True,
    }.get(phrase.bound, abs(met - n) <= _TOLERANCE * n if phrase.approximate else met == n)
    if right:
        return _HOLDS
    # A mend is written as the author writes: digits for digits, words for words.
    number = str(met) if phrase.text[-1].isdigit() else spoken(met)
    words = cased(phrase.text, f"{phrase.bound} {number}".strip()) if met else ""
    return Verdict(
        False,
        f"the text says {phrase.text.lower()}; {met} of {inspected} met it.",
        _write(words or "none"),
        words,
    )


def _of(phrase: Phrase, met: int, inspected: int) -> Verdict:
    if phrase.n == met and phrase.of == inspected:
        return _HOLDS
    digits = any(mark.isdigit() for mark in phrase.text)
    wanted = f"{met} of {inspected}" if digits else f"{spoken(met)} of {spoken(inspected)}"
    if " the " in phrase.text:
        wanted = wanted.replace(" of ", " of the ")
    words = cased(phrase.text, wanted) if not phrase.bound else ""
    return Verdict(
        False,
        f"the text says {phrase.text}; {met} of {inspected} met it.",
        _write(words or wanted),
        words,
    )


def fitting(vocabulary: Vocabulary, met: int, inspected: int) -> str:
    """Return the vocabulary's word for the count as prose writes it ("the majority of"), or ""."""
    word = vocabulary.word_for(met, inspected)
    if not word:
        return ""
    band = vocabulary.band(word)
    names = (word, *(band.aliases if band else ()))
    return next((name for name in names if name.startswith("the majority of")), None) or next(
        (name for name in names if name.endswith(" of") and name.startswith(("a ", "the "))), word
    )


def reworded(phrase: Phrase, word: str, text: str) -> str:
    """Return ``word`` as it fits in the place of ``phrase`` in ``text``, with its capital."""
    follows = text[phrase.end :].lstrip().partition(" ")[0].lower()
    if follows == "of":
        word = word.removesuffix(" of")
    elif phrase.text.lower().endswith(" of"):
        if follows in ("the", "these", "those", "our", "its") and not word.endswith(" of"):
            word = f"{word} of"
    elif not phrase.noun:
        word = word.removesuffix(" of")
    return cased(phrase.text, "no" if word == "none" and phrase.noun and follows != "of" else word)


def cased(like: str, word: str) -> str:
    """Give ``word`` the capital letter of ``like``."""
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


_UNITS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spoken(n: int) -> str:
    """Return a number as a report prints it: in words up to ten, in digits beyond."""
    return _UNITS[n] if 0 <= n <= 10 else str(n)


def percent(share: Fraction) -> str:
    """Return a share as "75 %"."""
    return f"{float(share * 100):g} %"


def _decimal(value: Fraction, digits: int) -> str:
    return f"{float(value):.{digits}f}"


def _write(words: str) -> str:
    return f"Write `{words}`."
