"""Who stands in for a contact: named and ended by the contact, ended by whoever stands in.

Rows are numbered among the person's own, so that an address tells of nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.bodies.delegates import actions, queries
from inspectorate.domain.bodies.models import Delegate
from inspectorate.foundation.people.models import Person

from ..act_forms import ActForm, Page, act_page, require_get_or_post
from ..delegating import DelegateForm
from ..signing import signing
from . import lists
from .frame import ContactRequest, contact, page

_OTHERS = "Other contacts of your body. For anybody else ask the inspectorate."
_NOBODY = (
    "Your body has no other contact, so there is nobody to choose. Ask the inspectorate to "
    "register somebody, and to name them."
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who stands in or is to, as the contact or the delegate reads it."""

    delegate: Delegate
    mine: bool
    url: str


def stand_ins(person: Person, on: date) -> list[StandIn]:
    """Who stands in for the person, and for whom they do, now or on a day to come."""
    every = queries.about(person)
    kept = {one.pk for one in queries.not_over(every, on)}
    return [
        StandIn(one, one.contact.person_id == person.pk, _url("portal-end-delegate", number))
        for number, one in enumerate(every, 1)
        if one.pk in kept
    ]


def places(person: Person, *, named: bool) -> list[tuple[str, str]]:
    """Where the person may name who stands in for them, each with the page for it.

    Of several bodies each is told by its name, or by its number where none may be ``named``.
    """
    own = list(queries.own_contacts(person))
    if len(own) == 1:
        return [("", _url("portal-delegate", 1))]
    return [
        (one.body.name if named else f"body {number}", _url("portal-delegate", number))
        for number, one in enumerate(own, 1)
    ]


def _url(name: str, number: int) -> str:
    return reverse(name, args=[number])


def _page_for(request: ContactRequest) -> Page:
    """A page of no inspection: it says what the first page says where one is a rehearsal."""
    notice = lists.things_of(request.user, timezone.localdate()).notice()
    return partial(page, notice=notice)


@require_get_or_post
@contact
@signing
def name_delegate(request: ContactRequest, number: int) -> HttpResponse:
    """Name who stands in for oneself, from a day to a day."""
    own = list(queries.own_contacts(request.user))
    if not 0 < number <= len(own):
        raise Http404
    chosen = own[number - 1]
    people = queries.choosable_by(request.user, chosen)
    return act_page(
        _page_for(request),
        request,
        None,
        DelegateForm(
            request.POST or None,
            people=people,
            told=_OTHERS if people.exists() else _NOBODY,
        ),
        partial(actions.name_delegate, contact=chosen),
        title="Name who stands in for you",
        button="Name them",
        success_url=reverse("portal-home"),
        message="They are named, and see what you see here from the first day to the last.",
        intro="They see and do here what you may for your body, under their own name. It ends by "
        "itself after the last day.",
    )


@require_get_or_post
@contact
@signing
def end_delegate(request: ContactRequest, number: int) -> HttpResponse:
    """End before its last day that somebody stands in."""
    every = queries.about(request.user)
    if not 0 < number <= len(every):
        raise Http404
    delegate = every[number - 1]
    mine = delegate.contact.person_id == request.user.pk
    whom = f"{delegate.person.name} stands in for you" if mine else "you stand in"
    return act_page(
        _page_for(request),
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.end_delegate, delegate=delegate),
        title=f"End that {whom}",
        button="End it",
        success_url=reverse("portal-home"),
        message="It is ended. What was sent in the body's name stays.",
        intro="What the person standing in may see here is gone on the next request.",
    )
