"""What the press is given before a release is out: its copy begins with the embargo."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import embargo, queries
from inspectorate.domain.publication.queries import ReleaseStatus
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.reports import copies
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.files.kinds import ALLOWED
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

from ..access import StaffRequest, inspection_page
from ..inspection_page import page

# By how it is taken: what it is called on the page, and what its bytes are.
WAYS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word file", ALLOWED[".docx"]),
    "html": ("web page", "text/html; charset=utf-8"),
    "md": ("Markdown", "text/markdown; charset=utf-8"),
}


def press_ways(person: Person, found: ReleaseStatus) -> list[tuple[Edition, list[tuple[str, str]]]]:
    """Each edition that the press may be given now, with the ways to take it: way, words."""
    inspection = found.release.inspection
    if not queries.can(person, inspection, PublicationVerb.PREPARE):
        return []
    ways = [(way, words) for way, (words, _) in WAYS.items()]
    return [(one, ways) for one in _given(found)]


@require_GET
@inspection_page(PublicationVerb.PREPARE)
def press_copy(
    request: StaffRequest, inspection: Inspection, number: int, name: str, way: str
) -> HttpResponse:
    """One copy for the press, as a download; there is none before the second signature, and none
    once the embargo is over.
    """
    found = next(
        (one for one in queries.releases(inspection) if one.release.number == number), None
    )
    given = _given(found) if found is not None else []
    edition = next((one for one in given if one.document.slug == name), None)
    if found is None or edition is None or way not in WAYS:
        raise Http404
    data = embargo.press_copy(edition, found.release.embargo_until)
    try:
        made = _as_page(data, inspection) if way == "html" else copies.for_the_press(data, way)
    except Refused as refused:
        return page(
            request,
            "inspectorate/unread.html",
            inspection,
            title=data.title,
            lead="This copy cannot be made for you.",
            reasons=refused.reasons,
            back=reverse("publication-release", args=[inspection.slug, number]),
        )
    response = HttpResponse(made, content_type=WAYS[way][1])
    called = f"{inspection.slug}-{name}-under-embargo.{way}"
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def _as_page(data: EditionData, inspection: Inspection) -> bytes:
    """The copy as one file, without a link to any page of ours that only the staff can open."""
    alone = copies.standing_alone(replace(data, claims={}))
    given = {"data": alone, "inspection": inspection}
    return render_to_string("publication/press_copy.html", given).encode()


def _given(found: ReleaseStatus) -> list[Edition]:
    until = found.release.embargo_until
    return embargo.to_press(found.editions, found.state, until, timezone.now())
