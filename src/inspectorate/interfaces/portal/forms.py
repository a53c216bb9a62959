"""Forms of the portal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from inspectorate.domain.recommendations.models import Progress, Response
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.models import FactCheck, SpeakerApproval
from inspectorate.foundation.markings.scheme import OF_WORDS_FROM_OUTSIDE
from inspectorate.prose.dates import in_words

from ..act_forms import ActForm, FileForm, MarkingField, offer_choices
from ..hand_in import InPieces


def _area(label: str, rows: int = 5, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


def _marking(label: str) -> MarkingField:
    return MarkingField(
        label,
        "Official-sensitive is read by those of us alone who are cleared and need to know it, and "
        "is never published. Do not send anything marked Secret.",
        OF_WORDS_FROM_OUTSIDE,
    )


def _choices(model: Any, name: str) -> list[Any]:
    return list(model._meta.get_field(name).choices)


class HandInForm(InPieces):
    """A note, a file or both."""

    note = _area(
        "Note",
        3,
        required=False,
        help_text="What it is, or why there is nothing to send. Needed where no file is sent.",
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="Up to 50 MB; where your browser runs scripts up to 500 MB, and archives. Where "
        "the line breaks, choose the same file again: it goes on where it was. Send several one "
        "after another.",
    )
    marking = _marking("Marking of the note and the file")
    field_order = ("note", "file", "replaces", "marking", "pieces")


_POINTS = {
    "accuracy": "Accuracy: something stated is not true",
    "judgment": "Judgment: what is stated is true, but the conclusion is not fair",
    "redaction": "Redaction: something must not be published",
}


class PointForm(FileForm):
    """One point on a passage shown, of a kind that this recipient may raise."""

    REST = "or send the rest as a second point"

    kind = forms.ChoiceField(label="What kind of point is it?", widget=forms.RadioSelect)
    passage = forms.ChoiceField(label="Which passage is it about?")
    text = _area("What is not right, and how you know")
    file = forms.FileField(required=False, label="File that shows it", help_text="Up to 50 MB.")
    marking = _marking("Marking of your point and the file")

    def __init__(self, *args: Any, check: FactCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = RecipientKind(check.kind).about
        offer_choices(self, "kind", [(one, _POINTS[one]) for one in about.points])
        self.passages = {str(shown["number"]): str(shown["text"]) for shown in check.shown}
        # A count is one's own to object to as a passage is.
        sides = enumerate((one for one in check.sides if one["side"] != "withheld"), 1)
        self.passages |= {f"side-{number}": str(one["statement"]) for number, one in sides}
        starts = [
            (number, f"{number}: {text[:90]}{'…' if len(text) > 90 else ''}")
            for number, text in self.passages.items()
        ]
        offer_choices(self, "passage", starts)

    def arguments(self) -> dict[str, Any]:
        """The action's arguments: the passage as its words."""
        given = super().arguments()
        passage = given.pop("passage")
        return {**given, "about": self.passages[passage]}


class ApproveWordsForm(ActForm):
    """Nothing to fill in: ``seen`` are the words that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TakeBackForm(ActForm):
    """Which approval is taken back, where there are several, and why."""

    reason = _area("Why do you take it back?", 3)

    def __init__(self, *args: Any, given: Sequence[SpeakerApproval], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(given) == 1:
            return
        self.fields["approval"] = forms.TypedChoiceField(
            choices=[
                (str(place), f"Approved {in_words(timezone.localdate(one.at))}: {one.words}")
                for place, one in enumerate(given)
            ],
            coerce=lambda place: given[int(place)],
            widget=forms.RadioSelect,
            label="Which words do you no longer approve?",
        )
        self.order_fields(("key", "approval", "reason"))


class RespondForm(ActForm):
    """What the body answers."""

    # A statutory reply may be as long as a document; what all of one part have is bounded together.
    REST = "or give the address where the whole of it is published"

    agreement = forms.ChoiceField(
        choices=_choices(Response, "agreement"), widget=forms.RadioSelect, label="Do you agree?"
    )
    action = _area(
        "Action you propose", required=False, help_text="Needed where you do not say why none."
    )
    why_none = _area(
        "Or why you propose none", required=False, help_text="Needed where you propose no action."
    )
    link = forms.URLField(
        label="Where your reply is published",
        required=False,
        assume_scheme="https",
        help_text="The address of the page.",
    )
    marking = _marking("Marking of your answer")


class ProgressForm(FileForm):
    """What the body says has been done."""

    claimed = forms.ChoiceField(
        choices=_choices(Progress, "claimed"), widget=forms.RadioSelect, label="How far is it done?"
    )
    text = _area("What has been done, and how one can see it")
    file = forms.FileField(required=False, label="File that shows it", help_text="Up to 50 MB.")
    marking = _marking("Marking of what you say and of the file")
