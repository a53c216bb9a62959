"""Forms of claims: what is asserted, and what it rests on, chosen field by field; nobody types a
predicate.
"""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.bodies.models import Group
from inspectorate.domain.claims import queries
from inspectorate.domain.claims.models import ClaimKind
from inspectorate.domain.claims.shapes import RECIPES
from inspectorate.domain.evidence.kinds import Direction
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes import queries as programmes

from ...act_forms import ActForm, VersionForm
from .conditions import Condition, conditions, in_words, joined, rows_of, value_of

ROWS = 3
RECIPE_WORDS = {
    "bodies_in_scope": "Bodies in scope",
    "bodies_inspected": "Bodies inspected",
    "visits": "Visits made",
    "visit_dates": "First and last day of the visits",
    "sessions": "Sessions held",
    "evidence_items": "Items of evidence relied on",
    "judgments": "Judgments agreed",
    "recommendations": "Recommendations made",
    "register": "A count of the register",
}


def _area(label: str, rows: int = 3, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


def _day(label: str, **given: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=label, **given)


def _least(label: str, start: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=100_000, initial=start, label=label)


class SupportForm(ActForm):
    """What a claim of one kind says and rests on. ``predicate`` turns the fields into the structure
    the room reads.
    """

    statement = _area(
        "What is asserted", 3, help_text="A whole sentence; the words of the report may differ."
    )

    def __init__(self, *args: Any, inspection: Inspection, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection, self.kind = inspection, kind
        self.grouped: list[tuple[str, list[tuple[str, str, Condition]]]] = []
        self.options: dict[str, Condition] = {}
        self.known = queries.known(inspection)
        self.criteria = programmes.criteria_in_full(inspection.framework)
        _FIELDS[kind](self)
        self.fields["small_number_decision"] = _area(
            "Decision where the number may identify a body",
            2,
            required=False,
            help_text="Needed when one or two bodies stand on a side: why the number is printed, or "
            "why not.",
        )
        self.fields["withhold_count"] = forms.BooleanField(
            required=False, label="Withhold the number from print"
        )

    def start_from(self, predicate: dict[str, Any]) -> None:
        """Fill the fields from a stored predicate."""
        if self.kind == ClaimKind.COUNTED:
            rows, how = rows_of(predicate)
            self.initial["how"] = how
            for place, condition in enumerate(rows, 1):
                name, value = f"condition_{place}", value_of(condition)
                if name not in self.fields:
                    self._row(name, place)
                if value not in self.options:
                    self.options[value] = condition
                    self.fields[name].choices = [
                        *self.fields[name].choices,
                        (value, in_words(condition)),
                    ]  # type: ignore[attr-defined]
                self.initial[name] = value
            population = predicate.get("population", {})
            self.initial["population"] = ":".join(*population.items()) if population else ""
            return
        told = dict(predicate)
        if "criteria" in told:
            told["criteria"] = [self._pk(ref, told.get("area", "")) for ref in told["criteria"]]
        self.initial |= told

    def predicate(self) -> dict[str, Any]:
        """The structure chosen; call after ``is_valid``."""
        return _PREDICATES[self.kind](self, self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            self.kind == ClaimKind.COUNTED
            and "how" in found
            and joined(self._chosen(), found["how"]) is None
        ):
            self.add_error(
                "how",
                "Different conditions can only be joined by any of them. Choose any, or "
                "the same grades on each.",
            )
        if (
            self.kind == ClaimKind.FIGURE
            and found.get("recipe") == "register"
            and not found.get("register")
        ):
            self.add_error("register", "Choose which count of the register.")
        return found

    def _row(self, name: str, place: int) -> None:
        choices: list[Any] = [("", "Choose what is counted" if place == 1 else "Nothing more")]
        choices += [
            (group, [(value, words) for value, words, _ in rows]) for group, rows in self.grouped
        ]
        label = "What is counted" if place == 1 else f"Condition {place}"
        self.fields[name] = forms.ChoiceField(choices=choices, label=label, required=place == 1)

    def _chosen(self) -> list[dict[str, Any]]:
        names = [name for name in self.fields if name.startswith("condition_")]
        return [self.options[value] for name in names if (value := self.cleaned_data.get(name))]

    def _pk(self, ref: str, area: str) -> str:
        return next(
            (
                str(one.pk)
                for one in self.criteria
                if one.ref == ref and area in ("", one.area.code)
            ),
            "",
        )

    def _refs(self) -> dict[str, Any]:
        by_pk = {str(one.pk): one for one in self.criteria}
        chosen = [by_pk[pk] for pk in self.cleaned_data["criteria"]]
        refs = [one.ref for one in self.criteria]
        asked: dict[str, Any] = {"criteria": [one.ref for one in chosen]}
        if any(refs.count(one.ref) > 1 for one in chosen):
            asked["area"] = chosen[0].area.code
        return asked


def _counted_fields(form: SupportForm) -> None:
    form.grouped = conditions(form.criteria)
    form.options = {value: condition for _, rows in form.grouped for value, _, condition in rows}
    for place in range(1, ROWS + 1):
        form._row(f"condition_{place}", place)
    form.fields["how"] = forms.ChoiceField(
        choices=[("all", "All of them"), ("any", "Any of them")],
        initial="all",
        widget=forms.RadioSelect,
        label="Where there are several, a body counts if it meets",
    )
    groups = dict(Group.objects.filter(code__in=form.known.groups).values_list("code", "name"))
    form.fields["population"] = forms.ChoiceField(
        required=False,
        label="Counted among",
        choices=[
            ("", "All bodies in scope"),
            *((f"kind:{kind}", f"Only {kind} bodies") for kind in sorted(form.known.kinds)),
            *((f"group:{code}", f"Only the group {name}") for code, name in sorted(groups.items())),
        ],
    )


def _counted(form: SupportForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    found = joined(form._chosen(), cleaned["how"]) or {}
    if cleaned["population"]:
        name, _, value = cleaned["population"].partition(":")
        found["population"] = {name: value}
    return found


def _figure_fields(form: SupportForm) -> None:
    recipes = [(name, words) for name, words in RECIPE_WORDS.items() if name in RECIPES]
    form.fields["recipe"] = forms.ChoiceField(
        choices=recipes, widget=forms.RadioSelect, label="How the number is made"
    )
    registers = [("", "None"), *((phrase, phrase) for phrase in sorted(form.known.registers))]
    form.fields["register"] = forms.ChoiceField(
        choices=registers, required=False, label="Which count of the register"
    )
    form.fields["on"] = _day(
        "Counted on", required=False, help_text="Left empty: the last day of fieldwork."
    )


def _figure(form: SupportForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    found = {"recipe": cleaned["recipe"]}
    if cleaned["recipe"] == "register":
        found["register"] = cleaned["register"]
        if cleaned["on"]:
            found["on"] = cleaned["on"].isoformat()
    return found


def _criteria_field(form: SupportForm, *, graded: bool) -> None:
    choices = [
        (str(one.pk), f"{one.ref} {one.name}")
        for one in form.criteria
        if one.scale is not None or not graded
    ]
    form.fields["criteria"] = forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, label="Criteria"
    )


def _variation_fields(form: SupportForm) -> None:
    _criteria_field(form, graded=True)


def _evidence_fields(form: SupportForm) -> None:
    _criteria_field(form, graded=False)
    form.fields["practice"] = forms.BooleanField(
        required=False, label="Only items that show innovative or effective practice"
    )
    directions = [("", "Either way"), *Direction.choices]
    form.fields["direction"] = forms.ChoiceField(
        choices=directions, required=False, label="Pointing to"
    )
    form.fields["min_items"] = _least(
        "At least so many items", 1 if form.kind == ClaimKind.EXAMPLE else 3
    )
    form.fields["min_kinds"] = _least(
        "Of at least so many kinds of source", 1 if form.kind == ClaimKind.EXAMPLE else 2
    )
    form.fields["min_bodies"] = _least("From at least so many bodies", 1)


def _evidence(form: SupportForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    found = {
        **form._refs(),
        **{name: cleaned[name] for name in ("min_items", "min_kinds", "min_bodies")},
    }
    if cleaned["practice"]:
        found["practice"] = True
    if cleaned["direction"]:
        found["direction"] = cleaned["direction"]
    return found


def _development_fields(form: SupportForm) -> None:
    form.fields["source"] = forms.CharField(max_length=500, label="Where it is known from")
    form.fields["on"] = _day(
        "On", help_text="After the fieldwork; print will say that it came since."
    )


def _quotation_fields(form: SupportForm) -> None:
    form.fields["source"] = forms.CharField(
        max_length=500,
        label="Source",
        help_text="A document's short name, the number of an evidence item, or a title.",
    )
    form.fields["words"] = _area("The words quoted, exactly", 3)


_FIELDS = {
    ClaimKind.COUNTED: _counted_fields,
    ClaimKind.FIGURE: _figure_fields,
    ClaimKind.VARIATION: _variation_fields,
    ClaimKind.EXAMPLE: _evidence_fields,
    ClaimKind.QUALITATIVE: _evidence_fields,
    ClaimKind.DEVELOPMENT: _development_fields,
    ClaimKind.QUOTATION: _quotation_fields,
}
_PREDICATES = {
    ClaimKind.COUNTED: _counted,
    ClaimKind.FIGURE: _figure,
    ClaimKind.VARIATION: lambda form, cleaned: form._refs(),
    ClaimKind.EXAMPLE: _evidence,
    ClaimKind.QUALITATIVE: _evidence,
    ClaimKind.DEVELOPMENT: lambda form, cleaned: {
        "source": cleaned["source"],
        "on": cleaned["on"].isoformat(),
    },
    ClaimKind.QUOTATION: lambda form, cleaned: {
        "source": cleaned["source"],
        "words": cleaned["words"],
    },
}


class DraftForm(SupportForm):
    """A claim to draft: also the key by which texts carry it."""

    claim_key = forms.CharField(
        max_length=80,
        label="Short name",
        help_text="Small letters and hyphens: mandatory-training.",
    )
    field_order = ("key", "claim_key", "statement")


class EditForm(SupportForm, VersionForm):
    """A claim to change, from the version the page was made from."""


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
    reasons = _area(
        "Reasons", 4, required=False, help_text="Needed where the support does not carry it."
    )
