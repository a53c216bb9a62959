"""A vocabulary: words whose bands of k/n leave no hole and never overlap, in exact integers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from inspectstats.records import InputError

_INTERVAL = re.compile(r"^\s*([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])\s*$")


@dataclass(frozen=True, slots=True)
class Band:
    """One word and the shares k/n for which it is true, ends exact and each open or closed.

    ``low`` and ``high`` are fractions in [0, 1], never per cent. ``aliases`` are other spellings of
    the same word.
    """

    word: str
    low: Fraction
    low_inclusive: bool
    high: Fraction
    high_inclusive: bool
    aliases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, word: str, interval: str, *aliases: str) -> Band:
        """Read ``"[0.75,0.90)"``: square brackets include the end, round ones leave it out.
        Decimals are read exactly.
        """
        found = _INTERVAL.match(interval)
        if not found:
            raise InputError(
                f"{interval!r} is not an interval",
                where=f"band {word!r}",
                mend="Write it as [0.75,0.90), ends in 0 to 1.",
            )
        opening, low, high, closing = found.groups()
        try:
            ends = Fraction(low), Fraction(high)
        except (ValueError, ZeroDivisionError) as cause:
            raise InputError(
                f"{interval!r} has an end that is not a number",
                where=f"band {word!r}",
                mend="Use decimals or fractions.",
            ) from cause
        return cls(word, ends[0], opening == "[", ends[1], closing == "]", aliases)

    def covers(self, share: Fraction) -> bool:
        """Is ``share`` (k/n, exact) within the band?"""
        above = share >= self.low if self.low_inclusive else share > self.low
        below = share <= self.high if self.high_inclusive else share < self.high
        return above and below

    def limits(self, n: int) -> tuple[int, int]:
        """Smallest and largest k of ``n`` inside the band; first > second where no count of ``n``
        fits.

        Ceilings and floors of exact fractions: k_min = ceil(low n) or floor(low n) + 1 where the
        end is open. In whole numbers throughout: making a fraction of low n takes longer than all
        the rest.
        """
        least, below = self.low.numerator * n, self.low.denominator
        most, above = self.high.numerator * n, self.high.denominator
        k_min = -(-least // below) if self.low_inclusive else least // below + 1
        k_max = most // above if self.high_inclusive else -(-most // above) - 1
        return k_min, k_max

    def interval(self) -> str:
        """The band as it would be written in a table of the vocabulary: ``[3/4, 9/10)``."""
        return (
            f"{'[' if self.low_inclusive else '('}{self.low}, "
            f"{self.high}{']' if self.high_inclusive else ')'}"
        )

    def in_words(self) -> str:
        """The band for a reader: ``at least 75 % and under 90 %``."""
        if self.low == self.high:
            return f"exactly {_percent(self.low)}"
        parts = []
        if self.low > 0 or not self.low_inclusive:
            parts.append(
                f"{'at least' if self.low_inclusive else 'more than'} {_percent(self.low)}"
            )
        if self.high < 1 or not self.high_inclusive:
            parts.append(f"{'at most' if self.high_inclusive else 'under'} {_percent(self.high)}")
        return " and ".join(parts) or "any share"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An adopted, versioned set of banded words.

    ``closed_holes`` says in print how each hole or overlap of the published bands was closed;
    ``smallest_n`` is the number of bodies below which words are refused (reason ``too_few_units``)
    and counts must be written instead. ``tolerance`` is how far *about*, *nearly* and *just over*
    may be off: that part of a number, and that part of the whole for a share. *Mixed* may be
    written where ``mixed_share`` of the bodies stand at least on each side of the edge that meets,
    *consistent* where the upper limit of the chance that two bodies differ lies under
    ``alike_below``. Bands stand in any order: every rule here is free of order.
    """

    code: str
    version: str
    bands: tuple[Band, ...]
    closed_holes: tuple[str, ...] = ()
    smallest_n: int = 1
    title: str = ""
    source: str = ""
    tolerance: Fraction = Fraction(1, 20)
    mixed_share: Fraction = Fraction(1, 4)
    alike_below: Fraction = Fraction(1, 5)

    def __hash__(self) -> int:
        """Cheap: what is remembered under a vocabulary is looked for often, and equals decide."""
        return hash((self.code, self.version))

    def words(self) -> tuple[str, ...]:
        """The words, in the order of the bands, without aliases."""
        return tuple(band.word for band in self.bands)

    def band(self, word: str) -> Band | None:
        """The band of a word or one of its aliases, whatever its case and spacing; ``None`` for a
        word not in it.
        """
        spelled = spelling(word)
        for band in self.bands:
            if spelled in {spelling(name) for name in (band.word, *band.aliases)}:
                return band
        return None

    def bands_at(self, k: int, n: int) -> tuple[Band, ...]:
        """Every band that covers k of n, without regard to ``smallest_n``: one in a sound
        vocabulary.
        """
        counts(k, n)
        share = Fraction(k, n)
        return tuple(band for band in self.bands if band.covers(share))

    def word_for(self, k: int, n: int) -> str | None:
        """The one word for k of n; ``None`` below ``smallest_n`` and where the bands leave a hole
        or overlap.
        """
        if n < self.smallest_n:
            counts(k, n)
            return None
        found = self.bands_at(k, n)
        return found[0].word if len(found) == 1 else None

    def limits(self, word: str, n: int) -> tuple[int, int] | None:
        """Smallest and largest k of ``n`` for which ``word`` is true.

        ``None`` where the word is not of this vocabulary, is refused because n < ``smallest_n``, or
        fits no count of n (*half* of 45). Golden G22.
        """
        counts(0, n)
        band = self.band(word)
        if band is None or n < self.smallest_n:
            return None
        k_min, k_max = band.limits(n)
        return (k_min, k_max) if k_min <= k_max else None

    def holds(self, word: str, k: int, n: int) -> bool:
        """Is the sentence "``word`` of n" true of k? False where the word is refused or not of this
        vocabulary.
        """
        counts(k, n)
        found = self.limits(word, n)
        return found is not None and found[0] <= k <= found[1]

    def problems(self, up_to: int = 2000) -> list[str]:
        """Everything that keeps this vocabulary from being total and disjoint; empty when it is
        sound.

        First the proof for every n at once (neighbouring bands meet in one point that exactly one
        of them owns), then the same in integers for every k of every n up to ``up_to``, so that the
        integer rule is proved too.
        """
        found = [*_named_once(self.bands), *_tiled(self.bands)]
        if found:
            return found
        for n in range(1, up_to + 1):
            expected = 0
            for k_min, k_max in sorted(
                pair for band in self.bands if (pair := band.limits(n)) and pair[0] <= pair[1]
            ):
                if k_min != expected:
                    found.append(
                        f"of {n}: {min(k_min, expected)} has "
                        f"{'no word' if k_min > expected else 'two words'}"
                    )
                expected = k_max + 1
            if expected != n + 1:
                found.append(f"of {n}: {expected} and more have no word")
        return found


