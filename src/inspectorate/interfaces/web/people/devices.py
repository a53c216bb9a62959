"""Devices for capture: one's own, enrolled by the page on which one captures, ended, and lost."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from inspectorate.foundation.envelopes import keys
from inspectorate.foundation.people.devices import actions, queries
from inspectorate.foundation.people.devices.known import digest_of, secret_of
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.proofs import lacking
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ...act_forms import ActForm, offer, perform, require_get_or_post, status_of
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page

# Devices of one person on a page: the newest.
SHOWN = 100


class LostForm(ActForm):
    """Which devices were lost, and what is known of it."""

    devices = forms.ModelMultipleChoiceField(
        queryset=CaptureDevice.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Which of the devices for capture",
        help_text="None, where what was lost was never enrolled.",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What happened",
        help_text="When and where it was last seen, as far as it is known.",
    )


@require_GET
@staff_page(PersonVerb.ENROL_DEVICE)
def devices(request: StaffRequest) -> HttpResponse:
    """One's own devices for capture."""
    mine = queries.devices_of(request.user, request.user)[:SHOWN]
    return page(
        request,
        "people/devices.html",
        None,
        title="Your devices for capture",
        devices=mine,
        packs=queries.packs_of(request.user, request.user),
        back=reverse("people-person", args=[request.user.pk]),
    )


@require_GET
@staff_page(PersonVerb.ENROL_DEVICE)
def opening_key(request: StaffRequest) -> HttpResponse:
    """The public key that a device seals to, as JSON; and where one proves who one is first.

    ``prove`` is empty where that was done a short while ago.
    """
    try:
        key = keys.newest()
    except keys.KeysFault:
        return _said({"reasons": ["There is no key here by which sealed notes open."]}, 503)
    waits = settings.SECOND_FACTOR_REQUIRED and bool(lacking(request))
    asks = f"{reverse('account_reauthenticate')}?next={reverse('devices-enrol')}"
    return _said({"id": key.id, "jwk": key.jwk, "prove": asks if waits else ""})


@require_get_or_post
@staff_page(PersonVerb.ENROL_DEVICE)
@signing
@sensitive_variables("secret")
def enrol(request: StaffRequest) -> HttpResponse:
    """Enrol the device that sends its public key, and a test that it sealed; answers with JSON.

    Asked for, it leads to one's devices: so does proving who one is.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("devices"))
    sent = _read(request.body) if request.content_type == "application/json" else {}
    test = sent["test"] if isinstance(sent.get("test"), dict) else {}
    key = str(test.get("id", ""))[:22]
    secret = secret_of(request.user, key)
    try:
        made = actions.enrol_device(
            by=request.user,
            at=timezone.now(),
            key=f"device/{key}",
            name=str(sent.get("name", ""))[:1000],
            signing_key=sent["signing_key"] if isinstance(sent.get("signing_key"), dict) else {},
            test=test,
            digest=digest_of(secret),
        )
    except Refused as refusal:
        return _said({"reasons": [_told(one) for one in refusal.reasons]}, 422)
    opening = keys.newest()
    told = {
        "device": made.known_as,
        "token": secret,
        "opening_key": {"id": opening.id, "jwk": opening.jwk},
        "person": request.user.name,
    }
    return _said(told)


@require_get_or_post
@staff_page(PersonVerb.END_DEVICE)
def end_device(request: StaffRequest, pk: int) -> HttpResponse:
    """End a device: one's own, or anybody's as administrator."""
    device = get_object_or_404(queries.visible_to(request.user), pk=pk)
    own = device.person_id == request.user.pk
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.end_device, device=device),
        title="End a device for capture",
        button="End the device",
        success_url=reverse("devices")
        if own
        else reverse("people-person", args=[device.person_id]),
        message="The device is ended. What it still sends waits in the quarantine.",
        intro=f"{device.name}, enrolled {timezone.localtime(device.enrolled_at):%d.%m.%Y}. Send "
        f"what is unsent on it first: afterwards a lead inspector or an administrator looks at "
        f"each note before it is taken in. If it was lost or stolen, tell an administrator.",
    )


@require_get_or_post
@staff_page(PersonVerb.LOSE_DEVICE)
@signing
def lost(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that somebody's device was lost or stolen, and see what it could have held."""
    other = get_object_or_404(Person, pk=pk)
    form = LostForm(request.POST or None)
    offer(form, "devices", queries.devices_of(request.user, other))
    made = perform(request, form, partial(_lose, other))
    context: dict[str, Any] = {"made": made, "person": other}
    return page(
        request,
        "people/lost_device.html",
        None,
        title=f"A device of {other.name} was lost or stolen",
        form=LostForm() if made else form,
        packs=queries.packs_of(request.user, other),
        losses=queries.losses_of(request.user, other),
        back=reverse("people-person", args=[pk]),
        status=status_of(form),
        **context,
    )


def _lose(other: Person, *, devices: Any, **given: Any) -> Any:
    return actions.lose_device(person=other, devices=list(devices), **given)


def _read(body: bytes) -> dict[str, Any]:
    """What was sent as JSON; nothing where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _told(reason: Reason) -> dict[str, str]:
    return {"code": str(reason.code), "text": reason.text, "mend": str(reason.mend)}


def _said(told: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
