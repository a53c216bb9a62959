"""What of the lists of steering to see."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments.evidence_map import CellSources, EvidenceMap
from inspectorate.domain.programmes.models import Criterion
from inspectorate.prose.dates import in_words

from ...act_forms import NONE_OF_THESE, offer


class SourcesForm(forms.Form):
    """Which cells of the map of evidence to list: the thin ones, of one body or criterion."""

    narrows = True
    body = forms.ModelChoiceField(
        queryset=ScopeBody.objects.none(),
        required=False,
        label="Body",
        to_field_name="code",
        empty_label="Every body",
        error_messages=NONE_OF_THESE,
    )
    criterion = forms.ModelChoiceField(
        queryset=Criterion.objects.none(),
        required=False,
        label="Criterion",
        to_field_name="ref",
        empty_label="Every criterion",
        error_messages=NONE_OF_THESE,
    )
    every = forms.BooleanField(required=False, label="Also what is not thin")

    def __init__(self, data: QueryDict, drawn: EvidenceMap) -> None:
        super().__init__(data, label_suffix="")
        keys = [one.pk for one in drawn.criteria]
        bodies = [one.pk for one in drawn.bodies]
        offer(self, "body", ScopeBody.objects.filter(pk__in=bodies).order_by("order"))
        of = Criterion.objects.filter(pk__in=keys).select_related("area")
        offer(self, "criterion", of.order_by("area__order", "order"))
        self.is_valid()

    def fits(self, cell: CellSources) -> bool:
        """Is this cell asked for?"""
        body, of = self.cleaned_data.get("body"), self.cleaned_data.get("criterion")
        return (
            (body is None or cell.body.pk == body.pk)
            and (of is None or cell.criterion.pk == of.pk)
            and (cell.thin or bool(self.cleaned_data.get("every")))
        )

    def said(self) -> str:
        """What was chosen, in words."""
        body, of = self.cleaned_data.get("body"), self.cleaned_data.get("criterion")
        said = [] if self.cleaned_data.get("every") else ["thin only"]
        said += [f"body {body.label}"] if body else []
        said += [f"criterion {of.ref}"] if of else []
        return "; ".join(said)


class SinceForm(forms.Form):
    """Since which day to tell what changed; yesterday unless one is named."""

    narrows = True
    since = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Since"
    )

    def __init__(self, data: QueryDict) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        given = data if data.get("since") else {"since": yesterday.isoformat()}
        super().__init__(given, label_suffix="")
        self.is_valid()
        self.day: date = self.cleaned_data.get("since") or yesterday

    def said(self) -> str:
        """What was chosen, in words."""
        return f"since {in_words(self.day)}"
