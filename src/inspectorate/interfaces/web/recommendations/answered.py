"""Which outcomes in words a recommendation answers: recorded, and ended with the reason."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.answered import actions, queries
from inspectorate.domain.recommendations.answered.models import AnsweredOutcome
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.verbs import RecommendationVerb

from ...act_forms import offer, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import AnswerForm, EndAnswerForm


def _part(request: StaffRequest, inspection: Inspection, pk: int) -> Addressee:
    rows = recommendations.addressees_visible_to(request.user, inspection)
    return get_object_or_404(rows, pk=pk)


@require_get_or_post
@inspection_page(RecommendationVerb.ANSWER_OUTCOME)
def answer(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record which outcome the recommendation answers."""
    asked = _part(request, inspection, pk).recommendation
    there = queries.answerable(request.user, asked)
    form = AnswerForm(request.POST or None)
    rows = WrittenOutcome.objects.filter(pk__in=[one.pk for one in there])
    offer(
        form,
        "outcome",
        rows.select_related("inspection", "scope_body", "criterion__area").order_by("number"),
    )
    return act_page(
        request,
        inspection,
        form,
        partial(actions.answer_outcome, recommendation=asked),
        title=f"What {asked.ref} answers",
        button="Record it",
        success_url=reverse("recommendations-addressee", args=[inspection.slug, pk]),
        message=f"It is recorded what {asked.ref} answers.",
        intro=asked.text
        if there
        else "No outcome in words stands that this recommendation is not said to answer already.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.END_ANSWER)
def end(request: StaffRequest, inspection: Inspection, pk: int, link: int) -> HttpResponse:
    """Record that it does not answer it after all."""
    asked = _part(request, inspection, pk).recommendation
    seen = [one.link.pk for one in queries.answered_by(request.user, asked)]
    rows = AnsweredOutcome.objects.select_related(
        "recommendation__inspection", "outcome__inspection"
    )
    found = get_object_or_404(rows, pk=link, pk__in=seen)
    return act_page(
        request,
        inspection,
        EndAnswerForm(request.POST or None),
        partial(actions.end_answer, answered=found),
        title=f"{asked.ref} does not answer {found.outcome.ref}",
        button="Record it",
        success_url=reverse("recommendations-addressee", args=[inspection.slug, pk]),
        message=f"{asked.ref} no longer counts as answering {found.outcome.ref}.",
    )
