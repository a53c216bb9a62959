"""Forms of live quotations: who speaks, who is asked, a message that came, why it is no more."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.reports.quotations.policies import WHY_WITHDRAWN
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, FileForm, offer


class DeclareForm(ActForm):
    """Who speaks, and under which short name the text marks their words."""

    code = forms.CharField(
        label="Short name",
        max_length=80,
        help_text="The text marks the words with it: “chief-inspector” stands in "
        "{.said by=chief-inspector}.",
    )
    office = forms.CharField(
        label="Office",
        max_length=200,
        help_text="What they speak as. It stands beside the words in the text.",
    )
    name = forms.CharField(label="Name", max_length=200, required=False)


class AskSpeakerForm(ActForm):
    """Whom to ask in the portal, and until when they may open it."""

    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Account of the speaker",
        empty_label="None",
        help_text="An administrator invites them to the portal as a body contact, with a second "
        "factor. They see these words, and nothing else of the document.",
    )
    until = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), label="Last day to open it"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people.outside_alone())


class WithdrawAskingForm(ActForm):
    """Why nobody is asked any more."""

    why = forms.ChoiceField(
        choices=list(WHY_WITHDRAWN.items()), widget=forms.RadioSelect, label="Why is it withdrawn?"
    )


class RecordApprovalForm(FileForm):
    """The message with which the speaker approved; ``seen`` are the words that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    file = forms.FileField(
        label="The speaker’s message",
        help_text="The mail or letter in which they approve these very words. Up to 50 MB.",
    )


class WithdrawApprovalForm(ActForm):
    """Why it is taken back."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label="Why is it taken back?"
    )
