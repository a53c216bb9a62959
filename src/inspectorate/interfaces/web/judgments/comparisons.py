"""Two bodies side by side on a criterion: which is better? And the order that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import ceil
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.comparisons import actions, queries
from inspectorate.domain.judgments.comparisons.models import LONGEST_REASONS, Better, Comparison
from inspectorate.domain.judgments.comparisons.queries import ProposedPair, TellingOrder
from inspectorate.domain.judgments.desk.showing import digest_of_item
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.drawing.interval import Estimate, intervals
from inspectorate.foundation.drawing.picture import Picture

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .forms import ReasonForm

COMPARED = "Your comparison is recorded."
# What signs which pair a page showed, and what of it.
SEAL = "judgments.comparison.1"


class CompareForm(ActForm):
    """What somebody says of two bodies."""

    better = forms.ChoiceField(choices=Better.choices, label="Which is better on this criterion?")
    reasons = forms.CharField(
        required=False,
        max_length=LONGEST_REASONS,
        label="Why, in a sentence",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_GET
@inspection_page(JudgmentVerb.SEE_COMPARISONS)
def comparisons(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Every criterion to compare bodies on, and one's own comparisons."""
    person = request.user
    return page(
        request,
        "judgments/comparisons.html",
        inspection,
        title="Compare bodies in pairs",
        rows=queries.compared(person, inspection),
        own=queries.own(person, inspection),
        may={
            verb.act: judgments.can(person, inspection, verb)
            for verb in (JudgmentVerb.COMPARE, JudgmentVerb.SEE_ORDER)
        },
    )


def _criterion(inspection: Inspection, pk: int) -> Criterion:
    """A criterion of the inspection's framework."""
    rows = Criterion.objects.select_related("area", "scale")
    return get_object_or_404(rows, area__framework=inspection.framework_id, pk=pk)


@require_get_or_post
@inspection_page(JudgmentVerb.COMPARE)
def compare(request: StaffRequest, inspection: Inspection, criterion: int) -> HttpResponse:
    """A pair of bodies with their evidence on a criterion; the next pair follows.

    No grade, no severity and nobody's comparison stands on it.
    """
    of = _criterion(inspection, criterion)
    form = CompareForm(request.POST or None)
    sent = _unsealed(request, inspection, of, form)
    act = partial(actions.compare, criterion=of, **sent)
    if perform(request, form, act) is not None:
        messages.success(request, COMPARED)
        form = CompareForm()
    against = queries.reasons_not_to_compare(inspection)
    pair = None if against else queries.proposal(request.user, inspection, of)
    return page(
        request,
        "judgments/compare.html",
        inspection,
        title=f"Which is better? {of}",
        criterion=of,
        pair=pair,
        against=against,
        shown=_sealed(request, of, pair) if pair else "",
        # Without a pair there is no form to lead to: what refused it stands by itself.
        form=form if pair else None,
        refused=[] if pair else form.non_field_errors(),
        status=status_of(form) if form.is_bound else 200,
    )


def _sealed(request: StaffRequest, criterion: Criterion, pair: ProposedPair) -> str:
    """The pair and what of it is shown, so that what is kept is that and nothing else."""
    items = [[one.number, digest_of_item(one)] for _, of in pair.sides for one in of]
    held = [request.user.pk, criterion.pk, pair.left.pk, pair.right.pk, pair.seed, items]
    return signing.dumps(held, salt=SEAL, compress=True)


def _unsealed(
    request: StaffRequest, inspection: Inspection, criterion: Criterion, form: CompareForm
) -> dict[str, Any]:
    """The pair that the form was sent for, as the act takes it; where it cannot be read, an error
    on the form.
    """
    if request.method != "POST":
        return {}
    try:
        person, of, left, right, seed, items = signing.loads(
            request.POST.get("shown", ""), salt=SEAL
        )
    except (signing.BadSignature, ValueError, TypeError):
        person, of, left, right, seed, items = 0, 0, 0, 0, "", []
    scope = inspection.scope.select_related("inspection__framework", "body")
    found = scope.in_bulk([left, right])
    if [person, of] != [request.user.pk, criterion.pk] or len(found) < 2:
        form.add_error(None, "Which pair this was cannot be read. Compare the pair below.")
        return {}
    return {"left": found[left], "right": found[right], "seed": seed, "shown": items}


@require_get_or_post
@inspection_page(JudgmentVerb.WITHDRAW_COMPARISON)
def withdraw(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Withdraw one's own comparison."""
    rows = Comparison.objects.filter(left__inspection=inspection, by=request.user)
    found = get_object_or_404(
        rows.select_related("left__inspection", "right", "criterion", "withdrawal"), pk=pk
    )
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw_comparison, comparison=found),
        title=f"Withdraw your comparison of {found}",
        button="Withdraw it",
        success_url=reverse("judgments-comparisons", args=[inspection.slug]),
        message="The comparison is withdrawn. You may be asked to compare the two again.",
        intro="It stays on record and counts no more.",
    )


@require_GET
@inspection_page(JudgmentVerb.SEE_ORDER)
def order(request: StaffRequest, inspection: Inspection, criterion: int) -> HttpResponse:
    """The order that all comparisons on a criterion give, with its intervals; shut to who has
    still to judge a body on it.
    """
    of = _criterion(inspection, criterion)
    found = queries.telling(request.user, inspection, of)
    told = found.order if found else None
    return page(
        request,
        "judgments/order.html",
        inspection,
        title=f"Order by comparison: {of}",
        criterion=of,
        found=found,
        picture=_drawn(found) if found and told and told.names else None,
        places=_places(found) if found else [],
        groups=_groups(found) if found and told and told.reason == "not_connected" else [],
    )


def _places(found: TellingOrder) -> list[tuple[Any, Any]]:
    """Each body with its place, the best first."""
    order = found.order
    return [(found.bodies[name], one) for name, one in order.of.items()] if order else []


def _groups(found: TellingOrder) -> Sequence[Sequence[str]]:
    """The labels of the bodies that comparisons connect, group by group."""
    groups = found.order.groups if found.order else ()
    return [[found.bodies[name].label for name in group] for group in groups]


def _drawn(found: TellingOrder) -> Picture:
    """The strengths with their intervals, the best on top."""
    rows = [
        (body.label, one.strength.value or 0.0, one.strength.low or 0.0, one.strength.high or 0.0)
        for body, one in _places(found)
    ]
    edge = max(2.0, ceil(max(abs(end) for _, _, low, high in rows for end in (low, high))))
    return intervals(
        [Estimate(label, *(round(one, 1) + 0.0 for one in numbers)) for label, *numbers in rows],
        prefix="order",
        title="How often each is called better, in logits",
        heading="Body",
        bottom=-edge,
        top=edge,
        unit="",
        description="Logits against the average of these bodies: above 0 called better more often.",
    )
