"""Forms of frameworks and vocabularies."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.programmes import queries
from inspectorate.domain.programmes.models import Scale, Strand
from inspectstats.quantity import SHIPPED

from ...act_forms import ActForm, TableForm, offer


class LoadForm(TableForm):
    """A framework to load."""

    file = forms.FileField(label="CSV file")
    question = forms.CharField(
        required=False,
        max_length=500,
        label="The one question",
        help_text="Where the file does not say it.",
    )
    version = forms.CharField(
        required=False, max_length=60, label="Version", help_text="Where the file holds several."
    )
    strand = forms.ModelChoiceField(
        queryset=Strand.objects.none(),
        required=False,
        label="Strand",
        help_text="The strand of a strategy whose working it asks about, where there is one.",
    )
    leave_out = forms.BooleanField(
        required=False,
        label="Leave out columns that are not known",
        help_text="Without this a file that holds any is refused, and each is named.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "strand", queries.strands())


class CalendarForm(TableForm):
    """A calendar to load."""

    title = forms.CharField(
        max_length=120,
        label="Name",
        help_text="Whose working days they are, for example England and Wales.",
    )
    first_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), label="First day it covers"
    )
    last_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        label="Last day it covers",
        help_text="No due day is counted past it.",
    )
    file = forms.FileField(label="CSV file")


class VocabularyForm(ActForm):
    """A vocabulary to adopt."""

    code = forms.ChoiceField(
        label="Vocabulary",
        choices=[(code, code.replace("_", " ").capitalize()) for code in SHIPPED],
        initial=next(iter(SHIPPED)),
    )
    version = forms.CharField(max_length=40, label="Version", initial="1")
    name = forms.CharField(max_length=160, label="Name in print")


type Strands = list[tuple[str, str, str, list[str]]]


def _cells(line: str, most: int) -> list[str]:
    """The cells of a line, as many as asked for; those left out are empty."""
    cells = [cell.strip() for cell in line.split("|", most - 1)]
    return [*cells, *[""] * (most - len(cells))]


class StrategyForm(ActForm):
    """A strategy, with its strands and their objectives written one a line."""

    code = forms.CharField(
        max_length=80,
        label="Code",
        help_text="Given for ever: small letters, digits and hyphens, for example contest.",
    )
    name = forms.CharField(max_length=160, label="Name")
    co_ordinated_by = forms.CharField(max_length=160, required=False, label="Co-ordinated by")
    strands = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        label="Strands and objectives",
        help_text="One strand a line: code | name | aim. Beneath it each objective on a line that "
        "begins with a hyphen.",
    )

    def clean_strands(self) -> Strands:
        """The strands as the action takes them; an objective needs a strand above it."""
        found: Strands = []
        for number, line in enumerate(self.cleaned_data["strands"].splitlines(), start=1):
            text = line.strip()
            if not text:
                continue
            if not text.startswith("-"):
                code, name, aim = _cells(text, 3)
                found.append((code, name, aim, []))
            elif not found:
                raise forms.ValidationError(
                    f"Line {number} is an objective, and no strand stands above it. Write the "
                    f"strand first."
                )
            elif objective := text.removeprefix("-").strip():
                found[-1][3].append(objective)
        return found


class ScaleForm(ActForm):
    """A version of a scale, its grades written one a line."""

    code = forms.CharField(
        max_length=80, label="Code", help_text="Small letters, digits and hyphens."
    )
    version = forms.CharField(max_length=40, label="Version", initial="1")
    name = forms.CharField(max_length=160, label="Name")
    grades = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        label="Grades, the worst first",
        help_text="One grade a line: name | letter, and | met after it where the grade counts as "
        "met. For example: Good | G | met.",
    )

    def clean_grades(self) -> list[tuple[str, str, bool]]:
        """The grades as the action takes them."""
        found = []
        for number, line in enumerate(self.cleaned_data["grades"].splitlines(), start=1):
            if not line.strip():
                continue
            name, letter, met = _cells(line, 3)
            if met.casefold() not in ("", "met"):
                raise forms.ValidationError(
                    f"Line {number} ends with {met!r}. Write met where the grade counts as met, "
                    f"and nothing where it does not."
                )
            found.append((name, letter, bool(met)))
        return found


class BreakForm(ActForm):
    """Two scales across which no trend may be told."""

    before = forms.ModelChoiceField(queryset=Scale.objects.none(), label="Scale before")
    after = forms.ModelChoiceField(queryset=Scale.objects.none(), label="Scale after")
    changed_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        label="First day of the scale after",
        help_text="Grades from before this day are not compared with grades from then on.",
    )
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            offer(self, name, queries.scales())
