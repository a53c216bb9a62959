"""Forms of judging: a grade, an answer to each finding, reasons, and what is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments.models import Agreed, Assignment, MadeFrom
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import was_done
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, MarkingField, offer
from ...many import ManyForm

YES_NO = [("yes", "Yes"), ("no", "No")]
# Of faulty lines of one paste.
MOST_NAMED = 100
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
        self.needed = {"grade", "reasons", "cited", *(name for _, name in self.codes)}

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
        self.fields["borderline"] = forms.BooleanField(
            required=False,
            label="Borderline: the evidence could also bear another grade",
            help_text="A borderline judgment is read a second time.",
        )
        self.fields["cited"] = CitationField(citable(person, scope_body, self.criterion))

    def arguments(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {
            **super().arguments(),
            "borderline": sent["borderline"],
            "cited": list(sent["cited"]),
        }


class AgreeForm(CellForm):
    """An agreed judgment: also its outcome, where there is one."""

    def __init__(self, *args: Any, person: Person, scope_body: ScopeBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = Agreed._meta.get_field("outcome")
        self.fields["outcome"] = forms.ChoiceField(
            choices=[("", "None"), *(outcome.choices or [])],
            label="Outcome",
            required=False,
            help_text="Needed where the grade is the lowest of its scale.",
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


class DrawnWithField(forms.CharField):
    """The share with which second readings were drawn, where they were drawn elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label="Second judgments were drawn by chance, one in how many",
            help_text="As 1/5, where a draw chose them. Left empty, they are given by hand and "
            "enter no figure.",
        )


class MadeFromField(forms.ChoiceField):
    """What second readings are made from."""

    def __init__(self) -> None:
        choices = [("", "Not said"), *((one.value, one.label) for one in MadeFrom if one.value)]
        super().__init__(
            choices=choices, required=False, label="What second judgments are made from"
        )


def drawn_elsewhere(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as the acts of assigning by hand take it."""
    sent["chance"] = sent.pop("drawn_with")
    return sent


class AssignForm(ActForm):
    """A cell to give to an inspector."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    criterion = forms.ModelChoiceField(queryset=Criterion.objects.none(), label="Criterion")
    inspector = forms.ModelChoiceField(queryset=Person.objects.none(), label="Inspector")
    second = forms.BooleanField(required=False, label="A second, independent judgment")
    drawn_with = DrawnWithField()
    made_from = MadeFromField()
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))
        offer(self, "criterion", Criterion.objects.filter(area__framework=inspection.framework))
        offer(self, "inspector", judges_of(inspection))

    def arguments(self) -> dict[str, Any]:
        return drawn_elsewhere(super().arguments())


class ReasonForm(ActForm):
    """A reason."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


class PlanForm(ActForm):
    """A plan of judging, pasted as lines of body, criterion, inspector and whether it is a second
    judgment.
    """

    rows = forms.CharField(widget=forms.Textarea(attrs={"rows": 16}), label="Judgments")
    drawn_with = DrawnWithField()
    made_from = MadeFromField()
    due_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Due on"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection
        self.bodies = list(inspections.scope(inspection))
        framework = Criterion.objects.filter(area__framework=inspection.framework)
        self.criteria = list(framework.order_by("area__order", "order"))
        self.judges = list(judges_of(inspection).order_by("name"))
        self.fields["rows"].help_text = (
            "A line each: body, criterion, inspector; and second, where it is a second judgment. "
            "Copied from a spreadsheet, or with commas. "
            f"Bodies: {', '.join(f'{one.code} ({one.label})' for one in self.bodies)}. "
            f"Criteria: {', '.join(one.ref for one in self.criteria)}. "
            f"Inspectors: {', '.join(one.name for one in self.judges)}."
        )

    def arguments(self) -> dict[str, Any]:
        return {**drawn_elsewhere(super().arguments()), "inspection": self.inspection}

    def clean_rows(self) -> list[tuple[ScopeBody, Criterion, Person, bool]]:
        """Return the rows; each line that cannot be read is named, of many the first hundred."""
        bodies = {name.casefold(): one for one in self.bodies for name in (one.code, one.label)}
        criteria = {one.ref.casefold(): one for one in self.criteria}
        judges: dict[str, list[Person]] = defaultdict(list)
        for one in self.judges:
            for name in {one.name.casefold(), one.email.casefold()}:
                judges[name].append(one)
        rows, wrong = [], []
        for number, line in enumerate(self.cleaned_data["rows"].splitlines(), 1):
            if not line.strip():
                continue
            cells = [cell.strip().casefold() for cell in line.split("\t" if "\t" in line else ",")]
            body, criterion, judge, second, *more = [*cells, "", "", "", ""][: max(4, len(cells))]
            named = judges.get(judge, [])
            faults = [
                said
                for fault, said in (
                    (body not in bodies, f"no body in scope is called {body!r}"),
                    (criterion not in criteria, f"no criterion is called {criterion!r}"),
                    (not named, f"no inspector on the team is called {judge!r}"),
                    (len(named) > 1, f"{judge!r} are several people: write the e-mail address"),
                    (second not in {"", "second"}, f"{second!r} is neither second nor empty"),
                    (bool(more), "there are more than four columns"),
                )
                if fault
            ]
            if faults:
                wrong.append(f"Line {number}: {'; '.join(faults)}.")
            else:
                rows.append((bodies[body], criteria[criterion], named[0], second == "second"))
        if len(wrong) > MOST_NAMED:
            wrong = [*wrong[:MOST_NAMED], f"There are {len(wrong) - MOST_NAMED} more."]
        if wrong:
            raise forms.ValidationError(wrong)
        return rows


class UnassignForm(ManyForm):
    """Judgments to take back from an inspector, and why."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")

    def __init__(
        self, *args: Any, rows: Sequence[Assignment], by: Person, of: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.by, self.of = {str(one.pk): one for one in rows}, by, of

    def find(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        found = self.rows.get(name)
        # Taken back a moment ago, by an earlier piece of this very press; nothing else is told.
        key, of = f"{self.cleaned_data.get('key')}/{name}", f"judgments.assignment/{name}"
        if found is None and was_done(self.by, key, JudgmentVerb.UNASSIGN, of):
            found = Assignment.objects.filter(pk=name, inspector=self.of).first()
        return None if found is None else (str(found), {"assignment": found})


class UndisputedForm(ManyForm):
    """Cells to agree as they were submitted, each named by its body's code, its criterion's key
    and the keys of the submissions that were shown.
    """

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {one.code: one for one in inspections.scope(inspection)}
        framework = Criterion.objects.filter(area__framework=inspection.framework)
        self.criteria = {str(one.pk): one for one in framework}

    def find(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        code, pk, seen = [*name.split("/"), "", "", ""][:3]
        body, criterion = self.bodies.get(code), self.criteria.get(pk)
        if body is None or criterion is None or not all(map(str.isdecimal, seen.split("."))):
            return None
        given = {
            "scope_body": body,
            "criterion": criterion,
            "seen": [int(one) for one in seen.split(".")],
        }
        return f"{body.label}, {criterion}", given


def judges_of(inspection: Inspection) -> QuerySet[Person]:
    """The people of the team who may be given something to judge."""
    judges = inspections.team(inspection).filter(role__in=[Role.INSPECTOR, Role.LEAD])
    return Person.objects.filter(pk__in=judges.values("person"))
