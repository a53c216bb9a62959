"""Notes that were received though a rule refused them: the list, one, and what is decided on it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.arrivals import actions, queries
from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.mending import shown
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.arrivals.note import Arriving, Note
from inspectorate.domain.evidence.arrivals.taking import Taken, take_in
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.states import ArrivalState
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.received import queries as received
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import require_get_or_post, stored
from ...downloads import download
from ...jobs import documents
from ...notes import NoteReader, holding_nothing, may_be_kept
from ...uploads import dropped
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .arrival_forms import DecideForm, WhyForm, as_sent, key_of, take_form
from .forms import RecordForm

# What of a note stands above its fields, or is told in words of the page's own.
_TOLD_APART = ("words",)
_LONGEST_SHOWN = 20_000
_LONGEST_NAME = 100
_MOST_FIELDS = 100
_SECRET = (
    "SECRET words and files are never kept here. Leave them out, and say below who holds them, "
    "where, under what number."
)


@require_GET
@inspection_page(EvidenceVerb.SEE)
def arrivals(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The notes that were received: those that wait, unless others are asked for."""
    asked, mine = request.GET.get("state", ArrivalState.WAITING), bool(request.GET.get("mine"))
    state = ArrivalState(asked) if asked in ArrivalState.values else None
    number = request.GET.get("page", "")
    found = queries.listed(
        request.user,
        inspection,
        state,
        mine=mine,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    received.as_read(request.user, found.arrivals)
    return page(
        request,
        "evidence/arrivals.html",
        inspection,
        title="Notes received",
        found=found,
        states=ArrivalState.choices,
        state=state.value if state else "all",
        mine=mine,
        marking=highest([one.mark for one in found.arrivals] or ["OFFICIAL"]),
    )


@require_GET
@inspection_page(EvidenceVerb.SEE)
def arrival(request: StaffRequest, inspection: Inspection, named: str) -> HttpResponse:
    """One note: what was sent, why it was not recorded, its files, and what was decided on it."""
    found = found_for(request, inspection, named)
    waits = found.state is ArrivalState.WAITING
    beside = received.beside(request.user, found) if found.private else None
    read = beside is not None and beside.said is not None
    return page(
        request,
        "evidence/arrival.html",
        inspection,
        title=found.ref,
        arrival=found,
        words=_words(found),
        withheld=received.withheld_from(request.user, found),
        fields=() if read else _fields(found),
        marking=found.mark,
        beside=beside,
        take=take_form(beside) if waits else None,
        visit=_visit(request.user, found),
        waits=waits,
        aside=found.state is ArrivalState.SET_ASIDE,
        may_decide=evidence.can(request.user, inspection, EvidenceVerb.RECORD_RECEIVED),
        not_record=queries.reasons_not_to_record(request.user, found),
        not_decide=queries.reasons_not_to_decide(request.user, found),
        not_take_up=queries.reasons_not_to_take_up(request.user, found),
    )


@require_get_or_post
@inspection_page(EvidenceVerb.RECORD_RECEIVED)
def record_received(request: StaffRequest, inspection: Inspection, named: str) -> HttpResponse:
    """Record a note, with what is mended of it."""
    found = found_for(request, inspection, named)
    own = found.author_id == request.user.pk
    form = DecideForm(request.POST or None, inspection=inspection, arrival=found, own=own)
    return act_page(
        request,
        inspection,
        form,
        partial(_recorded_and_read, found),
        title=f"Record {found.ref}",
        button="Record it",
        success_url=page_of(inspection, found),
        message=lambda item: f"Saved: {found.ref} is recorded as {item.ref}.",
        intro=f"It is recorded in the name of {found.author.name}, who wrote it. What you change "
        "is said on the item beside your name."
        + ("" if own else " Its words, its origin and its files stay as they came."),
    )


@require_get_or_post
@inspection_page(EvidenceVerb.SET_ASIDE)
def set_aside(request: StaffRequest, inspection: Inspection, named: str) -> HttpResponse:
    """Set a note aside; it stays readable."""
    return _why(
        request,
        inspection,
        found_for(request, inspection, named),
        actions.set_aside,
        title="Set {} aside",
        button="Set aside",
        message="The note is set aside. It stays readable, and can be taken up again.",
    )


@require_get_or_post
@inspection_page(EvidenceVerb.TAKE_UP)
def take_up(request: StaffRequest, inspection: Inspection, named: str) -> HttpResponse:
    """Take a note up again that was set aside."""
    return _why(
        request,
        inspection,
        found_for(request, inspection, named),
        actions.take_up,
        title="Take {} up again",
        button="Take it up again",
        message="The note waits for a decision again.",
    )


@require_GET
@inspection_page(EvidenceVerb.SEE)
def arrival_file(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """A file of a note, as a download only."""
    file = queries.arrival_file(request.user, inspection, pk)
    if file is None or received.withheld_from(request.user, file.arrival):
        raise Http404
    return download(file.blob.digest, file.name)


def _visit(reader: Person, found: Arrival) -> Visit | None:
    """The visit that a debrief note is of, as its reader may see it."""
    pk = received.visit_of(reader, found)
    if pk is None:
        return None
    return fieldwork.visits_visible_to(reader, found.inspection).filter(pk=pk).first()


def keep_as_received(
    request: StaffRequest, inspection: Inspection, form: RecordForm
) -> HttpResponse | None:
    """Receive what was written into the record form and cannot be recorded; None where it may not
    be kept (SECRET words, files too large) or where nothing was written, and the form says so.
    """
    taken = _kept(request, inspection, form)
    if taken is None:
        return None
    if taken.arrival is None:
        messages.success(request, "Saved. Nothing stood against it, so it is recorded.")
        return HttpResponseRedirect(reverse("evidence-list", args=[inspection.slug]))
    messages.success(request, f"Kept as {taken.arrival.ref}, as you wrote it.")
    return HttpResponseRedirect(page_of(inspection, taken.arrival))


def kept_of_leavers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The record form, of which what is sent is received though its author left the team since."""

    @functools.wraps(view)
    def opened(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except Http404:
            by_staff = cast(StaffRequest, request)
            signed_in = request.method == "POST" and request.user.is_authenticated
            there = queries.sendable_to(by_staff.user).filter(slug=slug) if signed_in else ()
            for inspection in there:
                form = RecordForm(request.POST, request.FILES, inspection=inspection)
                taken = _kept(by_staff, inspection, form)
                if taken is not None and taken.arrival is not None:
                    text = (
                        f"Kept as {taken.arrival.ref}. You are no longer on the team, so a lead "
                        "inspector decides on it."
                    )
                    messages.success(request, text)
                    return HttpResponseRedirect("/")
            raise

    return opened


def keepable(request: HttpRequest, form: RecordForm, inspection: Inspection) -> bool:
    """May what was sent be received from the form: nothing SECRET but where it is held?"""
    said = as_sent(form, inspection)
    empty = not said["words"].strip() and not request.FILES
    return not dropped(request) and (empty or may_be_kept(said))


def _kept(request: StaffRequest, inspection: Inspection, form: RecordForm) -> Taken | None:
    said = as_sent(form, inspection)
    if not keepable(request, form, inspection):
        if not dropped(request):
            form.add_error("words", _SECRET)
        return None
    written = {name: said[name] for name in ("words", "stub", "origin")}
    if not request.FILES and holding_nothing(written):
        return None
    try:
        files = [stored(one) for one in request.FILES.getlist("files")]
        note = NoteReader(inspection).read(said, files)
        if form.is_valid() and not note.left_out:
            # As the form itself records it: what is recorded already is known again.
            note = replace(note, recording=form.arguments()["recording"], reasons=())
    except Refused as refusal:
        form.add_error("files", str(refusal))
        return None
    return _taken_in(request.user, inspection, key_of(form), note)


def _taken_in(by: Person, inspection: Inspection, key: str, note: Note) -> Taken:
    """Take in a note from the form, and have its files scanned and read."""
    at = timezone.now()
    arriving = Arriving(via=Door.FORM)
    taken = take_in(by=by, at=at, key=key, inspection=inspection, note=note, arriving=arriving)
    documents.ask_unread([one.digest for one in note.files], by=by, at=at)
    return taken


def _recorded_and_read(found: Arrival, *, by: Person, at: datetime, **given: Any) -> Item:
    """Record a note, and have its files scanned and read that were not when it came."""
    item = actions.record_received(by=by, at=at, arrival=found, **given)
    documents.ask_unread([one.blob_id for one in found.files.all()], by=by, at=at)
    return item


def _why(
    request: StaffRequest,
    inspection: Inspection,
    found: Arrival,
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str,
) -> HttpResponse:
    return act_page(
        request,
        inspection,
        WhyForm(request.POST or None),
        partial(act, arrival=found),
        title=title.format(found.ref),
        button=button,
        success_url=page_of(inspection, found),
        message=message,
    )


def found_for(request: StaffRequest, inspection: Inspection, named: str) -> Arrival:
    """A note as the reader may have it; 404 where there is none for them."""
    found = queries.arrival(request.user, inspection, named)
    if found is None:
        raise Http404
    (shown_to,) = received.as_read(request.user, [found])
    return shown_to


def page_of(inspection: Inspection, found: Arrival) -> str:
    """The address of the page of a note."""
    return reverse("evidence-arrival", args=[inspection.slug, found.named])


def _words(found: Arrival) -> str:
    given = found.given
    words = given.get("words") if isinstance(given, dict) else None
    return shown(words) if isinstance(words, str) else ""


def _fields(found: Arrival) -> list[tuple[str, str]]:
    """What else was sent, field by field, as it was sent: so many as a page holds."""
    given = found.given
    if not isinstance(given, dict):
        return [("What was sent", _cut(given or found.sent))]
    apart = _TOLD_APART if _words(found) else ()
    fields = [
        (shown(str(name)[:_LONGEST_NAME]).replace("_", " ").capitalize(), _cut(value))
        for name, value in islice(given.items(), _MOST_FIELDS)
        if name not in apart and value not in (None, "", False)
    ]
    if more := max(0, len(given) - _MOST_FIELDS):
        fields.append(("And", f"{more:,} more fields, kept as they were sent"))
    return fields


def _cut(value: object) -> str:
    return shown(str(value)[:_LONGEST_SHOWN])
