"""Forms of planning: two tables, a pattern that fills them, a plan moved or cancelled, travel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django import forms

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.fieldwork.days import MEND, told_far
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.planning.lines import OF_SESSIONS, OF_VISITS
from inspectorate.domain.fieldwork.planning.queries import in_the_week
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.spreadsheets.reading import LIMIT_BYTES, Faults, decoded

from ....act_forms import ActForm, offer, offer_choices

VISIT_HEADS = ("body", "team", *OF_VISITS[1:])
_TABLE = {"rows": 10, "spellcheck": "false", "autocomplete": "off"}
_MOST_SESSIONS = 6


def _table(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        widget=forms.Textarea(attrs=_TABLE), required=False, label=label, help_text=help_text
    )


class PlanManyForm(ActForm):
    """Visits and sessions as two tables; a file chosen beside one is read into it."""

    visits = _table(
        "Visits",
        f"A row each, below a row with the headings: {', '.join(VISIT_HEADS)}. "
        "Paste it from a spreadsheet, or write it with commas. Days as 2018-10-08.",
    )
    visits_file = forms.FileField(
        required=False, label="Or a CSV file of visits", help_text="It replaces what stands above."
    )
    sessions = _table(
        "Sessions",
        f"A row each, below the headings: {', '.join(OF_SESSIONS)}. Times as 09:30; “with” "
        "is who is met, by role; inspectors by e-mail address or name, with semicolons between. "
        "A session belongs to the visit of its body on its day, new or already planned.",
    )
    sessions_file = forms.FileField(
        required=False,
        label="Or a CSV file of sessions",
        help_text="It replaces what stands above.",
    )
    outside_window = forms.CharField(
        required=False, max_length=1000, label="Why visits lie outside the fieldwork window"
    )
    gone_past = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
        label="Why it is planned though something clashes",
        help_text="Needed only where a clash is named that can be gone past. It stays on record: "
        "write nothing about why somebody is not available.",
    )

    def clean(self) -> None:
        """Read what was chosen as a file into its table, so that the page shows what was sent."""
        data = dict(self.data.items())
        for name in ("visits", "sessions"):
            file = self.cleaned_data.get(f"{name}_file")
            if not file:
                continue
            content = file.read(LIMIT_BYTES + 1)
            if len(content) > LIMIT_BYTES:
                text = f"The file is longer than {LIMIT_BYTES // 1_000_000} MB. Split it."
                self.add_error(f"{name}_file", text)
                continue
            if content.startswith(b"PK"):
                text = "This is a workbook. Save it as CSV, or copy its rows into the table above."
                self.add_error(f"{name}_file", text)
                continue
            try:
                data[name] = self.cleaned_data[name] = decoded(content, Faults(file.name or name))
            except Refused as refusal:
                for one in refusal.reasons:
                    self.add_error(f"{name}_file", f"{one.text} {one.mend}")
        self.data = data

    def arguments(self) -> dict[str, Any]:
        """The tables as text, without the files they may have come from."""
        given = super().arguments()
        return {name: given[name] for name in given if not name.endswith("_file")}


class PatternForm(forms.Form):
    """A pattern: each body chosen is visited for some days, teams in turn, with like sessions."""

    narrows = True
    bodies = forms.MultipleChoiceField(
        label="Bodies", widget=forms.CheckboxSelectMultiple, required=False
    )
    start = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), label="First day of the first visit"
    )
    days = forms.IntegerField(min_value=1, max_value=14, initial=3, label="Days of each visit")
    every = forms.IntegerField(
        min_value=1,
        max_value=60,
        initial=7,
        label="Days from one visit of a team to its next",
    )
    teams = forms.CharField(
        max_length=80,
        required=False,
        label="Field teams, in turn",
        help_text="Their letters, with commas between: A, B, C.",
    )
    sessions = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
        label="Sessions of each visit",
        help_text=f"A line each, {_MOST_SESSIONS} a day at most: day of the visit, from, to, "
        "method, title, with whom. "
        "For example: 1, 09:30, 10:30, Interview, The Prevent lead, Prevent lead",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.inspection = inspection
        self.scope = {one.code: one for one in inspections.scope(inspection)}
        offer_choices(self, "bodies", [(code, one.label) for code, one in self.scope.items()])

    def clean_bodies(self) -> list[str]:
        """Require one at least."""
        if not self.cleaned_data["bodies"]:
            raise forms.ValidationError("Tick at least one.")
        chosen: list[str] = self.cleaned_data["bodies"]
        return chosen

    def clean_start(self) -> date:
        """Require a day that a visit may have."""
        start: date = self.cleaned_data["start"]
        if text := told_far(self.inspection, start):
            raise forms.ValidationError(f"{text} {MEND}")
        return start

    def clean_sessions(self) -> list[list[str]]:
        """Read the lines: six pieces each, and no more a day than fit into it."""
        lines = [line for line in self.cleaned_data["sessions"].splitlines() if line.strip()]
        found = [[piece.strip() for piece in line.split(",")] for line in lines]
        for place, pieces in enumerate(found, 1):
            if len(pieces) != 6 or not pieces[0].isdecimal():
                raise forms.ValidationError(
                    f"Line {place} does not have its six pieces: day, from, to, method, title, "
                    "with whom. Write it like the example."
                )
        for day, number in Counter(int(pieces[0][:3]) for pieces in found).items():
            if number > _MOST_SESSIONS:
                raise forms.ValidationError(
                    f"Day {day} has {number} sessions. Give {_MOST_SESSIONS} at most, and add "
                    "others to the table afterwards."
                )
        return found

    def tables(self) -> dict[str, str]:
        """The two tables that the pattern makes, to be looked at and mended before it is kept."""
        given = self.cleaned_data
        teams = [one.strip() for one in given["teams"].split(",") if one.strip()] or [""]
        visits, sessions = ["\t".join(VISIT_HEADS)], ["\t".join(OF_SESSIONS)]
        members = {letter: self._members(letter) for letter in teams}
        for place, code in enumerate(given["bodies"]):
            letter = teams[place % len(teams)]
            first = given["start"] + timedelta(days=given["every"] * (place // len(teams)))
            last = first + timedelta(days=given["days"] - 1)
            label = self._named(code)
            visits.append("\t".join((label, letter, f"{first}", f"{last}")))
            sessions += [
                self._session(label, first, pieces, members[letter]) for pieces in given["sessions"]
            ]
        made = {"visits": "\n".join(visits)}
        return {**made, "sessions": "\n".join(sessions)} if given["sessions"] else made

    def _named(self, code: str) -> str:
        """How the tables name a body: by its label, or by its code where two have one label."""
        label = self.scope[code].label
        alike = [one for one in self.scope.values() if one.label == label]
        return label if len(alike) == 1 else code

    def _session(self, label: str, first: date, pieces: list[str], who: str) -> str:
        day = first + timedelta(days=max(1, int(pieces[0][:3])) - 1)
        return "\t".join((label, f"{day}", *pieces[1:], who))

    def _members(self, letter: str) -> str:
        if not letter:
            return ""
        team = inspections.team(self.inspection, letter=letter)
        return "; ".join(dict.fromkeys(member.person.email for member in team))


class CancelPlanForm(ActForm):
    """Why a plan is cancelled."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why it is cancelled"
    )


