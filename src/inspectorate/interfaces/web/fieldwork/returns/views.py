"""Templates of data returns, who returned, and the return of one request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Request, ReturnTemplate
from inspectorate.domain.fieldwork.returns import actions, queries
from inspectorate.domain.fieldwork.returns.standing import BodyReturn
from inspectorate.domain.fieldwork.returns.taking_over import check_ahead
from inspectorate.domain.fieldwork.states import ReturnState
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.drawing.picture import Level, Picture
from inspectorate.foundation.drawing.stacked import stacked

from .... import returning
from ....act_forms import require_get_or_post
from ....returning import Returning
from ...access import StaffRequest, inspection_page
from ...inspection_page import act_page, page
from . import listings
from .forms import TemplateForm, WithdrawTemplateForm

_LEVELS = (
    Level(ReturnState.CERTIFIED.value, ReturnState.CERTIFIED.label, 5),
    Level(ReturnState.RETURNED.value, ReturnState.RETURNED.label, 2),
    Level(ReturnState.NOT_RETURNED.value, ReturnState.NOT_RETURNED.label, 0),
)
_OF_TEMPLATE = (
    FieldworkVerb.ASK,
    FieldworkVerb.REPLACE_RETURN_TEMPLATE,
    FieldworkVerb.WITHDRAW_RETURN_TEMPLATE,
)


def _template(request: StaffRequest, inspection: Inspection, number: int) -> ReturnTemplate:
    found = queries.template(request.user, inspection, number)
    if found is None:
        raise Http404
    return found


def _at(inspection: Inspection, template: ReturnTemplate) -> str:
    return reverse("fieldwork-return-template", args=[inspection.slug, template.number])


@require_GET
@inspection_page(FieldworkVerb.SEE)
def templates(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The templates of an inspection, and how far the returns by each are."""
    return page(
        request,
        "fieldwork/returns.html",
        inspection,
        title="Data returns",
        rows=queries.templates(request.user, inspection),
        may_make=fieldwork.can(request.user, inspection, FieldworkVerb.MAKE_RETURN_TEMPLATE),
    )


