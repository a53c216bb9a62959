"""Forms of the plan of judging: what is drawn, what is accepted, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Mode, Seconds

from ...act_forms import ActForm, offer_choices

# What a plan begins with, in a hundred; with all lowest grades and borderline judgments beside it.
USUAL_SHARE = 5


class TermsForm(forms.Form):
    """What the page draws a plan from; it changes nothing."""

    share = forms.IntegerField(
        min_value=0,
        max_value=100,
        label="Share of the judgments made twice, in a hundred",
        widget=forms.NumberInput(attrs={"step": 1, "inputmode": "numeric"}),
    )
    seconds = forms.ChoiceField(label="Who makes them a second time", widget=forms.RadioSelect)
    ceiling = forms.IntegerField(
        required=False,
        min_value=0,
        label="Most judgments of one inspector",
        help_text="Empty where there is no ceiling.",
    )

    def __init__(self, *args: Any, offered: Sequence[Seconds], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        offer_choices(self, "seconds", [(one.value, one.label) for one in offered])

    @staticmethod
    def filled(sent: Mapping[str, Any], offered: Sequence[Seconds]) -> dict[str, Any]:
        """What was sent, and the usual where nothing was."""
        return {
            "share": sent.get("share", USUAL_SHARE),
            "seconds": sent.get("seconds", offered[0].value),
            "ceiling": sent.get("ceiling") or "",
        }


class AcceptForm(ActForm):
    """The plan as it was shown, to be accepted."""

    share = forms.IntegerField(widget=forms.HiddenInput)
    seconds = forms.CharField(widget=forms.HiddenInput)
    ceiling = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "inspection": self.inspection}


class ModeForm(ActForm):
    """How it is judged, and why."""

    mode = forms.ChoiceField(
        choices=Mode.choices, widget=forms.RadioSelect, label="How it is judged"
    )
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


class ByGradeForm(ActForm):
    """Who reads a second time what grades ask for."""

    seconds = forms.ChoiceField(label="Who makes them a second time", widget=forms.RadioSelect)
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )

    def __init__(self, *args: Any, offered: Sequence[Seconds], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "seconds", [(one.value, one.label) for one in offered])


class LeaversForm(ActForm):
    """Why readers are found anew."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")
