"""Forms of following recommendations up."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import QueryDict

from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.recommendations.models import (
    Closure,
    Progress,
    Response,
    Verification,
)
from inspectorate.domain.recommendations.removal import REMOVED
from inspectorate.domain.recommendations.unread import names_kept_out, words_of
from inspectorate.prose.checks.passage import Check
from inspectorate.prose.checks.registry import passages

from ...act_forms import AMONG_OTHERS, ActForm, FileForm, MarkingField


# The field is generic to the type checker alone.
class _OutcomeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: WrittenOutcome) -> str:
        kind = obj.get_kind_display().lower()
        return f"{obj.ref}, {kind}: {obj.scope_body.label}, {obj.criterion}"


class AnswerForm(ActForm):
    """Which outcome a recommendation answers."""

    outcome = _OutcomeField(
        queryset=WrittenOutcome.objects.none(), label="Outcome", empty_label="Choose one"
    )


class EndAnswerForm(ActForm):
    """Why a recommendation does not answer an outcome after all."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


def _choices(model: Any, name: str) -> list[Any]:
    return list(model._meta.get_field(name).choices)


def _area(label: str, rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


class MoveForm(ActForm):
    """A new day, and why."""

    LONGEST = AMONG_OTHERS

    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="New day")
    reason = _area(
        "Why it is moved", 3, help_text="Printed in the public register beside the old day."
    )


class RespondForm(ActForm):
    """A reply that was published elsewhere."""

    # A statutory reply may be as long as a document; what all of one part have is bounded together.
    REST = "or give the address where the whole of it is published"

    agreement = forms.ChoiceField(
        choices=_choices(Response, "agreement"),
        widget=forms.RadioSelect,
        label="Does the body agree?",
    )
    action = _area(
        "Action proposed", required=False, help_text="Needed where it does not say why none."
    )
    why_none = _area(
        "Why no action is proposed", required=False, help_text="Needed where none is proposed."
    )
    link = forms.URLField(label="Where the reply is published", assume_scheme="https")
    marking = MarkingField("Marking of the reply", "Marked above Official it is never published.")


class ProgressForm(FileForm):
    """What the owner says has been done."""

    claimed = forms.ChoiceField(
        choices=_choices(Progress, "claimed"), widget=forms.RadioSelect, label="What the body says"
    )
    text = _area("What has been done, in its words")
    file = forms.FileField(required=False, label="File offered as proof")
    marking = MarkingField("Marking of the words and the file")


class VerifyForm(FileForm):
    """What the inspectorate confirmed, and on what."""

    confirmed = forms.ChoiceField(
        choices=_choices(Verification, "confirmed"),
        widget=forms.RadioSelect,
        label="What is confirmed",
    )
    evidence = _area("What was looked at, and what it showed")
    file = forms.FileField(required=False, label="File looked at")
    marking = MarkingField("Marking of the words and the file")


class CloseForm(ActForm):
    """How an addressee's part ends."""

    LONGEST = AMONG_OTHERS

    outcome = forms.ChoiceField(
        choices=_choices(Closure, "outcome"), widget=forms.RadioSelect, label="Outcome"
    )
    reasons = _area("Reasons", help_text="For the public to read.")
    marking = MarkingField(
        "Marking of these reasons", "Marked above Official the public is told the outcome alone."
    )


class WithdrawForm(ActForm):
    """Why a signature is taken back."""

    LONGEST = AMONG_OTHERS

    reason = _area("Why", 3)


class AcceptForm(ActForm):
    """The words of a reply as they may be public, and why what a check found may stay.

    A field stands for each passage found in what the body wrote, and for each found in what was
    sent; it is named by a digest of the passage, so that a page made again keeps what was typed.
    """

    HINT = f"Put {REMOVED} in the place of what must not be public. Change nothing else."
    action = _area("Action proposed", 8, required=False, help_text=HINT)
    why_none = _area("Why no action is proposed", 8, required=False, help_text=HINT)
    link = forms.URLField(
        label="Where the reply is published",
        required=False,
        assume_scheme="https",
        help_text="Keep it, or leave it empty.",
    )

    def __init__(self, reply: Response, data: QueryDict | None = None) -> None:
        wrote = words_of(reply)
        super().__init__(data, initial=wrote)
        for name, text in wrote.items():
            if not text:
                del self.fields[name]
            elif name != "link":
                # What is left of the words must be said; an address may go whole.
                self.fields[name].required = True
        sent = {name: data.get(name, "") for name in wrote} if data else {}
        names = names_kept_out(reply.addressee.recommendation.inspection)
        every = (*passages(wrote, names), *passages(sent, names))
        # No reason lets the name of a real body stay in a rehearsal.
        found = {each.key: each for each in every if each.check is not Check.REAL_BODY}
        self.asked = {
            f"stays-{hashlib.sha256(key.encode()).hexdigest()[:12]}": key for key in found
        }
        for name, key in self.asked.items():
            each = found[key]
            self.fields[name] = forms.CharField(
                label=f"Why “{each.words}” may stay",
                help_text=f"A check found {each.check.sentence}. Needed only if it stays.",
                required=False,
                max_length=500,
            )

    def arguments(self) -> dict[str, Any]:
        """The words by their fields, and the reasons by the passages they are given for."""
        given = super().arguments()
        reasons = {key: given.pop(name) for name, key in self.asked.items()}
        return {**given, "reasons": {key: why for key, why in reasons.items() if why}}
