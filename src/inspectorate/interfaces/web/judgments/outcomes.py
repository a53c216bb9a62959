"""Outcomes in words: their list, the page of each, and what is written, reworded, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.outcomes import actions, queries
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes.queries import OutcomeView
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.recommendations.answered import queries as answered
from inspectorate.domain.recommendations.answered.drafted import drafted
from inspectorate.domain.recommendations.answered.unanswered import unanswered
from inspectorate.foundation.markings.reading import is_withheld

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .forms import ReasonForm, citable
from .moderation import cell_of
from .outcome_forms import OutcomesForm, RewordOutcomeForm, WriteOutcomeForm

_ACTS = (
    JudgmentVerb.WRITE_OUTCOME,
    JudgmentVerb.REWORD_OUTCOME,
    JudgmentVerb.WITHDRAW_OUTCOME,
    JudgmentVerb.PUT_BACK_OUTCOME,
)


def may(request: StaffRequest, inspection: Inspection) -> dict[str, bool]:
    """Which acts on outcomes the reader may do, by their names."""
    return {verb.act: judgments.can(request.user, inspection, verb) for verb in _ACTS}


@require_GET
@inspection_page(JudgmentVerb.SEE)
def outcomes(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """All outcomes of the inspection in their words, and agreed ones without words."""
    found = queries.outcomes(request.user, inspection)
    form = OutcomesForm({"show": "standing", **request.GET.dict()}, found=found)
    standing = [one for one in found if one.stands]
    made = answered.made_of(request.user, inspection, timezone.localdate())
    drafts = drafted(request.user, inspection) if found else {}
    named = {one.outcome.pk for one in found if one.outcome.ref in drafts}
    return page(
        request,
        "judgments/outcomes.html",
        inspection,
        title="Outcomes in words",
        filter_form=form,
        rows=[(one, made.get(one.outcome.pk, ())) for one in form.of(found)],
        unanswered=unanswered(request.user, inspection, found, made.keys() | named),
        total=len(found),
        counts=[(kind, sum(one.outcome.kind == kind for one in standing)) for kind in OutcomeKind],
        wordless=queries.wordless(request.user, inspection, found),
        may=may(request, inspection),
    )


def _view(request: StaffRequest, inspection: Inspection, number: int) -> OutcomeView:
    found = queries.outcome(request.user, inspection, number)
    if found is None:
        raise Http404
    return found


@require_GET
@inspection_page(JudgmentVerb.SEE)
def outcome(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One outcome: its words and evidence, what it said before, what became of it."""
    found = _view(request, inspection, number)
    made = answered.made_of(request.user, inspection, timezone.localdate())
    return page(
        request,
        "judgments/outcome.html",
        inspection,
        title=f"{found.outcome.ref}: {found.outcome.get_kind_display().lower()}",
        one=found,
        made=made.get(found.outcome.pk, ()),
        drafts=drafted(request.user, inspection).get(found.outcome.ref, ()),
        may=may(request, inspection),
    )


def _at(outcome: WrittenOutcome) -> str:
    return reverse("judgments-outcome", args=[outcome.inspection.slug, outcome.number])


@require_get_or_post
@inspection_page(JudgmentVerb.WRITE_OUTCOME)
def write(request: StaffRequest, inspection: Inspection, body: str, criterion: int) -> HttpResponse:
    """Write an outcome of a judgment, on evidence of its body."""
    cell = cell_of(request, inspection, body, criterion)
    agreed = cell.agreed
    items = citable(request.user, cell.scope_body, cell.criterion)
    begin = {
        "kind": agreed.outcome if agreed else "",
        "cited": [one.item_id for one in agreed.citations.all()] if agreed else [],
    }
    form = WriteOutcomeForm(request.POST or None, initial=begin, evidence=items)
    act = partial(actions.write_outcome, scope_body=cell.scope_body, criterion=cell.criterion)
    return _worded(
        request,
        inspection,
        form,
        act,
        title=f"Write an outcome of {cell.scope_body.label}: {cell.criterion}",
        button="Record the outcome",
        message="The outcome is recorded.",
        there=reverse("judgments-cell", args=[inspection.slug, body, criterion]),
        cell=cell,
        standing=[one for one in queries.of_cell(request.user, cell) if one.stands],
        against=()
        if form.is_bound
        else queries.reasons_not_to_write(request.user, cell.scope_body, cell.criterion),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.REWORD_OUTCOME)
def reword(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Put other words in place; the earlier stay readable."""
    found = _view(request, inspection, number)
    told = found.outcome
    cell = cell_of(request, inspection, told.scope_body.code, told.criterion_id)
    begin = {
        "version": found.wording.number,
        # Nobody sends back words that they may not read.
        "text": "" if is_withheld(found.wording) else found.wording.text,
        "marking": found.wording.marking,
        "cited": [one.pk for one in found.items],
    }
    form = RewordOutcomeForm(
        request.POST or None,
        initial=begin,
        evidence=citable(request.user, told.scope_body, told.criterion),
    )
    return _worded(
        request,
        inspection,
        form,
        partial(actions.reword_outcome, outcome=told),
        title=f"Reword {told.ref}",
        button="Put these words in place",
        message=f"{told.ref} is reworded. What it said before stays readable.",
        there=_at(told),
        cell=cell,
        standing=(),
        against=()
        if form.is_bound
        else queries.reasons_not_to_write(request.user, told.scope_body, told.criterion),
    )


def _worded(
    request: StaffRequest,
    inspection: Inspection,
    form: ActForm,
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str,
    there: str,
    **context: Any,
) -> HttpResponse:
    """A page that is a form for words and their evidence, beside what is agreed."""
    if perform(request, form, act) is not None:
        messages.success(request, message)
        return lead_back(request, there)
    return page(
        request,
        "judgments/outcome_form.html",
        inspection,
        title=title,
        form=form,
        button=button,
        back=back_to(request, there),
        status=status_of(form),
        **context,
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_OUTCOME)
def withdraw(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Withdraw an outcome, and why."""
    told = _view(request, inspection, number).outcome
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw_outcome, outcome=told),
        title=f"Withdraw {told.ref}",
        button="Withdraw the outcome",
        success_url=_at(told),
        message=f"{told.ref} is withdrawn.",
        intro="It is printed and counted no more. Its words stay on record, and it can be put "
        "back.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.PUT_BACK_OUTCOME)
def put_back(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Let a withdrawn outcome stand again, and why."""
    told = _view(request, inspection, number).outcome
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.put_back_outcome, outcome=told),
        title=f"Put back {told.ref}",
        button="Put the outcome back",
        success_url=_at(told),
        message=f"{told.ref} stands again.",
        intro="It stands again in the words and on the evidence it had.",
    )
