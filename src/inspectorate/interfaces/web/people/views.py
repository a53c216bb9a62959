"""People, their roles, and what they declare an interest in."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.bodies import queries as bodies
from inspectorate.foundation.people import actions, queries
from inspectorate.foundation.people.models import Declaration, Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, person
from ..act_pages import act_page, signing, staff
from ..inspection_page import page

BOTH = ["GET", "POST"]


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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about_code"].choices = [(one.code, one.name) for one in bodies.on_register()]


class KeyForm(ActForm):
    """An act that asks nothing."""


def _admin(request: HttpRequest) -> None:
    if Role.ADMIN not in person(request).roles:
        raise Http404


@require_GET
@staff
def register(request: HttpRequest) -> HttpResponse:
    """Everyone registered, with roles."""
    rows = queries.register(person(request), request.GET.get("role") or None)
    return page(
        request,
        "people/register.html",
        None,
        title="People",
        rows=rows,
        roles=Role.choices,
        may_register=Role.ADMIN in person(request).roles,
    )


@require_http_methods(BOTH)
@staff
def register_person(request: HttpRequest) -> HttpResponse:
    """Register a person (administrators)."""
    _admin(request)
    return act_page(
        request,
        None,
        RegisterForm(request.POST or None),
        actions.register,
        title="Register a person",
        button="Register",
        to=reverse("people"),
        said="The person is registered. Give them a role, or they cannot sign in.",
    )


@require_GET
@staff
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles and, for those who may see them, declarations."""
    row = next((one for one in queries.register(person(request)) if one.person.pk == pk), None)
    if row is None:
        raise Http404
    declared = queries.declarations(person(request)).filter(person=row.person)
    return page(
        request,
        "people/person.html",
        None,
        title=row.person.name,
        row=row,
        declared=declared,
        form=RoleForm(),
        end_form=RoleForm(),
        may_change=Role.ADMIN in person(request).roles,
        held=[(one.value, one.label) for one in sorted(row.person.roles)],
    )


@require_http_methods(BOTH)
@staff
@signing
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role (administrators)."""
    _admin(request)
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        RoleForm(request.POST or None),
        actions.grant,
        title=f"Give {other.name} a role",
        button="Give role",
        to=reverse("people-person", args=[pk]),
        said="The role is given.",
        person=other,
    )


@require_http_methods(BOTH)
@staff
@signing
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role (administrators); it is gone on the person's next request."""
    _admin(request)
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        RoleForm(request.POST or None),
        actions.end_role,
        title=f"End a role of {other.name}",
        button="End role",
        to=reverse("people-person", args=[pk]),
        said="The role is ended.",
        person=other,
        lede="The role is gone on the person's next request.",
    )


@require_http_methods(BOTH)
@staff
def interests(request: HttpRequest) -> HttpResponse:
    """Declare an interest: it keeps you from judging or visiting that body."""
    return act_page(
        request,
        None,
        InterestForm(request.POST or None),
        actions.declare,
        title="Declare an interest",
        button="Declare",
        to=reverse("people-person", args=[person(request).pk]),
        said="The interest is declared. You will not be assigned to that body.",
        lede="Declare anything that could make a reader doubt your judgment of a body: work "
        "there, family, money, a dispute.",
    )


@require_http_methods(BOTH)
@staff
def end_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own declaration; it stays on the record."""
    declaration = get_object_or_404(Declaration, pk=pk, person=person(request), ended_at=None)
    return act_page(
        request,
        None,
        KeyForm(request.POST or None),
        actions.end_declaration,
        title="End a declaration",
        button="End declaration",
        to=reverse("people-person", args=[person(request).pk]),
        said="The declaration is ended; it stays on the record.",
        declaration=declaration,
        lede=f"{declaration.about}: {declaration.nature}",
    )
