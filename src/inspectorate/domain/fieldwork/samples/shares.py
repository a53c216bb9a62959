"""Shares from the reviews of drawn cases, for one body or over all that were drawn together.

Every number is the library's; here stands which of its methods fits the draw. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspectstats.estimates import Stratum, design, stratified_share, weighted_share
from inspectstats.intervals.proportion import proportion
from inspectstats.records import Result

from .kinds import AnswerCode, DrawRule


@dataclass(frozen=True, slots=True)
class ReadCase:
    """One case read: the stratum it was drawn in (with its body), its chance, its answer."""

    stratum: str
    chance: Fraction
    answer: AnswerCode


@dataclass(frozen=True, slots=True)
class ReadSample:
    """What is known of one body's sample on one question.

    ``populations`` are the cases listed in each stratum, ``wanted`` how many are to be read now and
    ``waiting`` how many of them nobody has reviewed; ``missing`` could not be had.
    """

    body: str
    rule: DrawRule
    populations: dict[str, int]
    cases: tuple[ReadCase, ...]
    waiting: int = 0
    missing: int = 0


# An interval of more points than this says little: no banded word holds over the whole of it.
WIDE = 30
TOO_FEW = "Too few cases were read in a stratum to tell how far off the share may be."


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the cases that answered yes, of all to which a question applies.

    ``value``, ``low`` and ``high`` are None where it cannot be told, and ``reason`` says why not.
    The limits count each case of which it cannot be told once as yes and once as no.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    yes: int = 0
    no: int = 0
    unsure: int = 0
    not_applicable: int = 0
    listed: int = 0
    missing: int = 0
    waiting: int = 0
    method: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """The cases reviewed."""
        return self.yes + self.no + self.unsure + self.not_applicable

    @property
    def told(self) -> bool:
        """Whether there is a share with its limits."""
        return None not in (self.value, self.low, self.high)

    @property
    def told_as(self) -> tuple[float | None, float | None, float | None]:
        """The share and its limits."""
        return self.value, self.low, self.high

    @property
    def percent(self) -> int:
        """The share in whole per cent, a half rounded up."""
        return _percent(self.value)

    @property
    def percent_low(self) -> int:
        """Its lower limit so."""
        return _percent(self.low)

    @property
    def percent_high(self) -> int:
        """Its upper limit so."""
        return _percent(self.high)

    @property
    def meaning(self) -> str:
        """What the figure means, for who reads it on a page."""
        if not self.told:
            return self.reason
        if self.low == self.high:
            return f"Every case there is was read: {self.yes} of {self.yes + self.no} say yes."
        return (
            f"{self.yes} of {self.yes + self.no} read say yes. Had all {self.listed:,} been read, "
            f"the share would lie between {self.percent_low} and {self.percent_high} per cent: so "
            "it does for 95 of 100 such samples."
        )

    @property
    def next(self) -> str:
        """What to do next with it."""
        if self.waiting:
            return "Review the cases that wait."
        if not self.told:
            return "Say in words what was seen; no share can be printed."
        if self.missing * 10 > self.read:
            return "Say in print how many could not be had, and why."
        if self.percent_high - self.percent_low > WIDE:
            return "Say “about” or “at least”, or draw a larger sample next time."
        return "Draft a claim of it: a word holds where the whole interval lies in its band."


def share_of(samples: Sequence[ReadSample]) -> Share:
    """Estimate the share on one question from the samples of one body, or of several together."""
    cases = [case for sample in samples for case in sample.cases]
    count = {one: sum(case.answer is one for case in cases) for one in AnswerCode}
    found = Share(
        yes=count[AnswerCode.YES],
        no=count[AnswerCode.NO],
        unsure=count[AnswerCode.CANNOT_TELL],
        not_applicable=count[AnswerCode.NOT_APPLICABLE],
        listed=sum(sum(one.populations.values()) for one in samples),
        missing=sum(one.missing for one in samples),
        waiting=sum(one.waiting for one in samples),
    )
    if why := _untold(found, samples):
        return _with(found, reason=why)
    if not _all_read(samples, cases):
        return _with(found, reason=TOO_FEW)
    best = _result(samples, cases, yes=(AnswerCode.YES,), no=(AnswerCode.NO,))
    if None in (best.value, best.low, best.high):
        return _with(found, reason=TOO_FEW)
    low, high = float(best.low or 0), float(best.high or 0)
    if found.unsure:
        low, high = _either_way(samples, cases, low, high)
    method = best.method
    warnings = tuple(dict.fromkeys([*best.warnings, *_warnings(found, samples)]))
    return _with(found, value=best.value, low=low, high=high, method=method, warnings=warnings)


def _either_way(
    samples: Sequence[ReadSample], cases: Sequence[ReadCase], low: float, high: float
) -> tuple[float, float]:
    """The limits, wide enough for what nobody could tell to be all yes or all no."""
    yes, no, unsure = AnswerCode.YES, AnswerCode.NO, AnswerCode.CANNOT_TELL
    least = _result(samples, cases, yes=(yes,), no=(no, unsure)).low
    most = _result(samples, cases, yes=(yes, unsure), no=(no,)).high
    return min(low, low if least is None else least), max(high, high if most is None else most)


def _percent(share: float | None) -> int:
    return int((share or 0.0) * 100 + 0.5)


def _with(found: Share, **given: object) -> Share:
    kept = {name: getattr(found, name) for name in Share.__slots__}
    return Share(**{**kept, **given})


def _untold(found: Share, samples: Sequence[ReadSample]) -> str:
    if not samples:
        return "Nothing is drawn yet."
    if found.waiting:
        cases = "case is" if found.waiting == 1 else "cases are"
        return f"{found.waiting} {cases} not reviewed yet: those read so far may not be like them."
    if not found.yes + found.no:
        return "No case answered yes or no."
    return ""


def _result(
    samples: Sequence[ReadSample],
    cases: Sequence[ReadCase],
    *,
    yes: tuple[AnswerCode, ...],
    no: tuple[AnswerCode, ...],
) -> Result:
    """The library's share of ``yes`` among ``yes`` and ``no``."""
    kept = [case for case in cases if case.answer in (*yes, *no)]
    has = [case.answer in yes for case in kept]
    populations = _populations(samples)
    by_size = {one.body for one in samples if one.rule is DrawRule.BY_SIZE}
    whole = len(kept) == len(cases)
    if not by_size and len(populations) == 1:
        # Of how many the question applies to nobody knows how many there are: no correction then.
        known = next(iter(populations.values())) if whole else None
        return proportion(sum(has), len(has), population=known)
    if not by_size and whole:
        return _of_strata(kept, has, populations)
    return _by_chances(kept, has, cases, populations, by_size)


