"""Evidence: a reading list with the words first; recording, withdrawing, superseding."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.models import Item, document_key
from inspectorate.domain.evidence.searched import ITEM
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import scanning
from inspectorate.foundation.markings.scheme import above, highest

from ...act_forms import require_get_or_post
from ...downloads import download
from ...jobs import documents
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from ..lists.listing import Rows, leaves
from ..searching.reading import own_marks
from . import listings
from .arrivals import keep_as_received, keepable, kept_of_leavers
from .forms import FilterForm, ReasonForm, RecordForm, SupersedeForm

# The button of the record form that has what was refused received.
KEEP = "keep"


def _item(request: StaffRequest, inspection: Inspection, number: int) -> Item:
    item = queries.item(request.user, inspection, number)
    if item is None:
        raise Http404
    return item


@require_GET
@inspection_page(EvidenceVerb.SEE)
def items(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Find and read evidence."""
    form = FilterForm(request.GET, inspection=inspection)
    words = request.GET.get("q", "")[:300]
    number = _number(request.GET.get("page", ""), most_digits=5) or 1
    found = queries.search(request.user, inspection, words, form.filters(), number)
    # All that is found is read only where it leaves.
    rows: Rows = range(found.total)
    capped = found.capped
    if leaves(request):
        rows = every = queries.every(request.user, inspection, words, form.filters())
        capped = every.capped
    return page(
        request,
        "evidence/list.html",
        inspection,
        title="Evidence",
        listing=listings.items(rows, form.said(words), capped=capped),
        filter_form=form,
        form_problems=form.problems(),
        found=found,
        words=words,
        previous=found.number - 1,
        next=found.number + 1,
        rows=[(one, found.marks.get(one.pk), found.newer.get(one.pk)) for one in found.items],
        may_record=queries.can(request.user, inspection, EvidenceVerb.RECORD),
        marking=highest([item.marking for item in found.items] or ["OFFICIAL"]),
    )


def _number(text: str, *, most_digits: int) -> int | None:
    """A number from an address; ``None`` where it is none or longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= most_digits else None


@require_get_or_post
@kept_of_leavers
@inspection_page(EvidenceVerb.RECORD)
def record(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Record evidence, from a session where one is named."""
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        inspection=inspection,
        session=_session(request, inspection),
    )
    form.keepable = not form.is_bound or keepable(request, form, inspection)
    if request.method == "POST" and KEEP in request.POST:
        kept = keep_as_received(request, inspection, form)
        if kept is not None:
            return kept
    return act_page(
        request,
        inspection,
        form,
        partial(documents.with_files(actions.record), inspection=inspection),
        title="Record evidence",
        button="Record evidence",
        success_url=reverse("evidence-list", args=[inspection.slug]),
        message=partial(
            _saved,
            request,
            "The item cannot be changed; it can be withdrawn or superseded.",
        ),
    )


def _saved(request: StaffRequest, said: str, made: Item) -> str:
    """What to tell of an item just recorded, be it above what its recorder may read."""
    if queries.visible_to(request.user, made.inspection).filter(pk=made.pk).exists():
        return f"Saved. {said}"
    return (
        f"Saved. It is kept, marked {made.get_marking_display()}, and you may not read it. Those "
        f"may who are cleared for that and need to know it on this inspection; its lead says who."
    )


def _session(request: StaffRequest, inspection: Inspection) -> Session | None:
    """The session that the address names, of those this person may see."""
    pk = _number(request.GET.get("session", ""), most_digits=11)
    return fieldwork.sessions_of(request.user, inspection).filter(pk=pk).first() if pk else None


@require_GET
@inspection_page(EvidenceVerb.SEE)
def item_page(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One item: words, source, times, files, what rests on it and what became of it."""
    item = _item(request, inspection, number)
    sees_claims = claims.can(request.user, inspection, ClaimVerb.SEE)
    files = list(item.attachments.all())
    standings = scanning.standings(one.blob_id for one in files)
    return page(
        request,
        "evidence/item.html",
        inspection,
        title=item.ref,
        item=item,
        files=[(one, standings[one.blob_id], document_key(attachment=one.pk)) for one in files],
        newer=queries.newer_than_cited(request.user, item),
        taken_back=queries.taken_back(item.citation.receipt) if hasattr(item, "citation") else None,
        resting=claims.resting_on_for(request.user, item) if sees_claims else [],
        marking=item.marking,
        may_withdraw=queries.can(request.user, inspection, EvidenceVerb.WITHDRAW),
        may_supersede=queries.can(request.user, inspection, EvidenceVerb.SUPERSEDE),
        own_marks=own_marks(request.user, ITEM, item.pk),
        became=queries.became(request.user, item),
        not_withdraw=queries.reasons_not_to_withdraw(request.user, item),
        not_supersede=queries.reasons_not_to_supersede(request.user, item),
    )


@require_get_or_post
@inspection_page(EvidenceVerb.WITHDRAW)
def withdraw(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """No longer rely on an item; it stays readable."""
    item = _item(request, inspection, number)
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.withdraw, item=item),
        title=f"Withdraw {item.ref}",
        button="Withdraw",
        success_url=reverse("evidence-item", args=[inspection.slug, number]),
        message="The item is withdrawn. Each claim that rests on it is now stale.",
        intro="The item stays readable. Every claim that rests on it becomes stale until "
        "somebody looks at it again.",
    )


@require_get_or_post
@inspection_page(EvidenceVerb.SUPERSEDE)
def supersede(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Replace an item by a fuller record of the same thing; both stay."""
    item = _item(request, inspection, number)
    form = SupersedeForm(
        request.POST or None, request.FILES or None, inspection=inspection, item=item
    )
    return act_page(
        request,
        inspection,
        form,
        partial(documents.with_files(actions.supersede), item=item),
        title=f"Replace {item.ref}",
        button="Record the replacement",
        success_url=reverse("evidence-list", args=[inspection.slug]),
        message=partial(_replaced, request, item),
    )


def _replaced(request: StaffRequest, item: Item, made: Item) -> str:
    """What to tell of a replacement just recorded: a mark that sank is said."""
    said = "Both records stay readable."
    if above(item.marking, made.marking):
        said += (
            f" It is marked {made.get_marking_display()}, lower than {item.ref}: "
            f"{item.get_marking_display()}."
        )
    return _saved(request, said, made)


@require_GET
@inspection_page(EvidenceVerb.SEE)
def attachment(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """A file of an item, as a download only."""
    file = queries.attachment(request.user, inspection, pk)
    if file is None:
        raise Http404
    return download(file.blob.digest, file.name)
