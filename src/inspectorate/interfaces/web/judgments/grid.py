"""The grid of judgments: bodies down, criteria across, with pictures of the agreed grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies.places import places
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import grid_filters, queries
from inspectorate.domain.judgments.grid import Grid, grid
from inspectorate.domain.judgments.grid_totals import totals
from inspectorate.domain.judgments.states import CellState
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.drawing import stacked
from inspectorate.foundation.drawing import tiles as tile_map
from inspectorate.foundation.drawing.picture import Picture

from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from . import cells, listings
from .cells import ScaleKey
from .grid_form import GridFilterForm

# So few criteria have room for their names at the head of their columns.
_NAMED = 12


@require_GET
@inspection_page(JudgmentVerb.SEE)
def grid_page(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Bodies down, criteria across; each cell as this reader may see it."""
    whole = grid(request.user, inspection)
    keys = [cells.scale_key(one) for one in grid_filters.scales_in(whole)]
    # In a rehearsal a group would lead to the body behind the pseudonym, as its region would.
    groups = {} if inspection.rehearsal else grid_filters.groups_of(inspection)
    form = GridFilterForm(
        request.GET,
        whole,
        scales=[key.scale for key in keys],
        groups=groups,
        judges=grid_filters.judges_in(whole),
        rehearsal=inspection.rehearsal,
    )
    asked = form.filters()
    drawn = grid_filters.narrowed(whole, asked, groups) if asked.narrow else whole
    there = {one.scale_id for one in drawn.criteria}
    shown = [key for key in keys if key.scale.pk in there]
    on_sheets = "sheets" in request.GET
    added = totals(drawn)
    return page(
        request,
        "judgments/grid.html",
        inspection,
        title="Judgments",
        listing=listings.grid(drawn, "; ".join(form.said())),
        drawn=drawn,
        whole=whole,
        keys=shown,
        sheets=cells.sheets(drawn, shown, added, of=cells.ON_A_SHEET if on_sheets else 0),
        on_sheets=on_sheets,
        wide=len(drawn.criteria) > cells.ON_A_SHEET,
        named=len(drawn.criteria) <= _NAMED,
        added=added.all,
        filter_form=form,
        form_problems=form.problems(),
        said=form.said(),
        states=cells.STATES,
        marks=cells.MARKS,
        pictures=[] if on_sheets else _distributions(drawn, shown),
        map=_map(inspection, drawn, shown, request.GET.get("map", "")),
        may=_may(request, inspection),
    )


def _may(request: StaffRequest, inspection: Inspection) -> dict[str, bool]:
    """Which of the acts that the page leads to its reader may do, by their names."""
    verbs = (
        JudgmentVerb.ASSIGN,
        JudgmentVerb.SEE_DESK,
        JudgmentVerb.SEE_AGREEMENT,
        JudgmentVerb.SEE_EXERCISES,
        JudgmentVerb.SEE_PANELS,
        JudgmentVerb.SEE_COMPARISONS,
        JudgmentVerb.SUBMIT,
    )
    return {verb.act: queries.can(request.user, inspection, verb) for verb in verbs}


def _distributions(drawn: Grid, keys: Sequence[ScaleKey]) -> list[Picture]:
    """How the agreed grades fall, criterion by criterion, a picture a scale.

    None of a scale of which nothing that this reader sees is agreed.
    """
    found = []
    for number, key in enumerate(keys):
        letters = {grade.pk: level.code for grade, level in key.grades}
        rows = []
        for criterion in drawn.criteria:
            if criterion.scale_id != key.scale.pk:
                continue
            counts: Counter[str] = Counter()
            for body in drawn.bodies:
                cell = drawn.cells[body.pk, criterion.pk]
                if drawn.found is not None and (body.pk, criterion.pk) not in drawn.found:
                    continue
                if cell.grade_pk in letters:
                    counts[letters[cell.grade_pk]] += 1
                elif cell.state == CellState.NOT_INSPECTED:
                    counts["–"] += 1
            rows.append((f"{criterion.ref} {criterion.name}", dict(counts)))
        if any(set(counts) - {"–"} for _, counts in rows):
            of = f", {key.scale.name}" if len(keys) > 1 else ""
            found.append(
                stacked.stacked(
                    rows,
                    key.levels,
                    prefix=f"spread{number}",
                    title=f"Agreed grades by criterion{of}",
                )
            )
    return found


def _map(inspection: Inspection, drawn: Grid, keys: Sequence[ScaleKey], ref: str) -> Picture | None:
    """One tile a body for the criterion ``ref``; bodies without a place stand in rows of eight."""
    criterion = next((one for one in drawn.criteria if one.ref == ref), None)
    key = next((one for one in keys if criterion and one.scale.pk == criterion.scale_id), None)
    if criterion is None or key is None:
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
    return tile_map.tiles(tiles, key.levels, prefix="map", title=title)
