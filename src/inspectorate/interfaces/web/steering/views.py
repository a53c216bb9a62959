"""The pages of steering. Each tells what its reader may know, and nothing by what it leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence import queries as items
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import not_submitted as submitting
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.evidence_map import CellSources, EvidenceMap, evidence_map
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.domain.publication.hanging import hanging_on
from inspectorate.foundation.markings.scheme import BASELINE

from ..access import StaffRequest, inspection_page, may
from ..history import Deed, deeds_of
from ..inspection_page import page
from ..ledger_page import ROOMS
from ..lists.listing import leaves
from ..things import named
from . import listings
from .forms import SinceForm, SourcesForm
from .lateness import late_in

# So many acts of each part stand on the page, and so many in a file.
OF_EACH, OF_ALL = 30, 5_000
# So many of those on whom most that is late waits are named above the list.
NAMED = 8


@require_GET
@inspection_page(JudgmentVerb.SEE_PROGRESS)
def not_submitted(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Who has not submitted what, and by when; without what its reader is still to judge."""
    found, today = submitting.not_submitted(request.user, inspection), timezone.localdate()
    return page(
        request,
        "steering/not_submitted.html",
        inspection,
        title="Who has not submitted",
        listing=listings.not_submitted(found),
        rows=[(one, one.late(today)) for one in found],
        judgments=sum(len(one.rows) for one in found),
        late=sum(one.late(today) for one in found),
        today=today,
        may_judge=may(request.user, inspection, JudgmentVerb.SUBMIT),
        may_give_again=may(request.user, inspection, JudgmentVerb.REDRAW),
    )


