"""Who stands in for a contact of a body: named and ended by staff."""

from __future__ import annotations

from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.bodies.delegates import actions
from inspectorate.domain.bodies.models import Contact, Delegate
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ...act_forms import ActForm, require_get_or_post
from ...delegating import DelegateForm
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page


class _KnownField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person, with the bodies of which they are a contact: whoever stands in sees what the body
    sees, and two people may have one name.
    """

    def label_from_instance(self, obj: Person) -> str:
        """The name, and for which bodies they speak by their own name."""
        bodies = [one.body.name for one in obj.speaks_for.all() if one.ended_at is None]
        return f"{obj.name}, contact of {', '.join(bodies)}" if bodies else obj.name


class _StaffDelegateForm(DelegateForm):
    """Who stands in, chosen by staff among all who hold a contact's role."""

    person = _KnownField(queryset=Person.objects.none(), label="Who stands in")


@require_get_or_post
@staff_page(BodyVerb.NAME_DELEGATE)
@signing
def name_delegate(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Name who stands in for a contact, from a day to a day."""
    found = Contact.objects.select_related("body", "person")
    contact = get_object_or_404(found, body__code=code, pk=pk)
    fitting = people.by_role(Role.BODY) | people.by_role(Role.OVERSEER)
    return act_page(
        request,
        None,
        _StaffDelegateForm(
            request.POST or None,
            people=fitting.exclude(pk=contact.person_id)
            .distinct()
            .prefetch_related("speaks_for__body"),
            told="Somebody of that body, who holds the same role as the contact.",
        ),
        partial(actions.name_delegate, contact=contact),
        title=f"Name who stands in for {contact.person.name}",
        button="Name delegate",
        success_url=reverse("bodies-body", args=[code]),
        message="The delegate is named.",
        intro=f"From the first day to the last they see and do in the portal what "
        f"{contact.person.name} may for {contact.body.name}, under their own name.",
    )


@require_get_or_post
@staff_page(BodyVerb.END_DELEGATE)
@signing
def end_delegate(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """End before its last day that somebody stands in."""
    # One that has ended is found too: sent twice, the form answers as it did the first time.
    found = Delegate.objects.select_related("contact__body", "contact__person", "person")
    delegate = get_object_or_404(found, contact__body__code=code, pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.end_delegate, delegate=delegate),
        title=f"End: {delegate.person.name} stands in for {delegate.contact.person.name}",
        button="End delegate",
        success_url=reverse("bodies-body", args=[code]),
        message="The delegate is ended. What was sent in the body's name stays.",
        intro="What the person may see in the portal is gone on the next request. They can be "
        "named again.",
    )
