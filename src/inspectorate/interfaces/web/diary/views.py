"""The diary of whoever is signed in, and the secret address at which a program reads it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from inspectorate.domain.fieldwork.diary import actions
from inspectorate.domain.fieldwork.diary.addresses import digest_of, open_address, secret_of
from inspectorate.domain.fieldwork.verbs import FieldworkVerb

from ...act_forms import ActForm, perform, require_get_or_post
from ...calendar_files import Entry
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page
from ..lists.listing import Column, Listing
from . import weeks

_COLUMNS = (
    Column("Day", lambda one: one.on),
    Column("From", lambda one: one.starts),
    Column("To", lambda one: one.ends),
    Column("Kind", lambda one: one.tag),
    Column("What", lambda one: one.what),
    Column("Body", lambda one: one.label),
)


def _entry(one: weeks.Line) -> Entry:
    summary = f"{one.what}, {one.label}" if one.label else one.what
    after = one.on + timedelta(days=1)
    name = f"{one.url}/{one.tag}/{one.on}/{one.starts}/{one.what}"
    return Entry(name, summary, one.starts or one.on, one.ends or after)


@require_GET
@staff_page(FieldworkVerb.SEE_DIARY)
def diary(request: StaffRequest) -> HttpResponse:
    """One week: own sessions and visits, and what is due."""
    monday = weeks.monday_of(request.GET.get("week", ""), timezone.localdate())
    lines = weeks.lines_of(request.user, monday)
    name = weeks.named(monday)
    return page(
        request,
        "diary/diary.html",
        None,
        title="Your diary",
        listing=Listing("diary", "Your diary", _COLUMNS, lines, f"week {name}", entry=_entry),
        days=weeks.by_day(lines, monday),
        empty=not lines,
        monday=monday,
        sunday=monday + timedelta(days=6),
        before=weeks.named(monday - timedelta(days=7)),
        after=weeks.named(monday + timedelta(days=7)),
        today=timezone.localdate(),
        address=open_address(request.user),
    )


@require_get_or_post
@staff_page(FieldworkVerb.MAKE_CALENDAR_ADDRESS)
@sensitive_variables("secret")
def make_address(request: StaffRequest) -> HttpResponse:
    """Open an address of one's own calendar, or a new one in place of it; it is shown once."""
    form = ActForm(request.POST or None)
    secret = secret_of(request.user, request.POST.get("key", ""))
    act = partial(actions.make_calendar_address, digest=digest_of(secret))
    made = perform(request, form, act)
    shown, ended = "", made is not None and made.ended_at is not None
    if made is not None and not ended:
        shown = request.build_absolute_uri(reverse("diary-calendar", args=[secret]))
    return page(
        request,
        "diary/address.html",
        None,
        title="An address for your calendar program",
        # Of a form sent again the key is used up.
        form=ActForm() if ended else form,
        shown=shown,
        ended=ended,
        open=None if shown else open_address(request.user),
        status=422 if form.is_bound and form.errors else 200,
    )


@require_get_or_post
@staff_page(FieldworkVerb.END_CALENDAR_ADDRESS)
def end_address(request: StaffRequest) -> HttpResponse:
    """End the address of one's own calendar."""
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        actions.end_calendar_address,
        title="End the address of your calendar",
        button="End the address",
        success_url=reverse("diary"),
        message="The address is ended. What a program has read already stays in that program.",
        intro="A calendar program that reads it finds nothing there any more.",
    )
