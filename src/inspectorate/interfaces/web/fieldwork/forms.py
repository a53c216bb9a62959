"""Forms of fieldwork."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.returns.queries import offered
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, MarkingField, VersionForm, offer
from ...hand_in import HandInFields
from .request_forms import by_template

DAY = {"type": "date"}
MOMENT = {"type": "datetime-local"}


def day(label: str) -> forms.DateField:
    """A day."""
    return forms.DateField(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), label=label)


def moment(label: str) -> forms.DateTimeField:
    """A moment, in the inspectorate's time."""
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"), label=label
    )


def text(
    label: str, rows: int = 4, *, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """A text area."""
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": rows}),
        label=label,
        required=required,
        help_text=help_text,
    )


def gone_past() -> forms.CharField:
    """Why something is planned though it clashes; asked of nobody until a clash is named."""
    return text(
        "Why it is planned though something clashes",
        2,
        required=False,
        help_text="Needed only where a clash is named that can be gone past. It stays on record: "
        "write nothing about why somebody is not available.",
    )


class AskForm(ActForm):
    """A request to a body."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    title = forms.CharField(max_length=200, label="What is asked for")
    text = text("Details", required=False)
    criteria = forms.ModelMultipleChoiceField(
        queryset=Criterion.objects.none(),
        label="Criteria it is for",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_on = day("Due on")
    template = by_template()
    field_order = ("scope_body", "template", "title", "text", "criteria", "due_on")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", offered(inspection))
        offer(self, "scope_body", inspections.scope(inspection))
        offer(self, "criteria", Criterion.objects.filter(area__framework=inspection.framework))


class ReceiveForm(HandInFields):
    """What was handed in."""

    note = text("Note", 3, required=False, help_text="Needed where no file is sent.")
    file = forms.FileField(label="File", required=False)
    marking = MarkingField("Marking of the note and the file")
    field_order = ("note", "file", "replaces", "marking")


class PlanForm(ActForm):
    """A visit to plan."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    team = forms.CharField(
        max_length=20, required=False, label="Field team", help_text="Its letter."
    )
    starts_on = day("First day")
    ends_on = day("Last day")
    outside_window = forms.CharField(
        required=False, max_length=300, label="Why it lies outside the fieldwork window"
    )
    gone_past = gone_past()

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))


class MoveForm(VersionForm):
    """New days for a visit."""

    starts_on = day("First day")
    ends_on = day("Last day")
    with_sessions = forms.BooleanField(
        required=False,
        label="Move its sessions along: as many days on, at the same time",
    )
    reason = text("Why it is moved", 2)
    gone_past = gone_past()


class BringBackForm(MoveForm):
    """New days for a visit that is deferred: its sessions come along, and nobody is asked."""

    with_sessions = None  # type: ignore[assignment]


class CancelForm(VersionForm):
    """Why a visit is cancelled."""

    reason = text("Why it is cancelled", 2)


class SessionMoveForm(VersionForm):
    """Other times for a session."""

    starts_at = moment("From")
    ends_at = moment("To")
    reason = text("Why the times are mended", 2)
    gone_past = gone_past()


class SessionCancelForm(ActForm):
    """Why a session was not held."""

    reason = text("Why it was not held", 2)


class SessionForm(ActForm):
    """A session of a visit."""

    method = forms.ChoiceField(choices=Method.choices, label="Method")
    title = forms.CharField(max_length=200, label="Title")
    origin = forms.CharField(
        max_length=160, label="With whom or on what, by role", help_text="No person's name."
    )
    starts_at = moment("From")
    ends_at = moment("To")
    inspectors = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label="Inspectors", widget=forms.CheckboxSelectMultiple
    )
    gone_past = gone_past()

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = inspections.team(visit.inspection).filter(role__in=[Role.INSPECTOR, Role.LEAD])
        if visit.team:
            members = members.filter(team=visit.team)
        offer(self, "inspectors", Person.objects.filter(pk__in=members.values("person")))
