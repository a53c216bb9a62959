"""Forms of the register of bodies."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.bodies.models import Body, Group
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, TableForm, offer


class ImportForm(TableForm):
    """A register to take in."""

    file = forms.FileField(
        label="CSV file",
        help_text="If there are faults, each is listed by row and column and nothing is saved.",
    )


class ContactForm(ActForm):
    """A contact to name."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Person",
        help_text="People who hold the role body contact or overseer contact.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = people.by_role(Role.BODY) | people.by_role(Role.OVERSEER)
        offer(self, "person", contacts.distinct())


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        label=label,
        required=required,
        help_text=help_text,
    )


def _reason(label: str) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label=label)


def _bodies(label: str, *, required: bool = False) -> forms.ModelMultipleChoiceField[Body]:
    return forms.ModelMultipleChoiceField(
        queryset=Body.objects.none(),
        label=label,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


class RegisterForm(ActForm):
    """A body to put on the register."""

    code = forms.CharField(
        max_length=80,
        label="Code",
        help_text="Given for ever: small letters, digits and single hyphens, for example "
        "west-mercia.",
    )
    name = forms.CharField(max_length=160, label="Name")
    short_name = forms.CharField(
        max_length=80,
        required=False,
        label="Short name",
        help_text="For tables. Left empty it is the name.",
    )
    kind = forms.ChoiceField(choices=Kind.choices, label="Kind")
    official_code = forms.CharField(
        max_length=20,
        required=False,
        label="Official code",
        help_text="That of the national statistics office, where it has one.",
    )
    nation = forms.CharField(max_length=40, required=False, label="Nation")
    region = forms.CharField(max_length=60, required=False, label="Region")
    opened_on = _day("First day", required=False, help_text="Where it is known.")


class RenameForm(ActForm):
    """A new name of a body."""

    new_name = forms.CharField(max_length=160, label="New name")
    on = _day("From the day")


class ChangeForm(ActForm):
    """What happened to a body in the past, or that it merged or was split."""

    kind = forms.ChoiceField(
        choices=[
            ("merged", "It merged into another body, and so closed"),
            ("split", "It was split from another body"),
            ("renamed", "It had another name before that day"),
        ],
        widget=forms.RadioSelect,
        label="What happened?",
    )
    on = _day("On the day")
    other = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        required=False,
        label="The other body",
        help_text="For a merger or a split.",
    )
    former_name = forms.CharField(
        max_length=160,
        required=False,
        label="The name before",
        help_text="Where it had another name.",
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", bodies.on_register().exclude(pk=body.pk))


class CloseForm(ActForm):
    """The day on which a body closed."""

    on = _day("First day without it")


class ReasonForm(ActForm):
    """Why something is taken back."""

    reason = _reason("Reason")


class OverseerForm(ActForm):
    """Who oversees a body."""

    overseer = forms.ModelChoiceField(queryset=Body.objects.none(), label="Overseer")
    from_on = _day("From the day", required=False, help_text="Where it is known.")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "overseer", bodies.on_register().exclude(pk=body.pk))


class EndOversightForm(ActForm):
    """From when on, and why, a body no longer oversees another."""

    to_on = _day("First day without it")
    reason = _reason("Reason")


class GroupForm(ActForm):
    """A set of bodies to name."""

    code = forms.CharField(
        max_length=80,
        label="Code",
        help_text="Given for ever: small letters, digits and single hyphens.",
    )
    name = forms.CharField(max_length=160, label="Name")
    bodies = _bodies("Bodies", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bodies", bodies.on_register())


class RegroupForm(ActForm):
    """Bodies to take into a group and out of it."""

    joining = _bodies("Take in")
    leaving = _bodies("Take out")
    reason = _reason("Reason")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = bodies.on_register()
        # What was sent is asked of the rule: sent twice, or after a colleague, it says why not.
        offer(self, "joining", everybody if self.is_bound else everybody.exclude(groups=group))
        offer(self, "leaving", everybody if self.is_bound else everybody.filter(groups=group))
