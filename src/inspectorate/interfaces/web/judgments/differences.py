"""What a body is told where a judgment was agreed otherwise than it was told on the day."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.debriefs import actions, queries
from inspectorate.domain.judgments.debriefs.models import LONGEST_DIFFERENCE
from inspectorate.domain.judgments.debriefs.telling import ToldView
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.dates import in_words

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import ReasonForm


class DifferenceForm(ActForm):
    """Words for the body."""

    # Of the agreed judgment that stood when the words were begun; empty where it was left out.
    agreed = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Why it is not as it was told, in words for the body",
        help_text="Printed in the letter to the body and shown to nobody outside but the body. "
        "Name no person, and write nothing marked above Official. "
        f"At most {LONGEST_DIFFERENCE:,} characters.",
    )


def _told(request: StaffRequest, inspection: Inspection, pk: int) -> ToldView:
    found = queries.told_grade(request.user, inspection, pk)
    if found is None:
        raise Http404
    return found


def _at(one: ToldView, inspection: Inspection) -> str:
    of = one.told.submission.assignment
    return reverse("judgments-cell", args=[inspection.slug, of.scope_body.code, of.criterion_id])


@wraps(actions.say_difference)
def _say(form: DifferenceForm, one: ToldView, **sent: Any) -> Any:
    try:
        return actions.say_difference(told=one.told, **sent)
    except Refused:
        # What was typed stays. Sent again, it is said of what the page tells now.
        stands = one.settled_by.pk if one.settled_by else ""
        form.data = {**{name: form[name].data for name in form.fields}, "agreed": stands}
        raise


@require_get_or_post
@inspection_page(JudgmentVerb.SAY_DIFFERENCE)
def say(request: StaffRequest, inspection: Inspection, told: int) -> HttpResponse:
    """Say to the body why a judgment was agreed otherwise."""
    one = _told(request, inspection, told)
    stands = one.settled_by.pk if one.settled_by else None
    begin = {"words": one.words.words if one.words else "", "agreed": stands}
    form = DifferenceForm(request.POST or None, initial=begin)
    day = in_words(one.told.told_on)
    return act_page(
        request,
        inspection,
        form,
        partial(_say, form, one),
        title=f"Say why it {'is left out' if one.left_out else 'was agreed otherwise'}: {one.of}",
        button="Record the words for the body",
        success_url=_at(one, inspection),
        message="The words are recorded. The letter to the body prints them.",
        intro=f"On {day} the body was told, provisionally: {one.told.submission.grade}. "
        f"{one.state}",
    )


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_DIFFERENCE)
def withdraw(request: StaffRequest, inspection: Inspection, told: int) -> HttpResponse:
    """Withdraw the words for the body."""
    one = _told(request, inspection, told)
    if one.difference is None:
        raise Http404
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw_difference, difference=one.difference),
        title=f"Withdraw what the body is told: {one.of}",
        button="Withdraw the words",
        success_url=_at(one, inspection),
        message="The words are withdrawn. While the grades differ, the letter waits for others.",
        intro="The words stay on record, and no letter prints them from now on.",
    )
