"""Forms of the register of bodies."""

from __future__ import annotations

from typing import Any

from django import forms

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
