"""Samples of cases: what is asked, the list, the draw, the review, and the shares that follow."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import (
    CaseReview,
    CaseSample,
    DrawnCase,
    MissingCase,
    ReviewForm,
)
from inspectorate.domain.fieldwork.samples import actions, queries
from inspectorate.domain.fieldwork.samples.kinds import Seeding
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .review_forms import (
    BeginForm,
    CaseForm,
    DrawForm,
    ListForm,
    ReviewFormForm,
    WhyForm,
    progress,
)


def _form(inspection: Inspection, number: int) -> ReviewForm:
    rows = ReviewForm.objects.filter(inspection=inspection).select_related("inspection")
    return get_object_or_404(rows, number=number)


def _sample(request: StaffRequest, inspection: Inspection, pk: int) -> CaseSample:
    found = queries.sample(request.user, inspection, pk)
    if found is None:
        raise Http404
    return found


def _case(request: StaffRequest, inspection: Inspection, pk: int) -> DrawnCase:
    found = queries.case(request.user, inspection, pk)
    if found is None:
        raise Http404
    return found


def _may(request: StaffRequest, inspection: Inspection, *verbs: FieldworkVerb) -> dict[str, bool]:
    return {verb.act: fieldwork.can(request.user, inspection, verb) for verb in verbs}


def _at(inspection: Inspection, sample: CaseSample) -> str:
    return reverse("fieldwork-sample", args=[inspection.slug, sample.pk])


@require_GET
@inspection_page(FieldworkVerb.SEE)
def samples(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The reviews of an inspection, with the samples of each and the shares over all bodies."""
    rows = queries.states(request.user, inspection)
    forms = [
        {
            "form": one,
            "samples": [(row, progress(row)) for row in rows if row.sample.form_id == one.pk],
            "shares": queries.shares(request.user, one) if one.pooled.all() else [],
        }
        for one in queries.forms(request.user, inspection)
    ]
    return page(
        request,
        "fieldwork/samples.html",
        inspection,
        title="Samples of cases",
        forms=forms,
        may=_may(request, inspection, FieldworkVerb.MAKE_REVIEW_FORM, FieldworkVerb.BEGIN_SAMPLE),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.MAKE_REVIEW_FORM)
