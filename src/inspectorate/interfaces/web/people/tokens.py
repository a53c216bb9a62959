"""Tokens of the API: made by a person for themselves, shown once, ended."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from inspectorate.foundation.people.tokens import actions
from inspectorate.foundation.people.tokens.known import digest_of, secret_of
from inspectorate.foundation.people.tokens.policies import LONGEST
from inspectorate.foundation.people.tokens.queries import visible_to
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.people.verbs import PersonVerb

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page


class TokenForm(ActForm):
    """What a program may do, what it is for, and until when."""

    label = forms.CharField(
        max_length=80,
        label="What it is for",
        help_text="The program and where it runs, so that you know later which one to end.",
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        label="What it may do",
        help_text="Never more than you may do yourself on each inspection.",
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST,
        initial=90,
        label="For how many days",
        help_text=f"At most {LONGEST}. It ends by itself then.",
    )


@require_get_or_post
@staff_page(PersonVerb.MAKE_TOKEN)
@signing
@sensitive_variables("secret")
def make_token(request: StaffRequest) -> HttpResponse:
    """Make a token for a program of one's own; what it sends is shown once."""
    form = TokenForm(request.POST or None)
    secret = secret_of(request.user, request.POST.get("key", ""))
    made = perform(request, form, partial(actions.make_token, digest=digest_of(secret)))
    # Sent again after it was ended, the form gives nothing that opens anything.
    ended = made is not None and made.ended_at is not None
    context: dict[str, Any] = {"made": made, "ended": ended}
    return page(
        request,
        "people/token.html",
        None,
        title="Make a token for the API",
        form=TokenForm() if ended else form,
        shown="" if made is None or ended else secret,
        back=reverse("people-person", args=[request.user.pk]),
        status=status_of(form),
        **context,
    )


@require_get_or_post
@staff_page(PersonVerb.END_TOKEN)
def end_token(request: StaffRequest, pk: int) -> HttpResponse:
    """End a token: one's own, or anybody's as administrator."""
    token = get_object_or_404(visible_to(request.user), pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.end_token, token=token),
        title="End a token of the API",
        button="End the token",
        success_url=reverse("people-person", args=[token.person_id]),
        message="The token is ended. What a program has read already stays with that program.",
        intro=f"{token.label}: {token.said}. The program that sends it is refused from now on.",
    )
