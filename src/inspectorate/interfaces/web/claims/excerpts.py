"""Words of evidence released to be printed behind a claim, and withdrawn."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.excerpts import actions
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.prose.excerpts import excerpt

from ...act_forms import require_get_or_post
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .forms import ExcerptForm, WithdrawForm


@require_get_or_post
@inspection_page(ClaimVerb.RELEASE_EXCERPT)
def release(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Release words of an item that the claim names, or a paraphrase."""
    claim = _claim(request, inspection, key)
    return act_page(
        request,
        inspection,
        ExcerptForm(
            request.POST or None,
            claim=claim,
            items=queries.excerptable_items(request.user, claim),
        ),
        actions.release_excerpt,
        title=f"Release an excerpt behind {key}",
        button="Release",
        success_url=_page(inspection, key),
        message="The excerpt is released. The next edition that carries the claim prints it.",
        intro="It is printed under “How do we know?”, with the kind of its source and nothing else "
        "of it: no number, no origin, no body. At most two are printed.",
    )


@require_get_or_post
@inspection_page(ClaimVerb.WITHDRAW_EXCERPT)
def withdraw(request: StaffRequest, inspection: Inspection, key: str, pk: int) -> HttpResponse:
    """Withdraw an excerpt, with the reason."""
    claim = _claim(request, inspection, key)
    found = get_object_or_404(queries.excerpts_of(claim), pk=pk)
    return act_page(
        request,
        inspection,
        WithdrawForm(request.POST or None),
        partial(actions.withdraw_excerpt, excerpt=found),
        title="Withdraw an excerpt",
        button="Withdraw",
        success_url=_page(inspection, key),
        message="The excerpt is withdrawn.",
        intro=f"“{excerpt(found.text, 120)}” An edition that prints it does not go out any more; "
        "what is out is corrected by a new edition.",
    )


def _claim(request: StaffRequest, inspection: Inspection, key: str) -> Claim:
    """The claim, where this person may read it and it names items."""
    found = queries.one(request.user, inspection, key)
    if found is None or found[0].withheld:
        raise Http404
    return found[0]


def _page(inspection: Inspection, key: str) -> str:
    return reverse("claims-claim", args=[inspection.slug, key])
