"""How sure an agreed judgment is, said by a person with reasons, and withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.certainty import actions
from inspectorate.domain.judgments.certainty.models import (
    LONGEST_WORDS,
    CertaintyLevel,
    CertaintyReason,
)
from inspectorate.domain.judgments.models import Certainty
from inspectorate.domain.judgments.verbs import JudgmentVerb

from ...act_forms import ActForm, MarkingField, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import ReasonForm
from .moderation import cell_of


class HowSureForm(ActForm):
    """How sure somebody is of a judgment, or of one finding of it."""

    level = forms.ChoiceField(
        choices=[(one.value, f"{one.label}: {one.means}") for one in CertaintyLevel],
        label="How sure",
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        choices=CertaintyReason.choices,
        required=False,
        label="Why not surer",
        help_text="Below high, tick at least one.",
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        label="In your words",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    marking = MarkingField(
        "Marking of these words: at least",
        "In any case they take the highest marking of the judgment they are about.",
    )

    def __init__(self, *args: Any, cell: judgments.Cell, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = cell.agreed.findings if cell.agreed else {}
        findings = [one for one in cell.criterion.findings.all() if one.code in agreed]
        if findings:
            self.fields["finding"] = forms.ChoiceField(
                choices=[
                    ("", "The whole judgment"),
                    *((one.code, f"The finding: {one.text}") for one in findings),
                ],
                required=False,
                label="Of what",
            )
            self.order_fields(["finding"])


@require_get_or_post
@inspection_page(JudgmentVerb.SAY_HOW_SURE)
def say_how_sure(
    request: StaffRequest, inspection: Inspection, body: str, criterion: int
) -> HttpResponse:
    """Say how sure the agreed judgment of a cell is."""
    cell = cell_of(request, inspection, body, criterion)
    return act_page(
        request,
        inspection,
        HowSureForm(request.POST or None, cell=cell),
        partial(actions.say_how_sure, scope_body=cell.scope_body, criterion=cell.criterion),
        title=f"How sure: {cell.scope_body.label}, {cell.criterion}",
        button="Say so",
        success_url=reverse("judgments-cell", args=[inspection.slug, body, criterion]),
        message="How sure the judgment is is recorded.",
        intro="A person's word with its reasons, beside the judgment. It is no chance, and changes "
        "neither the grade nor any figure. A later one stands in its place.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_HOW_SURE)
def withdraw_how_sure(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Withdraw what was said of how sure a judgment is."""
    rows = Certainty.objects.filter(agreed__scope_body__inspection=inspection)
    found = get_object_or_404(rows.select_related("agreed__scope_body", "agreed__criterion"), pk=pk)
    place = found.agreed.scope_body.code, found.agreed.criterion_id
    cell = cell_of(request, inspection, *place)
    if cell.agreed is None:
        raise Http404
    act = partial(actions.withdraw_how_sure, scope_body=cell.scope_body, certainty=found)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        act,
        title=f"Withdraw how sure {cell.scope_body.label} on {cell.criterion.ref} is",
        button="Withdraw it",
        success_url=reverse("judgments-cell", args=[inspection.slug, *place]),
        message="What was said is withdrawn. It stays on record.",
    )
