"""How far inspectors agree on what they submitted, before any moderation.

The figures are those of the statistics library, with limits for any bodies and inspectors like
these. Under 25 pairs of judgments nothing is computed: an interval of so few holds the truth less
often than it says, and what can be told are the pairs themselves.

Only cells whose submissions are all in count, so that no figure tells anyone about a cell they are
still to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion, Scale
from inspectstats.agreement import Ratings, from_long, percent_agreement
from inspectstats.agreement.breakdown import FEWEST_PAIRS
from inspectstats.agreement.reading import Summary, summary
from inspectstats.records import Result

from .models import Assignment
from .readings import in_agreement


@dataclass(frozen=True, slots=True)
class RatedSubmission:
    """One submission of a complete cell.

    ``order`` is the grade's place on its scale, None where ungraded.
    """

    body: int
    criterion: int
    inspector: int
    label: str
    order: int | None
    findings: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Counts:
    """Raw counts of pairs of inspectors who judged the same cell, by how far apart they were.

    ``cells`` were judged twice, of ``all_cells`` judged at all.
    """

    cells: int
    pairs: int
    same: int
    one_step: int
    further: int
    all_cells: int = 0

    @property
    def words(self) -> str:
        """The counts as a sentence, and how many more pairs a figure needs."""
        said = (
            f"Of {self.pairs} pairs of judgments {self.same} gave the same grade, {self.one_step} "
            f"lay a step apart and {self.further} further."
            if self.pairs > 1
            else f"One pair of judgments: {self._one_pair}."
        )
        more = FEWEST_PAIRS - self.pairs
        if self.cells + more > self.all_cells:
            return f"{said} Too few are judged here for a figure, which needs {FEWEST_PAIRS} pairs."
        return (
            f"{said} Too few for a figure, which needs {FEWEST_PAIRS}: have {more} more judged "
            f"twice, drawn by chance, or look at those that lie apart."
        )

    @property
    def _one_pair(self) -> str:
        if self.same:
            return "the same grade"
        return "a step apart" if self.one_step else "further apart than a step"


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement on one criterion, or on all of one scale.

    ``summary`` is None when no cell was judged twice. Where it rests on fewer than 25 pairs
    (``bears`` is False) the counts are told and no figure.
    """

    name: str
    counts: Counts
    summary: Summary | None

    @property
    def reading(self) -> str:
        """The figures in sentences anybody can follow."""
        if self.summary is None:
            return "Nothing was judged by two inspectors, so their agreement is not known."
        return self.summary.reading if self.bears else self.counts.words

    @property
    def bears(self) -> bool:
        """Are there pairs enough for a figure?"""
        return self.counts.pairs >= FEWEST_PAIRS


@dataclass(frozen=True, slots=True)
class Agreement:
    """``by_criterion`` in the framework's order.

    ``overall`` one for each scale, since scales do not mix; ``findings`` as (criterion ref, finding
    code, pairs, pairs that gave the same answer).
    """

    by_criterion: tuple[tuple[Criterion, Figures], ...]
    overall: tuple[tuple[Scale, Figures], ...]
    findings: tuple[tuple[str, str, int, int], ...]


def complete_submissions(
    inspection: Inspection, only: Criterion | None = None
) -> list[RatedSubmission]:
    """Every submission that enters agreement, of a cell whose submissions are all in.

    Of the ``only`` criterion that is given, or of all.
    """
    rows = (
        Assignment.standing()
        .filter(scope_body__inspection=inspection)
        .order_by("scope_body", "criterion", "pk")
    )
    if only is not None:
        rows = rows.filter(criterion=only)
    cells: dict[tuple[int, int], list[tuple[int, RatedSubmission | None]]] = defaultdict(list)
    entering = in_agreement(inspection)
    for pk, body, criterion, inspector, label, submission, order, findings in rows.values_list(
        "pk",
        "scope_body",
        "criterion",
        "inspector",
        "scope_body__label",
        "submission__pk",
        "submission__grade__order",
        "submission__findings",
    ):
        rated = (
            RatedSubmission(body, criterion, inspector, label, order, findings)
            if submission is not None
            else None
        )
        cells[body, criterion].append((pk, rated))
    # A cell with one submission missing is left out whole: its other judgments would tell of it.
    complete = (cell for cell in cells.values() if all(one is not None for _, one in cell))
    return [one for cell in complete for pk, one in cell if one is not None and pk in entering]


@dataclass(frozen=True, slots=True)
class SameGrades:
    """How often those who judged one cell gave it the same grade, over all criteria.

    ``share`` is the proportion of pairs, with limits for any bodies and inspectors like these; with
    fewer than three inspectors they are a jackknife's over bodies, for those who judged; no limits
    under 25 pairs. ``same`` of ``cells`` agreed in all.
    """

    cells: int
    same: int
    share: Result | None


