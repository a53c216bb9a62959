"""Recommendations put to one's own body (to answer) and to bodies it oversees (to read)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.recommendations import actions, queries

from ..act_forms import one_act, person
from . import access
from .forms import ProgressForm, RespondForm
from .frame import contact, page
from .views import TONES

BOTH = ["GET", "POST"]


@require_GET
@contact
def recommendation(request: HttpRequest, ref: str, label: str) -> HttpResponse:
    """What was asked, by when, what was answered, and what was confirmed."""
    today = timezone.localdate()
    part = access.the_part(person(request), today, ref, label)
    found = queries.standing(part.addressee, today)
    return page(
        request,
        "portal/recommendation.html",
        part.addressee.recommendation.inspection,
        title=f"Recommendation {ref}",
        part=part.addressee,
        found=found,
        tone=TONES.get(found.state, "quiet"),
        history=found.history(),
        answerable=part.answerable,
        closed=queries.reasons_closed(found),
        respond_to=part.url("portal-respond"),
        progress_to=part.url("portal-progress"),
    )


@require_http_methods(BOTH)
@contact
def respond(request: HttpRequest, ref: str, label: str) -> HttpResponse:
    """Answer: agreement, and the action proposed or why none."""
    part = _answerable(request, ref, label)
    return one_act(
        page,
        request,
        part.addressee.recommendation.inspection,
        RespondForm(request.POST or None),
        actions.respond,
        title=f"Answer recommendation {ref}",
        button="Send the answer",
        to=part.url("portal-recommendation"),
        said="Your answer is recorded. It will stand in the public register.",
        lede="Your answer is public. You can answer again later; every answer stays on record "
        "and the newest stands.",
        addressee=part.addressee,
    )


@require_http_methods(BOTH)
@contact
def progress(request: HttpRequest, ref: str, label: str) -> HttpResponse:
    """Say what has been done, with a file that shows it."""
    part = _answerable(request, ref, label)
    return one_act(
        page,
        request,
        part.addressee.recommendation.inspection,
        ProgressForm(request.POST or None, request.FILES or None),
        actions.claim_progress,
        title=f"Progress on recommendation {ref}",
        button="Send",
        to=part.url("portal-recommendation"),
        said="Recorded as what you say. The inspectorate confirms it before it counts as done.",
        lede="How far you say it is goes into the public register; your words and file are read "
        "by the inspectorate.",
        arguments=_with_file,
        addressee=part.addressee,
    )


def _answerable(request: HttpRequest, ref: str, label: str) -> access.Part:
    part = access.the_part(person(request), timezone.localdate(), ref, label)
    if not part.answerable:
        raise Http404
    return part


def _with_file(cleaned: dict[str, Any]) -> dict[str, Any]:
    file = cleaned["file"]
    told = {name: value for name, value in cleaned.items() if name != "file"}
    return {**told, "name": file.name if file else "", "content": file.read() if file else None}
