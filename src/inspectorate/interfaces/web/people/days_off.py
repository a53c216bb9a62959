"""Days off of one's own: entered one by one, several at once, taken back."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from functools import partial
from typing import IO, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.documents.extracting import busy_days
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.people.days_off import actions, lines
from inspectorate.foundation.people.days_off.queries import own_days_off
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page

_MOST_BYTES = 2_000_000
# As far as a calendar file is read from today on: visits are planned no further.
_AHEAD = timedelta(days=366)


class DaysOffForm(ActForm):
    """Days on which one cannot be sent anywhere."""

    from_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="First day")
    to_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Last day")


class ManyDaysOffForm(ActForm):
    """Stretches of days, a line each; a calendar file is read into them and not kept."""

    days = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        label="Days",
        help_text="A line for each stretch: 2027-01-04 to 2027-01-08, or one day. What stands "
        "behind a # is for you alone, and is not kept.",
    )
    file = forms.FileField(
        required=False,
        label="Or a calendar file (.ics)",
        help_text="It is read from today on for a year, put below the lines above for you to look "
        "at, and not kept. A day counts where all of it is busy from 9:00 to 17:00.",
    )
    needed = ("days",)
    # On how many days the file that was read has something shorter than a day.
    parts: int | None = None
    found = unread = 0

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> None:
        """Read a calendar file into the lines, so that the page shows what would be entered."""
        file = self.cleaned_data.get("file")
        if not file or "days" in self.errors:
            return
        if file.size > _MOST_BYTES:
            text = f"The file is longer than {_MOST_BYTES // 1_000_000} MB. Take out past years."
            self.add_error("file", text)
            return
        today = timezone.localdate()
        try:
            with tempfile.TemporaryFile() as kept:
                read = busy_days(_copied(file, kept), today, today + _AHEAD, settings.TIME_ZONE)
        except Failed as failure:
            self.add_error("file", f"No days were read from it. {failure.reason.sentence}")
            return
        there = own_days_off(self.person).values_list("from_on", "to_on")
        self.parts, self.found, self.unread = read["parts"], len(read["days"]), read["unread"]
        parts = (self.cleaned_data["days"].rstrip(), lines.written(read["days"], there))
        self.data = {**dict(self.data.items()), "days": "\n".join(one for one in parts if one)}

    def arguments(self) -> dict[str, Any]:
        """The lines alone."""
        return {"days": self.cleaned_data["days"]}


def _copied(file: Any, kept: IO[bytes]) -> IO[bytes]:
    """A copy that another process can be given: what was sent may lie in this one's memory."""
    for piece in file.chunks():
        kept.write(piece)
    kept.seek(0)
    return kept


@require_get_or_post
@staff_page(PersonVerb.TAKE_DAYS_OFF)
def take_days_off(request: StaffRequest) -> HttpResponse:
    """Enter days of one's own on which one cannot be sent anywhere."""
    return act_page(
        request,
        None,
        DaysOffForm(request.POST or None),
        actions.take_days_off,
        title="Enter days off",
        button="Enter",
        success_url=_own_page(request),
        message="The days are entered.",
        intro="Nobody asks why. Whoever would send you somewhere on such a day is told that you "
        "are not available on it, and nothing more. The days stand in no list and no export.",
    )


@require_get_or_post
@staff_page(PersonVerb.TAKE_MANY_DAYS_OFF)
def take_many_days_off(request: StaffRequest) -> HttpResponse:
    """Enter several stretches, written or read from a calendar file; read first, then entered."""
    form = ManyDaysOffForm(request.POST or None, request.FILES or None, person=request.user)
    if request.FILES:
        # Read alone: what it says is looked at before it is entered.
        form.is_valid()
    elif perform(request, form, actions.take_many_days_off) is not None:
        messages.success(request, "The days are entered.")
        return HttpResponseRedirect(_own_page(request))
    return page(
        request,
        "people/many_days_off.html",
        None,
        title="Enter several days off",
        form=form,
        back=_own_page(request),
        read=form.parts is not None,
        status=status_of(form),
    )


@require_get_or_post
@staff_page(PersonVerb.WITHDRAW_DAYS_OFF)
def withdraw_days_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Take days off of one's own back."""
    days = get_object_or_404(own_days_off(request.user), pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.withdraw_days_off, days_off=days),
        title="Take days off back",
        button="Take back",
        success_url=_own_page(request),
        message="You can be sent somewhere on these days.",
        intro=f"{days.from_on} to {days.to_on}.",
    )


def _own_page(request: StaffRequest) -> str:
    return reverse("people-person", args=[request.user.pk])
