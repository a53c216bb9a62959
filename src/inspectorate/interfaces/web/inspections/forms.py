"""Forms of planning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from inspectorate.domain.inspections.models import Column, Inspection, NotInspected, ScopeBody
from inspectorate.domain.inspections.queries import left_out, moves
from inspectorate.domain.inspections.small_numbers import USUAL
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.markings.scheme import VETTED
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF, Role

from ...act_forms import ActForm, VersionForm, offer, offer_choices


def a_day() -> forms.DateInput:
    """A day as a browser asks for it; it shows no other form than the ISO one."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def words(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    """A text area."""
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": rows}), label=label, help_text=help_text
    )


def small_bound() -> forms.IntegerField:
    """Below how many bodies a number is small; the act says from which to which it may be."""
    return forms.IntegerField(
        label="Below how many bodies a number is small",
        initial=USUAL,
        help_text="A smaller number could point at a body: it is printed on a decision only, and "
        "a release is searched for what gives it away.",
    )


class OpenForm(ActForm):
    """An inspection to open."""

    title = forms.CharField(max_length=250, label="Title")
    slug = forms.SlugField(
        max_length=80,
        label="Address word",
        help_text="Lower-case letters and hyphens: prevent-2018.",
    )
    # Django's metaclass takes fields out of the class, so this hides no attribute of forms.Form.
    prefix = forms.CharField(  # type: ignore[assignment]
        max_length=8, label="Letters before numbers", help_text="PREV gives PREV-E0001."
    )
    question = words("The one question", 2)
    framework = forms.ModelChoiceField(
        queryset=Framework.objects.none(), label="Framework", help_text="Adopted frameworks only."
    )
    vocabulary = forms.ModelChoiceField(
        queryset=Vocabulary.objects.none(), label="Quantity vocabulary"
    )
    rehearsal = forms.TypedChoiceField(
        label="Kind",
        choices=[("yes", "Rehearsal: simulated evidence, pseudonyms everywhere"), ("no", "Live")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    # Most are in the programme that was approved.
    basis = forms.ChoiceField(choices=Inspection.BASES, label="Basis", initial="programme")
    basis_text = forms.CharField(
        required=False,
        max_length=500,
        label="What the basis rests on",
        help_text="The statute, letter or decision.",
    )
    fieldwork_from = forms.DateField(widget=a_day(), label="Fieldwork from")
    fieldwork_to = forms.DateField(widget=a_day(), label="Fieldwork to")
    noun = forms.CharField(max_length=40, label="What one body is called", initial="force")
    noun_plural = forms.CharField(max_length=40, label="What several are called", initial="forces")
    names_bodies = forms.BooleanField(required=False, label="The report may name bodies")
    small_below = small_bound()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "framework", programmes.frameworks(adopted=True))
        offer(self, "vocabulary", programmes.vocabularies())


class AmendForm(VersionForm):
    """What an inspection is called and asks, as it stands; what is fixed says why."""

    title = forms.CharField(max_length=250, label="Title")
    question = words("The one question", 2)
    basis = forms.ChoiceField(choices=Inspection.BASES, label="Basis")
    basis_text = forms.CharField(required=False, max_length=500, label="What the basis rests on")
    fieldwork_from = forms.DateField(widget=a_day(), label="Fieldwork from")
    fieldwork_to = forms.DateField(widget=a_day(), label="Fieldwork to")
    noun = forms.CharField(max_length=40, label="What one body is called")
    noun_plural = forms.CharField(max_length=40, label="What several are called")
    names_bodies = forms.BooleanField(required=False, label="The report may name bodies")
    small_below = small_bound()
    # Django's metaclass takes fields out of the class, so this hides no attribute of forms.Form.
    prefix = forms.CharField(  # type: ignore[assignment]
        max_length=8,
        label="Letters before numbers",
    )
    framework = forms.ModelChoiceField(queryset=Framework.objects.none(), label="Framework")
    slug = forms.CharField(label="Address word")
    rehearsal = forms.BooleanField(required=False, label="Rehearsal")
    reason = words("Why it is amended", 2)

    def __init__(
        self, *args: Any, inspection: Inspection, fixed: Mapping[str, str], **kwargs: Any
    ) -> None:
        names = (name for name in self.base_fields if hasattr(inspection, name))
        kwargs["initial"] = {name: getattr(inspection, name) for name in names}
        kwargs["initial"] |= {
            "framework": inspection.framework_id,
            "version": inspection.amendments.count(),
        }
        super().__init__(*args, **kwargs)
        offer(self, "framework", programmes.frameworks(adopted=True))
        for name, why in fixed.items():
            self.fields[name].disabled = True
            self.fields[name].help_text = why

    def arguments(self) -> dict[str, Any]:
        """All that may be amended, whether it differs or not, with the reason and the version."""
        said = {"reason", "version"}
        given = super().arguments()
        open_ones = [name for name in given if name not in said and not self.fields[name].disabled]
        changes = {name: given[name] for name in open_ones}
        return {"changes": changes, **{name: given[name] for name in said}}


class TextForm(ActForm):
    """One text."""

    text = words("Text", 6)


class LeaveOutForm(ActForm):
    """A cell not to inspect."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    criterion = forms.ModelChoiceField(queryset=Criterion.objects.none(), label="Criterion")
    reason = words(
        "Why it is not inspected",
        2,
        "Printed with the coverage. Not inspected is never a pass or a fail.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspection.scope.all())
        offer(self, "criterion", Criterion.objects.filter(area__framework=inspection.framework))


class TakeBackForm(ActForm):
    """What was left out and is to be inspected again."""

    left_out = forms.ModelMultipleChoiceField(
        queryset=NotInspected.objects.none(),
        label="What to take back",
        widget=forms.CheckboxSelectMultiple,
    )
    reason = words("Why it is inspected after all", 2)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = left_out(inspection)
        # All that was ever left out is taken, so that a form sent twice is answered as the first
        # time; what is left out now is offered.
        offer(self, "left_out", rows)
        offer_choices(
            self,
            "left_out",
            [
                (str(one.pk), f"{one.scope_body.label} on {one.criterion.ref}: {one.reason}")
                for one in rows.filter(taken_back=None)
            ],
        )


class SuppressForm(ActForm):
    """A column of the published tables to leave out."""

    column = forms.ChoiceField(
        choices=[(one.value, f"{one.label[0].upper()}{one.label[1:]}") for one in Column],
        label="Column",
        widget=forms.RadioSelect,
    )
    criterion = forms.ModelChoiceField(
        queryset=Criterion.objects.none(),
        required=False,
        label="Criterion",
        help_text="Where it is a column of one criterion.",
    )
    reason = words("Why it is left out", 2, "Kept, and not published.")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "criterion", Criterion.objects.filter(area__framework=inspection.framework))


