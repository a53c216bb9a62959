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
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.readings import unrecorded
from inspectorate.domain.programmes.queries import vocabulary_of
from inspectorate.prose.dates import in_words
from inspectstats.agreement.breakdown import FEWEST_PAIRS
from inspectstats.agreement.reading import nearly_alike
from inspectstats.joint import CHANCE_METHOD, METHOD, calibrated
from inspectstats.joint.comparing import SURE
from inspectstats.records import Result

from .schema import AgreementInfo

# Each statement about differences is tested by itself at this level.
LEVEL = 0.05


def measured(inspection: Inspection) -> tuple[AgreementInfo, ...]:
    """Agreement on all criteria of each scale, and on each criterion that bears a figure.

    Nothing while anybody has still to judge: a number of pairs would tell of other cells.
    """
    given = Assignment.standing().filter(scope_body__inspection=inspection)
    if given.filter(submission=None).exists():
        return ()
    found, undrawn = agreement(inspection), unrecorded(inspection)
    overall = [figures for _, figures in found.overall if figures.counts.pairs]
    criteria = [figures for _, figures in found.by_criterion if figures.bears]
    # Of one criterion alone both would be the same.
    if len(found.by_criterion) == len(overall) == 1:
        criteria = []
    return (
        *(_told(one, f"All criteria graded on “{one.name}”", undrawn) for one in overall),
        *(_told(one, f"Criterion {one.name}", undrawn) for one in criteria),
    )


def _told(figures: Figures, name: str, undrawn: int) -> AgreementInfo:
    pairs, held = figures.counts.pairs, figures.summary
    if not figures.bears or held is None:
        return AgreementInfo(
            name, pairs, reading=f"Too few for a figure, which needs {FEWEST_PAIRS}."
        )
    alpha = held.alpha
    if alpha.value is not None and alpha.low is None:
        return AgreementInfo(name, pairs, reading="No limits can be given, and so no figure is.")
    # Of two grades all lie within a step.
    near = held.adjacent if held.percent.counts.get("n_categories", 0) > 2 else None
    reading = ""
    if alpha.value is None:
        reading = (
            "Nearly everything judged twice got one grade, so that agreement beyond chance cannot "
            "be told."
        )
    elif undrawn:
        # Given where there was doubt, they would tell of doubtful judgments alone.
        reading = "It is not recorded why all second judgments were made: it may not hold at large."
    elif alpha.interval_method != "two_way":
        reading = "The limits hold for these inspectors only: they are too few to tell of others."
    elif nearly_alike(alpha, held.ac2, held.adjacent):
        reading = "Nearly all judgments gave one grade, so that the last figure tells little."
    return AgreementInfo(
        name, pairs, _share(held.percent), _share(near) if near else "", _figure(alpha), reading
    )


def _share(one: Result) -> str:
    if one.value is None:
        return ""
    whole = round(100 * one.value)
    said = "more than 99" if whole == 100 and one.value < 1 else str(whole)
    return f"{said} %{_limits(one, 100, 0)}"


def _figure(one: Result) -> str:
    return "" if one.value is None else f"{one.value:.2f}{_limits(one, 1, 2)}"


def _limits(one: Result, by: int, digits: int) -> str:
    if one.low is None or one.high is None:
        return ""
    return f" ({by * one.low:.{digits}f} to {by * one.high:.{digits}f})"


def trials_in_words(inspection: Inspection) -> str:
    """How many statements about differences were tested, how often chance alone would let one hold,
    and by which margins words are held; empty where none was tested.
    """
    count = tried(inspection)
    spread, others = count["spread"], count["compared"] + count["ranked"]
    said = []
    if spread:
        words = vocabulary_of(inspection.vocabulary)
        said += [
            *_tried(spread),
            "A picture is called mixed where, beside that, at least "
            f"{_percent(words.mixed_share)} of the bodies stand on each side of what meets on a "
            f"criterion, and consistent where one inspector would grade two bodies taken at random "
            f"differently in under {_percent(words.alike_below)} of cases, at the upper limit.",
        ]
    if others:
        said.append(
            f"Comparisons and rankings that were tested: {others:,}. One is said only where its "
            f"chance is {_percent(SURE)} or more."
        )
    if count["so_many"]:
        said += _chances(count["so_many"])
    return " ".join(said)


def _chances(told: int) -> Iterator[str]:
    """Of how many counts a chance was told, and how such chances came true when they were tried."""
    found = calibrated()
    counts = "one count" if told == 1 else f"{told:,} counts"
    yield f"How likely a word is to hold was told of {counts}."
    if found is not None and found.bears(METHOD, CHANCE_METHOD):
        kinds = len({one.name for one in found.designs})
        yield (
            f"On {in_words(found.on)} such chances were tried on {kinds} kinds of made-up "
            f"inspections, and came true as often as they say, to within five points."
        )


def _tried(count: int) -> Iterator[str]:
    yield (
        "One statement that bodies differ was tested, whether it was printed or not."
        if count == 1
        else f"{count:,} statements that bodies differ were tested, whether they were printed or "
        f"not."
    )
    one_or_more = "it" if count == 1 else "one or more of them"
    yield (
        f"Each was tested by itself at {_percent(LEVEL)}: were there no differences at all, chance "
        f"alone would let {one_or_more} hold in {100 * (1 - (1 - LEVEL) ** count):.0f} of 100 such "
        f"inspections."
    )


def _percent(share: float | Fraction) -> str:
    return f"{float(100 * share):g} %"
