"""Forms of consistency panels: convening, the agenda, withdrawing, the decision with dissent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.panels.loading import LoadedPanel, SeatOnCell
from inspectorate.domain.judgments.panels.models import Attendance, ConsistencyPanel, PanelSeat
from inspectorate.domain.judgments.permissions import TABLE
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, offer, offer_choices
from ...many import ManyForm
from .forms import AgreeForm


# The field is generic to the type checker alone.
class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class _SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: PanelSeat) -> str:
        return obj.person.name


class ConvenePanelForm(ActForm):
    """A panel: when it sits, who chairs it, its members and its quorum."""

    title = forms.CharField(max_length=160, label="Title")
    sits_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), label="Day of the sitting"
    )
    chair = _PersonField(
        queryset=Person.objects.none(),
        label="Chair",
        help_text="A moderator of the team, who records what the panel decides.",
    )
    members = _PeopleField(
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Members, the chair among them",
        help_text="Those of the team who may agree judgments. Who judged something does not "
        "decide on it.",
    )
    quorum = forms.IntegerField(
        min_value=2,
        label="Quorum",
        help_text="So many members at least decide on each judgment: present, not withdrawn, and "
        "not its judges.",
        widget=forms.NumberInput(attrs={"step": 1, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection
        team = inspections.team(inspection)
        for name, verb in (("chair", JudgmentVerb.MODERATE), ("members", JudgmentVerb.AGREE)):
            able = team.filter(role__in=TABLE[verb]).values("person")
            offer(self, name, Person.objects.filter(pk__in=able).order_by("name"))

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        return {**sent, "members": list(sent["members"]), "inspection": self.inspection}


class AgendaForm(ManyForm):
    """Judgments to put on the agenda, each named by its body's code and its criterion's key."""

    def __init__(self, *args: Any, panel: ConsistencyPanel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspection = panel.inspection
        self.panel = panel
        self.bodies = {one.code: one for one in inspections.scope(inspection)}
        framework = Criterion.objects.filter(area__framework=inspection.framework)
        self.criteria = {str(one.pk): one for one in framework}

    def find(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        code, _, pk = name.partition("/")
        body, criterion = self.bodies.get(code), self.criteria.get(pk)
        if body is None or criterion is None:
            return None
        given = {"panel": self.panel, "scope_body": body, "criterion": criterion}
        return f"{body.label}, {criterion}", given


class StepAsideForm(ActForm):
    """Who withdraws, from what, and why."""

    seat = _SeatField(queryset=PanelSeat.objects.none(), label="Who withdraws")
    whole_body = forms.ChoiceField(
        choices=[("no", "This judgment"), ("yes", "Every judgment of this body")],
        widget=forms.RadioSelect,
        initial="no",
        label="From what",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Reason",
        help_text="It stands in the minutes. Say what the interest is, and no more than is needed.",
    )

    def __init__(self, *args: Any, loaded: LoadedPanel, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = loaded.seat_of(person)
        if own is not None:
            self.fields["seat"].initial = own.pk
        offer(self, "seat", _own_seats(loaded, person))

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        return {**sent, "whole_body": sent["whole_body"] == "yes"}


class AttendanceForm(ActForm):
    """Who came or left, and when; ``asked`` is the seat that the page was opened for."""

    seat = _SeatField(queryset=PanelSeat.objects.none(), label="Who")
    kind = forms.ChoiceField(
        choices=Attendance.choices, widget=forms.RadioSelect, label="Came or left"
    )
    happened_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label="When",
        help_text="Not before the last decision: who was there then is told with it.",
    )

    def __init__(
        self, *args: Any, loaded: LoadedPanel, person: Person, asked: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", _own_seats(loaded, person))
        one = next((one for one in loaded.seats if str(one.pk) == asked), None)
        one = one or loaded.seat_of(person)
        if one is not None:
            self.fields["seat"].initial = one.pk
            there = one.pk in loaded.there
            self.fields["kind"].initial = Attendance.LEFT if there else Attendance.CAME


def _own_seats(loaded: LoadedPanel, person: Person) -> QuerySet[PanelSeat]:
    """The seats of which ``person`` may say something: one's own, or all for the chair."""
    seats = PanelSeat.objects.filter(panel=loaded.panel).select_related("person")
    own = loaded.seat_of(person)
    if own is not None and loaded.panel.chair_id != person.pk:
        seats = seats.filter(pk=own.pk)
    return seats.order_by("pk")


class OpenPanelForm(ActForm):
    """Who is present."""

    present = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="Who is present")

    def __init__(self, *args: Any, seats: Sequence[PanelSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "present", [(str(one.pk), one.person.name) for one in seats])

    def arguments(self) -> dict[str, Any]:
        return {"present": [int(one) for one in self.cleaned_data["present"]]}


class PanelDecisionForm(AgreeForm):
    """What a panel decides, with the dissent of each member who decides otherwise."""

    def __init__(self, *args: Any, seats: Sequence[SeatOnCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {one.seat.pk: f"dissent_{one.seat.pk}" for one in seats if not one.why_not}
        for one in seats:
            if not one.why_not:
                self.fields[self.names[one.seat.pk]] = forms.CharField(
                    widget=forms.Textarea(attrs={"rows": 2}),
                    label=f"Dissent of {one.seat.person.name}",
                    required=False,
                    help_text="Empty where they decide as the panel does.",
                )

    def arguments(self) -> dict[str, Any]:
        said = {seat: self.cleaned_data[name] for seat, name in self.names.items()}
        return {
            **super().arguments(),
            "dissents": {seat: words for seat, words in said.items() if words.strip()},
        }
