"""Forms of following recommendations up."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.recommendations.models import (
    Closure,
    Progress,
    Response,
    Verification,
)

from ...act_forms import ActForm, FileForm


def _choices(model: Any, name: str) -> list[Any]:
    return list(model._meta.get_field(name).choices)


def _area(label: str, rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


class MoveForm(ActForm):
    """A new day, and why."""

    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="New day")
    reason = _area(
        "Why it is moved", 3, help_text="Printed in the public register beside the old day."
    )


class RespondForm(ActForm):
    """A reply that was published elsewhere."""

    agreement = forms.ChoiceField(
        choices=_choices(Response, "agreement"),
        widget=forms.RadioSelect,
        label="Does the body agree?",
    )
    action = _area("Action proposed", required=False)
    why_none = _area("Why no action is proposed", required=False)
    link = forms.URLField(label="Where the reply is published", assume_scheme="https")


class ProgressForm(FileForm):
    """What the owner says has been done."""

    claimed = forms.ChoiceField(
        choices=_choices(Progress, "claimed"), widget=forms.RadioSelect, label="What the body says"
    )
    text = _area("What has been done, in its words")
    file = forms.FileField(required=False, label="File offered as proof")


class VerifyForm(FileForm):
    """What the inspectorate confirmed, and on what."""

    confirmed = forms.ChoiceField(
        choices=_choices(Verification, "confirmed"),
        widget=forms.RadioSelect,
        label="What is confirmed",
    )
    evidence = _area("What was looked at, and what it showed")
    file = forms.FileField(required=False, label="File looked at")


class CloseForm(ActForm):
    """How an addressee's part ends."""

    outcome = forms.ChoiceField(
        choices=_choices(Closure, "outcome"), widget=forms.RadioSelect, label="Outcome"
    )
    reasons = _area("Reasons", help_text="For the public to read.")
