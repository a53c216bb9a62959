"""The frame of the portal's pages: only contacts reach them; the band says when it is a rehearsal.

No staircase, no counts.
"""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import highest_read
from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE

from .. import act_forms


class ContactRequest(HttpRequest):
    """A request by a signed-in contact of a body."""

    user: Person


contact = act_forms.holding(OUTSIDE)
HOME = "Your body"
FOOT = (
    "What you send here is written in the ledger with who and when. You see what concerns your "
    "own body, and nothing of others."
)


def page(
    request: HttpRequest,
    template: str,
    inspection: Inspection | None,
    /,
    *,
    title: str,
    status: int = 200,
    notice: str = "",
    **context: Any,
) -> HttpResponse:
    """Render ``template`` inside the shell.

    ``notice`` is the rehearsal's where a page belongs to no single inspection. The page is marked
    as high as the highest of what was laid open for it: nobody else's words above OFFICIAL are.
    """
    act_forms.only_reads_on(request)
    marking = highest_read()
    frame: dict[str, Any] = {
        "title": title,
        "inspection_name": inspection.title if inspection else "",
        "rehearsal_notice": inspection.notice if inspection else notice,
        "page_marking": marking,
        "page_marking_sensitive": above(marking, BASELINE),
        "home_url": reverse("portal-home"),
        "footer_text": FOOT,
        "crumbs": []
        if template == "portal/home.html"
        else [{"label": HOME, "url": reverse("portal-home")}, {"label": title}],
    }
    return render(request, template, {**frame, **context}, status=status)


act_page = functools.partial(act_forms.act_page, page)
