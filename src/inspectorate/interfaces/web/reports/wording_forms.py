"""What the desk of signing asks for, but for the seal of what it showed."""

from __future__ import annotations

from django import forms

from ...act_forms import ActForm


class DeclareForm(ActForm):
    """Nothing is asked."""


class ReasonForm(ActForm):
    """A reason."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Reason")


class ObjectForm(ReasonForm):
    """Why words cannot be signed as they stand."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What is wrong with these words",
        help_text="Whoever writes the document reads it.",
    )
    finding = forms.BooleanField(
        required=False,
        label="They state a finding, and are not bound to a claim",
    )


class LookForm(ActForm):
    """Which change was looked at."""

    identity = forms.CharField(widget=forms.HiddenInput, max_length=64)
