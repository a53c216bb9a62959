"""The register of bodies."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.verbs import BodyVerb

from ...act_forms import require_get_or_post
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page
from .forms import ContactForm, ImportForm

SORTS = {"name": "name", "kind": "kind", "region": "region", "official_code": "official_code"}


@require_GET
@staff_page(BodyVerb.SEE)
def register(request: StaffRequest) -> HttpResponse:
    """The register: filter by kind and day, sort, page; with its counts."""
    day = _day(request.GET.get("on", ""))
    kind = request.GET.get("kind", "")
    bodies = queries.on_register(kind if kind in Kind.values else None, day)
    words = request.GET.get("q", "").strip()
    if words:
        bodies = bodies.filter(name__icontains=words)
    sort = request.GET.get("sort", "name")
    field = SORTS.get(sort.lstrip("-"), "name")
    bodies = bodies.order_by(("-" if sort.startswith("-") else "") + field, "code")
    return page(
        request,
        "bodies/register.html",
        None,
        title="Register of bodies",
        listed=Paginator(bodies, 50).get_page(request.GET.get("page")),
        kinds=Kind.choices,
        day=day,
        counts=queries.counts(day),
        may_import=queries.can(request.user, BodyVerb.IMPORT_REGISTER),
    )


def _day(text: str) -> date:
    """The day asked for; today where none is or it cannot be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@require_get_or_post
@staff_page(BodyVerb.IMPORT_REGISTER)
def import_file(request: StaffRequest) -> HttpResponse:
    """Take in a register from CSV, all or nothing."""
    return act_page(
        request,
        None,
        ImportForm(request.POST or None, request.FILES or None),
        actions.import_register,
        title="Import a register",
        button="Import",
        success_url=reverse("bodies"),
        message="The register is taken in.",
        intro="Columns: code, name, short_name, kind, official_code, nation, region, opened_on, "
        "closed_on, groups, overseen_by, merged_into.",
    )


@require_GET
@staff_page(BodyVerb.SEE)
def body_page(request: StaffRequest, code: str) -> HttpResponse:
    """One body: what it is, who oversees it, what happened to it, who speaks for it."""
    body = get_object_or_404(Body, code=code)
    return page(
        request,
        "bodies/body.html",
        None,
        title=body.name,
        body=body,
        overseers=queries.overseers_of(body, timezone.localdate()),
        contacts=queries.contacts(request.user, body),
        may_name=queries.can(request.user, BodyVerb.NAME_CONTACT),
    )


@require_get_or_post
@staff_page(BodyVerb.NAME_CONTACT)
@signing
def name_contact(request: StaffRequest, code: str) -> HttpResponse:
    """Name who speaks for a body in the portal."""
    body = get_object_or_404(Body, code=code)
    return act_page(
        request,
        None,
        ContactForm(request.POST or None),
        partial(actions.name_contact, body=body),
        title=f"Name a contact of {body.name}",
        button="Name contact",
        success_url=reverse("bodies-body", args=[code]),
        message="The contact is named and sees in the portal what concerns this body.",
    )
