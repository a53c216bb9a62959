"""Publication: releases by two people, their bundles, and the trace of any sentence."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import actions, queries, trace
from inspectorate.domain.publication.models import Release
from inspectorate.domain.publication.queries import Standing
from inspectorate.domain.publication.states import State
from inspectorate.domain.publication.verbs import PublicationVerb

from ...act_forms import ActForm, person
from ..act_pages import act_page, signing, staff
from ..inspection_page import page, the_inspection
from .forms import CancelForm, PrepareForm

BOTH = ["GET", "POST"]
STAIR = "Publication"
TONES = {
    State.PREPARED: "waiting",
    State.APPROVED: "accent",
    State.RELEASED: "good",
    State.CANCELLED: "quiet",
}


def _may(request: HttpRequest, inspection: Inspection, verb: PublicationVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _standing(
    request: HttpRequest, slug: str, number: int, verb: PublicationVerb = PublicationVerb.SEE
) -> tuple[Inspection, Standing]:
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    seen = queries.visible_to(person(request), inspection)
    found = next(
        (one for one in queries.releases(inspection) if one.release.number == number), None
    )
    if found is None or not seen.filter(pk=found.release.pk).exists():
        raise Http404
    return inspection, found


@require_GET
@staff
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release with its state, newest first."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, PublicationVerb.SEE)
    rows = [(one, TONES[one.state]) for one in reversed(queries.releases(inspection))]
    may = queries.can(person(request), inspection, PublicationVerb.PREPARE)
    newest = queries.newest_bundle(inspection)
    return page(
        request,
        "publication/releases.html",
        inspection,
        title="Publication",
        stair=STAIR,
        rows=rows,
        may_prepare=may,
        newest=newest,
        site=queries.site(),
        publishable=queries.publishable(inspection),
    )


@require_http_methods(BOTH)
@staff
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a release or a correction."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, PublicationVerb.PREPARE)
    out = Release.objects.filter(pk__in=[one.release.pk for one in queries.released(inspection)])
    return act_page(
        request,
        inspection,
        PrepareForm(request.POST or None, inspection=inspection, out=out),
        actions.prepare,
        title="Prepare a release",
        button="Prepare",
        to=reverse("publication-releases", args=[slug]),
        said="The release is prepared. Another person must approve it.",
        lede="Frozen public editions, published together. A second person approves; nothing "
        "goes out before the embargo ends.",
        stair=STAIR,
        inspection=inspection,
    )


@require_GET
@staff
def release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One release: what it holds, where it stands, what can be done now, its bundles."""
    inspection, found = _standing(request, slug, number)
    who, release = person(request), found.release
    return page(
        request,
        "publication/release.html",
        inspection,
        title=f"Release {number}",
        stair=STAIR,
        release=release,
        found=found,
        tone=TONES[found.state],
        state=found.state.label,
        standing=queries.standing_editions(inspection, release),
        may={
            verb.act: queries.can(who, inspection, verb)
            for verb in (
                PublicationVerb.APPROVE,
                PublicationVerb.CANCEL,
                PublicationVerb.RELEASE,
                PublicationVerb.REFRESH,
            )
        },
        not_approve=queries.reasons_not_to_approve(who, release),
        not_release=queries.reasons_not_to_release(release, timezone.now()),
        not_cancel=queries.reasons_not_to_cancel(release),
        not_refresh=queries.reasons_not_to_refresh(release),
        forms={
            verb: ActForm()
            for verb in (PublicationVerb.APPROVE, PublicationVerb.RELEASE, PublicationVerb.REFRESH)
        },
    )


def _act(
    request: HttpRequest,
    slug: str,
    number: int,
    verb: PublicationVerb,
    act: Any,
    form: ActForm,
    **words: Any,
) -> HttpResponse:
    inspection, found = _standing(request, slug, number, verb)
    to = reverse("publication-release", args=[slug, number])
    return act_page(
        request, inspection, form, act, to=to, stair=STAIR, release=found.release, **words
    )


@require_POST
@staff
@signing
def approve(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approve what another person prepared."""
    words = {
        "title": f"Approve release {number}",
        "button": "Approve",
        "said": "Approved. It can go out once the embargo ends.",
    }
    return _act(
        request,
        slug,
        number,
        PublicationVerb.APPROVE,
        actions.approve,
        ActForm(request.POST),
        **words,
    )


@require_http_methods(BOTH)
@staff
def cancel(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Stop a release that is not out."""
    words = {
        "title": f"Stop release {number}",
        "button": "Stop the release",
        "said": "The release is stopped. It stays in the list, marked.",
        "lede": "A stopped release cannot be taken up again; prepare a new one.",
    }
    return _act(
        request,
        slug,
        number,
        PublicationVerb.CANCEL,
        actions.cancel,
        CancelForm(request.POST or None),
        **words,
    )


@require_POST
@staff
@signing
def carry_out(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Publish now; refused before the embargo ends."""
    words = {
        "title": f"Publish release {number}",
        "button": "Publish now",
        "said": "Published. Its recommendations are open.",
    }
    return _act(
        request,
        slug,
        number,
        PublicationVerb.RELEASE,
        actions.release,
        ActForm(request.POST),
        **words,
    )


@require_POST
@staff
def refresh(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Bring the public register up to date."""
    words = {
        "title": f"Refresh release {number}",
        "button": "Refresh",
        "said": "The public register says what stands now.",
    }
    return _act(
        request,
        slug,
        number,
        PublicationVerb.REFRESH,
        actions.refresh,
        ActForm(request.POST),
        **words,
    )


@require_GET
@staff
def trace_page(request: HttpRequest, slug: str) -> HttpResponse:
    """From a published sentence down to files, or from evidence up to print."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, PublicationVerb.SEE)
    ident = request.GET.get("id", "").strip()[:200]
    nodes, unknown = [], ""
    if ident:
        try:
            nodes = trace.trace(ident, inspection=inspection, reader=person(request))
        except trace.Unknown as nothing:
            unknown = str(nothing)
    return page(
        request,
        "publication/trace.html",
        inspection,
        title="Trace",
        stair=STAIR,
        ident=ident,
        nodes=nodes,
        unknown=unknown,
    )