@require_get_or_post
@inspection_page(FieldworkVerb.MAKE_RETURN_TEMPLATE)
def make(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Make a template."""
    return act_page(
        request,
        inspection,
        TemplateForm(request.POST or None, request.FILES or None),
        partial(actions.make_template, inspection=inspection),
        title="Make a template of a data return",
        button="Make the template",
        success_url=lambda made: _at(inspection, made),
        back=reverse("fieldwork-returns", args=[inspection.slug]),
        message="The template is made. Ask bodies for returns by it.",
        intro="It says which columns a body fills in and which rules are kept. A later version may "
        "replace it; nothing of it is changed.",
    )


@require_get_or_post
@inspection_page(FieldworkVerb.REPLACE_RETURN_TEMPLATE)
def replace(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Replace a template by a later version."""
    template = _template(request, inspection, number)
    return act_page(
        request,
        inspection,
        TemplateForm(request.POST or None, request.FILES or None, replaces=template),
        _replacing(template),
        title=f"Replace the template: {template.title}",
        button="Replace it",
        success_url=lambda made: _at(inspection, made),
        back=_at(inspection, template),
        message="The later version asks now. What had come was checked again by it.",
        intro="What bodies returned is checked again by the later version. Where the "
        "headings and kinds of columns are the same, no choice is spelt otherwise and no hard rule "
        "is breached, a return stands; where not, the body must return again. Its certificate "
        "counts on where no word of title, text and columns changed, and no rule that rows breach "
        "is new; where one did, the office is asked to certify again.",
    )


def _replacing(template: ReturnTemplate) -> Callable[..., ReturnTemplate]:
    """The act, with what had come checked before it begins: the act holds a lock."""

    @wraps(actions.replace_template)
    def act(**given: Any) -> ReturnTemplate:
        ahead = check_ahead(template, given["columns"], given["rules"])
        return actions.replace_template(template=template, ahead=ahead, **given)

    return act


@require_get_or_post
@inspection_page(FieldworkVerb.WITHDRAW_RETURN_TEMPLATE)
def withdraw(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Withdraw a template by which nobody is asked."""
    template = _template(request, inspection, number)
    return act_page(
        request,
        inspection,
        WithdrawTemplateForm(request.POST or None),
        partial(actions.withdraw_template, template=template),
        title=f"Withdraw the template: {template.title}",
        button="Withdraw the template",
        success_url=_at(inspection, template),
        message="The template is withdrawn.",
        intro="It stays on record, and no body can be asked by it any more.",
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def template_page(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One template: who returned by it and who did not, its columns and rules."""
    template = _template(request, inspection, number)
    stood = queries.as_read(request.user, queries.stood(request.user, template))
    columns = queries.columns_of(template)
    return page(
        request,
        "fieldwork/return_template.html",
        inspection,
        title=template.title,
        template=template,
        versions=queries.versions(template),
        listing=listings.states(template, stood),
        stood=stood,
        today=timezone.localdate(),
        picture=_drawn(template, stood) if stood else None,
        columns=columns,
        rules=returning.rules_said(template),
        ask_url=f"{reverse('fieldwork-ask-many', args=[inspection.slug])}?template={number}",
        may={verb.act: fieldwork.can(request.user, inspection, verb) for verb in _OF_TEMPLATE},
        closed=queries.reasons_not_to_replace(template),
        not_withdrawable=queries.reasons_not_to_withdraw_template(template, len(stood)),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def rows(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """The figures of every return by a template together, and its rows to be taken out."""
    template = _template(request, inspection, number)
    stood, columns = queries.stood(request.user, template), queries.columns_of(template)
    given = listings.EveryRow(request.user, stood)
    there = [one for one in stood if one.standing]
    return page(
        request,
        "fieldwork/return_rows.html",
        inspection,
        title=f"All rows: {template.title}",
        template=template,
        listing=listings.rows(template, columns, given),
        figures=queries.figures(columns, (row for _, _, row in given))
        if not request.GET.get("out")
        else (),
        hidden=len(there) - len(queries.readable(request.user, stood)),
        returned=len(there),
    )


@require_GET
@inspection_page(FieldworkVerb.SEE)
def template_file(
    request: StaffRequest, inspection: Inspection, number: int, way: str
) -> HttpResponse:
    """An empty file of a template."""
    return returning.empty_file(_template(request, inspection, number), way)


def door_of(request: StaffRequest, inspection: Inspection, asked: Request) -> Returning | None:
    """The return that a request asks for; None where it asks for none."""
    found = queries.stood_of(asked)
    if found is None:
        return None

    def to(name: str, *more: object) -> str:
        return reverse(f"fieldwork-{name}", args=[inspection.slug, asked.pk, *more])

    stood, template = found
    back = reverse("fieldwork-request", args=[inspection.slug, asked.pk])
    return Returning(request, page, asked, stood, template, False, to, back)


def _door(request: StaffRequest, inspection: Inspection, pk: int) -> Returning:
    asked = get_object_or_404(fieldwork.visible_to(request.user, inspection), pk=pk)
    found = door_of(request, inspection, asked)
    if found is None:
        raise Http404
    return found


@require_get_or_post
@inspection_page(FieldworkVerb.RETURN_DATA)
def hand_in(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record a return that came by another way than the portal."""
    return returning.hand_in(_door(request, inspection, pk))


@require_GET
@inspection_page(FieldworkVerb.RETURN_DATA)
def faults(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Every fault of the file that was refused, as CSV."""
    return returning.faults_file(_door(request, inspection, pk))


@require_GET
@inspection_page(FieldworkVerb.SEE)
def return_rows(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """The rows that stand of one body, as CSV."""
    return returning.rows_file(_door(request, inspection, pk))


@require_GET
@inspection_page(FieldworkVerb.SEE)
def empty_file(request: StaffRequest, inspection: Inspection, pk: int, way: str) -> HttpResponse:
    """An empty file to fill in."""
    return returning.empty_file(_door(request, inspection, pk).template, way)


@require_get_or_post
@inspection_page(FieldworkVerb.TAKE_RETURN_BACK)
def take_back(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take back a return that came by mistake, or that is another body's."""
    return returning.take_back(_door(request, inspection, pk))


@require_get_or_post
@inspection_page(FieldworkVerb.EXCEPT_ROWS)
def except_rows(request: StaffRequest, inspection: Inspection, pk: int, rule: int) -> HttpResponse:
    """Say why rows that breach a rule are right."""
    return returning.except_rows(_door(request, inspection, pk), rule)


@require_get_or_post
@inspection_page(FieldworkVerb.WITHDRAW_EXCEPTION)
def withdraw_exception(
    request: StaffRequest, inspection: Inspection, pk: int, rule: int
) -> HttpResponse:
    """Take back what said why rows are right."""
    return returning.withdraw_exception(_door(request, inspection, pk), rule)


@require_get_or_post
@inspection_page(FieldworkVerb.CERTIFY_RETURN)
def certify(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record that an office certified the rows that the page shows."""
    return returning.certify(_door(request, inspection, pk))


@require_get_or_post
@inspection_page(FieldworkVerb.WITHDRAW_CERTIFICATE)
def withdraw_certificate(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Take the certificate back."""
    return returning.withdraw_certificate(_door(request, inspection, pk))


def _drawn(template: ReturnTemplate, stood: Sequence[BodyReturn]) -> Picture:
    counts = Counter(one.state.value for one in stood)
    return stacked(
        [(f"{len(stood)} asked", counts)],
        _LEVELS,
        prefix=f"return-{template.number}",
        title="How far the returns are",
        heading="Bodies",
    )