class MovePlanForm(ActForm):
    """By how many days a plan moves, and why."""

    days = forms.IntegerField(
        min_value=-366,
        max_value=366,
        label="By how many days",
        help_text="7 is a week later, -7 a week earlier.",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why it is moved"
    )
    gone_past = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
        label="Why it is moved though something clashes",
        help_text="Needed only where a clash is named that can be gone past. It stays on record: "
        "write nothing about why somebody is not available.",
    )


class _BodyField(forms.ModelChoiceField[Body]):
    """A body in scope, under the only name shown: in a rehearsal its pseudonym."""

    labels: Mapping[int, str] = MappingProxyType({})

    def label_from_instance(self, obj: Body) -> str:
        """Return the label of the body in scope."""
        return self.labels[obj.pk]


class TravelForm(ActForm):
    """Hours of travel between two bodies, or between any two."""

    one = _BodyField(
        queryset=Body.objects.none(),
        required=False,
        label="From or to",
        empty_label="Any body (the default)",
        help_text="Needed where the other body is given.",
    )
    other = _BodyField(
        queryset=Body.objects.none(),
        required=False,
        label="And",
        empty_label="Any body (the default)",
        help_text="Needed where the other body is given.",
    )
    hours = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        label="Hours",
        help_text="Needed to compare anything, for example 1.5. Left empty it takes back what was "
        "said: the pair takes the default again.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = list(inspections.scope(inspection))
        labels = {one.body_id: one.label for one in scope}
        for name in ("one", "other"):
            offer(self, name, Body.objects.filter(pk__in=labels))
            field = self.fields[name]
            assert isinstance(field, _BodyField)
            field.labels = labels

    def arguments(self) -> dict[str, Any]:
        """The bodies, and the hours as minutes."""
        given = super().arguments()
        hours = given.pop("hours")
        return {**given, "minutes": None if hours is None else round(hours * 60)}


def moved_to(visit: Visit, week: str, dragged_from: str) -> dict[str, Any]:
    """What the form that moves a visit begins with: its days in the week that the board names."""
    try:
        left = date.fromisoformat(dragged_from) if dragged_from else None
        first, last = in_the_week(visit, date.fromisoformat(week), left)
    except (ValueError, OverflowError):
        return {"with_sessions": True}
    return {"with_sessions": True, "starts_on": first, "ends_on": last}