def _populations(samples: Sequence[ReadSample]) -> dict[str, int]:
    """How many cases there are in each stratum of each body."""
    return {
        f"{one.body}/{stratum}": size
        for one in samples
        for stratum, size in one.populations.items()
    }


def _all_read(samples: Sequence[ReadSample], cases: Sequence[ReadCase]) -> bool:
    """Whether a case was read of every stratum of every body: the rest say nothing of it."""
    read = {case.stratum for case in cases}
    return all(name in read for name, size in _populations(samples).items() if size)


def _of_strata(
    cases: Sequence[ReadCase], has: Sequence[bool], populations: Mapping[str, int]
) -> Result:
    """The share where each stratum was drawn with equal chances and the question asks of all."""
    read = Counter(case.stratum for case in cases)
    said = Counter(case.stratum for case, one in zip(cases, has, strict=True) if one)
    strata = [Stratum(name, size, read[name], said[name]) for name, size in populations.items()]
    return stratified_share(strata, singletons="centre")


def _by_chances(
    kept: Sequence[ReadCase],
    has: Sequence[bool],
    cases: Sequence[ReadCase],
    populations: Mapping[str, int],
    by_size: Collection[str],
) -> Result:
    """Each case weighted by one over its chance: drawn by size, or where some are in no base."""
    read = Counter(case.stratum for case in cases)
    chances = [
        # Drawn with equal chances, as many stand for a stratum as were read in it.
        float(case.chance)
        if case.stratum.partition("/")[0] in by_size
        else read[case.stratum] / populations[case.stratum]
        for case in kept
    ]
    plan = design(
        len(kept),
        chances=chances,
        strata=[case.stratum for case in kept],
        singletons="centre",
        freedom="satterthwaite",
        by_size="deville",
    )
    return weighted_share(has, plan)


def _warnings(found: Share, samples: Sequence[ReadSample]) -> list[str]:
    said = []
    if found.missing:
        cases = "case that was" if found.missing == 1 else "cases that were"
        said.append(
            f"{found.missing} {cases} drawn could not be had. If they differ from those read, the "
            "share is off by more than its limits say."
        )
    if found.unsure:
        cases = "case" if found.unsure == 1 else "cases"
        said.append(
            f"Of {found.unsure} {cases} it cannot be told; the limits count them as yes and as no."
        )
    if found.not_applicable:
        said.append(f"{found.not_applicable} to which the question does not apply are left out.")
    if any(one.rule is DrawRule.BY_SIZE for one in samples):
        said.append("Drawn in proportion to size: each case is weighted by one over its chance.")
    return said