def same_grades(inspection: Inspection) -> SameGrades:
    """Return the agreement of an inspection on grades, before any moderation. Two queries.

    Without a share where nothing was judged twice, or where criteria have more scales than one.
    """
    rated = [one for one in complete_submissions(inspection) if one.order is not None]
    cells = _cells(rated)
    same = sum(len({one.order for one in cell}) == 1 for cell in cells)
    scales = Scale.objects.filter(criteria__area__framework=inspection.framework_id).distinct()
    lengths = [len(scale.grades.all()) for scale in scales.prefetch_related("grades")]
    if not cells or len(lengths) != 1:
        return SameGrades(len(cells), same, None)
    ratings = _ratings(cells, lengths[0])
    share = percent_agreement(ratings, interval="two_way")
    if share.interval_reason == "too_few_inspectors":
        share = percent_agreement(ratings)
    if sum(len(cell) * (len(cell) - 1) // 2 for cell in cells) < FEWEST_PAIRS:
        share = replace(share, low=None, high=None, interval_reason="too_few_pairs")
    return SameGrades(len(cells), same, share)


def agreement(inspection: Inspection) -> Agreement:
    """Return the figures of an inspection, with limits for any inspectors like these, and counts.

    They are alpha, AC2, percent and adjacent agreement.
    """
    rated = complete_submissions(inspection)
    criteria = list(
        Criterion.objects.filter(area__framework=inspection.framework_id)
        .select_related("scale", "area")
        .prefetch_related("scale__grades")
        .order_by("area__order", "order")
    )
    by_criterion: list[tuple[Criterion, Figures]] = []
    by_scale: dict[int, list[RatedSubmission]] = defaultdict(list)
    scales: dict[int, Scale] = {}
    for criterion in criteria:
        scale = criterion.scale
        # Ungraded criteria answer findings alone, which are counted below.
        if scale is None:
            continue
        of_it = [one for one in rated if one.criterion == criterion.pk and one.order is not None]
        by_criterion.append((criterion, figures(criterion.ref, of_it, len(scale.grades.all()))))
        by_scale[scale.pk] += of_it
        scales[scale.pk] = scale
    overall = tuple(
        (scales[pk], figures(scales[pk].name, of_it, len(scales[pk].grades.all())))
        for pk, of_it in by_scale.items()
    )
    return Agreement(
        tuple(by_criterion), overall, tuple(_findings(rated, {one.pk: one.ref for one in criteria}))
    )


def figures(name: str, rated: Sequence[RatedSubmission], grades: int) -> Figures:
    """The figures of some submissions on one scale of ``grades`` steps."""
    cells = _cells(rated)
    gaps = [
        abs((one.order or 0) - (other.order or 0))
        for cell in cells
        for one, other in combinations(cell, 2)
    ]
    counts = Counts(
        len(cells),
        len(gaps),
        gaps.count(0),
        gaps.count(1),
        sum(1 for gap in gaps if gap > 1),
        len({(one.body, one.criterion) for one in rated}),
    )
    if not cells:
        return Figures(name, counts, None)
    # Limits that will not be told need not be computed.
    interval = "two_way" if counts.pairs >= FEWEST_PAIRS else None
    found = summary(_ratings(cells, grades), interval=interval, cells=counts.all_cells)
    return Figures(name, counts, found)


def _ratings(cells: Sequence[Sequence[RatedSubmission]], grades: int) -> Ratings:
    return from_long(_rows(cells), scale=list(range(grades)))


def _rows(cells: Iterable[Sequence[RatedSubmission]]) -> list[dict[str, object]]:
    """The ratings of some cells as the statistics library reads them."""
    return [
        {
            "force": one.label,
            "criterion": one.criterion,
            "rater": one.inspector,
            "rating": one.order,
        }
        for cell in cells
        for one in cell
    ]


def _cells(rated: Sequence[RatedSubmission]) -> list[list[RatedSubmission]]:
    """The cells judged by two or more."""
    cells: dict[tuple[int, int], list[RatedSubmission]] = defaultdict(list)
    for one in rated:
        cells[one.body, one.criterion].append(one)
    return [cell for cell in cells.values() if len(cell) > 1]


def _findings(
    rated: Sequence[RatedSubmission], refs: dict[int, str]
) -> list[tuple[str, str, int, int]]:
    pairs: Counter[tuple[int, str]] = Counter()
    same: Counter[tuple[int, str]] = Counter()
    for cell in _cells(rated):
        for one, other in combinations(cell, 2):
            for code in one.findings.keys() & other.findings.keys():
                pairs[one.criterion, code] += 1
                same[one.criterion, code] += one.findings[code] == other.findings[code]
    return [
        (refs[criterion], code, number, same[criterion, code])
        for (criterion, code), number in sorted(pairs.items())
    ]
