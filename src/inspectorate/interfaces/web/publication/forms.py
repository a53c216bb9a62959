"""Forms of publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries
from inspectorate.domain.publication.models import Release
from inspectorate.domain.reports.models import Edition
from inspectorate.prose.dates import in_words, told_moment

from ...act_forms import ActForm, offer


# The field is generic to the type checker alone.
class Editions(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Editions to publish, each named by its document and number."""

    def label_from_instance(self, obj: Edition) -> str:
        return (
            f"{obj.document.title} ({obj.document.get_kind_display().lower()}, edition "
            f"{obj.number}, frozen {in_words(timezone.localdate(obj.at))})"
        )


class PrepareForm(ActForm):
    """What is to be published together, and not before when."""

    corrects = forms.ModelChoiceField(
        queryset=Release.objects.none(),
        required=False,
        label="Corrects",
        empty_label="Nothing: this is a first release",
        help_text="Only where it puts right a release that is out.",
    )
    correction_reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What was wrong",
        help_text="Printed with the correction.",
    )
    embargo_until = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label="Embargo ends at",
        help_text="UK time. The day must be the one that the documents print.",
    )
    field_order = ("key", "editions", "embargo_until", "corrects", "correction_reason")

    def __init__(
        self, *args: Any, inspection: Inspection, out: QuerySet[Release], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        newest = [one.pk for one in queries.publishable(inspection)]
        self.fields["editions"] = Editions(
            queryset=Edition.objects.filter(pk__in=newest).select_related("document"),
            widget=forms.CheckboxSelectMultiple,
            label="Editions to publish together",
        )
        offer(self, "corrects", out)
        self.order_fields(self.field_order)

    def clean_embargo_until(self) -> datetime:
        """Refuse a moment that a zone puts on no day of a calendar."""
        until: datetime = self.cleaned_data["embargo_until"]
        try:
            told_moment(until.isoformat())
        except OverflowError:
            raise ValidationError("Give a moment that a calendar has.") from None
        return until


class SignForm(ActForm):
    """The second signature, under the contents that stood on the page.

    It says why they go out where something warns that nobody has gone past yet (``warned``).
    """

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why it goes out all the same",
        help_text="Kept with your name and printed in the binder: write nothing marked above "
        "Official.",
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, warned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["reason"]


class EndMandateForm(ActForm):
    """Why a mandate ends."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it ends")


class CancelForm(ActForm):
    """Why a release is stopped."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it is stopped")
