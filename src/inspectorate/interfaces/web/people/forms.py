"""Forms of people, roles and declared interests."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.bodies import queries as bodies
from inspectorate.foundation.markings.scheme import VETTED
from inspectorate.foundation.people import queries
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, offer, offer_choices


class RegisterForm(ActForm):
    """A person to register."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="How the person appears in records."
    )
    email = forms.EmailField(label="E-mail address", help_text="To sign in with.")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=12,
        # As it is typed: what sign-in compares is not stripped either.
        strip=False,
        label="First password",
        help_text="At least 12 characters. The person sets one of their own at the first sign-in.",
    )


class RoleForm(ActForm):
    """A role to give or end."""

    role = forms.ChoiceField(choices=Role.choices, label="Role")


class ClearForm(ActForm):
    """People to clear for a marking, all at once."""

    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label="People", widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(
        choices=[(one.value, one.label) for one in VETTED],
        label="Cleared up to",
        # No higher than it must be.
        initial=VETTED[0].value,
        help_text="Up to Official everybody who works here may read without a clearance.",
    )
    sponsor = forms.CharField(
        max_length=160,
        label="Who vouches for it",
        help_text="The office that vetted them and its reference, for example "
        "Vetting unit, file 118.",
    )
    expires_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, reader: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", queries.clearable(reader))


class ReasonForm(ActForm):
    """A reason."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


class InterestForm(ActForm):
    """An interest to declare."""

    about_code = forms.ChoiceField(label="Body")
    nature = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What the interest is",
        help_text="For example: served there until 2016.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "about_code", [(body.code, body.name) for body in bodies.on_register()])


class DaysOffForm(ActForm):
    """Days on which one cannot be sent anywhere."""

    from_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="First day")
    to_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Last day")
