"""The register of recommendations: what was asked, of whom, by when, what they answered, what was
confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.recommendations import actions, queries
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.queries import Standing
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.foundation.files import store

from ...act_forms import ActForm, person
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from .forms import CloseForm, MoveForm, ProgressForm, RespondForm, VerifyForm, with_file

BOTH = ["GET", "POST"]
STAIR = "Recommendations"
TONES = {
    "overdue": "problem",
    "reply overdue": "problem",
    "open": "waiting",
    "answered": "accent",
    "implemented": "good",
}
AXES: dict[str, tuple[str, Callable[[Standing], str]]] = {
    "state": ("State", lambda one: one.state.capitalize()),
    "agreement": (
        "Agreement",
        lambda one: one.response.get_agreement_display() if one.response else "No reply",
    ),
    "claimed": (
        "Owner says",
        lambda one: one.claimed.get_claimed_display() if one.claimed else "Nothing claimed",
    ),
    "confirmed": (
        "Confirmed",
        lambda one: one.confirmed.get_confirmed_display() if one.confirmed else "Not looked at",
    ),
    "body": ("Addressee", lambda one: one.addressee.label),
}


def _may(request: HttpRequest, inspection: Inspection, verb: RecommendationVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _part(
    request: HttpRequest, slug: str, pk: int, verb: RecommendationVerb = RecommendationVerb.SEE
) -> tuple[Inspection, Addressee]:
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    found = queries.addressees_visible_to(person(request), inspection).filter(pk=pk).first()
    if found is None:
        raise Http404
    return inspection, found


@require_GET
@staff
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The register with filters as links, and totals that add up."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, RecommendationVerb.SEE)
    entries = queries.register(inspection, timezone.localdate())
    every = [(entry, one) for entry in entries for one in entry.standings]
    wanted = {axis: request.GET.get(axis, "") for axis in AXES}
    rows = [
        (
            entry,
            one,
            {axis: read(one) for axis, (_, read) in AXES.items()},
            TONES.get(one.state, "quiet"),
        )
        for entry, one in every
        if all(wanted[axis] in ("", read(one)) for axis, (_, read) in AXES.items())
    ]
    totals = queries.totals_of(entries)
    return page(
        request,
        "recommendations/register.html",
        inspection,
        title="Recommendations",
        stair=STAIR,
        rows=rows,
        totals=totals,
        axes=[
            _axis(axis, label, [read(one) for _, one in every], wanted[axis])
            for axis, (label, read) in AXES.items()
        ],
        filtered=any(wanted.values()),
    )


def _axis(axis: str, label: str, values: list[str], chosen: str) -> dict[str, Any]:
    """One row of filters: each value met with its count, and the words of the address that choose
    it.
    """
    counted = [(value, values.count(value), {axis: value}) for value in sorted(set(values))]
    return {"label": label, "options": counted, "chosen": chosen, "clear": {axis: None}}


@require_GET
@staff
def addressee_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One addressee's part: the three axes, the days, the replies, what was confirmed, what can be
    done now.
    """
    inspection, part = _part(request, slug, pk)
    who = person(request)
    found = queries.standing(part, timezone.localdate())
    verbs = (
        RecommendationVerb.MOVE_DUE,
        RecommendationVerb.VERIFY,
        RecommendationVerb.CLOSE,
        RecommendationVerb.RESPOND,
        RecommendationVerb.CLAIM_PROGRESS,
    )
    return page(
        request,
        "recommendations/addressee.html",
        inspection,
        title=f"{part.recommendation.ref}: {part.label}",
        stair=STAIR,
        part=part,
        found=found,
        tone=TONES.get(found.state, "quiet"),
        recommendation=part.recommendation,
        others=[one for one in part.recommendation.addressees.all() if one.pk != part.pk],
        history=found.history(),
        may={verb.act: queries.can(who, inspection, verb) for verb in verbs},
        closed=queries.reasons_closed(found),
        not_verify=queries.reasons_not_to_verify(who, part),
    )


def _act(
    request: HttpRequest,
    slug: str,
    pk: int,
    verb: RecommendationVerb,
    form: type[ActForm],
    *,
    title: str,
    button: str,
    said: str,
    lede: str = "",
    arguments: Any = None,
) -> HttpResponse:
    inspection, part = _part(request, slug, pk, verb)
    return act_page(
        request,
        inspection,
        form(request.POST or None, request.FILES or None),
        getattr(actions, verb.act),
        title=f"{title}: {part.recommendation.ref}, {part.label}",
        button=button,
        to=reverse("recommendations-addressee", args=[slug, pk]),
        said=said,
        lede=lede,
        stair=STAIR,
        arguments=arguments,
        addressee=part,
    )


@require_http_methods(BOTH)
@staff
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move the day it is due, with the reason."""
    said = "The day is moved; the old one stays in the history."
    return _act(
        request,
        slug,
        pk,
        RecommendationVerb.MOVE_DUE,
        MoveForm,
        title="Move the due day",
        button="Move",
        said=said,
    )


@require_http_methods(BOTH)
@staff
def verify(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record what was confirmed and on what evidence."""
    return _act(
        request,
        slug,
        pk,
        RecommendationVerb.VERIFY,
        VerifyForm,
        title="Verify",
        button="Record what is confirmed",
        said="The verification is recorded.",
        lede="Only what the inspectorate saw for itself is confirmed; the owner's word is not "
        "enough.",
        arguments=with_file,
    )


@require_http_methods(BOTH)
@staff
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close the part: implemented only when confirmed complete."""
    return _act(
        request,
        slug,
        pk,
        RecommendationVerb.CLOSE,
        CloseForm,
        title="Close",
        button="Close",
        said="It is closed.",
        lede="A closed part is not opened again. It closes as implemented only when confirmed "
        "complete.",
    )


@require_http_methods(BOTH)
@staff
def respond(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record a reply that was published elsewhere."""
    return _act(
        request,
        slug,
        pk,
        RecommendationVerb.RESPOND,
        RespondForm,
        title="Record a published reply",
        button="Record the reply",
        said="The reply is recorded, with its address.",
    )


@require_http_methods(BOTH)
@staff
def progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record what the owner says has been done."""
    return _act(
        request,
        slug,
        pk,
        RecommendationVerb.CLAIM_PROGRESS,
        ProgressForm,
        title="Record progress claimed",
        button="Record",
        said="What the owner says is recorded; it is not confirmed by that.",
        arguments=with_file,
    )


@require_GET
@staff
def proof(request: HttpRequest, slug: str, pk: int, digest: str) -> HttpResponse:
    """A file offered as proof or looked at, as a download only."""
    _, part = _part(request, slug, pk)
    found = queries.standing(part, timezone.localdate())
    if digest not in {one.digest for one in (*found.progress, *found.verifications) if one.digest}:
        raise Http404
    response = HttpResponse(store.get(digest), content_type="application/octet-stream")
    name = next((one.file_name for one in found.progress if one.digest == digest), "")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    suffix = f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{digest[:12]}{suffix}"'
    return response
