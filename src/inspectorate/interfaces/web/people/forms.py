"""Forms of people, roles and declared interests."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.bodies import queries as bodies
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, offer_choices


class RegisterForm(ActForm):
    """A person to register."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="How the person appears in records."
    )
    email = forms.EmailField(label="E-mail address", help_text="To sign in with.")
    password = forms.CharField(
        widget=forms.PasswordInput,
        min_length=12,
        label="First password",
        help_text="At least 12 characters. The person changes it.",
    )


class RoleForm(ActForm):
    """A role to give or end."""

    role = forms.ChoiceField(choices=Role.choices, label="Role")


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
