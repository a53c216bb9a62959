"""What every quantity phrase means as a predicate on (k, n), and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspectstats.quantity import numerals
from inspectstats.quantity.defined_words import DEFINED, GENERALLY
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary, counts, spelling

Subgroups = Sequence[tuple[int, int]]
_AT_LEAST_MOST = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A phrase, its predicate in exact integers, and in words what it says (``says``) and what it
    leaves out (``excludes``).

    ``kind`` is ``band``, ``defined``, ``number``, ``fraction`` or ``percent``; ``smallest_n`` is
    the number of bodies below which the phrase is refused (``too_few_units``).
    """

    phrase: str
    kind: str
    says: str
    excludes: str
    predicate: Callable[[int, int, Subgroups], bool]
    smallest_n: int = 1
    cautions: Callable[[int, int], str | None] = lambda _k, _n: None

    def holds(self, k: int, n: int, subgroups: Subgroups = ()) -> bool:
        """Is the phrase true of k of n?

        ``subgroups`` are the declared (k, n) of regions or kinds of body.
        """
        counts(k, n)
        for part in subgroups:
            counts(*part)
        return n >= self.smallest_n and self.predicate(k, n, subgroups)

    def caution(self, k: int, n: int) -> str | None:
        """What readers may wrongly take from the true phrase; ``None`` when nothing."""
        counts(k, n)
        return self.cautions(k, n) if self.holds(k, n) else None

    def reason(self, n: int) -> str:
        """``ok``, or ``too_few_units`` where the phrase is refused and the count must be written
        instead.
        """
        return "ok" if n >= self.smallest_n else "too_few_units"


def _plain(rule: Callable[[int, int], bool]) -> Callable[[int, int, Subgroups], bool]:
    return lambda k, n, _subgroups: rule(k, n)


_MOSTLY = "readers may take it for all: print the count beside it"
_OF = re.compile(r"^(?P<many>.+?) (?:out of|of) (?:the |all )?(?P<whole>[\w,' -]+?)$")
_BOUND = re.compile(
    r"^(?P<how>only|just|exactly|all but|all|at least|at most|up to|no more than|no fewer "
    r"than|not more than|more than|over|"
    r"fewer than|less than|under)(?: the)? (?P<rest>.+)$"
)


def meaning(phrase: str, vocabulary: Vocabulary = DEFAULT) -> Meaning | None:
    """The meaning of a phrase under a vocabulary.

    ``None`` for a phrase nobody defined (``many``, ``several``).

    A banded word of the vocabulary comes first, then the words beside the bands, then numbers
    (``32``, ``only two``, ``at least five``, ``32 of 43``), fractions (``three-quarters``) and
    percentages (``62 per cent``). The phrase is the quantity alone, without the noun: ``most``, not
    ``most forces``.
    """
    plain = spelling(phrase)
    return (
        _banded(plain, vocabulary) or _beside(plain, vocabulary) or _share(plain) or _counted(plain)
    )


def words(vocabulary: Vocabulary = DEFAULT) -> tuple[str, ...]:
    """Every word and alias with a meaning under ``vocabulary``, longest first: what a lint has to
    look for.
    """
    named = [name for band in vocabulary.bands for name in (band.word, *band.aliases)]
    named += [name for names, *_ in DEFINED for name in names] + list(GENERALLY)
    return tuple(sorted(set(named), key=lambda name: (-len(name), name)))


def _banded(plain: str, vocabulary: Vocabulary) -> Meaning | None:
    band = vocabulary.band(plain)
    if band is None:
        return None

    def banded(k: int, n: int, _subgroups: Subgroups) -> bool:
        k_min, k_max = band.limits(n)
        return k_min <= k <= k_max

    return Meaning(
        phrase=plain,
        kind="band",
        says=f"{band.in_words()} ({vocabulary.title or vocabulary.code})",
        excludes="every other share: "
        + ", ".join(word for word in vocabulary.words() if word != band.word),
        predicate=banded,
        smallest_n=vocabulary.smallest_n,
    )


def most_or_better(k: int, n: int, vocabulary: Vocabulary = DEFAULT) -> bool:
    """Is k of n at least the vocabulary's *most* (three-quarters where it has no such word)?"""
    band = vocabulary.band("most")
    if band is None:
        return k >= _AT_LEAST_MOST * n
    return k >= band.limits(n)[0]


