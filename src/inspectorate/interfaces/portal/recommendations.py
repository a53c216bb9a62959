"""Recommendations put to a contact's body (to answer) and to bodies it oversees (to read)."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.publication.register import first_format_until
from inspectorate.domain.recommendations import actions, queries
from inspectorate.domain.recommendations.public_record import public_part

from ..act_forms import require_get_or_post
from ..jobs import documents
from ..tones import tone_of
from . import access
from .forms import ProgressForm, RespondForm
from .frame import ContactRequest, act_page, contact, page


@require_GET
@contact
def recommendation(request: ContactRequest, ref: str, label: str) -> HttpResponse:
    """What was asked, by when, what was answered, and what was confirmed.

    Of others' words and of our findings it shows what is public, and a contact's own words as sent.
    """
    today = timezone.localdate()
    part = access.the_part(request.user, today, ref, label)
    found = queries.read_by_contact(request.user, queries.standing(part.addressee, today))
    inspection = part.addressee.recommendation.inspection
    public = public_part(part.addressee, today, public_before=first_format_until(inspection))
    return page(
        request,
        "portal/recommendation.html",
        inspection,
        title=f"Recommendation {ref}",
        part=part.addressee,
        found=found,
        tone=tone_of(public.state),
        public=public,
        history=public.history,
        answerable=part.answerable,
        closed=queries.reasons_closed(found),
        respond_to=part.url("portal-respond"),
        progress_to=part.url("portal-progress"),
    )


@require_get_or_post
@contact
def respond(request: ContactRequest, ref: str, label: str) -> HttpResponse:
    """Answer: agreement, and the action proposed or why none."""
    part = _answerable(request, ref, label)
    return act_page(
        request,
        part.addressee.recommendation.inspection,
        RespondForm(request.POST or None),
        partial(actions.respond, addressee=part.addressee),
        title=f"Answer recommendation {ref}",
        button="Send the answer",
        success_url=part.url("portal-recommendation"),
        message="Received; it will be public once it has been read.",
        intro="That you answered, and whether you agree, is public at once. Your words are public "
        "once the inspectorate has read them; it may remove pieces that must not be public, and "
        "changes nothing else. You can answer again later; every answer stays on record and the "
        "newest stands.",
    )


@require_get_or_post
@contact
def progress(request: ContactRequest, ref: str, label: str) -> HttpResponse:
    """Say what has been done, with a file that shows it."""
    part = _answerable(request, ref, label)
    return act_page(
        request,
        part.addressee.recommendation.inspection,
        ProgressForm(request.POST or None, request.FILES or None),
        partial(documents.with_files(actions.claim_progress), addressee=part.addressee),
        title=f"Progress on recommendation {ref}",
        button="Send",
        success_url=part.url("portal-recommendation"),
        message="Recorded as what you say. The inspectorate confirms it before it counts as done.",
        intro="How far you say it is goes into the public register; your words and file are read "
        "by the inspectorate.",
    )


def _answerable(request: ContactRequest, ref: str, label: str) -> access.Part:
    part = access.the_part(request.user, timezone.localdate(), ref, label)
    if not part.answerable:
        raise Http404
    return part
