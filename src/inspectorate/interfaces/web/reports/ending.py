"""How a check of facts ends: a copy recalled, nothing more to say, an answer taken back."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.accuracy.ending import actions
from inspectorate.domain.reports.accuracy.ending.queries import answer_of
from inspectorate.domain.reports.verbs import ReportVerb

from ...act_forms import ActForm, require_get_or_post, sent
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .accuracy import the_check
from .accuracy_forms import RecallForm, TakeBackForm
from .document_lookup import for_readers, the_document, to_readers


@require_get_or_post
@inspection_page(ReportVerb.RECALL_COPY)
def recall(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Take a copy back from whom it was sent to."""
    check = the_check(the_document(request, inspection, name), pk)
    return act_page(
        request,
        inspection,
        RecallForm(sent(request)),
        partial(actions.recall_copy, fact_check=check),
        title=f"Recall the copy of {check.recipient}",
        button="Recall it",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="The copy is recalled: nobody opens it in the portal any more.",
        intro="Who has opened it has read it. It counts as not sent, and its points stay.",
    )


@require_get_or_post
@inspection_page(ReportVerb.FINISH_CHECK)
def finish(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Record that a recipient has nothing more to say, where it came another way."""
    check = the_check(the_document(request, inspection, name), pk)
    return act_page(
        request,
        inspection,
        ActForm(sent(request)),
        partial(actions.finish_check, fact_check=check),
        title=f"{check.recipient} has nothing more to say",
        button="Record it",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="It is recorded.",
    )


@require_get_or_post
@inspection_page(ReportVerb.REOPEN_CHECK)
def reopen(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Take back that a recipient has nothing more to say."""
    check = the_check(the_document(request, inspection, name), pk)
    return act_page(
        request,
        inspection,
        ActForm(sent(request)),
        partial(actions.reopen_check, fact_check=check),
        title=f"{check.recipient} has more to say after all",
        button="Record it",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="It is recorded.",
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_CRITICISM)
@for_readers
def withdraw_answer(
    request: StaffRequest, inspection: Inspection, name: str, pk: int, identity: str
) -> HttpResponse:
    """Take back whether a change is new criticism."""
    document = the_document(request, inspection, name)
    check = the_check(document, pk)
    answer = answer_of(check, identity)
    if answer is None:
        raise Http404
    shown = f"It was: “{answer.before}”. It became: “{answer.now or 'gone'}”."
    return act_page(
        request,
        inspection,
        TakeBackForm(sent(request)),
        partial(actions.withdraw_criticism, criticism=answer),
        title=f"Take back the answer for {check.recipient}",
        button="Take it back",
        success_url=reverse("reports-changed", args=[inspection.slug, name]),
        message="The answer is taken back; the change is to be answered anew.",
        intro=to_readers(request, document, shown),
    )
