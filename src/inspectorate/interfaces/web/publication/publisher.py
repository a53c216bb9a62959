"""The publisher as staff see it: does it live, what waits, and the act that confirms the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.publication import actions, publisher, queries
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.models import Person
from inspectorate.prose.dates import in_words

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page


class ClockForm(ActForm):
    """Day and hour as a person reads them."""

    said = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label="Day and hour",
        help_text="UK time, read from a clock that is not this server's: a telephone, a wall.",
    )


def shown() -> dict[str, Any]:
    """What a page tells of the publisher: its status, and whether it is at work."""
    status = publisher.read()
    return {
        "status": status,
        "alive": publisher.alive(status),
        "seen": _moment(status.seen) if status else None,
        "next": _moment(status.next) if status else None,
    }


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def who_switches() -> str:
    """Say when the public site follows: a page records what is out, the publisher builds it."""
    if publisher.alive(publisher.read()):
        return "The public site follows within seconds."
    return (
        "No publisher is at work here: the public site follows once one is, or once whoever keeps "
        "the server runs inspectorate public-build."
    )


def waits_for(person: Person) -> bool:
    """Is the clock doubted, and may this person confirm it?"""
    status = publisher.read()
    return bool(status and status.doubts) and queries.may_confirm_clock(person)


@require_get_or_post
@staff_page(PublicationVerb.CONFIRM_CLOCK)
@signing
def confirm_clock(request: StaffRequest) -> HttpResponse:
    """Confirm day and hour, so that what waits in doubt of the clock goes out."""
    status = publisher.read()
    doubts = " ".join(status.doubts) if status else ""
    clock = timezone.localtime(database_clock())
    return act_page(
        request,
        None,
        ClockForm(request.POST or None),
        actions.confirm_clock,
        title="Confirm day and hour",
        button="Confirm",
        success_url=reverse("your-work"),
        message="Day and hour are confirmed. What waited for them goes out by itself.",
        intro=f"{doubts} Nothing goes out while the clock is doubted. The server's clock now says "
        f"{in_words(clock)}, {clock:%H:%M %Z}. If you read another hour, have it set right "
        f"first.".strip(),
    )
