"""People, their roles, and what they declare an interest in."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions, queries
from inspectorate.foundation.people.days_off.queries import own_days_off
from inspectorate.foundation.people.invitations import links as links_given
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens.queries import tokens_of
from inspectorate.foundation.people.verbs import PersonVerb

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page
from . import listings
from .credentials_ended import factors_reset, unlinked
from .forms import ClearForm, InterestForm, ReasonForm, RegisterForm, RoleForm


@require_GET
@staff_page(PersonVerb.SEE)
def register(request: StaffRequest) -> HttpResponse:
    """Everyone registered, with roles."""
    role = request.GET.get("role", "")
    rows = queries.register(request.user, role or None)
    return page(
        request,
        "people/register.html",
        None,
        title="People",
        listing=listings.people(rows, role),
        rows=rows,
        roles=Role.choices,
        may_register=queries.can(request.user, PersonVerb.REGISTER),
        may_clear=queries.can(request.user, PersonVerb.CLEAR),
        may_invite=queries.can(request.user, PersonVerb.INVITE_NEW),
    )


@require_get_or_post
@staff_page(PersonVerb.REGISTER)
@signing
def register_person(request: StaffRequest) -> HttpResponse:
    """Register a person (administrators)."""
    return act_page(
        request,
        None,
        RegisterForm(request.POST or None),
        actions.register,
        title="Register a person",
        button="Register",
        success_url=lambda made: reverse("people-person", args=[made.pk]),
        back=reverse("people"),
        message="The person is registered. Give them a role, or they cannot sign in.",
    )


@require_GET
@staff_page(PersonVerb.SEE)
def person_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: roles and, for those who may see them, declarations."""
    row = next((row for row in queries.register(request.user) if row.person.pk == pk), None)
    if row is None:
        raise Http404
    return page(
        request,
        "people/person.html",
        None,
        title=row.person.name,
        row=row,
        declared=queries.declarations(request.user).filter(person=row.person),
        days_off=own_days_off(request.user) if row.person == request.user else (),
        tokens=tokens_of(request.user, row.person),
        may_change=queries.can(request.user, PersonVerb.GRANT),
        may_lose=queries.can(request.user, PersonVerb.LOSE_DEVICE),
        may_leave=queries.can(request.user, PersonVerb.LEAVE) and row.person.is_active,
        not_leave=queries.reasons_not_to_leave(row.person),
        ends_any_interest=Role.SIGNING in request.user.roles,
        held=bool(row.person.roles),
        clearances=queries.clearances(request.user, row.person),
        cleared_up_to=Marking(row.person.clearance).label,
        may_clear=queries.can(request.user, PersonVerb.CLEAR),
        may_reset_factors=queries.can(request.user, PersonVerb.RESET_FACTORS)
        and row.person != request.user
        and queries.has_factor(row.person),
        may_reset_password=queries.can(request.user, PersonVerb.RESET_PASSWORD)
        and row.person != request.user
        and row.person.is_active,
        has_password=row.person.has_usable_password(),
        given_links=links_given.of_person(row.person)
        if queries.can(request.user, PersonVerb.INVITE)
        else (),
        now=timezone.now(),
        link=queries.link_of(row.person),
        links=queries.links(request.user, row.person),
        may_unlink=queries.can(request.user, PersonVerb.UNLINK_SIGN_IN),
        factor_resets=queries.factor_resets(request.user, row.person),
    )


@require_get_or_post
@staff_page(PersonVerb.GRANT)
@signing
def grant(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a role (administrators)."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        RoleForm(request.POST or None),
        partial(actions.grant, person=other),
        title=f"Give {other.name} a role",
        button="Give role",
        success_url=reverse("people-person", args=[pk]),
        message="The role is given.",
    )


