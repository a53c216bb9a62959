"""The form by which somebody is named who stands in for a contact, for staff and for contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from inspectorate.foundation.people.models import Person

from .act_forms import ActForm, offer


def _day(label: str) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=label)


class DelegateForm(ActForm):
    """Who stands in, from when to when, and why."""

    person = forms.ModelChoiceField(queryset=Person.objects.none(), label="Who stands in")
    from_on = _day("First day")
    to_on = _day("Last day")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")

    def __init__(self, *args: Any, people: QuerySet[Person], told: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        self.fields["person"].help_text = told