def _percent(share: Fraction) -> str:
    hundredfold = share * 100
    if hundredfold.denominator == 1:
        return f"{hundredfold.numerator} %"
    return f"{float(hundredfold):g} %" if 1000 % hundredfold.denominator == 0 else str(share)


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """A word as it is compared: lower case, single spaces, straight hyphens and apostrophes."""
    plain = (
        word.replace("\u2010", "-")
        .replace("\u2011", "-")
        .replace("\u2019", "'")
        .replace("\u00a0", " ")
    )
    return " ".join(plain.split()).casefold()


def counts(k: int, n: int) -> None:
    """Refuse counts that are none: n < 1, k outside 0..n, or not whole numbers."""
    if (
        isinstance(k, bool)
        or isinstance(n, bool)
        or not isinstance(k, int)
        or not isinstance(n, int)
    ):
        raise InputError(
            f"k = {k!r}, n = {n!r} are not whole numbers",
            where="counts",
            mend="Give counts as int.",
        )
    if n < 1 or not 0 <= k <= n:
        raise InputError(
            f"k = {k}, n = {n} is not a count",
            where="counts",
            mend="k must lie in 0..n, and n be at least 1.",
        )


def _named_once(bands: Iterable[Band]) -> list[str]:
    seen: dict[str, str] = {}
    found = []
    for band in bands:
        for name in (band.word, *band.aliases):
            other = seen.setdefault(spelling(name), band.word)
            if other != band.word:
                found.append(f"{name!r} names two bands: {other!r} and {band.word!r}")
    return found


def _tiled(bands: tuple[Band, ...]) -> list[str]:
    """Holes and overlaps of the bands on [0, 1], for every n at once: the shares k/n are dense, so
    none may hide.
    """
    if not bands:
        return ["there is no band"]
    return _not_intervals(bands) or _holes_and_overlaps(bands)


def _not_intervals(bands: tuple[Band, ...]) -> list[str]:
    found = []
    for band in bands:
        if not 0 <= band.low <= band.high <= 1:
            found.append(f"{band.word!r}: {band.interval()} does not lie in [0, 1]")
        elif band.low == band.high and not (band.low_inclusive and band.high_inclusive):
            found.append(f"{band.word!r}: {band.interval()} holds no share at all")
    return found


def _holes_and_overlaps(bands: tuple[Band, ...]) -> list[str]:
    first, *rest = sorted(
        bands, key=lambda band: (band.low, not band.low_inclusive, band.high, band.high_inclusive)
    )
    found = []
    if first.low > 0 or not first.low_inclusive:
        found.append(f"no word from 0 up to {_percent(first.low)}")
    # A band may lie inside the one before it: the seam is with the band that reaches furthest.
    furthest = first
    for band in rest:
        found += _seam(furthest, band)
        furthest = max(furthest, band, key=lambda band: (band.high, band.high_inclusive))
    if furthest.high < 1 or not furthest.high_inclusive:
        found.append(f"no word from {_percent(furthest.high)} up to 100 %")
    return found


def _seam(before: Band, after: Band) -> list[str]:
    """The hole or the overlap where one band ends and the next begins, if there is one."""
    end, start = before.high, after.low
    if start == end and not before.high_inclusive and not after.low_inclusive:
        return [f"no word at {_percent(end)}, after {before.word!r} and before {after.word!r}"]
    if start > end:
        between = f"between {_percent(end)} and {_percent(start)}"
        return [f"no word {between}, after {before.word!r} and before {after.word!r}"]
    if start < end or (before.high_inclusive and after.low_inclusive):
        return [f"two words at {_percent(start)}: {before.word!r} and {after.word!r}"]
    return []