class JoinForm(ActForm):
    """People to put on the team, all in one role."""

    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label="People", widget=forms.CheckboxSelectMultiple
    )
    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in sorted(STAFF)],
        label="Role on this inspection",
    )
    team = forms.CharField(
        required=False,
        max_length=20,
        label="Field team",
        help_text="A letter, for inspectors who travel together.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_staff = Person.objects.filter(is_active=True, held__role__in=STAFF, held__ended_at=None)
        offer(self, "people", on_staff.distinct())
        # Beside each name the roles held: another than these would be refused.
        named: dict[int, tuple[str, list[str]]] = {}
        held = on_staff.order_by("name", "pk", "held__role")
        for pk, name, role in held.values_list("pk", "name", "held__role"):
            named.setdefault(pk, (name, []))[1].append(Role(role).label.lower())
        choices = [(str(pk), f"{name}: {', '.join(roles)}") for pk, (name, roles) in named.items()]
        offer_choices(self, "people", choices)


class NeedToKnowForm(ActForm):
    """People of the team who need to know, all at once."""

    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label="People", widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(
        choices=[(one.value, one.label) for one in VETTED],
        label="What is marked up to",
        # No higher than it must be.
        initial=VETTED[0].value,
    )
    reason = words("Why they need to know", 2)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = inspection.team.filter(left_at=None)
        offer(self, "people", Person.objects.filter(pk__in=here.values("person")))


class ReasonForm(ActForm):
    """A reason."""

    reason = words("Reason", 2)


class GroupForm(ActForm):
    """A reference group."""

    name = forms.CharField(max_length=160, label="Name")
    role = forms.CharField(required=False, max_length=500, label="What it advises on")


class PhaseField(forms.ChoiceField):
    """A phase among those that follow.

    Whether it follows is for the act to say: a form sent twice is answered as the first time, when
    the phase it names no longer follows.
    """

    def valid_value(self, value: Any) -> bool:
        return True


class MoveForm(VersionForm):
    """A phase to move to."""

    to_phase = PhaseField(label="Phase to move to")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Reason",
        help_text="Needed to go back or to abandon the inspection; a move forward needs none.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "to_phase", [(value, label) for value, label, _ in moves(inspection)])
        self.fields["version"].initial = inspection.version
