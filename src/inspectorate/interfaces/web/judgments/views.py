"""The grid, judging alone, moderating side by side, agreeing, and how far inspectors agree."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.bodies.places import places
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.grid import AGREED, NOT_INSPECTED, Grid, grid
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.drawing import stacked
from inspectorate.foundation.drawing import tiles as tile_map
from inspectorate.foundation.drawing.picture import Level, Picture, ramp

from ...act_forms import do, person, status_of
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from . import cells
from .forms import AgreeForm, AssignForm, CellForm, JudgeForm, citable

BOTH = ["GET", "POST"]
STAIR = "Judgments"


def _may(request: HttpRequest, inspection: Inspection, verb: JudgmentVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _levels(drawn: Grid) -> list[Level]:
    """The grades of the first scale met, lightest first, with the hatched state behind them."""
    scale = next((one.scale for one in drawn.criteria if one.scale is not None), None)
    grades = [(one.letter, one.name) for one in scale.grades.order_by("order")] if scale else []
    return list(ramp(grades))


@require_GET
@staff
def grid_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Bodies down, criteria across; each cell as this reader may see it."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, JudgmentVerb.SEE)
    who = person(request)
    drawn = grid(who, inspection)
    levels = _levels(drawn)
    shades = {level.code: level.step for level in levels}
    return page(
        request,
        "judgments/grid.html",
        inspection,
        title="Judgments",
        stair=STAIR,
        drawn=drawn,
        rows=cells.rows(drawn, shades),
        states=cells.STATES,
        levels=levels,
        picture=_distribution(drawn),
        map=_map(request, inspection, drawn),
        may={
            verb.act: queries.can(who, inspection, verb)
            for verb in (
                JudgmentVerb.ASSIGN,
                JudgmentVerb.SEE_DESK,
                JudgmentVerb.SEE_AGREEMENT,
                JudgmentVerb.SUBMIT,
            )
        },
    )


def _distribution(drawn: Grid) -> Picture | None:
    """How the agreed grades fall, criterion by criterion; nothing while nothing this reader sees is
    agreed.
    """
    rows = []
    for one in drawn.criteria:
        if one.scale is None:
            continue
        found: Counter[str] = Counter()
        for body in drawn.bodies:
            cell = drawn.cells[body.pk, one.pk]
            if cell.state == AGREED and cell.letter:
                found[cell.letter] += 1
            elif cell.state == NOT_INSPECTED:
                found["–"] += 1
        rows.append((f"{one.ref} {one.name}"[:60], dict(found)))
    if not any(set(found) - {"–"} for _, found in rows):
        return None
    return stacked.stacked(
        rows, _levels(drawn), prefix="spread", title="Agreed grades by criterion"
    )


def _map(request: HttpRequest, inspection: Inspection, drawn: Grid) -> Picture | None:
    """One tile a body for one criterion; bodies without a tile stand in rows of eight below."""
    ref = request.GET.get("map", "")
    criterion = next(
        (each for each in drawn.criteria if each.ref == ref and each.scale is not None), None
    )
    if criterion is None:
        return None
    placed = places([one.body.code for one in drawn.bodies], rehearsal=inspection.rehearsal)
    below = 1 + max((place[0] for place in placed if place is not None), default=-1)
    tiles, off_map = [], 0
    for body, place in zip(drawn.bodies, placed, strict=True):
        if place is None:
            place = (below + off_map // 8, off_map % 8)
            off_map += 1
        cell = drawn.cells[body.pk, criterion.pk]
        code = cell.letter if cell.state == AGREED and cell.letter else "–"
        tiles.append(tile_map.Tile(*place, body.label.split()[-1], code, body.label))
    title = f"{criterion.ref} {criterion.name}"
    return tile_map.tiles(tiles, _levels(drawn), prefix="map", title=title)


@require_GET
@staff
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What you are to judge, and what you have judged."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, JudgmentVerb.SUBMIT)
    rows = queries.my_assignments(person(request), inspection)
    return page(
        request, "judgments/mine.html", inspection, title="Yours to judge", stair=STAIR, rows=rows
    )


@require_http_methods(BOTH)
@staff
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a cell to an inspector."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, JudgmentVerb.ASSIGN)
    return act_page(
        request,
        inspection,
        AssignForm(request.POST or None, inspection=inspection),
        actions.assign,
        title="Give a cell to an inspector",
        button="Assign",
        to=reverse("judgments-grid", args=[slug]),
        said="The cell is assigned.",
        stair=STAIR,
    )


@require_http_methods(BOTH)
@staff
def judge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Judge one body on one criterion, alone. Save a draft as often as you like; submit once."""
    inspection = the_inspection(request, slug)
    who = person(request)
    assignment = get_object_or_404(queries.my_assignments(who, inspection), pk=pk)
    if hasattr(assignment, "submission"):
        return HttpResponseRedirect(
            reverse(
                "judgments-cell", args=[slug, assignment.scope_body.code, assignment.criterion_id]
            )
        )
    draft = getattr(assignment, "draft", None)
    initial: dict[str, Any] = {"version": draft.version if draft else 0}
    if draft:
        answered = {
            f"finding_{code}": "yes" if met else "no" for code, met in draft.findings.items()
        }
        initial |= {
            "grade": draft.grade_id,
            "reasons": draft.reasons,
            "cited": [one.pk for one in draft.cited.all()],
            **answered,
        }
    form = JudgeForm(
        request.POST or None,
        person=who,
        scope_body=assignment.scope_body,
        criterion=assignment.criterion,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        words = {
            **form.said(form.cleaned_data),
            "cited": list(form.cleaned_data["cited"]),
            "assignment": assignment,
        }
        if "draft" in request.POST:
            done = do(
                request, form, actions.save_draft, **words, version=form.cleaned_data["version"]
            )
            told = "The draft is saved. Nobody but you sees it."
        else:
            done = do(request, form, actions.submit, **words)
            told = "Your judgment is submitted. It cannot be changed."
        if done is not None:
            messages.success(request, told)
            back = (
                reverse("judgments-judge", args=[slug, pk])
                if "draft" in request.POST
                else reverse("judgments-mine", args=[slug])
            )
            return HttpResponseRedirect(back)
    return page(
        request,
        "judgments/judge.html",
        inspection,
        title=f"{assignment.scope_body.label}: {assignment.criterion}",
        stair=STAIR,
        assignment=assignment,
        form=form,
        characteristics=assignment.criterion.characteristics.select_related("grade"),
        draft=draft,
        status=status_of(form),
    )


@require_GET
@staff
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Cells whose submissions are all in: what waits for moderation, what for agreement."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, JudgmentVerb.SEE_DESK)
    cells = queries.desk(person(request), inspection)
    show = request.GET.get("show", "open")
    waiting = [one for one in cells if one.waits_for]
    listed = (
        waiting
        if show == "open"
        else [one for one in cells if one.grades_differ or one.findings_differ]
        if show == "differ"
        else cells
    )
    return page(
        request,
        "judgments/desk.html",
        inspection,
        title="Moderation desk",
        stair=STAIR,
        cells=listed[:300],
        total=len(listed),
        waiting=len(waiting),
        show=show,
    )


@require_GET
@staff
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """How far inspectors agreed before moderation, with intervals: a prompt for moderation, never a
    judge.
    """
    inspection = the_inspection(request, slug)
    _may(request, inspection, JudgmentVerb.SEE_AGREEMENT)
    figures = queries.agreement(inspection, person(request))
    return page(
        request,
        "judgments/agreement.html",
        inspection,
        title="Agreement between inspectors",
        stair=STAIR,
        figures=figures,
    )


def _cell(
    request: HttpRequest, slug: str, body: str, criterion: int
) -> tuple[Inspection, ScopeBody, Criterion, queries.Cell]:
    inspection = the_inspection(request, slug)
    scope_body = get_object_or_404(
        inspections.scope(inspection).select_related("inspection", "body"), code=body
    )
    asked = get_object_or_404(
        Criterion.objects.select_related("scale", "area"),
        pk=criterion,
        area__framework=inspection.framework,
    )
    cell = queries.cell(person(request), scope_body, asked)
    if cell is None:
        raise Http404
    return inspection, scope_body, asked, cell


@require_GET
@staff
def cell_page(request: HttpRequest, slug: str, body: str, criterion: int) -> HttpResponse:
    """One cell: what is agreed, what was submitted (once all are in), the evidence."""
    inspection, scope_body, asked, cell = _cell(request, slug, body, criterion)
    who = person(request)
    return page(
        request,
        "judgments/cell.html",
        inspection,
        title=f"{scope_body.label}: {asked}",
        stair=STAIR,
        cell=cell,
        evidence=citable(who, scope_body, asked),
        characteristics=asked.characteristics.select_related("grade"),
        may={
            verb.act: queries.can(who, inspection, verb)
            for verb in (JudgmentVerb.MODERATE, JudgmentVerb.AGREE)
        },
        findings=asked.findings.all(),
    )


def _settle(
    request: HttpRequest,
    cell: queries.Cell,
    form: CellForm,
    act: Any,
    inspection: Inspection,
    title: str,
    button: str,
    told: str,
) -> HttpResponse:
    """Moderate or agree: what was submitted stands side by side above the form."""
    slug, body, criterion = inspection.slug, cell.scope_body, cell.criterion
    back = reverse("judgments-cell", args=[slug, body.code, criterion.pk])
    sent = request.method == "POST" and form.is_valid()
    if (
        sent
        and do(
            request, form, act, scope_body=body, criterion=criterion, **form.said(form.cleaned_data)
        )
        is not None
    ):
        messages.success(request, told)
        return HttpResponseRedirect(back)
    return page(
        request,
        "judgments/settle.html",
        inspection,
        title=title,
        stair=STAIR,
        cell=cell,
        form=form,
        button=button,
        back=back,
        findings=criterion.findings.all(),
        characteristics=criterion.characteristics.select_related("grade"),
        status=status_of(form),
    )


def _start(cell: queries.Cell) -> dict[str, Any]:
    """Begin from the newest record this person may see: agreed, moderated, or the one submission
    where there is but one.
    """
    sources = [
        cell.agreed,
        *cell.moderations[-1:],
        *(cell.submissions if len(cell.submissions) == 1 else ()),
    ]
    newest = next((one for one in sources if one is not None), None)
    if newest is None:
        return {}
    answered = {f"finding_{code}": "yes" if met else "no" for code, met in newest.findings.items()}
    cited = {
        citation.item_id
        for one in (*cell.submissions, *([cell.agreed] if cell.agreed else []))
        for citation in one.citations.all()
    }
    return {
        "grade": newest.grade_id,
        "reasons": newest.reasons,
        "outcome": getattr(newest, "outcome", ""),
        "cited": list(cited),
        **answered,
    }


@require_http_methods(BOTH)
@staff
def moderate(request: HttpRequest, slug: str, body: str, criterion: int) -> HttpResponse:
    """Propose what to agree, after looking at the submissions side by side."""
    inspection, _, asked, cell = _cell(request, slug, body, criterion)
    _may(request, inspection, JudgmentVerb.MODERATE)
    form = CellForm(request.POST or None, criterion=asked, initial=_start(cell))
    title = f"Moderate {cell.scope_body.label}: {asked}"
    return _settle(
        request,
        cell,
        form,
        actions.moderate,
        inspection,
        title,
        "Record moderation",
        "The moderation is recorded.",
    )


@require_http_methods(BOTH)
@staff
def agree(request: HttpRequest, slug: str, body: str, criterion: int) -> HttpResponse:
    """Settle a cell, or settle it anew; claims that rest on it become stale."""
    inspection, scope_body, asked, cell = _cell(request, slug, body, criterion)
    _may(request, inspection, JudgmentVerb.AGREE)
    form = AgreeForm(
        request.POST or None,
        criterion=asked,
        person=person(request),
        scope_body=scope_body,
        initial=_start(cell),
    )
    title = f"Agree {cell.scope_body.label}: {asked}"
    return _settle(
        request,
        cell,
        form,
        actions.agree,
        inspection,
        title,
        "Agree",
        "The judgment is agreed. Claims resting on it are looked at again.",
    )
