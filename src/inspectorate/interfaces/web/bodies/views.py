"""The register of bodies."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, person
from ..act_pages import act_page, staff
from ..inspection_page import page

SORTS = {"name": "name", "kind": "kind", "region": "region", "official_code": "official_code"}


class ImportForm(ActForm):
    """A register to take in."""

    file = forms.FileField(
        label="CSV file",
        help_text="Every fault is listed by row and column; then nothing is written.",
    )


class ContactForm(ActForm):
    """A contact to name."""

    person = forms.ModelChoiceField(
        queryset=None,
        label="Person",
        help_text="People who hold the role body contact or overseer contact.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (
            people.by_role(Role.BODY) | people.by_role(Role.OVERSEER)
        ).distinct()


def _keeps(request: HttpRequest, verb: BodyVerb) -> None:
    if not queries.can(person(request), verb):
        raise Http404


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return timezone.localdate()


@require_GET
@staff
def register(request: HttpRequest) -> HttpResponse:
    """The register: filter by kind and day, sort, page; with its counts."""
    day, kind, sort = (
        _day(request.GET.get("on")),
        request.GET.get("kind", ""),
        request.GET.get("sort", "name"),
    )
    listed = queries.on_register(kind if kind in Kind.values else None, day)
    words = request.GET.get("q", "").strip()
    if words:
        listed = listed.filter(name__icontains=words)
    field = SORTS.get(sort.lstrip("-"), "name")
    listed = listed.order_by(("-" if sort.startswith("-") else "") + field, "code")
    return page(
        request,
        "bodies/register.html",
        None,
        title="Register of bodies",
        listed=Paginator(listed, 50).get_page(request.GET.get("page")),
        kinds=Kind.choices,
        day=day,
        counts=queries.counts(day),
        may_import=queries.can(person(request), BodyVerb.IMPORT_REGISTER),
    )


@require_http_methods(["GET", "POST"])
@staff
def import_file(request: HttpRequest) -> HttpResponse:
    """Take in a register from CSV, all or nothing."""
    _keeps(request, BodyVerb.IMPORT_REGISTER)
    return act_page(
        request,
        None,
        ImportForm(request.POST or None, request.FILES or None),
        actions.import_register,
        title="Import a register",
        button="Import",
        to=reverse("bodies"),
        said="The register is taken in.",
        arguments=lambda cleaned: {"content": cleaned["file"].read(), "name": cleaned["file"].name},
        lede="Columns: code, name, short_name, kind, official_code, nation, region, opened_on, "
        "closed_on, overseer, groups.",
    )


@require_GET
@staff
def body_page(request: HttpRequest, code: str) -> HttpResponse:
    """One body: what it is, who oversees it, what happened to it, who speaks for it."""
    body = get_object_or_404(Body, code=code)
    return page(
        request,
        "bodies/body.html",
        None,
        title=body.name,
        body=body,
        overseers=queries.overseers_of(body, timezone.localdate()),
        contacts=queries.contacts(person(request), body),
        may_name=queries.can(person(request), BodyVerb.NAME_CONTACT),
    )


@require_http_methods(["GET", "POST"])
@staff
def name_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Name who speaks for a body in the portal."""
    _keeps(request, BodyVerb.NAME_CONTACT)
    body = get_object_or_404(Body, code=code)
    return act_page(
        request,
        None,
        ContactForm(request.POST or None),
        actions.name_contact,
        title=f"Name a contact of {body.name}",
        button="Name contact",
        to=reverse("bodies-body", args=[code]),
        said="The contact is named and sees this body's things in the portal.",
        body=body,
    )
