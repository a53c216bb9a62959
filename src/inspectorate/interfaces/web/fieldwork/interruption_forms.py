"""Forms of a visit that is deferred, paused, left incomplete, resumed or reopened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from inspectorate.domain.fieldwork.interruptions.kinds import AskedBy, Ground
from inspectorate.domain.fieldwork.interruptions.policies import Asked

from ...act_forms import MarkingField, VersionForm
from .forms import moment, text

_OF_ASKED = (
    *("since", "asked_by", "office", "ground", "words", "marking"),
    *("welfare_office", "welfare_reach"),
)


def _now() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


class InterruptForm(VersionForm):
    """Who asks for an interruption, on what ground, from when, and whom the body can call."""

    since = moment("From when")
    asked_by = forms.ChoiceField(choices=AskedBy.choices, label="Who asked for it")
    office = forms.CharField(
        max_length=160, label="Which office asked", help_text="An office. No person's name."
    )
    ground = forms.ChoiceField(choices=Ground.choices, label="On what ground")
    words = text(
        "What happened",
        3,
        required=False,
        help_text="Needed for another ground. No person's name. The body reads it unless it is "
        "marked above Official.",
    )
    marking = MarkingField(
        "Marking of these words", "Marked above Official they are not shown to the body."
    )
    welfare_office = forms.CharField(
        max_length=160,
        label="Whom the body can call about somebody's welfare",
        help_text="An office. The body sees it in the portal, with how to reach it.",
    )
    welfare_reach = forms.CharField(max_length=160, label="Telephone or e-mail of that office")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = _now

    def arguments(self) -> dict[str, Any]:
        """What was sent, with who asked and why as one thing."""
        given = super().arguments()
        given["asked"] = Asked(**{name: given.pop(name) for name in _OF_ASKED})
        return given


class LeaveIncompleteForm(InterruptForm):
    """What was not seen at a visit that ends without a debrief, and why it ends."""

    not_seen = text("What was not seen", 4, help_text="What was planned and not come to.")
    field_order = ("not_seen",)


class ResumeForm(VersionForm):
    """When a paused visit goes on."""

    since = moment("From when it goes on")
    reason = text("Why it can go on", 2, required=False)
    marking = MarkingField(
        "Marking of the reason", "Marked above Official it is not shown to the body."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = _now


class ReopenForm(ResumeForm):
    """Why a visit that was over is reopened."""

    reason = text("Why it is reopened", 2)
