"""The frame of staff pages: an inspection's name, phase, marking and steps.

Each step shows how many things wait there on the reader.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.markings.reading import highest_read
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Reason

from .. import act_forms, many
from .access import StaffRequest, may
from .dashboard import waiting_on
from .history import history_of
from .lists.listing import Listing, leaves, taken_out


class Step(NamedTuple):
    """A room of an inspection as a step in its menu: nobody is shown one they may not open."""

    see: Verb
    label: str
    page: str


STEPS = (
    Step(InspectionVerb.SEE, "Plan", "inspections-plan"),
    Step(FieldworkVerb.SEE, "Fieldwork", "fieldwork-visits"),
    Step(EvidenceVerb.SEE, "Evidence", "evidence-list"),
    Step(JudgmentVerb.SEE, "Judgments", "judgments-grid"),
    Step(ClaimVerb.SEE, "Claims", "claims-list"),
    Step(ReportVerb.SEE, "Documents", "reports-list"),
    Step(RecommendationVerb.SEE, "Recommendations", "recommendations-register"),
    Step(PublicationVerb.SEE, "Publication", "publication-releases"),
)


def page(
    request: HttpRequest,
    template: str,
    inspection: Inspection | None,
    /,
    *,
    title: str,
    status: int = 200,
    marking: str = "OFFICIAL",
    listing: Listing | None = None,
    **context: Any,
) -> HttpResponse:
    """Render ``template`` in the frame of ``inspection``, or of the house where it is ``None``.

    A page that is a list gives its ``listing``; asked for a file of it, that is the answer.

    The step marked as current is the room of the verb the page was opened for. The page is marked
    as high as the highest of what was laid open for it, and of ``marking``.
    """
    act_forms.only_reads_on(request)
    marking = highest([marking, highest_read()])
    frame: dict[str, Any] = {"title": title, "inspection": inspection}
    if listing is not None:
        of = inspection.slug if inspection else "house"
        if file := taken_out(request, listing, of=of, marking=marking):
            # An answer in pieces has all that a view's answer needs of it.
            return cast(HttpResponse, file)
        frame |= {"listing": listing, "ways": listing.ways, "marking": marking}
        if leaves(request):
            template = "inspectorate/listing.html"
    frame["happened"] = history_of(request, inspection)
    if inspection is not None:
        # Every page of an inspection was opened by inspection_page, which noted person and verb.
        opened = cast(StaffRequest, request)
        frame |= {
            "search_url": reverse("inspection-search", args=[inspection.slug]),
            "inspection_name": inspection.title,
            "phase": inspection.get_phase_display(),
            "page_marking": marking,
            "page_marking_sensitive": marking not in {"PUBLIC", "OFFICIAL"},
            "rehearsal_notice": inspection.notice,
            "staircase_head": "This inspection",
            "staircase": _steps(opened.user, inspection, opened.verb.room),
        }
    return render(request, template, {**frame, **context}, status=status)


def _steps(person: Person, inspection: Inspection, current: str) -> list[dict[str, Any]]:
    """The steps ``person`` may open, each with how many things wait on them there."""
    waiting = Counter(task.verb.room for task in waiting_on(person, inspection) if task.mine)
    return [
        {
            "label": step.label,
            "url": reverse(step.page, args=[inspection.slug]),
            "current": current == step.see.room,
            "waiting": waiting[step.see.room],
        }
        for step in STEPS
        if may(person, inspection, step.see)
    ]


def unread_page(
    request: StaffRequest,
    inspection: Inspection,
    reasons: Sequence[Reason],
    *,
    title: str,
    back: str,
    status: int = 200,
) -> HttpResponse:
    """Say why no form is offered: it would be refused to who may not read what it is about.

    Answered to what was sent, its ``status`` is that of a refusal.
    """
    return page(
        request,
        "inspectorate/unread.html",
        inspection,
        title=title,
        status=status,
        reasons=reasons,
        back=back,
    )


act_page = functools.partial(act_forms.act_page, page)
many_page = functools.partial(many.many_page, page)
