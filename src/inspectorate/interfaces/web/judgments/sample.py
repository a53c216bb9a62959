"""A sample of undisputed judgments: drawn, and looked at one by one before many are agreed."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.desk import actions, policies, sampling
from inspectorate.domain.judgments.models import SampledCell
from inspectorate.domain.judgments.verbs import JudgmentVerb

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from . import deciding


class LookForm(ActForm):
    """What somebody who looked says of a judgment."""

    stands = forms.ChoiceField(
        choices=[("yes", "I would agree it as it stands"), ("no", "I would not")],
        label="What you say of it",
        widget=forms.RadioSelect,
    )

    def arguments(self) -> dict[str, bool]:
        return {"stands": self.cleaned_data["stands"] == "yes"}


@require_get_or_post
@inspection_page(JudgmentVerb.DRAW_SAMPLE)
def draw(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Draw a sample of what is undisputed, and say how large and why."""
    population = len(queries.undisputed(request.user, inspection).alike)
    return act_page(
        request,
        inspection,
        ActForm(request.POST or None),
        partial(actions.draw_sample, inspection=inspection),
        title="Draw a sample of the undisputed judgments",
        button="Draw it",
        success_url=reverse("judgments-undisputed", args=[inspection.slug]),
        message="The sample is drawn. Look at each judgment of it.",
        intro=why_so_many(population),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.LOOK)
def look(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """One judgment of one's own sample, with all that lies before it; the next follows."""
    mine = SampledCell.objects.filter(sample__by=request.user, sample__inspection=inspection)
    rows = mine.select_related("sample__inspection", "scope_body__inspection", "scope_body__body")
    sampled = get_object_or_404(rows.select_related("criterion__scale", "criterion__area"), pk=pk)
    cell = queries.cell(request.user, sampled.scope_body, sampled.criterion)
    if cell is None:
        raise Http404
    form = LookForm(request.POST or None)
    listed = reverse("judgments-undisputed", args=[inspection.slug])
    if perform(request, form, partial(actions.look, cell=sampled)) is not None:
        messages.success(request, "What you say of it is recorded.")
        following = sampled.sample.cells.filter(look=None).order_by("place").first()
        if following is None:
            return lead_back(request, listed)
        return lead_back(request, reverse("judgments-look", args=[inspection.slug, following.pk]))
    return page(
        request,
        "judgments/look.html",
        inspection,
        title=f"Look at {sampled}",
        sampled=sampled,
        size=sampled.sample.cells.count(),
        cell=cell,
        form=form,
        against=policies.lookable(request.user, sampled),
        back=back_to(request, listed),
        status=status_of(form),
        **deciding.before(request, inspection, cell, "page"),
    )


def why_so_many(population: int) -> str:
    """How many are looked at, and why so many."""
    size = sampling.size_of(population)
    return (
        f"{size} of {population} are looked at first: if one in ten were not as you would agree "
        f"them, a sample of {size} would show at least one of those in 95 of 100 draws. Of what "
        f"is rarer it says little. The seed is a digest of what is drawn from: nobody chooses it."
    )