def make_form(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Say what is asked of each case."""
    return act_page(
        request,
        inspection,
        ReviewFormForm(request.POST or None, inspection=inspection),
        partial(actions.make_form, inspection=inspection),
        title="Make a review form",
        button="Make the form",
        success_url=reverse("fieldwork-samples", args=[inspection.slug]),
        message="The form is made. Begin a sample of a body's cases with it.",
        intro="What is asked is fixed before anything is drawn, and does not change afterwards.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.BEGIN_SAMPLE)
def begin(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Begin a sample of a body before its list is known."""
    form = _form(inspection, number)
    start = {"scope_body": request.GET.get("body")}
    return act_page(
        request,
        inspection,
        BeginForm(request.POST or None, form=form, initial=start),
        partial(actions.begin, form=form),
        title=f"Begin a sample: {form.title}",
        button="Begin",
        success_url=lambda made: _at(inspection, made),
        back=reverse("fieldwork-samples", args=[inspection.slug]),
        message="The sample is begun. Tell the body the digest, and ask for its list.",
        intro=" ".join(
            [
                "A seed is made now and its digest told, before the list is here: so nobody can "
                "choose a seed that pleases, and the body can check that nobody did.",
                *queries.asked_elsewhere(form),
            ]
        ),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def sample_page(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """One sample: seed, list, draw, cases with how far their review is, and the shares."""
    found = _sample(request, inspection, pk)
    state = queries.state_of(found)
    cases = queries.cases_of(state.draw) if state.draw else []
    return page(
        request,
        "fieldwork/sample.html",
        inspection,
        title=f"{found.form.title}: {found.scope_body.label}",
        sample=found,
        state=state,
        progress=progress(state),
        cases=cases,
        beside=[]
        if hasattr(found, "given_up")
        else queries.asked_elsewhere(found.form, found.scope_body),
        next=next((one.case for one in cases if one.waits), None),
        shares=queries.shares(request.user, found.form, found.scope_body.code)
        if state.draw and not hasattr(found, "given_up")
        else [],
        may=_may(
            request,
            inspection,
            FieldworkVerb.CLOSE_LIST,
            FieldworkVerb.DRAW_CASES,
            FieldworkVerb.REVIEW_CASE,
            FieldworkVerb.TAKE_REVIEW_BACK,
            FieldworkVerb.REPLACE_CASE,
            FieldworkVerb.FIND_CASE,
            FieldworkVerb.GIVE_UP_SAMPLE,
        ),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.CLOSE_LIST)
def close_list(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Paste or send the list that the sample is drawn from."""
    found = _sample(request, inspection, pk)
    return act_page(
        request,
        inspection,
        ListForm(request.POST or None, request.FILES or None),
        partial(actions.close_list, sample=found),
        title=f"The list to draw from: {found.scope_body.label}",
        button="Close the list",
        success_url=_at(inspection, found),
        message="The list is closed. Its digest stands on this page.",
        intro="A row that may tell of a person is refused by its number, and nothing of the list "
        "is kept until every row is right.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.DRAW_CASES)
def draw(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Reveal the seed and draw the cases."""
    found = _sample(request, inspection, pk)
    dice = Seeding(found.seeding) is Seeding.BODY
    return act_page(
        request,
        inspection,
        DrawForm(request.POST or None, dice=dice),
        partial(actions.draw, sample=found),
        title=f"Draw the cases: {found.scope_body.label}",
        button="Draw",
        success_url=_at(inspection, found),
        message="The cases are drawn, and the seed is told.",
        intro=" ".join(
            [
                "What is drawn follows from the closed list, the seed and what the body adds. "
                "Anybody who holds them draws the same cases again.",
                *queries.asked_elsewhere(found.form, found.scope_body),
            ]
        ),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def draw_record(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """The record of a draw, for the body to check it on its own list."""
    found = _sample(request, inspection, pk)
    made = queries.state_of(found).draw
    if made is None:
        raise Http404
    text = json.dumps(queries.record(made), indent=2, ensure_ascii=False)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.json"'
    return answer


@require_get_or_post
@inspection_page(FieldworkVerb.REVIEW_CASE)
def review(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Answer the questions on a case; afterwards the next one that waits is offered."""
    case = _case(request, inspection, pk)
    sample = case.draw.case_list.sample
    form = CaseForm(request.POST or None, form=sample.form)
    made = perform(request, form, partial(actions.review, case=case))
    if made is not None:
        state = queries.state_of(sample)
        messages.success(request, f"{case.ref} is reviewed: {progress(state)}.")
        waits = queries.waiting_cases(case.draw).first()
        to = reverse("fieldwork-review-case", args=[inspection.slug, waits.pk]) if waits else ""
        return lead_back(request, to or _at(inspection, sample))
    return page(
        request,
        "fieldwork/review.html",
        inspection,
        title=f"Review {case.ref}",
        case=case,
        sample=sample,
        progress=progress(queries.state_of(sample)),
        may_be_missing=not case.reviews.exists(),
        form=form,
        status=status_of(form),
    )


def _why(
    request: StaffRequest,
    inspection: Inspection,
    sample: CaseSample,
    act: Any,
    *,
    title: str,
    button: str,
    message: str,
    intro: str,
) -> HttpResponse:
    """A page that asks for the reason of an act on a sample, and leads back to it."""
    return act_page(
        request,
        inspection,
        WhyForm(request.POST or None),
        act,
        title=title,
        button=button,
        success_url=_at(inspection, sample),
        message=message,
        intro=intro,
    )


@require_get_or_post
@inspection_page(FieldworkVerb.TAKE_REVIEW_BACK)
def take_review_back(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take a review back, with the reason."""
    found = get_object_or_404(
        CaseReview.objects.filter(case__draw__case_list__sample__form__inspection=inspection), pk=pk
    )
    case = _case(request, inspection, found.case_id)
    return _why(
        request,
        inspection,
        case.draw.case_list.sample,
        partial(actions.take_review_back, review=found),
        title=f"Take back the review of {case.ref}",
        button="Take it back",
        message="The review is taken back; the case waits to be reviewed again.",
        intro="What was answered stays on record and counts no more. Claims that rest on it "
        "become stale.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.REPLACE_CASE)
def replace(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Say that a case cannot be had."""
    case = _case(request, inspection, pk)
    return _why(
        request,
        inspection,
        case.draw.case_list.sample,
        partial(actions.replace, case=case),
        title=f"{case.ref} cannot be had",
        button="Take the next in its place",
        message="The next in the order of the same draw stands in.",
        intro="Which case stands in follows from the draw, and is nobody's choice.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.FIND_CASE)
def find(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Say that a case was found after all."""
    found = get_object_or_404(
        MissingCase.objects.filter(case__draw__case_list__sample__form__inspection=inspection),
        pk=pk,
    )
    case = _case(request, inspection, found.case_id)
    return _why(
        request,
        inspection,
        case.draw.case_list.sample,
        partial(actions.find, missing=found),
        title=f"{case.ref} was found after all",
        button="Read it instead",
        message="The case is read; what stood in for it is not.",
        intro="For a case that could not be had and now can.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.GIVE_UP_SAMPLE)
def give_up(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Give a sample up, with the reason."""
    found = _sample(request, inspection, pk)
    return _why(
        request,
        inspection,
        found,
        partial(actions.give_up, sample=found),
        title=f"Give up the sample of {found.scope_body.label}",
        button="Give it up",
        message="The sample is given up; it stays here and counts for nothing.",
        intro="Its list, draw and reviews stay on record, and everybody sees that it was given up.",
    )
