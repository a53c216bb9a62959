"""Forms of claims: what is asserted, and the fields that its kind asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from inspectorate.domain.claims import offering, queries
from inspectorate.domain.claims.kinds.asking import Answer, Asking, Question
from inspectorate.domain.claims.kinds.kind import Kind
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.what_stands import Rendering
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.prose.excerpts import excerpt

from ...act_forms import ActForm, VersionForm, offer, offer_choices

# A form marks no more items than anybody reads.
_MANY = 500


def field_of(question: Question) -> forms.Field:
    """Make the field in which a question of a kind is answered."""
    field = _bare_field(question)
    field.label, field.help_text = question.label, question.hint
    field.required, field.initial = question.needed, question.start
    return field


def _bare_field(question: Question) -> forms.Field:
    choices: Any = question.choices
    match question.answer:
        case Answer.LINE:
            return forms.CharField(max_length=500)
        case Answer.TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
        case Answer.DAY:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
        case Answer.NUMBER:
            return forms.IntegerField(min_value=1, max_value=100_000)
        case Answer.TICK:
            return forms.BooleanField()
        case Answer.ONE:
            return forms.ChoiceField(choices=choices)
        case Answer.ONE_SHOWN:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
        case Answer.ANY_SHOWN:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
        case _:
            assert_never(question.answer)


class SupportForm(ActForm):
    """What a claim says and rests on; its kind asks the questions and makes the structure."""

    statement = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What is asserted",
        help_text="A whole sentence; the words of the report may differ.",
    )

    def __init__(
        self,
        *args: Any,
        by: Person,
        inspection: Inspection,
        kind: Kind[Any],
        stored: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.asking = kind, Asking(queries.known(inspection), stored or {})
        if kind.pins_items:
            # What was asked for so far says which items are listed, and so which fields there are.
            wanted = self._wanted(kind.answers(self.asking) if stored else {})
            items = offering.offered(by, inspection, wanted)
            self.asking = Asking(self.asking.known, self.asking.stored, items)
        for question in kind.questions(self.asking):
            self.fields[question.name] = field_of(question)
        if stored:
            self.initial.update(kind.answers(self.asking))
        self.fields["small_number_decision"] = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 2}),
            required=False,
            label="Decision where the number may identify a body",
            help_text="Needed when one or two bodies are on one side: why the number is printed, "
            "or why not.",
        )
        self.fields["withhold_count"] = forms.BooleanField(
            required=False, label="Withhold the number from print"
        )

    def _wanted(self, answers: Mapping[str, Any]) -> offering.ItemSearch:
        """What items to list: as sent, or as the stored structure has it."""
        sent = self.data.get if self.is_bound else answers.get
        if self.is_bound:
            criteria = self.data.getlist("criteria") if isinstance(self.data, QueryDict) else ()
        else:
            criteria = answers.get("criteria", ())
        given: Mapping[str, Any] = self.data if self.is_bound else answers
        numbers = (
            name.removeprefix("item_")
            for name, stance in given.items()
            if name.startswith("item_") and stance
        )
        return offering.ItemSearch(
            criteria=[int(one) for one in criteria if str(one).isdecimal()][:_MANY],
            practice=bool(sent("practice")),
            direction=str(sent("direction") or ""),
            having=str(sent("having") or "")[:500],
            marked=[int(one) for one in numbers if one.isdecimal() and len(one) < 10][:_MANY],
        )

    def clean(self) -> dict[str, Any]:
        """Refuse answers that do not go together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for reason in self.kind.contradictions(self.asking, cleaned):
            self.add_error(reason.field, str(reason))
        return cleaned

    def structure(self) -> dict[str, Any]:
        """The structure chosen; call after ``is_valid``."""
        return self.kind.structure(self.asking, self.cleaned_data)

    def arguments(self) -> dict[str, Any]:
        """What every act of writing a claim takes."""
        named = ("statement", "small_number_decision", "withhold_count")
        return {name: self.cleaned_data[name] for name in named} | {"predicate": self.structure()}


class DraftForm(SupportForm):
    """A claim to draft: also the key by which texts carry it."""

    claim_key = forms.CharField(
        max_length=80,
        label="Short name",
        help_text="Small letters and hyphens: mandatory-training.",
    )
    field_order = ("key", "claim_key", "statement")

    def __init__(
        self, *args: Any, by: Person, inspection: Inspection, kind: Kind[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, by=by, inspection=inspection, kind=kind, **kwargs)
        self.inspection = inspection

    def arguments(self) -> dict[str, Any]:
        """The claim's key, kind and inspection beside what it says."""
        return {
            **super().arguments(),
            "claim_key": self.cleaned_data["claim_key"],
            "kind": self.kind.code,
            "inspection": self.inspection,
        }


class EditForm(SupportForm, VersionForm):
    """A claim to change, from the version the page was made from."""

    def __init__(self, *args: Any, by: Person, claim: Claim) -> None:
        names = ("statement", "small_number_decision", "withhold_count", "version")
        super().__init__(
            *args,
            by=by,
            inspection=claim.inspection,
            kind=kind_of(claim.kind),
            stored=claim.predicate,
            initial={name: getattr(claim, name) for name in names},
        )
        self.claim = claim

    def arguments(self) -> dict[str, Any]:
        """The claim and its version beside what it says."""
        version = self.cleaned_data["version"]
        return {**super().arguments(), "claim": self.claim, "version": version}


class ReferenceForm(ActForm):
    """What a second person says, having looked at the support."""

    supported = forms.ChoiceField(
        choices=[
            ("yes", "The support carries the claim"),
            ("no", "It does not, for the reasons below"),
        ],
        widget=forms.RadioSelect,
        label="Having looked at the support",
    )
    reasons = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        label="Reasons",
        help_text="Needed where the support does not carry it.",
    )

    def __init__(self, *args: Any, claim: Claim) -> None:
        super().__init__(*args)
        self.claim = claim

    def arguments(self) -> dict[str, Any]:
        """The verdict and its reasons."""
        supported, reasons = self.cleaned_data["supported"], self.cleaned_data["reasons"]
        return {"claim": self.claim, "supported": supported == "yes", "reasons": reasons}


class RefreshForm(VersionForm):
    """A claim to pin to what stands now."""

    def __init__(self, *args: Any, claim: Claim) -> None:
        super().__init__(*args, initial={"version": claim.version})
        self.claim = claim

    def arguments(self) -> dict[str, Any]:
        """The claim and its version."""
        return {"claim": self.claim, "version": self.cleaned_data["version"]}


class ExcerptForm(ActForm):
    """Words of one item to release, in its own words or in ours."""

    item = forms.ModelChoiceField(queryset=Item.objects.none(), label="Item")
    rendering = forms.ChoiceField(
        choices=[(one.value, one.sentence) for one in Rendering],
        widget=forms.RadioSelect,
        label="Whose words they are",
    )
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="The words to print",
        help_text="No name of a person, and of a body only where the report may name it. “…” "
        "stands for words left out.",
    )

    def __init__(self, *args: Any, claim: Claim, items: QuerySet[Item]) -> None:
        super().__init__(*args)
        self.claim = claim
        offer(self, "item", items)
        labels = [(str(one.pk), f"{one.ref}: {excerpt(one.words, 120)}") for one in items]
        offer_choices(self, "item", [("", "Choose an item"), *labels])

    def arguments(self) -> dict[str, Any]:
        """The claim beside what is chosen."""
        return {**super().arguments(), "claim": self.claim}


class WithdrawForm(ActForm):
    """Why an excerpt is withdrawn."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")
