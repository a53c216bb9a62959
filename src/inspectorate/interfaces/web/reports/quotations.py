"""Live quotations of a document: who speaks, what they say, and what they approved of it."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.models import Document, LiveQuotation, SpeakerApproval
from inspectorate.domain.reports.quotations import actions
from inspectorate.domain.reports.quotations.queries import said_by, told_to
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.markings.reading import is_withheld

from ...act_forms import require_get_or_post, sent
from ...downloads import download
from ...jobs import documents
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .document_lookup import for_readers, the_document, to_readers
from .quotation_forms import (
    AskSpeakerForm,
    DeclareForm,
    RecordApprovalForm,
    WithdrawApprovalForm,
    WithdrawAskingForm,
)

_VERBS = (
    ReportVerb.DECLARE_QUOTATION,
    ReportVerb.ASK_SPEAKER,
    ReportVerb.WITHDRAW_ASKING,
    ReportVerb.APPROVE_QUOTATION,
    ReportVerb.WITHDRAW_APPROVAL,
)


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def quotations(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Each speaker with the words as they stand, and every approval, also one taken back."""
    document = the_document(request, inspection, name)
    return page(
        request,
        "reports/quotations.html",
        inspection,
        title=f"Live quotations of {document.title}",
        document=document,
        told=told_to(request.user, document),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in _VERBS},
    )


@require_get_or_post
@inspection_page(ReportVerb.DECLARE_QUOTATION)
@for_readers
def declare(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Say who speaks under a short name."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        DeclareForm(sent(request)),
        partial(actions.declare_quotation, document=document),
        title="Say who speaks",
        button="Keep it",
        success_url=_all(inspection, name),
        message="The speaker is known. Mark their words in the text, and have them approved.",
        intro="A live quotation is what somebody says for this document. It is not published "
        "until they approved these very words.",
    )


@require_get_or_post
@inspection_page(ReportVerb.ASK_SPEAKER)
@for_readers
def ask(request: StaffRequest, inspection: Inspection, name: str, code: str) -> HttpResponse:
    """Ask the speaker in the portal."""
    quotation = _the_quotation(the_document(request, inspection, name), code)
    return act_page(
        request,
        inspection,
        AskSpeakerForm(sent(request)),
        partial(actions.ask_speaker, quotation=quotation),
        title=f"Ask {quotation.speaker}",
        button="Ask",
        success_url=_all(inspection, name),
        message="They see their words in the portal. Nothing is mailed: tell them.",
        intro="Whoever was asked before sees nothing any more.",
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_ASKING)
@for_readers
def withdraw_asking(
    request: StaffRequest, inspection: Inspection, name: str, code: str
) -> HttpResponse:
    """Have whoever is asked see nothing any more, at once."""
    quotation = _the_quotation(the_document(request, inspection, name), code)
    return act_page(
        request,
        inspection,
        WithdrawAskingForm(sent(request)),
        partial(actions.withdraw_asking, quotation=quotation),
        title=f"Withdraw what was asked of {quotation.speaker}",
        button="Withdraw it",
        success_url=_all(inspection, name),
        message="It is withdrawn: nobody opens these words in the portal now.",
        intro="They see the words no more from now on. What they approved stays on record, and "
        "counts until it is taken back.",
    )


@require_get_or_post
@inspection_page(ReportVerb.APPROVE_QUOTATION)
@for_readers
def approve(request: StaffRequest, inspection: Inspection, name: str, code: str) -> HttpResponse:
    """Record that the speaker approved the words as they stand, with their message."""
    document = the_document(request, inspection, name)
    quotation = _the_quotation(document, code)
    said = said_by(quotation)
    shown = said.words if said else "The text has this speaker say nothing."
    form = RecordApprovalForm(
        sent(request), request.FILES or None, initial={"seen": said.identity if said else "none"}
    )
    return act_page(
        request,
        inspection,
        form,
        partial(documents.with_files(actions.approve_quotation), quotation=quotation),
        title=f"Record the approval of {quotation.speaker}",
        button="Record it",
        success_url=_all(inspection, name),
        message="The approval is recorded. It counts for these very words.",
        intro=to_readers(request, document, shown),
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_APPROVAL)
def withdraw(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Take an approval back that the speaker took back outside the portal."""
    approval = _the_approval(the_document(request, inspection, name), pk)
    return act_page(
        request,
        inspection,
        WithdrawApprovalForm(sent(request)),
        partial(actions.withdraw_approval, approval=approval),
        title=f"Take back the approval of {approval.quotation.speaker}",
        button="Take it back",
        success_url=_all(inspection, name),
        message="It is taken back. It stays on record.",
    )


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def approval_file(
    request: StaffRequest, inspection: Inspection, name: str, pk: int
) -> HttpResponse:
    """The message that came with an approval, as a download only, for who may read its words."""
    document = the_document(request, inspection, name)
    for one in told_to(request.user, document):
        for approval in one.approvals:
            if approval.pk == pk and approval.digest and not is_withheld(approval):
                return download(approval.digest, approval.file_name)
    raise Http404


def _all(inspection: Inspection, name: str) -> str:
    return reverse("reports-quotations", args=[inspection.slug, name])


def _the_quotation(document: Document, code: str) -> LiveQuotation:
    return get_object_or_404(
        LiveQuotation.objects.select_related("document__inspection"), document=document, code=code
    )


def _the_approval(document: Document, pk: int) -> SpeakerApproval:
    rows = SpeakerApproval.objects.select_related("quotation__document__inspection")
    return get_object_or_404(rows, quotation__document=document, pk=pk)
