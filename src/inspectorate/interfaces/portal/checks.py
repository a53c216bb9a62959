"""The factual accuracy check: what this body is shown, its points, and what was decided on them."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.reports import actions, queries

from ..act_forms import require_get_or_post
from . import access
from .forms import PointForm
from .frame import ContactRequest, act_page, contact, page


@require_GET
@contact
def fact_check(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The passages to check, and the points raised: accuracy and judgment apart."""
    asked = access.the_row(access.checks(request.user), slug, code, number)
    points = queries.points_read_by_contact(request.user, asked.row)
    return page(
        request,
        "portal/fact_check.html",
        asked.inspection,
        title=f"Factual accuracy check: {asked.row.document.get_kind_display().lower()}",
        check=asked.row,
        body=asked.scope_body,
        kinds=[
            ("Points on accuracy", [point for point in points if point.kind == "accuracy"]),
            ("Points on judgment", [point for point in points if point.kind == "judgment"]),
        ],
        not_now=queries.reasons_not_to_raise(asked.row, timezone.localdate()),
        to=asked.url("portal-point"),
    )


@require_get_or_post
@contact
def point(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Raise one point."""
    asked = access.the_row(access.checks(request.user), slug, code, number)
    return act_page(
        request,
        asked.inspection,
        PointForm(request.POST or None, check=asked.row),
        partial(actions.raise_point, fact_check=asked.row),
        title="Raise a point",
        button="Raise the point",
        success_url=asked.url("portal-fact-check"),
        message="The point is raised. The decision, and why, will be shown beside it.",
        intro="One point at a time, each on one passage. Points on accuracy and on judgment are "
        "decided apart.",
    )
