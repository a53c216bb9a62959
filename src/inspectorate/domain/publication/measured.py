"""What the public method page tells of agreement and of what was tested, as measured.

A figure is told only where it rests on pairs enough to bear it; where it does not, that is said and
no figure is given. Nothing in it names an inspector or a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.agreement import Figures, agreement
from inspectorate.domain.judgments.joint.queries import tried
from inspectorate.domain.programmes.queries import vocabulary_of
from inspectstats.agreement.breakdown import FEWEST_PAIRS
from inspectstats.agreement.reading import nearly_alike
from inspectstats.records import Result

from .schema import AgreementInfo

# Each statement about differences is tested by itself at this level.
LEVEL = 0.05


def measured(inspection: Inspection) -> tuple[AgreementInfo, ...]:
    """Agreement on all criteria of each scale, and on each criterion that bears a figure."""
    found = agreement(inspection)
    overall = [figures for _, figures in found.overall if figures.counts.pairs]
    criteria = [figures for _, figures in found.by_criterion if figures.bears]
    # Of one criterion alone both would be the same.
    if len(found.by_criterion) == len(overall) == 1:
        criteria = []
    return (
        *(_told(one, f"All criteria graded on “{one.name}”") for one in overall),
        *(_told(one, f"Criterion {one.name}") for one in criteria),
    )


def _told(figures: Figures, name: str) -> AgreementInfo:
    pairs, held = figures.counts.pairs, figures.summary
    if not figures.bears or held is None:
        return AgreementInfo(
            name, pairs, reading=f"Too few for a figure, which needs {FEWEST_PAIRS}."
        )
    if held.alpha.value is not None and held.alpha.low is None:
        return AgreementInfo(name, pairs, reading="No limits can be given, and so no figure is.")
    return AgreementInfo(
        name,
        pairs,
        _share(held.percent),
        _share(held.adjacent),
        _figure(held.alpha),
        "Nearly all judgments gave one grade, so that this figure tells little."
        if nearly_alike(held.alpha, held.ac2, held.adjacent)
        else "",
    )


def _share(one: Result) -> str:
    return "" if one.value is None else f"{round(100 * one.value)} %{_limits(one, 100, 0)}"


def _figure(one: Result) -> str:
    return "" if one.value is None else f"{one.value:.2f}{_limits(one, 1, 2)}"


def _limits(one: Result, by: int, digits: int) -> str:
    if one.low is None or one.high is None:
        return ""
    return f" ({by * one.low:.{digits}f} to {by * one.high:.{digits}f})"


def trials_in_words(inspection: Inspection) -> str:
    """How many statements about differences were tested, how many chance alone would let hold, and
    by which margins words are held; empty where none was tested.
    """
    count = tried(inspection)
    if not count:
        return ""
    words = vocabulary_of(inspection.vocabulary)
    return " ".join(
        [
            *_tried(count),
            "A picture is called mixed where, beside that, at least "
            f"{_percent(words.mixed_share)} of the bodies stand on each side of what meets on a "
            f"criterion, and consistent where one inspector would grade two bodies taken at random "
            f"differently in under {_percent(words.alike_below)} of cases, at the upper limit.",
        ]
    )


def _tried(count: int) -> Iterator[str]:
    yield (
        "One statement about how bodies differ was tested, whether it was printed or not."
        if count == 1
        else f"{count:,} statements about how bodies differ were tested, whether they were printed "
        f"or not."
    )
    yield f"Each was tested by itself at {_percent(LEVEL)}:"
    expected = LEVEL * count
    alone = f"let about {expected:.1f} of them" if expected >= 1 else "most likely let none of them"
    yield f"were there no differences at all, chance alone would {alone} hold."


def _percent(share: float | Fraction) -> str:
    return f"{float(100 * share):g} %"