def _beside(plain: str, vocabulary: Vocabulary) -> Meaning | None:
    if plain in GENERALLY:
        return Meaning(
            plain,
            "defined",
            "most or better, and no declared subgroup below half",
            "fewer than most; any region or kind of body where fewer than half did",
            lambda k, n, subgroups: (
                most_or_better(k, n, vocabulary) and all(2 * i >= m for i, m in subgroups)
            ),
            vocabulary.smallest_n,
            lambda k, n: _MOSTLY if k < n else None,
        )
    for names, says, excludes, rule, caution in DEFINED:
        if plain in names:
            return Meaning(plain, "defined", says, excludes, _plain(rule), 1, caution)
    return None


def _share(plain: str) -> Meaning | None:
    if numerals.percent(plain) is not None:
        rule = _plain(lambda k, n: numerals.percent_matches(plain, k, n))
        return Meaning(
            plain,
            "percent",
            "the share rounded to the digits printed",
            "every count that rounds elsewhere",
            rule,
        )
    share = numerals.fraction(plain)
    if share is not None and 0 < share < 1:
        rule = _plain(lambda k, n: numerals.fraction_matches(share, k, n))
        return Meaning(
            plain,
            "fraction",
            f"{share} of n, to the nearest whole body",
            "none, all, and counts further off",
            rule,
        )
    return None


_RULES: dict[str, tuple[str, str, Callable[[int, int, int], bool]]] = {
    "": ("exactly {}", "any other number", lambda k, _n, m: k == m),
    "exactly": ("exactly {}", "any other number", lambda k, _n, m: k == m),
    "only": (
        "exactly {}, and not all",
        "any other number, and all",
        lambda k, n, m: k == m and m < n,
    ),
    "all": (
        "all {} there are",
        "any exception; any other number of bodies",
        lambda k, n, m: k == n == m,
    ),
    "all but": (
        "all except {}",
        "any other number of exceptions",
        lambda k, n, m: k == n - m and m > 0,
    ),
    "at least": ("{} or more", "fewer", lambda k, _n, m: k >= m),
    "more than": ("more than {}", "that number and fewer", lambda k, _n, m: k > m),
    "at most": ("{} or fewer", "more", lambda k, _n, m: k <= m),
    "fewer than": ("fewer than {}", "that number and more", lambda k, _n, m: k < m),
}
_SAME = {
    "just": "only",
    "no fewer than": "at least",
    "over": "more than",
    "up to": "at most",
    "no more than": "at most",
    "not more than": "at most",
    "less than": "fewer than",
    "under": "fewer than",
}


def _counted(plain: str) -> Meaning | None:
    how, rest, whole = "", plain, None
    if found := _BOUND.match(plain):
        how, rest = found.group("how"), found.group("rest")
    if of := _OF.match(rest):
        rest, whole = of.group("many"), numerals.number(of.group("whole"))
        if whole is None:
            return None
    rule_name = _SAME.get(how, how)
    says, excludes, rule = _RULES[rule_name]
    many = numerals.number(rest)
    if many is None:
        return _bounded_share(plain, rule_name, rest, whole)
    total = "" if whole is None else f" of {whole}"

    def counted(k: int, n: int) -> bool:
        return rule(k, n, many) and whole in (None, n)

    return Meaning(
        plain,
        "number",
        says.format(many) + total,
        excludes + (f"; any n but {whole}" if whole else ""),
        _plain(counted),
    )


def _bounded_share(plain: str, how: str, rest: str, whole: int | None) -> Meaning | None:
    """``three-quarters of 44``, ``more than a third``, ``at least 60 per cent``: a bound is
    compared exactly, unrounded.
    """
    matches = _share(rest)
    if matches is None or how in {"only", "all", "all but"}:
        return None
    if how in {"", "exactly"}:
        within = _plain(lambda k, n: matches.holds(k, n) and whole in (None, n))
        return Meaning(plain, matches.kind, matches.says, matches.excludes, within)
    written = numerals.percent(rest)
    share = written[0] / 100 if written else numerals.fraction(rest) or Fraction(0)
    compare: dict[str, Callable[[int, int], bool]] = {
        "at least": lambda k, n: k >= share * n,
        "more than": lambda k, n: k > share * n,
        "at most": lambda k, n: k <= share * n,
        "fewer than": lambda k, n: k < share * n,
    }
    rule = compare[how]
    bounded = _plain(lambda k, n: rule(k, n) and whole in (None, n))
    return Meaning(
        plain,
        matches.kind,
        f"{how} {share} of n, compared exactly",
        "the other side of it",
        bounded,
    )


def remainder(n: int, counted: Sequence[int]) -> int | None:
    """How many *the remainder* are when the sentences before counted ``counted`` of n.

    ``None`` when none is left.

    Several disjoint groups may have been counted; counts that exceed n leave no remainder.
    """
    counts(0, n)
    left = n - sum(counted)
    return left if 0 < left < n else None
