"""The register of recommendations: what was asked, of whom, by when, answered and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies.delegates.queries import stood_in
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.register import first_format_until
from inspectorate.domain.recommendations import actions, queries
from inspectorate.domain.recommendations.answered.queries import answered_by
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.public_record import public_part
from inspectorate.domain.recommendations.queries import AddresseeState
from inspectorate.domain.recommendations.verbs import RecommendationVerb

from ...act_forms import ActForm, require_get_or_post
from ...downloads import download
from ...jobs import documents
from ...tones import tone_of
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from . import listings
from .forms import CloseForm, MoveForm, ProgressForm, RespondForm, VerifyForm
from .unread import steps_of

AXES: dict[str, tuple[str, Callable[[AddresseeState], str]]] = {
    "state": ("State", lambda found: found.state.capitalize()),
    "agreement": (
        "Agreement",
        lambda found: found.response.get_agreement_display() if found.response else "No reply",
    ),
    "claimed": (
        "Owner says",
        lambda found: found.claimed.get_claimed_display() if found.claimed else "Nothing claimed",
    ),
    "confirmed": (
        "Confirmed",
        lambda found: (
            found.confirmed.get_confirmed_display() if found.confirmed else "Not looked at"
        ),
    ),
    "body": ("Addressee", lambda found: found.addressee.label),
}


@require_GET
@inspection_page(RecommendationVerb.SEE)
def register(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The register with filters as links, and totals that add up."""
    entries = queries.register(inspection, timezone.localdate())
    every = [(entry, found) for entry in entries for found in entry.standings]
    chosen = {axis: request.GET.get(axis, "") for axis in AXES}
    rows = [
        (
            entry,
            found,
            {axis: read(found) for axis, (_, read) in AXES.items()},
            tone_of(found.state),
        )
        for entry, found in every
        if all(chosen[axis] in ("", read(found)) for axis, (_, read) in AXES.items())
    ]
    return page(
        request,
        "recommendations/register.html",
        inspection,
        title="Recommendations",
        listing=listings.register(rows, list(chosen.values())),
        rows=rows,
        totals=queries.totals_of(entries),
        axes=[
            _axis(axis, label, [read(found) for _, found in every], chosen[axis])
            for axis, (label, read) in AXES.items()
        ],
        filtered=any(chosen.values()),
    )


def _axis(axis: str, label: str, values: list[str], chosen: str) -> dict[str, Any]:
    """One row of filters: each value met, its count, and the query that chooses it."""
    counted = [(value, values.count(value), {axis: value}) for value in sorted(set(values))]
    return {"label": label, "options": counted, "chosen": chosen, "clear": {axis: None}}


def _addressee(request: StaffRequest, inspection: Inspection, pk: int) -> Addressee:
    return get_object_or_404(queries.addressees_visible_to(request.user, inspection), pk=pk)


@require_GET
@inspection_page(RecommendationVerb.SEE)
def addressee_page(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """One addressee's part: the axes, the days, the replies, and what can be done now."""
    addressee = _addressee(request, inspection, pk)
    recommendation = addressee.recommendation
    today = timezone.localdate()
    found = queries.laid_open(request.user, queries.standing(addressee, today))
    public_before = first_format_until(inspection)
    verbs = (
        RecommendationVerb.MOVE_DUE,
        RecommendationVerb.VERIFY,
        RecommendationVerb.CLOSE,
        RecommendationVerb.RESPOND,
        RecommendationVerb.CLAIM_PROGRESS,
        RecommendationVerb.ANSWER_OUTCOME,
        RecommendationVerb.END_ANSWER,
    )
    return page(
        request,
        "recommendations/addressee.html",
        inspection,
        title=f"{recommendation.ref}: {addressee.label}",
        part=addressee,
        found=found,
        tone=tone_of(found.state),
        recommendation=recommendation,
        others=[other for other in recommendation.addressees.all() if other.pk != addressee.pk],
        history=public_part(addressee, today, public_before=public_before).history,
        steps=steps_of(request, found.addressee, public_before),
        stood_in=stood_in(request.user, [addressee.body_id]),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in verbs},
        answered=answered_by(request.user, recommendation),
        closed=queries.reasons_closed(found),
        not_verify=queries.reasons_not_to_verify(request.user, addressee),
    )


def _addressee_act(
    request: StaffRequest,
    inspection: Inspection,
    pk: int,
    form: type[ActForm],
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str,
    intro: str = "",
) -> HttpResponse:
    """A page that does ``act`` on the addressee ``pk``, then leads back to its page."""
    addressee = _addressee(request, inspection, pk)
    return act_page(
        request,
        inspection,
        form(request.POST or None, request.FILES or None),
        partial(act, addressee=addressee),
        title=f"{title}: {addressee.recommendation.ref}, {addressee.label}",
        button=button,
        success_url=reverse("recommendations-addressee", args=[inspection.slug, pk]),
        message=message,
        intro=intro,
    )


@require_get_or_post
@inspection_page(RecommendationVerb.MOVE_DUE)
def move(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Move the day it is due, with the reason."""
    return _addressee_act(
        request,
        inspection,
        pk,
        MoveForm,
        actions.move_due,
        title="Move the due day",
        button="Move",
        message="The day is moved. It is public once a second person has confirmed it.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.VERIFY)
def verify(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record what was confirmed and on what evidence."""
    return _addressee_act(
        request,
        inspection,
        pk,
        VerifyForm,
        documents.with_files(actions.verify),
        title="Verify",
        button="Record what is confirmed",
        message="The verification is recorded. It is public once a second person has confirmed it.",
        intro="Only what the inspectorate saw for itself is confirmed; the owner's word is not "
        "enough.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.CLOSE)
def close(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Close the part: implemented only when confirmed complete."""
    return _addressee_act(
        request,
        inspection,
        pk,
        CloseForm,
        actions.close,
        title="Close",
        button="Close",
        message="It is closed. That is public once a second person has confirmed it.",
        intro="A closed part is not opened again. It closes as implemented only when confirmed "
        "complete.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.RESPOND)
def respond(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record a reply that was published elsewhere."""
    return _addressee_act(
        request,
        inspection,
        pk,
        RespondForm,
        actions.respond,
        title="Record a published reply",
        button="Record the reply",
        message="The reply is recorded, with its address. Its words are public once read.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.CLAIM_PROGRESS)
def progress(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record what the owner says has been done."""
    return _addressee_act(
        request,
        inspection,
        pk,
        ProgressForm,
        documents.with_files(actions.claim_progress),
        title="Record progress claimed",
        button="Record",
        message="What the owner says is recorded; it is not confirmed by that.",
    )


@require_GET
@inspection_page(RecommendationVerb.SEE)
def proof(request: StaffRequest, inspection: Inspection, pk: int, digest: str) -> HttpResponse:
    """A file offered as proof or looked at, as a download only."""
    name = queries.file(request.user, _addressee(request, inspection, pk), digest)
    if name is None:
        raise Http404
    return download(digest, name)
