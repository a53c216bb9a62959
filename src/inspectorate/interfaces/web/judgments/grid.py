"""The grid of judgments: bodies down, criteria across, with pictures of the agreed grades."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies.places import places
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.grid import Grid, grid
from inspectorate.domain.judgments.states import CellState
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.drawing import stacked
from inspectorate.foundation.drawing import tiles as tile_map
from inspectorate.foundation.drawing.picture import Level, Picture, ramp

from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from . import cells


@require_GET
@inspection_page(JudgmentVerb.SEE)
def grid_page(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Bodies down, criteria across; each cell as this reader may see it."""
    drawn = grid(request.user, inspection)
    levels = _levels(drawn)
    verbs = (
        JudgmentVerb.ASSIGN,
        JudgmentVerb.SEE_DESK,
        JudgmentVerb.SEE_AGREEMENT,
        JudgmentVerb.SUBMIT,
    )
    return page(
        request,
        "judgments/grid.html",
        inspection,
        title="Judgments",
        drawn=drawn,
        rows=cells.rows(drawn, {level.code: level.step for level in levels}),
        states=cells.STATES,
        levels=levels,
        picture=_distribution(drawn, levels),
        map=_map(inspection, drawn, levels, request.GET.get("map", "")),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in verbs},
    )


def _levels(drawn: Grid) -> list[Level]:
    """The grades of the first scale met, lightest first, with the hatched state behind them."""
    scale = next((criterion.scale for criterion in drawn.criteria if criterion.scale), None)
    grades = scale.grades.order_by("order") if scale else ()
    return list(ramp([(grade.letter, grade.name) for grade in grades]))


def _distribution(drawn: Grid, levels: list[Level]) -> Picture | None:
    """How the agreed grades fall, criterion by criterion.

    Nothing while nothing this reader sees is agreed.
    """
    rows = []
    for criterion in drawn.criteria:
        if criterion.scale is None:
            continue
        counts: Counter[str] = Counter()
        for body in drawn.bodies:
            cell = drawn.cells[body.pk, criterion.pk]
            if cell.state == CellState.AGREED and cell.letter:
                counts[cell.letter] += 1
            elif cell.state == CellState.NOT_INSPECTED:
                counts["–"] += 1
        rows.append((f"{criterion.ref} {criterion.name}"[:60], dict(counts)))
    if not any(set(counts) - {"–"} for _, counts in rows):
        return None
    return stacked.stacked(rows, levels, prefix="spread", title="Agreed grades by criterion")


def _map(inspection: Inspection, drawn: Grid, levels: list[Level], ref: str) -> Picture | None:
    """One tile a body for the criterion ``ref``; bodies without a place stand in rows of eight."""
    graded = (criterion for criterion in drawn.criteria if criterion.scale is not None)
    criterion = next((criterion for criterion in graded if criterion.ref == ref), None)
    if criterion is None:
        return None
    placed = places([body.body.code for body in drawn.bodies], rehearsal=inspection.rehearsal)
    below = 1 + max((place[0] for place in placed if place is not None), default=-1)
    tiles, off_map = [], 0
    for body, place in zip(drawn.bodies, placed, strict=True):
        if place is None:
            place = (below + off_map // 8, off_map % 8)
            off_map += 1
        cell = drawn.cells[body.pk, criterion.pk]
        code = cell.letter if cell.state == CellState.AGREED and cell.letter else "–"
        tiles.append(tile_map.Tile(*place, body.label.split()[-1], code, body.label))
    title = f"{criterion.ref} {criterion.name}"
    return tile_map.tiles(tiles, levels, prefix="map", title=title)