@require_get_or_post
@staff_page(PersonVerb.END_ROLE)
@signing
def end_role(request: StaffRequest, pk: int) -> HttpResponse:
    """End a role (administrators); it is gone on the person's next request."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        RoleForm(request.POST or None),
        partial(actions.end_role, person=other),
        title=f"End a role of {other.name}",
        button="End role",
        success_url=reverse("people-person", args=[pk]),
        message="The role is ended.",
        intro="The role is gone on the person's next request.",
    )


@require_get_or_post
@staff_page(PersonVerb.LEAVE)
@signing
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that somebody has left the inspectorate (administrators)."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.leave, person=other),
        title=f"{other.name} leaves",
        button="Record that the person leaves",
        success_url=reverse("people-person", args=[pk]),
        message=f"{other.name} has left: every role and the clearance are ended.",
        intro="Every role and the clearance end at once, and nobody signs in under this name "
        "again. What the person wrote stays. This is not taken back: somebody who returns is "
        "registered again under another address.",
    )


@require_get_or_post
@staff_page(PersonVerb.CLEAR)
@signing
def clear(request: StaffRequest) -> HttpResponse:
    """Record a clearance of one person or many (administrators)."""
    return act_page(
        request,
        None,
        ClearForm(request.POST or None, reader=request.user),
        actions.clear,
        title="Record a clearance",
        button="Record clearance",
        success_url=reverse("people"),
        message="The clearance is recorded. On each inspection the lead says who needs to know.",
        intro="A clearance is of a person. It opens nothing by itself: on each inspection the "
        "lead inspector says who needs to know what is marked above Official.",
    )


@require_get_or_post
@staff_page(PersonVerb.END_CLEARANCE)
@signing
def end_clearance(request: StaffRequest, pk: int) -> HttpResponse:
    """End a clearance (administrators); it is gone on the person's next request."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        ReasonForm(request.POST or None),
        partial(actions.end_clearance, person=other),
        title=f"End the clearance of {other.name}",
        button="End clearance",
        success_url=reverse("people-person", args=[pk]),
        message="The clearance is ended.",
        intro="What is marked above Official closes to the person on the next request.",
    )


@require_get_or_post
@staff_page(PersonVerb.RESET_FACTORS)
@signing
def reset_factors(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away the second factors of somebody who lost them (administrators)."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        ReasonForm(request.POST or None),
        partial(factors_reset, request, other),
        title=f"Take away the second factors of {other.name}",
        button="Take away the second factors",
        success_url=reverse("people-person", args=[pk]),
        message=f"{other.name} has no second factor now and is signed out everywhere. At the next "
        f"sign-in by password another must be set up before anything opens.",
        intro="For somebody who lost the authenticator app or key and has no recovery code left. "
        "Speak with the person first, by a number or in a room you know: until a new second "
        "factor is set up, the password alone opens this account.",
    )


@require_get_or_post
@staff_page(PersonVerb.UNLINK_SIGN_IN)
@signing
def unlink(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's connection with the identity provider (administrators)."""
    other = get_object_or_404(Person, pk=pk)
    return act_page(
        request,
        None,
        ReasonForm(request.POST or None),
        partial(unlinked, request, other),
        title=f"End the connection of {other.name} with the identity provider",
        button="End the connection",
        success_url=reverse("people-person", args=[pk]),
        message="The connection is ended, and the person is signed out everywhere.",
        intro="The person then signs in by a password, where staff may, or connects again with "
        "an account there. Somebody who leaves is recorded as having left instead.",
    )


@require_get_or_post
@staff_page(PersonVerb.DECLARE)
def interests(request: StaffRequest) -> HttpResponse:
    """Declare an interest: it keeps you from judging or visiting that body."""
    return act_page(
        request,
        None,
        InterestForm(request.POST or None),
        actions.declare,
        title="Declare an interest",
        button="Declare",
        success_url=reverse("people-person", args=[request.user.pk]),
        message="The interest is declared. You will not be assigned to that body.",
        intro="Declare anything that could make a reader doubt your judgment of a body: work "
        "there, family, money, a dispute.",
    )


@require_get_or_post
@staff_page(PersonVerb.END_DECLARATION)
def end_interest(request: StaffRequest, pk: int) -> HttpResponse:
    """End a declaration: one's own, or anybody's as approving inspector; it stays on record."""
    theirs = queries.declarations(request.user)
    if Role.SIGNING not in request.user.roles:
        theirs = theirs.filter(person=request.user)
    declaration = get_object_or_404(theirs, pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.end_declaration, declaration=declaration),
        title="End a declaration",
        button="End declaration",
        success_url=reverse("people-person", args=[declaration.person_id]),
        message="The declaration is ended; it stays on the record.",
        intro=f"{declaration.about}: {declaration.nature}",
    )
