"""The cells of the grid as text.

A grid may hold fifteen thousand of them, so they are written here and not by the template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from typing import assert_never

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.grid import Grid, GridCell
from inspectorate.domain.judgments.grid_totals import GridTally, GridTotals
from inspectorate.domain.judgments.states import CellState
from inspectorate.domain.programmes.models import Criterion, Grade, Scale
from inspectorate.foundation.drawing.picture import RAMP, Level

# The states that the grid's key explains; a grade and a reason speak for themselves.
KEY = (
    CellState.YOURS,
    CellState.SUBMITTED,
    CellState.IN_HAND,
    CellState.READY,
    CellState.UNASSIGNED,
)
# As many criteria as stand beside the bodies on a sheet of paper that lies on its side.
ON_A_SHEET = 24
# From a scale of three on the lowest grade is drawn as such.
_SHORTEST_SCALE_WITH_A_LOWEST = 3


def sign_of(state: CellState) -> str:
    """The sign in a cell that holds no grade."""
    match state:
        case CellState.YOURS:
            return "Y"
        case CellState.SUBMITTED:
            return "S"
        case CellState.IN_HAND:
            return "·"
        case CellState.READY:
            return "R"
        case CellState.UNASSIGNED:
            return "?"
        case CellState.AGREED:
            return "✓"
        case CellState.NOT_INSPECTED:
            return "–"
        case _:
            assert_never(state)


def sign_of_mark(mark: CellMark) -> str:
    """The sign beside what a cell holds."""
    match mark:
        case CellMark.DOUBLE:
            return "‖"
        case CellMark.DIFFERING:
            return "≠"
        case CellMark.SINGLE_SOURCE:
            return "«"
        case CellMark.THIN:
            return "<"
        case CellMark.STALE:
            return "!"
        case CellMark.MOVED:
            return "→"
        case _:
            assert_never(mark)


# Each state of the key with its words and its sign.
STATES = {state.value: (state.label, sign_of(state)) for state in KEY}
MARKS = {mark.value: (mark.label, sign_of_mark(mark)) for mark in CellMark}


@dataclass(frozen=True, slots=True)
class ScaleKey:
    """A scale as the grid draws it: its grades best first, each with its level.

    The best is the palest and the lowest the darkest, in a frame of its own.
    """

    scale: Scale
    grades: tuple[tuple[Grade, Level], ...]

    @property
    def levels(self) -> list[Level]:
        """The levels, best first, and the hatched one of what is not inspected."""
        return [*(level for _, level in self.grades), Level("–", "Not inspected", 0)]

    @property
    def styles(self) -> list[tuple[Grade, str]]:
        """Each grade with the classes of its paint."""
        last = len(self.grades) - 1
        long = len(self.grades) >= _SHORTEST_SCALE_WITH_A_LOWEST
        return [
            (
                grade,
                f"ins-grade-{level.step}{' ins-grade-lowest' if long and at == last else ''}",
            )
            for at, (grade, level) in enumerate(self.grades)
        ]


def scale_key(scale: Scale) -> ScaleKey:
    """The grades of a scale spread over the ramp. Its grades have been read."""
    grades = sorted(scale.grades.all(), key=lambda one: -one.order)
    last = max(len(grades) - 1, 1)
    # The darkest step is kept for scales that need all of them.
    darkest = len(RAMP) - 1 if len(grades) < len(RAMP) else len(RAMP)
    steps = [1 + round(at * (darkest - 1) / last) for at in range(len(grades))]
    return ScaleKey(
        scale,
        tuple(
            (grade, Level(grade.letter, grade.name, step))
            for grade, step in zip(grades, steps, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A table of the grid: some of its criteria, each body with its cells, and what they add up to.

    ``heads`` are the heads of the totals by body, on the last sheet alone; ``foot`` the totals by
    criterion, each with its label.
    """

    criteria: Sequence[Criterion]
    rows: list[tuple[ScopeBody, SafeString]]
    heads: list[tuple[str, str]]
    foot: list[tuple[str, SafeString]]


def sheets(
    drawn: Grid, keys: Sequence[ScaleKey], added: GridTotals, *, of: int = 0
) -> list[GridSheet]:
    """The grid as one table, or with so many criteria on a sheet; cells link from the grid's own
    address.
    """
    parts = list(batched(drawn.criteria, of)) if of else [drawn.criteria]
    styles = {grade.pk: style for key in keys for grade, style in key.styles}
    return [
        GridSheet(
            criteria,
            [
                (body, _row(body, criteria, drawn, styles, keys, added if at == last else None))
                for body in drawn.bodies
            ],
            _heads(keys, added) if at == last else [],
            list(_foot(criteria, keys, added, whole=at == last)),
        )
        for last in [len(parts) - 1]
        for at, criteria in enumerate(parts)
    ]


