"""Where one is signed in, and the way out of every place but this."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from inspectorate.foundation.people import signed_in
from inspectorate.foundation.people.models import Person

from ..act_forms import require_get_or_post
from .access import signing


@require_get_or_post
@login_required
@signing
def sessions_page(request: HttpRequest) -> HttpResponse:
    """The sessions of this person, and a button that ends all the others."""
    person, here = cast(Person, request.user), request.session.session_key
    if request.method == "POST":
        ended = signed_in.end(person, by=person.pk, but=here)
        messages.success(request, f"Signed out elsewhere: {ended} sessions ended.")
        return redirect("sessions")
    held = sorted(signed_in.held(person), key=lambda one: (one.key != here, one.key))
    return render(request, "people/sessions.html", {"held": held, "here": here})


urlpatterns = [path("sessions/", sessions_page, name="sessions")]
