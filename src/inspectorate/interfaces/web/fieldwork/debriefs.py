"""The hot debrief of a visit, made from its evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.debriefs import actions, queries

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from .debrief_forms import EndForm, in_words

# What a form says that is to put ticked evidence into words, and is not sent yet.
WORDS = "words"


@require_get_or_post
@inspection_page(FieldworkVerb.END_VISIT)
def end_visit(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """End a visit with its hot debrief, made from its evidence."""
    visits = fieldwork.visits_visible_to(request.user, inspection)
    visit = get_object_or_404(visits, pk=pk)
    evidence = queries.sayable(request.user, visit)
    today = timezone.localdate()
    begun = {"version": visit.version, "said_on": max(min(today, visit.ends_on), visit.starts_on)}
    there = reverse("fieldwork-visit", args=[inspection.slug, pk])
    if WORDS in request.POST:
        form = EndForm(initial=_with_words(request.POST, evidence), evidence=evidence)
    else:
        form = EndForm(request.POST or None, initial=begun, evidence=evidence)
        if perform(request, form, partial(actions.debrief, visit=visit)) is not None:
            messages.success(request, "The visit is ended.")
            return lead_back(request, there)
    return page(
        request,
        "fieldwork/end_visit.html",
        inspection,
        title="End the visit",
        form=form,
        visit=visit,
        put=WORDS in request.POST,
        back=back_to(request, there),
        status=status_of(form),
    )


def _with_words(sent: QueryDict, evidence: Any) -> dict[str, Any]:
    """What was sent, as it was typed, with the ticked evidence put into its words."""
    ticked = set(sent.getlist("cited"))
    words = in_words(sent.get("debrief", ""), [one for one in evidence if str(one.pk) in ticked])
    return {**sent.dict(), "cited": list(ticked), "debrief": words}
