"""The cells of the grid as text.

A grid may hold fifteen thousand of them, so they are written here and not by the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments.grid import Grid, GridCell
from inspectorate.domain.judgments.states import CellState
from inspectorate.domain.programmes.models import Criterion

# The states that the grid's key explains; a grade and a reason speak for themselves.
KEY = (
    CellState.YOURS,
    CellState.SUBMITTED,
    CellState.IN_HAND,
    CellState.READY,
    CellState.UNASSIGNED,
)


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


# Each state of the key with its words and its sign.
STATES = {state.value: (state.label, sign_of(state)) for state in KEY}


def rows(drawn: Grid, shades: Mapping[str, int]) -> list[tuple[ScopeBody, SafeString]]:
    """Each body with its cells; a cell's address is relative to the grid's own."""
    return [
        (
            body,
            # Every cell escapes its words.
            mark_safe(  # nosec B308 B703
                "".join(
                    _cell(body, one, drawn.cells[body.pk, one.pk], shades) for one in drawn.criteria
                )
            ),
        )
        for body in drawn.bodies
    ]


def _cell(body: ScopeBody, criterion: Criterion, cell: GridCell, shades: Mapping[str, int]) -> str:
    if cell.state == CellState.NOT_INSPECTED:
        why = escape(cell.reason)
        return (
            f'<td><span class="ins-cell ins-grade-none" title="{why}"><span '
            f'aria-hidden="true">–</span>'
            f'<span class="ins-sr">Not inspected: {why}</span></span></td>'
        )
    words, sign, shade = cell.state.label, sign_of(cell.state), "open"
    if cell.state == CellState.AGREED:
        words = cell.grade or "judged, not graded"
    if cell.letter:
        sign, shade = cell.letter, str(shades.get(cell.letter, 1))
    mark = '<span class="ins-cell__marks" aria-hidden="true">≠</span>' if cell.moved else ""
    # What is heard begins with what is seen (WCAG 2.5.3): who speaks to the machine says the
    # letter.
    label = escape(
        f"{sign} {body.label}, {criterion.ref}: "
        f"{words}{', moved by moderation' if cell.moved else ''}"
    )
    return (
        f'<td><a class="ins-cell ins-grade-{shade}" '
        f'href="cell/{body.code}/{criterion.pk}/" aria-label="{label}">'
        f"{escape(sign)}{mark}</a></td>"
    )
