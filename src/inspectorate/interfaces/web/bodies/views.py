"""The register of bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.delegates import queries as delegates
from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.bodies.models import Body, Contact
from inspectorate.domain.bodies.verbs import BodyVerb

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page
from ..lists.listing import Rows, leaves
from . import listings
from .forms import (
    ChangeForm,
    CloseForm,
    ContactForm,
    EndOversightForm,
    ImportForm,
    OverseerForm,
    ReasonForm,
    RegisterForm,
    RenameForm,
)

_ON_A_BODY = (
    BodyVerb.CHANGE,
    BodyVerb.CLOSE,
    BodyVerb.REOPEN,
    BodyVerb.OVERSEE,
    BodyVerb.END_OVERSIGHT,
    BodyVerb.NAME_CONTACT,
    BodyVerb.END_CONTACT,
    BodyVerb.NAME_DELEGATE,
    BodyVerb.END_DELEGATE,
)
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
    listed = Paginator(bodies, 50).get_page(request.GET.get("page"))
    # All of it is read only where it leaves.
    rows: Rows = bodies if leaves(request) else range(listed.paginator.count)
    return page(
        request,
        "bodies/register.html",
        None,
        title="Register of bodies",
        listing=listings.bodies(rows, day, kind, words),
        listed=listed,
        kinds=Kind.choices,
        day=day,
        counts=queries.counts(day),
        may_import=queries.can(request.user, BodyVerb.IMPORT_REGISTER),
        may_register=queries.can(request.user, BodyVerb.REGISTER),
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


@require_get_or_post
@staff_page(BodyVerb.REGISTER)
def register_body(request: StaffRequest) -> HttpResponse:
    """Put one body on the register."""
    return act_page(
        request,
        None,
        RegisterForm(request.POST or None),
        actions.register,
        title="Register a body",
        button="Register",
        success_url=reverse("bodies"),
        message=lambda made: f"{made} is on the register under the code {made.code}.",
        intro="A body is never taken off the register: one that no longer exists is closed on a "
        "day. Several at once are imported from a CSV file.",
    )


@require_GET
@staff_page(BodyVerb.SEE)
def body_page(request: StaffRequest, code: str) -> HttpResponse:
    """One body: what it is, who oversees it, what happened to it, who speaks for it."""
    body = get_object_or_404(Body, code=code)
    contacts = list(queries.contacts(request.user, body))
    instead = list(delegates.delegates(request.user, contacts, timezone.localdate()))
    return page(
        request,
        "bodies/body.html",
        None,
        title=body.name,
        body=body,
        oversights=queries.oversights(body),
        changes=queries.changes(body),
        contacts=[
            (one, [each for each in instead if each.contact_id == one.pk]) for one in contacts
        ],
        may={verb.act: queries.can(request.user, verb) for verb in _ON_A_BODY},
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


def _act(
    request: StaffRequest,
    body: Body,
    form: ActForm,
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str,
    intro: str = "",
) -> HttpResponse:
    """A page that does one act on a body, then leads back to it."""
    return act_page(
        request,
        None,
        form,
        act,
        title=title,
        button=button,
        success_url=reverse("bodies-body", args=[body.code]),
        message=message,
        intro=intro,
    )


@require_get_or_post
@staff_page(BodyVerb.END_CONTACT)
@signing
def end_contact(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """End somebody's right to speak for a body."""
    # One that has ended is found too: sent twice, the form answers as it did the first time.
    contact = get_object_or_404(Contact.objects.select_related("body"), body__code=code, pk=pk)
    return _act(
        request,
        contact.body,
        ActForm(request.POST or None),
        partial(actions.end_contact, contact=contact),
        title=f"End: {contact.person.name} speaks for {contact.body}",
        button="End contact",
        message="The contact is ended. What was sent in the body's name stays.",
        intro="What the person may see in the portal is gone on the next request, for "
        "whoever stands in for them too. They can be named again.",
    )


@require_get_or_post
@staff_page(BodyVerb.CHANGE)
def rename(request: StaffRequest, code: str) -> HttpResponse:
    """Give a body another name from a day on."""
    body = get_object_or_404(Body, code=code)
    return _act(
        request,
        body,
        RenameForm(request.POST or None),
        partial(actions.change, body=body, kind="renamed"),
        title=f"Rename {body}",
        button="Rename",
        message="The body is renamed; the name before stays on record.",
        intro="The new name stands everywhere at once, and the name before stays on this page. "
        "A name given in error is put right by renaming once more.",
    )


@require_get_or_post
@staff_page(BodyVerb.CHANGE)
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Record a merger, a split or a former name."""
    body = get_object_or_404(Body, code=code)
    return _act(
        request,
        body,
        ChangeForm(request.POST or None, body=body),
        partial(actions.change, body=body),
        title=f"Record a change of {body}",
        button="Record the change",
        message="The change is recorded.",
        intro="A merger closes the body on that day. A closing can be taken back; that a change "
        "was recorded stays.",
    )


@require_get_or_post
@staff_page(BodyVerb.CLOSE)
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Close a body on a day."""
    body = get_object_or_404(Body, code=code)
    return _act(
        request,
        body,
        CloseForm(request.POST or None),
        partial(actions.close, body=body),
        title=f"Close {body}",
        button="Close",
        message="The body is closed; it stays on the register.",
        intro="From that day on it is no longer counted. A body that merged into another is closed "
        "by recording that change.",
    )


@require_get_or_post
@staff_page(BodyVerb.REOPEN)
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Take back that a body closed."""
    body = get_object_or_404(Body, code=code)
    return _act(
        request,
        body,
        ReasonForm(request.POST or None),
        partial(actions.reopen, body=body),
        title=f"Take back the closing of {body}",
        button="Take back the closing",
        message="The closing is taken back; the day it had been given stays on record.",
        intro="For a closing recorded in error. The body is counted again, also on days past.",
    )


@require_get_or_post
@staff_page(BodyVerb.OVERSEE)
def oversee(request: StaffRequest, code: str) -> HttpResponse:
    """Record who oversees a body."""
    body = get_object_or_404(Body, code=code)
    return _act(
        request,
        body,
        OverseerForm(request.POST or None, body=body),
        partial(actions.oversee, body=body),
        title=f"Who oversees {body}?",
        button="Record the overseer",
        message="The overseer is recorded.",
        intro="A contact of the overseer reads in the portal what this body was asked.",
    )


@require_get_or_post
@staff_page(BodyVerb.END_OVERSIGHT)
def end_oversight(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Record that a body oversees another no more."""
    body = get_object_or_404(Body, code=code)
    oversight = get_object_or_404(queries.oversights(body), pk=pk)
    return _act(
        request,
        body,
        EndOversightForm(request.POST or None),
        partial(actions.end_oversight, oversight=oversight),
        title=f"End: {oversight.overseer} oversees {body}",
        button="End the oversight",
        message="The oversight is ended; it stays on record.",
        intro="From that day on the overseer's contacts no longer see what this body was asked. "
        "It can be recorded again from a later day.",
    )
