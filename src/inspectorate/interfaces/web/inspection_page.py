"""The frame of an inspection's pages: which inspection, its phase, its marking, the staircase with
what waits on you.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.reports import queries as reports

from ..act_forms import person
from .dashboard import waiting_on

# Each step by its room: nobody is shown a step they may not stand on.
STAIRS: list[tuple[Any, str, str, set[str]]] = [
    (inspections, "Plan", "inspections-plan", {"inspections", "programmes", "bodies"}),
    (fieldwork, "Fieldwork", "fieldwork-visits", {"fieldwork"}),
    (evidence, "Evidence", "evidence-list", {"evidence"}),
    (judgments, "Judgments", "judgments-grid", {"judgments"}),
    (claims, "Claims", "claims-list", {"claims"}),
    (reports, "Documents", "reports-list", {"reports"}),
    (recommendations, "Recommendations", "recommendations-register", {"recommendations"}),
    (publication, "Publication", "publication-releases", {"publication"}),
]


def the_inspection(request: HttpRequest, slug: str) -> Inspection:
    """The inspection named in the address, if this person may see it; otherwise it does not exist."""
    inspection = inspections.visible_to(person(request)).filter(slug=slug).first()
    if inspection is None:
        raise Http404
    return inspection


def page(
    request: HttpRequest,
    template: str,
    inspection: Inspection | None,
    *,
    title: str,
    stair: str = "",
    status: int = 200,
    marking: str = "OFFICIAL",
    **context: Any,
) -> HttpResponse:
    """Render ``template`` inside the shell; ``stair`` is the staircase step this page stands on."""
    frame: dict[str, Any] = {"title": title, "inspection": inspection}
    if inspection is not None:
        waiting = Counter(one.room for one in waiting_on(person(request), inspection) if one.mine)
        frame |= {
            "inspection_name": inspection.title,
            "phase": inspection.get_phase_display(),
            "page_marking": marking,
            "page_marking_sensitive": marking not in {"PUBLIC", "OFFICIAL"},
            "rehearsal_notice": inspection.notice,
            "staircase_head": "This inspection",
            "staircase": [
                {
                    "label": label,
                    "url": reverse(name, args=[inspection.slug]),
                    "current": label == stair,
                    "waiting": sum(waiting[one] for one in rooms),
                }
                for room, label, name, rooms in STAIRS
                if room.can(person(request), inspection, "see")
            ],
        }
    return render(request, template, {**frame, **context}, status=status)
