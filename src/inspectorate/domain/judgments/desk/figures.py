"""The figures beside a decision, each with what it means and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from inspectstats.agreement.needed import TENTATIVE
from inspectstats.agreement.reading import RELY, nearly_alike
from inspectstats.records import Result

from ..agreement import Figures
from .contradicted import ContradictedGrade
from .severity import MATERIAL, QuickSeverity


class FigureKind(models.TextChoices):
    """What a figure tells of."""

    AGREEMENT = "agreement", "How far inspectors agree on this criterion"
    SEVERITY = "severity", "Severity of those who judged it (quick)"
    DRIFT = "drift", "Drift of those who judged it (quick)"
    ORDER = "order", "What was compared in pairs contradicts the grade"


class AgreementReading(models.TextChoices):
    """What the agreement on a criterion allows, each with what to do next."""

    UNKNOWN = (
        "unknown",
        "Nothing on this criterion was judged twice: go by the evidence and the characteristics, "
        "and ask the lead for second readings drawn by chance.",
    )
    FEW = (
        "few",
        "So few pairs say nothing of this criterion: go by the evidence and the characteristics.",
    )
    WITHOUT_LIMITS = (
        "without-limits",
        "How exact the figure is cannot be told: go by the evidence and the characteristics.",
    )
    ALIKE = (
        "alike",
        "Nearly all were given one grade: a different one is rare here, so read its reasons first.",
    )
    RELIABLE = (
        "reliable",
        "Inspectors read this criterion alike: where these two differ, look for evidence that one "
        "of them did not have.",
    )
    CHECKED = (
        "checked",
        "Single judgments on this criterion need a second look: compare both with the "
        "characteristics, line by line.",
    )
    LOW = (
        "low",
        "Inspectors read this criterion differently: settle what its words ask before you settle "
        "the grade, and tell the lead that the criterion needs clearing up.",
    )
    UNDECIDED = (
        "undecided",
        "Whether this criterion is read alike is open: compare both judgments with the "
        "characteristics, and prefer neither for who gave it.",
    )


class SeverityReading(models.TextChoices):
    """What the severities of those who judged a cell allow, each with what to do next."""

    UNKNOWN = (
        "unknown",
        "Nothing can be told of how harsh they are: go by the evidence and the characteristics.",
    )
    APART = (
        "apart",
        "The difference between the judgments may lie in who judged: ask what a colleague in the "
        "middle would have given on this evidence, and go by the characteristics.",
    )
    FLAGGED = (
        "flagged",
        "Ask whether a colleague in the middle would have given this grade on this evidence, and "
        "go by the characteristics.",
    )
    NEAR = (
        "near",
        "Severity is no reason to prefer one judgment to another: decide by the evidence.",
    )


class DriftReading(models.TextChoices):
    """What the drift of somebody who judged a cell allows, with what to do next."""

    CHANGED = (
        "changed",
        "Compare this judgment with one that the same inspector made early on this criterion, go "
        "by the characteristics, and let the lead talk it through with the inspector.",
    )


class OrderReading(models.TextChoices):
    """What a contradiction between grades and order allows, with what to do next."""

    CONTRADICTED = (
        "contradicted",
        "Read the evidence of the bodies named here beside that of this one before you settle the "
        "grade: one of the grades may be wrong, or the comparisons. The order says which is better "
        "and nothing of the level, so it gives no grade.",
    )


@dataclass(frozen=True, slots=True)
class FigureEstimate:
    """One value with its limits, which may be unknown; a share of 1 or logits.

    ``of`` is what it is of where no name may stand: the key of an inspector.
    """

    of: str
    label: str
    value: float
    low: float | None
    high: float | None

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The value and its limits."""
        return self.value, self.low, self.high


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is told: what it is of, its values, what it means, what to do next.

    ``caution`` is what keeps it from being taken as exact as it looks.
    """

    kind: FigureKind
    values: tuple[FigureEstimate, ...]
    means: str
    reading: AgreementReading | SeverityReading | DriftReading | OrderReading
    caution: str = ""

    @property
    def next(self) -> str:
        """What to do next."""
        return str(self.reading.label)


def of_agreement(found: Figures) -> Figure:
    """The agreement on one criterion, as the page of agreement bears it."""
    reading = _reading_of(found)
    if found.summary is None or not found.bears:
        return Figure(FigureKind.AGREEMENT, (), found.reading, reading)
    named = (
        ("Same grade", "Same grade", found.summary.percent),
        ("Within a step", "Within a step", found.summary.adjacent),
    )
    return Figure(FigureKind.AGREEMENT, tuple(_estimated(named)), found.reading, reading)


def _reading_of(found: Figures) -> AgreementReading:
    told = found.summary
    if told is None:
        return AgreementReading.UNKNOWN
    if not found.bears:
        return AgreementReading.FEW
    alpha = told.alpha
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return AgreementReading.WITHOUT_LIMITS
    if nearly_alike(alpha, told.ac2, told.adjacent):
        return AgreementReading.ALIKE
    if alpha.low >= RELY:
        return AgreementReading.RELIABLE
    if alpha.low >= TENTATIVE:
        return AgreementReading.CHECKED
    return AgreementReading.LOW if alpha.high < TENTATIVE else AgreementReading.UNDECIDED


def of_severity(
    judges: Mapping[int, str], found: QuickSeverity, scale: int, *, named: bool = True
) -> Figure:
    """The quick severity of those who judged a cell, by key and name.

    For who may not know whose it is, not ``named``: what it allows, without a value.
    """
    known = {who: one for who in judges if (one := found.of(scale, who)) is not None}
    flagged = {who for who in known if (scale, who) in found.flagged}
    reading = _severity_reading(known, flagged)
    if not known:
        return Figure(
            FigureKind.SEVERITY,
            (),
            "There are too few readings, or all are alike: how harsh these inspectors are cannot "
            "be told.",
            reading,
        )
    caution = FEW_INSPECTORS if scale in found.few else ""
    if not named:
        return Figure(FigureKind.SEVERITY, (), _UNNAMED[bool(flagged)], reading, caution)
    values = tuple(_estimated((str(who), judges[who], one) for who, one in known.items()))
    means = " ".join(_means(judges[who], one, flagged=who in flagged) for who, one in known.items())
    return Figure(FigureKind.SEVERITY, values, means, reading, caution)


def of_drift(
    judges: Mapping[int, str], found: QuickSeverity, scale: int, *, named: bool = True
) -> Figure | None:
    """The quick drift of those who judged a cell and changed, by key and name; None where nobody is
    known to have. For who may not know whose it is, not ``named``: what it allows, without a value.
    """
    known = {who: one for who in judges if (one := found.drift_of(scale, who)) is not None}
    if not known:
        return None
    caution = FEW_INSPECTORS if scale in found.few else ""
    if not named:
        means = "Somebody who judged it did not judge at the end as at the beginning."
        return Figure(FigureKind.DRIFT, (), means, DriftReading.CHANGED, caution)
    means = " ".join(
        f"{judges[who]} grew {'harsher' if (one.value or 0) > 0 else 'milder'} from the first day "
        "of judging to the last, beside all others."
        for who, one in known.items()
    )
    values = tuple(_estimated((str(who), judges[who], one) for who, one in known.items()))
    return Figure(FigureKind.DRIFT, values, means, DriftReading.CHANGED, caution)


def of_order(contradicted: Sequence[ContradictedGrade]) -> Figure:
    """The bodies with which the grade of a cell contradicts the order on its criterion."""
    means = " ".join(
        f"{one.other.label} was called {'better' if one.graded_above else 'worse'} and has the "
        f"{'lower' if one.graded_above else 'higher'} grade."
        for one in contradicted
    )
    values = tuple(
        FigureEstimate(one.other.label, one.other.label, one.value, one.low, one.high)
        for one in contradicted
    )
    return Figure(FigureKind.ORDER, values, means, OrderReading.CONTRADICTED)


# Simulated with the model's own data: what the library says of its limits then.
FEW_INSPECTORS = (
    "Few inspectors judge on this scale: limits hold less often than they say. With two to six, "
    "those of 95 in 100 held in 47 to 80 of 100 simulated inspections. Take it as a prompt to "
    "look, never as a measure of anybody."
)
# By whether anybody is told apart: what is said to who may not know whose severity it is.
_UNNAMED = {
    True: "Of those who judged it not all are as harsh as the average of their colleagues.",
    False: "Nobody who judged it is told apart from the average by more than chance or a trifle.",
}


def _severity_reading(known: Mapping[int, Result], flagged: Collection[int]) -> SeverityReading:
    if not known:
        return SeverityReading.UNKNOWN
    values = [one.value or 0.0 for one in known.values()]
    if not flagged:
        return SeverityReading.NEAR
    apart = len(values) > 1 and max(values) - min(values) >= MATERIAL
    return SeverityReading.APART if apart else SeverityReading.FLAGGED


def _means(name: str, one: Result, *, flagged: bool) -> str:
    if not flagged:
        return f"{name} is told apart from the average by no more than chance or a trifle."
    side = "harsher" if (one.value or 0.0) > 0 else "milder"
    return f"{name} is {side} than the average of those they can be compared with."


def _estimated(named: Iterable[tuple[str, str, Result]]) -> Iterable[FigureEstimate]:
    for of, label, one in named:
        if one.value is not None:
            yield FigureEstimate(of, label, one.value, one.low, one.high)
