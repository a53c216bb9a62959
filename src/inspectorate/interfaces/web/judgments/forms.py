"""Forms of judging: a grade, an answer to each finding, reasons, and what is cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, MarkingField, offer

YES_NO = [("yes", "Yes"), ("no", "No")]
CITED = "In any case they take the highest marking of the evidence they rest on."


class CellForm(ActForm):
    """What is judged on one cell. ``grade_`` stays out where the criterion is ungraded."""

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        if criterion.scale is not None:
            self.fields["grade"] = forms.ModelChoiceField(
                queryset=criterion.scale.grades.order_by("-order"),
                label="Grade",
                widget=forms.RadioSelect,
                empty_label=None,
                required=False,
            )
        self.codes = [(one.code, f"finding_{one.code}") for one in criterion.findings.all()]
        for one in criterion.findings.all():
            self.fields[f"finding_{one.code}"] = forms.ChoiceField(
                choices=YES_NO, label=one.text, widget=forms.RadioSelect, required=False
            )
        self.fields["reasons"] = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 5}),
            label="Reasons",
            required=False,
            help_text="Against the written characteristics.",
        )
        self.fields["marking"] = MarkingField("Marking of these reasons: at least", CITED)

    def arguments(self) -> dict[str, Any]:
        sent = self.cleaned_data
        answered = {code: sent[name] == "yes" for code, name in self.codes if sent.get(name)}
        return {
            "grade": sent.get("grade"),
            "findings": answered,
            "reasons": sent["reasons"],
            "marking": sent["marking"],
        }


class JudgeForm(CellForm):
    """An independent judgment: cites what it rests on; saved as a draft or submitted."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, scope_body: ScopeBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cited"] = CitationField(citable(person, scope_body, self.criterion))

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "cited": list(self.cleaned_data["cited"])}


class AgreeForm(CellForm):
    """An agreed judgment: also its outcome, where there is one."""

    def __init__(self, *args: Any, person: Person, scope_body: ScopeBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = Agreed._meta.get_field("outcome")
        self.fields["outcome"] = forms.ChoiceField(
            choices=[("", "None"), *(outcome.choices or [])], label="Outcome", required=False
        )
        self.fields["cited"] = CitationField(citable(person, scope_body, self.criterion))

    def arguments(self) -> dict[str, Any]:
        return {
            **super().arguments(),
            "outcome": self.cleaned_data["outcome"],
            "cited": list(self.cleaned_data["cited"]),
        }


def answers_as_fields(findings: Mapping[str, bool]) -> dict[str, str]:
    """The answers to findings, by code, as the fields of a form hold them."""
    return {f"finding_{code}": "yes" if met else "no" for code, met in findings.items()}


# The field is generic to the type checker alone.
class CitationField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Evidence to cite, each named by its number and first words."""

    def __init__(self, queryset: QuerySet[Item]) -> None:
        super().__init__(
            queryset=queryset,
            label="Evidence it rests on",
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def label_from_instance(self, obj: Item) -> str:
        words = obj.words or obj.stub
        shown = f"{words[:220]}…" if len(words) > 220 else words
        return (
            f"{obj.ref} ({obj.get_kind_display().lower()}, "
            f"{obj.get_direction_display().lower()}): {shown}"
        )


def citable(person: Person, scope_body: ScopeBody, criterion: Criterion) -> QuerySet[Item]:
    """Items this person may read, of this body on this criterion, still relied on.

    Their words are shown, which is noted.
    """
    found = evidence.relied_on(evidence.visible_to(person, scope_body.inspection)).filter(
        scope_body=scope_body, links__criterion=criterion
    )
    found = found.select_related("inspection").order_by("number")
    return evidence.laid_open(person, scope_body.inspection, found)


class AssignForm(ActForm):
    """A cell to give to an inspector."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    criterion = forms.ModelChoiceField(queryset=Criterion.objects.none(), label="Criterion")
    inspector = forms.ModelChoiceField(queryset=Person.objects.none(), label="Inspector")
    second = forms.BooleanField(required=False, label="A second, independent judgment")
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))
        offer(self, "criterion", Criterion.objects.filter(area__framework=inspection.framework))
        judges = inspections.team(inspection).filter(role__in=[Role.INSPECTOR, Role.LEAD])
        offer(self, "inspector", Person.objects.filter(pk__in=judges.values("person")))
