"""The factual accuracy check: what is shown to this body, its points, and what was decided on them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.reports import actions, queries

from ..act_forms import one_act, person
from . import access
from .forms import PointForm
from .frame import contact, page


@require_GET
@contact
def fact_check(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The passages to check, and the points raised: accuracy and judgment apart."""
    found = access.one_of(access.checks(person(request)), slug, code, number)
    points = list(found.row.points.select_related("decision"))
    return page(
        request,
        "portal/fact_check.html",
        found.inspection,
        title=f"Factual accuracy check: {found.row.document.get_kind_display().lower()}",
        check=found.row,
        body=found.scope_body,
        kinds=[
            ("Points on accuracy", [one for one in points if one.kind == "accuracy"]),
            ("Points on judgment", [one for one in points if one.kind == "judgment"]),
        ],
        not_now=queries.reasons_not_to_raise(found.row, timezone.localdate()),
        to=found.url("portal-point"),
    )


@require_http_methods(["GET", "POST"])
@contact
def point(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Raise one point."""
    found = access.one_of(access.checks(person(request)), slug, code, number)
    form = PointForm(request.POST or None, check=found.row)
    return one_act(
        page,
        request,
        found.inspection,
        form,
        actions.raise_point,
        title="Raise a point",
        button="Raise the point",
        to=found.url("portal-fact-check"),
        said="The point is raised. What is decided, and why, will stand beside it.",
        lede="One point at a time, each on one passage. Points on accuracy and on judgment are "
        "decided apart.",
        arguments=form.arguments,
        fact_check=found.row,
    )
