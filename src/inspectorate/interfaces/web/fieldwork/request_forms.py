"""Forms of requests: to many bodies at once, moved to another day, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from inspectorate.domain.fieldwork.models import ReturnTemplate
from inspectorate.domain.fieldwork.returns.queries import offered
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion

from ...act_forms import ActForm, VersionForm, offer
from ...many import ManyForm
from .due_fields import DueFields


def by_template() -> forms.ModelChoiceField[ReturnTemplate]:
    """The template of a data return by which a request asks, if by any."""
    return forms.ModelChoiceField(
        queryset=ReturnTemplate.objects.none(),
        required=False,
        label="As a data return by this template",
        help_text="Needed where rows and columns are asked for. Templates are made under Data "
        "returns.",
    )


class AskManyForm(ManyForm, DueFields):
    """One request to each body ticked, named by its code."""

    title = forms.CharField(max_length=200, label="What is asked for")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), required=False, label="Details"
    )
    criteria = forms.ModelMultipleChoiceField(
        queryset=Criterion.objects.none(),
        label="Criteria it is for",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    template = by_template()

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", offered(inspection))
        self.bodies = {one.code: one for one in inspections.scope(inspection)}
        offer(self, "criteria", Criterion.objects.filter(area__framework=inspection.framework))

    def clean(self) -> None:
        """Look the bodies up, and put the rule together."""
        ManyForm.clean(self)
        DueFields.clean(self)

    def find(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        body = self.bodies.get(name)
        return None if body is None else (body.label, {"scope_body": body})


class MoveRequestForm(VersionForm):
    """Another day for a request, and why."""

    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Due on")
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        label="Why it is moved",
        help_text="The body reads this.",
    )


class WithdrawRequestForm(ActForm):
    """Why a request is withdrawn."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        label="Why it is withdrawn",
        help_text="The body reads this.",
    )


class LookForm(ActForm):
    """That what came was looked at: the hand-ins that the page showed as new."""

    seen = forms.CharField(max_length=4_000, widget=forms.HiddenInput)

    def clean_seen(self) -> list[int]:
        """Take keys alone."""
        pieces = self.cleaned_data["seen"].split(",")
        if not all(piece.isdecimal() and len(piece) < 19 for piece in pieces):
            raise forms.ValidationError("Open the page again.")
        return [int(piece) for piece in pieces]