def _row(
    body: ScopeBody,
    criteria: Iterable[Criterion],
    drawn: Grid,
    styles: Mapping[int, str],
    keys: Sequence[ScaleKey],
    added: GridTotals | None,
) -> SafeString:
    """The cells of a body, and its totals where they are ``added``."""
    text = [
        _cell(
            body,
            one,
            drawn.cells[body.pk, one.pk],
            styles,
            found=drawn.found is None or (body.pk, one.pk) in drawn.found,
        )
        for one in criteria
    ]
    if added is not None:
        tally = added.of_bodies.get(body.pk, GridTally())
        counts = [str(tally.grades[grade.pk]) for key in keys for grade, _ in key.grades]
        text += [_total(one) for one in [*counts, *_agreed(tally, added)]]
    # Every cell escapes its words.
    return mark_safe("".join(text))  # nosec B308 B703


def _heads(keys: Sequence[ScaleKey], added: GridTotals) -> list[tuple[str, str]]:
    """What the columns of totals count: as it is seen, and in words."""
    heads = [
        (grade.letter, f"{grade.name}, how many{_of(key, keys)}")
        for key in keys
        for grade, _ in key.grades
    ]
    heads.append(("Agreed", "Agreed, of how many inspected"))
    return [*heads, ("Yours", "Yours to judge, left out")] if added.all.left_out else heads


def _of(key: ScaleKey, keys: Sequence[ScaleKey]) -> str:
    """Of which scale, where there are several."""
    return f" ({key.scale.name})" if len(keys) > 1 else ""


def _foot(
    criteria: Sequence[Criterion], keys: Sequence[ScaleKey], added: GridTotals, *, whole: bool
) -> Iterator[tuple[str, SafeString]]:
    """Each line of the totals by criterion: its label and cells; with the ``whole`` at its end."""
    tallies = [added.of_criteria.get(one.pk, GridTally()) for one in criteria]
    width = len(_heads(keys, added))

    def line(values: Iterable[str], total: str) -> SafeString:
        cells = "".join(_total(value) for value in values)
        end = f'<td class="ins-total" colspan="{width}">{total} in all</td>' if whole else ""
        # Numbers alone.
        return mark_safe(cells + end)  # nosec B308 B703

    for key in keys:
        on_scale = [one.scale_id == key.scale.pk for one in criteria]
        # The last sheet says what is in all of every scale, of those on sheets before it too.
        if not any(on_scale) and not whole:
            continue
        for grade, _ in key.grades:
            values = (
                str(tally.grades[grade.pk]) if graded else ""
                for tally, graded in zip(tallies, on_scale, strict=True)
            )
            label = f"{grade.letter} {grade.name}{_of(key, keys)}"
            yield label, line(values, str(added.all.grades[grade.pk]))
    agreed = (_agreed(tally, added)[0] for tally in tallies)
    yield "Agreed, of inspected", line(agreed, _agreed(added.all, added)[0])
    if added.all.left_out:
        values = (str(tally.left_out) for tally in tallies)
        yield "Yours, left out", line(values, str(added.all.left_out))


def _agreed(tally: GridTally, added: GridTotals) -> list[str]:
    """How many are agreed of those inspected, and left out where the reader has any to judge."""
    text = [f"{tally.agreed}/{tally.inspected}"]
    return [*text, str(tally.left_out)] if added.all.left_out else text


def _total(text: str) -> str:
    return f'<td class="ins-total"><span class="ins-cell">{text}</span></td>'


def _cell(
    body: ScopeBody,
    criterion: Criterion,
    cell: GridCell,
    styles: Mapping[int, str],
    *,
    found: bool,
) -> str:
    words, sign, style = cell.state.label, sign_of(cell.state), "ins-grade-open"
    if cell.state == CellState.AGREED:
        words = cell.grade or "judged, not graded"
    if cell.state == CellState.NOT_INSPECTED:
        words, style = f"{words}: {cell.reason}", "ins-grade-none"
    if cell.grade_pk is not None:
        sign, style = cell.letter, styles.get(cell.grade_pk, "ins-grade-1")
    if not found:
        style = "ins-grade-open ins-cell--other"
    signs, in_words = _signs(cell.marks)
    words = f"{words}{in_words}{'' if found else ', not among those asked for'}"
    # What is heard begins with what is seen (WCAG 2.5.3): who speaks to the machine says the
    # letter.
    label = escape(f"{sign} {body.label}, {criterion.ref}: {words}")
    marks = f' data-marks="{signs}"' if signs else ""
    title = f' title="{escape(cell.reason)}"' if cell.reason else ""
    return (
        f'<td><a class="ins-cell {style}" '
        f'href="cell/{body.code}/{criterion.pk}/"{title}{marks} aria-label="{label}">'
        f"{escape(sign)}</a></td>"
    )


@cache
def _signs(marks: tuple[CellMark, ...]) -> tuple[str, str]:
    """Marks as they are seen, escaped, and as they are heard. Kept: cells are thousands."""
    seen = "".join(map(sign_of_mark, marks))
    return escape(seen), "".join(f", {mark.label.lower()}" for mark in marks)
