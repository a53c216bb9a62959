"""The calendar that a program reads at a secret address: hours, the body's label, a link.

Nobody is signed in there. Who knows no address finds what they would at any that does not exist.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from inspectorate.domain.fieldwork.diary.addresses import digest_of, whose
from inspectorate.domain.fieldwork.diary.queries import Hours, calendar_of
from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.tries import limits

from ...calendar_files import MEDIA_TYPE, Entry, written
from ..middleware import too_many

TITLE = "Inspectorate"


@require_safe
@sensitive_variables("secret")
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The hours of whoever made the address; 404 once it opens nothing."""
    person = whose(secret)
    if person is None:
        if not limits.take(limits.Counted(limits.NO_CALENDAR, client_of(request))):
            return _unkept(too_many(request))
        return _unkept(page_not_found(request, Http404()))
    if not limits.take(limits.Counted(limits.CALENDAR, digest_of(secret))):
        return _unkept(too_many(request))
    entries = [_entry(request, one) for one in calendar_of(person, timezone.localdate())]
    text = written(entries, title=TITLE, at=timezone.now())
    return _unkept(HttpResponse(text, content_type=MEDIA_TYPE))


def _entry(request: HttpRequest, one: Hours) -> Entry:
    url = request.build_absolute_uri(reverse("fieldwork-visit", args=[one.inspection, one.visit]))
    return Entry(one.name, one.label, one.starts, one.ends, url, one.changed, one.off)


def _unkept(answer: HttpResponse) -> HttpResponse:
    """No cache keeps it, and no log is told the address that it answers."""
    answer["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
