"""Handing a session to come from one inspector to another."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.fieldwork.sessions import actions
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, offer, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import gone_past


class HandOverSessionForm(ActForm):
    """Who holds the session no longer, and who holds it in their place."""

    person = forms.ModelChoiceField(Person.objects.none(), label="In place of")
    to = forms.ModelChoiceField(Person.objects.none(), label="Who holds it")
    gone_past = gone_past()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Person.objects.filter(
            is_active=True,
            on_teams__inspection=session.visit.inspection_id,
            on_teams__left_at=None,
        )
        # Also who left the team since: their place is what is handed over.
        offer(self, "person", session.inspectors.all())
        if len(held := list(session.inspectors.all())) == 1:
            self.initial["person"] = held[0].pk
        offer(self, "to", team.distinct())


@require_get_or_post
@inspection_page(FieldworkVerb.HAND_OVER_SESSION)
def hand_over_session(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Let another inspector hold a session to come."""
    session = queries.session(request.user, inspection, pk)
    if session is None:
        raise Http404
    return act_page(
        request,
        inspection,
        HandOverSessionForm(request.POST or None, session=session),
        partial(actions.hand_over_session, session=session),
        title=f"Hand over the session: {session.title}",
        button="Hand it over",
        success_url=reverse("fieldwork-visit", args=[inspection.slug, session.visit_id]),
        message="The session is handed over.",
    )