@require_GET
@inspection_page(EvidenceVerb.SEE)
def evidence(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Where evidence is thin: a map of criteria and bodies, and its table."""
    drawn = evidence_map(request.user, inspection)
    form = SourcesForm(request.GET, drawn)
    ordered = (drawn.cells[body.pk, of.pk] for of in drawn.criteria for body in drawn.bodies)
    rows = [cell for cell in ordered if form.fits(cell)]
    tones = Counter(_tone(one) for one in drawn.cells.values())
    return page(
        request,
        "steering/evidence.html",
        inspection,
        title="Where evidence is thin",
        listing=listings.sources(rows, form.said()),
        drawn=drawn,
        lines=_lines(drawn, inspection),
        none=tones["none"],
        thin=tones[CellMark.THIN.value],
        single=tones[CellMark.SINGLE_SOURCE.value],
        inspected=sum(not one.left_out for one in drawn.cells.values()),
        filter_form=form,
        form_problems=[
            {"text": str(text), "href": f"#{form[name].id_for_label}"}
            for name, texts in form.errors.items()
            for text in texts
        ],
        said=form.said(),
        rows=[_row(one, inspection) for one in rows],
    )


def _lines(drawn: EvidenceMap, inspection: Inspection) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The map, a line a body."""
    return [
        (body, [_row(drawn.cells[body.pk, of.pk], inspection) for of in drawn.criteria])
        for body in drawn.bodies
    ]


def _row(cell: CellSources, inspection: Inspection) -> dict[str, Any]:
    url = reverse("evidence-list", args=[inspection.slug])
    return {
        "cell": cell,
        "url": f"{url}?body={cell.body.code}&criterion={cell.criterion.pk}&standing=on",
        "kinds": listings.numbered(cell.of_kinds),
        "sides": listings.numbered(cell.of_sides),
        "standing": listings.standing(cell),
        "tone": _tone(cell),
    }


def _tone(cell: CellSources) -> str:
    if cell.left_out:
        return "out"
    if not cell.items:
        return "none"
    return str(cell.mark.value) if cell.mark else "enough"


@require_GET
@inspection_page(EvidenceVerb.SEE)
def rests_on_session(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """What hangs on a session: evidence, judgments, claims and sentences."""
    visits = fieldwork.visits_visible_to(request.user, inspection).order_by().values("pk")
    rows = Session.objects.filter(visit__in=visits, pk=pk).select_related("visit__scope_body")
    found = get_object_or_404(rows)
    name = f"the session “{found.title}” at {found.visit.scope_body.label}"
    back = reverse("fieldwork-visit", args=[inspection.slug, found.visit_id])
    return _rests_on(request, inspection, found, name, back)


@require_GET
@inspection_page(EvidenceVerb.SEE)
def rests_on_visit(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """What hangs on a visit, by its sessions."""
    found = get_object_or_404(fieldwork.visits_visible_to(request.user, inspection), pk=pk)
    name = f"the visit to {found.scope_body.label}"
    back = reverse("fieldwork-visit", args=[inspection.slug, pk])
    return _rests_on(request, inspection, found, name, back)


@require_GET
@inspection_page(EvidenceVerb.SEE)
def rests_on_document(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """What hangs on a document that was handed in or attached."""
    found = items.document(request.user, inspection, key)
    if found is None:
        raise Http404
    back = reverse("evidence-read", args=[inspection.slug, key])
    return _rests_on(request, inspection, found, found.name, back, found.marking)


def _rests_on(
    request: StaffRequest,
    inspection: Inspection,
    source: Session | Visit | Document,
    name: str,
    back: str,
    marking: str = BASELINE,
) -> HttpResponse:
    found = hanging_on(request.user, inspection, source)
    sentences = found.sentences()
    return page(
        request,
        "steering/rests_on.html",
        inspection,
        title=f"What rests on {name}",
        marking=marking,
        listing=listings.resting(found, inspection, f"on {name}"),
        found=found,
        claims=[(one, sentences.get(one.key, [])) for one in found.claims],
        sentences=len(found.drafted) + len(found.printed),
        back=back,
        source=name,
    )


@require_GET
@inspection_page(InspectionVerb.SEE)
def late(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What is past its day, the reader's own and that of others, each with whom it waits on."""
    mine, others = late_in(request.user, inspection, timezone.localdate())
    whose = Counter(one.whose for one in others).most_common()
    return page(
        request,
        "steering/late.html",
        inspection,
        title="Late work",
        listing=listings.late([*mine, *others]),
        mine=mine,
        others=others,
        whose=whose[:NAMED],
        unnamed=len(whose[NAMED:]),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What happened in one room: the newest, how many in all, where the rest is read."""

    label: str
    number: int
    deeds: list[Deed]
    url: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.deeds)


@require_GET
@inspection_page(InspectionVerb.SEE)
def changed(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What changed since yesterday, or since a day: room by room, as the ledger tells it."""
    form = SinceForm(request.GET)
    parts = _parts(request, inspection, form.day, OF_ALL if leaves(request) else OF_EACH)
    rows = [(one.label, deed) for one in parts for deed in one.deeds]
    rows.sort(key=lambda row: -row[1].entry.number)
    return page(
        request,
        "steering/changed.html",
        inspection,
        title="What changed",
        listing=listings.changed(
            # The page shows fewer than leave, and its link says how many do.
            listings.Counted(rows, sum(min(one.number, OF_ALL) for one in parts)),
            form.said(),
            more=any(one.number > OF_ALL for one in parts),
        ),
        filter_form=form,
        form_problems=[
            {"text": str(text), "href": "#id_since"} for text in form.errors.get("since", [])
        ],
        since=form.day,
        parts=parts,
        number=sum(one.number for one in parts),
    )


def _parts(request: StaffRequest, inspection: Inspection, since: date, most: int) -> list[Part]:
    """What happened since the morning of a day. As many queries whatever did."""
    begins = timezone.make_aware(datetime.combine(since, time.min))
    told = what_happened(request.user, inspection).filter(at__gte=begins)
    counted: Counter[str] = Counter()
    for verb, number in told.order_by().values_list("verb").annotate(Count("pk")):
        counted[verb.partition(".")[0]] += number
    by_room = {
        room: list(told.filter(verb__startswith=f"{room}.").order_by("-number")[:most])
        for room in ROOMS
        if counted[room]
    }
    entries = [one for those in by_room.values() for one in those]
    things = named(request.user, inspection, entries)
    deeds = {one.entry.pk: one for one in deeds_of(entries, things)}
    ledger = reverse("ledger", args=[inspection.slug])
    return [
        Part(
            ROOMS[room],
            counted[room],
            [deeds[one.pk] for one in those],
            f"{ledger}?room={room}&from_on={since.isoformat()}",
        )
        for room, those in by_room.items()
    ]
