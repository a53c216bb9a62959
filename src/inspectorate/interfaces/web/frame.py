"""The frame of an inspection's pages: which inspection, its phase, its marking, the staircase with what waits on you."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection

from ..doing import person
from .work import waiting_on

STAIRS = [
    ("Plan", "inspections-plan", {"inspections", "programmes", "bodies"}),
    ("Fieldwork", "fieldwork-visits", {"fieldwork"}),
    ("Evidence", "evidence-list", {"evidence"}),
    ("Judgments", "judgments-grid", {"judgments"}),
    ("Claims", "claims-list", {"claims"}),
    ("Documents", "reports-list", {"reports"}),
    ("Recommendations", "recommendations-register", {"recommendations"}),
    ("Publication", "publication-releases", {"publication"}),
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
                    "waiting": sum(waiting[room] for room in rooms),
                }
                for label, name, rooms in STAIRS
            ],
        }
    return render(request, template, {**frame, **context}, status=status)
