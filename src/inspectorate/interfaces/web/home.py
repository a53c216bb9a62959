"""The first page after sign-in, and the ledger page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence.quarantine import queries as quarantine
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.envelopes import keys
from inspectorate.foundation.people.roles import OUTSIDE, STAFF, Role

from ..act_forms import person
from .dashboard import work_of
from .first_steps import first_steps
from .inspection_page import page
from .publication import publisher
from .steering.links import steering_of


def _keys_away() -> bool:
    """Are sealed notes sent back, since keys to open them are not here?"""
    if not settings.OPENING_KEYS:
        return False
    try:
        return bool(keys.missing())
    except keys.KeysFault:
        return True


@require_GET
def your_work(request: HttpRequest) -> HttpResponse:
    """Your own work first: late, due, waiting. A contact of a body is shown to the portal."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    who = person(request)
    held = who.roles
    if held & OUTSIDE and not held & STAFF:
        return HttpResponseRedirect(reverse("portal-home"))
    if not held & STAFF:
        raise Http404
    theirs = inspections.visible_to(who)
    first = theirs.first()
    return page(
        request,
        "home/work.html",
        None,
        title="Your work",
        work=work_of(who, timezone.localdate()),
        steering=[(one, steering_of(who, one)) for one in theirs],
        clock_doubted=publisher.waits_for(who),
        quarantined=quarantine.how_many_wait(who),
        keys_away=Role.ADMIN in held and _keys_away(),
        inspections=theirs,
        first_steps=first_steps(who),
        public_site=settings.BASE_URL,
        may_see_grid=first is not None and judgments.can(who, first, JudgmentVerb.SEE),
        roles=held,
    )
