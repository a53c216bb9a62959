"""Forms of outcomes in words: writing one, rewording it, narrowing their list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.policies import LONGEST
from inspectorate.domain.judgments.outcomes.queries import OutcomeView

from ...act_forms import ActForm, MarkingField, VersionForm
from .forms import CitationField

_WORDS = (
    "What was found, why it matters, and what shows it; a person may read it without the judgment "
    f"beside it. It is printed, so name no person. At most {LONGEST:,} characters."
)

_MARKED = (
    "In any case they take the highest marking of the evidence they rest on and of what is written "
    "of the judgment."
)


def _worded(form: forms.Form, evidence: QuerySet[Item]) -> None:
    form.fields["text"] = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}), label="Words", help_text=_WORDS
    )
    form.fields["marking"] = MarkingField("Marking of these words: at least", _MARKED)
    form.fields["cited"] = CitationField(evidence)


class WriteOutcomeForm(ActForm):
    """An outcome in words: its kind, what it says, what it rests on."""

    needed = ("cited",)
    kind = forms.ChoiceField(choices=OutcomeKind.choices, widget=forms.RadioSelect, label="Kind")

    def __init__(self, *args: Any, evidence: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, evidence)

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        return {**sent, "cited": list(sent["cited"])}


class RewordOutcomeForm(VersionForm):
    """Other words of an outcome, and why."""

    needed = ("cited",)

    def __init__(self, *args: Any, evidence: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, evidence)
        self.fields["reason"] = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 2}), label="Reason for the change"
        )

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        return {**sent, "cited": list(sent["cited"])}


STANDING, TO_LOOK_AT, WITHDRAWN = "standing", "look", "withdrawn"
_SHOW = [
    (STANDING, "Those that stand"),
    (TO_LOOK_AT, "Those that stand and need a look"),
    (WITHDRAWN, "Withdrawn ones"),
]
_KEPT: Mapping[str, Callable[[OutcomeView], bool]] = {
    STANDING: lambda one: one.stands,
    TO_LOOK_AT: lambda one: one.stands and bool(one.unfit or one.fallen),
    WITHDRAWN: lambda one: not one.stands,
}
_READ: Mapping[str, Callable[[OutcomeView], str]] = {
    "kind": lambda one: one.outcome.kind,
    "body": lambda one: one.outcome.scope_body.code,
    "criterion": lambda one: str(one.outcome.criterion_id),
}


class OutcomesForm(forms.Form):
    """What the list of outcomes is narrowed to; what names none of the choices narrows nothing."""

    narrows = True

    show = forms.ChoiceField(choices=_SHOW, required=False, label="Outcomes")
    kind = forms.ChoiceField(required=False, label="Kind")
    body = forms.ChoiceField(required=False, label="Body")
    criterion = forms.ChoiceField(required=False, label="Criterion")

    def __init__(self, *args: Any, found: Sequence[OutcomeView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        bodies = {one.outcome.scope_body.code: one.outcome.scope_body for one in found}
        criteria = {one.outcome.criterion_id: one.outcome.criterion for one in found}
        in_order = sorted(bodies.values(), key=lambda one: one.order)
        by_place = sorted(criteria.values(), key=lambda one: (one.area.order, one.order))
        self._offer("kind", [(one.value, str(one.label)) for one in OutcomeKind])
        self._offer("body", [(one.code, one.label) for one in in_order])
        self._offer("criterion", [(str(one.pk), str(one)) for one in by_place])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All"), *choices]

    def of(self, found: Iterable[OutcomeView]) -> list[OutcomeView]:
        """Those of ``found`` that were asked for."""
        self.is_valid()
        sent = self.cleaned_data
        asked = [(read, sent[name]) for name, read in _READ.items() if sent.get(name)]
        kept = _KEPT[sent.get("show") or STANDING]
        return [
            one for one in found if kept(one) and all(read(one) == value for read, value in asked)
        ]
