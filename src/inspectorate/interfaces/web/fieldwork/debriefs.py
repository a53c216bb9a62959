"""The hot debrief of a visit, made from its evidence, and the provisional grades told with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.planning.ahead import going_with
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.debriefs import actions, queries
from inspectorate.domain.judgments.debriefs.models import ToldGrade
from inspectorate.domain.judgments.received import queries as received
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import perform, require_get_or_post, status_of
from ...in_place import back_to, lead_back
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .debrief_forms import EndForm, NotToldForm, OfferedNote, TellForm, TellingForm, in_words

# What a form says that is to put ticked evidence into words, and is not sent yet.
WORDS = "words"


@require_get_or_post
@inspection_page(FieldworkVerb.END_VISIT)
def end_visit(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """End a visit with its hot debrief, made from its evidence."""
    visit = _visit(request, inspection, pk)
    evidence = queries.sayable(request.user, visit)
    tell = queries.offered_to_tell(request.user, visit.scope_body)
    today = timezone.localdate()
    begun = {"version": visit.version, "said_on": max(min(today, visit.ends_on), visit.starts_on)}
    there = reverse("fieldwork-visit", args=[inspection.slug, pk])
    notes = received.notes_for(request.user, visit)
    chosen = _chosen(request, notes)
    begun |= _begun(chosen)
    of: dict[str, Any] = {
        "notes": [*(one for one, _ in notes), *received.notes_used(request.user, visit)],
        "body": visit.scope_body,
        "evidence": evidence,
        "tell": tell,
        "gone": partial(queries.became, request.user, visit),
    }
    if WORDS in request.POST:
        form = EndForm(initial=_with_words(request.POST, evidence), **of)
    else:
        form = EndForm(request.POST or None, initial=begun, **of)
        if perform(request, form, partial(actions.hold_debrief, visit=visit)) is not None:
            messages.success(request, "The visit is ended.")
            return lead_back(request, there)
    return page(
        request,
        "fieldwork/end_visit.html",
        inspection,
        title="End the visit",
        form=form,
        visit=visit,
        not_told=[one for one in tell if one[2]],
        to_come=going_with(visit, timezone.now()),
        put=WORDS in request.POST,
        notes=notes,
        chosen=chosen,
        back=back_to(request, there),
        status=status_of(form),
    )


def _chosen(request: StaffRequest, notes: Sequence[OfferedNote]) -> OfferedNote | None:
    """The debrief note that an address names, or a form that was sent; None where none waits."""
    named = request.POST.get("note", "") or request.GET.get("note", "")
    return next((one for one in notes if one[0].named == named), None)


def _begun(chosen: OfferedNote | None) -> dict[str, Any]:
    """What the form begins with, where a debrief note was chosen."""
    if chosen is None:
        return {}
    note, said = chosen
    return {
        "note": note.number,
        "debrief": said.words,
        "heard_by": said.heard_by,
        "said_on": said.said_on,
        "marking": said.marking,
    }


def _with_words(sent: QueryDict, evidence: Any) -> dict[str, Any]:
    """What was sent, as it was typed, with the ticked evidence put into its words."""
    ticked = set(sent.getlist("cited"))
    words = in_words(sent.get("debrief", ""), [one for one in evidence if str(one.pk) in ticked])
    return {
        **sent.dict(),
        "cited": list(ticked),
        "told": sent.getlist("told"),
        "debrief": words,
    }


def _visit(request: StaffRequest, inspection: Inspection, pk: int) -> Visit:
    return get_object_or_404(fieldwork.visits_visible_to(request.user, inspection), pk=pk)


@wraps(actions.tell_grade)
def _tell(**sent: Any) -> ToldGrade:
    """Tell a grade; what the rule says of it is of the field in which it is chosen here."""
    try:
        return actions.tell_grade(**sent)
    except Refused as refusal:
        raise Refused(
            [
                replace(one, field="submission") if one.field == "told" else one
                for one in refusal.reasons
            ]
        ) from refusal


@require_get_or_post
@inspection_page(JudgmentVerb.TELL_GRADE)
def tell_grade(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Record that the body was told a grade after its debrief."""
    visit = _visit(request, inspection, pk)
    debrief = queries.last_debrief(visit)
    if debrief is None:
        raise Http404
    there = reverse("fieldwork-visit", args=[inspection.slug, pk])
    tell = queries.offered_to_tell(request.user, visit.scope_body)
    begun = {"told_on": timezone.localdate()}
    form = TellForm(request.POST or None, initial=begun, body=visit.scope_body, tell=tell)
    if perform(request, form, partial(_tell, debrief=debrief)) is not None:
        messages.success(request, "It is recorded that the body was told the grade.")
        return lead_back(request, there)
    return page(
        request,
        "fieldwork/tell_grade.html",
        inspection,
        title="Record a grade that was told",
        form=form,
        visit=visit,
        not_told=[one for one in tell if one[2]],
        back=back_to(request, there),
        status=status_of(form),
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_TOLD_GRADE)
def not_told(request: StaffRequest, inspection: Inspection, pk: int, told: int) -> HttpResponse:
    """Say that a grade was not told after all."""
    visit = _visit(request, inspection, pk)
    found = queries.told_grade(request.user, inspection, told)
    if found is None or found.told.debrief.visit_id != visit.pk:
        raise Http404
    return act_page(
        request,
        inspection,
        NotToldForm(request.POST or None),
        partial(actions.withdraw_told_grade, told=found.told),
        title="Say that a grade was not told after all",
        button="Record it",
        success_url=reverse("fieldwork-visit", args=[inspection.slug, pk]),
        message="It is recorded that the grade was not told.",
        intro="For a grade recorded by mistake. The record of it stays, marked.",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.SET_TELLING)
def telling(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Set whether and when provisional grades are told."""
    return act_page(
        request,
        inspection,
        TellingForm(request.POST or None),
        partial(actions.set_telling, inspection=inspection),
        title="Set when bodies are told provisional grades",
        button="Set it",
        success_url=reverse("fieldwork-visits", args=[inspection.slug]),
        message="It is set.",
        intro="Once grades are told here, whoever has still to judge a body reads no debrief of "
        "it, also after this is set back to never: an earlier debrief may tell one.",
    )
