"""Forms of the factual accuracy check: who is asked by when, more time, a point that came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.accuracy.offering import Offered
from inspectorate.domain.reports.accuracy.recipients import Recipient
from inspectorate.domain.reports.models import FactCheck, Point
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, FileForm, MarkingField, offer, offer_choices
from ..fieldwork.due_fields import DueFields

_OTHERS = (RecipientKind.THIRD_PARTY, RecipientKind.LAWYER, RecipientKind.SECURITY)


def _area(label: str, rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


class AskForm(DueFields):
    """Everybody who is asked by one press, and until when; all are ticked to begin with."""

    recipients = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Who is sent a copy",
        help_text="Each sees what is for them and nothing of others, in the portal.",
    )
    field_order = ("recipients", *DueFields.due_names)

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.value: one.recipient for one in offered}
        offer_choices(self, "recipients", [(one.value, one.label) for one in offered])
        self.fields["recipients"].initial = list(self.offered)
        self.fields["due_on"].label = "Send points by"

    def arguments(self) -> dict[str, Any]:
        """The recipients under the values by which the form told them apart."""
        given = super().arguments()
        chosen = given.pop("recipients")
        return {**given, "recipients": {value: self.offered[value] for value in chosen}}


class AskAnotherForm(ActForm):
    """A third party, a lawyer or a security reviewer, until when they answer and may open it."""

    kind = forms.ChoiceField(
        choices=[(one.value, f"{one.label}: {one.about.told}") for one in _OTHERS],
        widget=forms.RadioSelect,
        label="Who is asked",
    )
    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        required=False,
        label="Body of the register",
        empty_label="None",
        help_text="Needed for a third party that is on the register; its contacts see the copy.",
    )
    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        label="Person",
        empty_label="None",
        help_text="Needed for anybody else. An administrator invites them to the portal as a body "
        "contact, with a second factor; they see this copy alone. A third party is shown the "
        "passages that hold the name of that account. Nobody who speaks for a body inspected here, "
        "or oversees one, can be asked.",
    )
    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Send points by")
    until = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        label="Last day to open the copy",
        help_text="Needed for a person.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", bodies.on_register())
        offer(self, "person", people.outside_alone())

    def arguments(self) -> dict[str, Any]:
        """The recipient that the fields make."""
        given = super().arguments()
        kind = RecipientKind(given.pop("kind"))
        whom = {name: given.pop(name) for name in ("body", "person", "until")}
        return {**given, "recipient": Recipient(kind, **whom)}


class ExtendForm(ActForm):
    """The later day, and why."""

    due_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Send points by")
    reason = _area("Reason", 3, help_text="The recipient reads it.")


class RecallForm(ActForm):
    """Why a copy is taken back."""

    reason = _area("Reason", 3, help_text="It stays with the inspectorate.")


class TakeBackForm(ActForm):
    """Why an answer is taken back."""

    reason = _area("Reason", 3)


class CriticismForm(ActForm):
    """Yes or no."""

    new = forms.TypedChoiceField(
        choices=[("yes", "Yes: the body is asked again"), ("no", "No: it has seen what matters")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Is it new criticism?",
    )


class RaiseForm(FileForm):
    """A point that came another way than the portal."""

    REST = "or send the rest as a second point"

    kind = forms.ChoiceField(widget=forms.RadioSelect, label="What kind of point is it?")
    about = _area("The words it is about", 3)
    text = _area("The point", 4)
    file = forms.FileField(required=False, label="File that shows it", help_text="Up to 50 MB.")
    marking = MarkingField("Marking of the point and the file")

    def __init__(self, *args: Any, check: FactCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "kind", kinds_for(check))


def kinds_for(check: FactCheck) -> list[tuple[str, str]]:
    """The kinds of point that a recipient may raise, as forms name them."""
    named = dict(Point._meta.get_field("kind").choices or [])
    return [(one, str(named[one])) for one in RecipientKind(check.kind).about.points]
