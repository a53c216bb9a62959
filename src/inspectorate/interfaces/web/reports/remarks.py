"""Remarks on a section: its page, and the acts of commenting and suggesting."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries as documents
from inspectorate.domain.reports.models import Comment, Document, Suggestion
from inspectorate.domain.reports.remarks import actions, queries
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.sections.reading import reasons_unread
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Conflict

from ...act_forms import ActForm, require_get_or_post, sent
from ..access import StaffRequest, inspection_page
from ..conflict import conflict_page
from ..inspection_page import act_page, page
from .document_lookup import for_section_readers, is_opened, the_document
from .forms import AnswerForm, CommentForm, DeclineForm, SuggestForm
from .mentioned import tell_mentioned
from .pointing import marked, pointed_at

VERBS = (
    ReportVerb.SUGGEST,
    ReportVerb.ACCEPT_SUGGESTION,
    ReportVerb.DECLINE_SUGGESTION,
    ReportVerb.COMMENT,
    ReportVerb.RESOLVE_COMMENT,
    ReportVerb.REOPEN_COMMENT,
    ReportVerb.SAVE_SECTION,
)


def _address(document: Document, identity: str) -> str:
    return reverse("reports-remarks", args=[document.inspection.slug, document.slug, identity])


@require_GET
@inspection_page(ReportVerb.SEE)
@for_section_readers
def remarks(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """The text of a section with what was said of its words, in the order of the text."""
    document = the_document(request, inspection, name)
    section = sections.section_of(document, identity)
    if section is None and not sections.ever_had(document, identity):
        raise Http404
    text = section.text if section else ""
    found = queries.remarks_on(request.user, document, identity, text)
    heading = f"“{section.heading}”" if section else "a section that ended"
    return page(
        request,
        "reports/remarks.html",
        inspection,
        title=f"Remarks on {heading}",
        document=document,
        identity=identity,
        section=section,
        remarks=found,
        pieces=marked(text, found.open),
        page_key=uuid.uuid4().hex,
        form=None,
        may={verb.act: documents.can(request.user, inspection, verb) for verb in VERBS},
    )


@require_get_or_post
@inspection_page(ReportVerb.SUGGEST)
@for_section_readers
def suggest(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """Suggest words in the place of others."""
    document = the_document(request, inspection, name)
    initial = pointed_at(request, document, identity)
    form = SuggestForm(sent(request), initial={**initial, "replacement": initial.get("quote", "")})
    return act_page(
        request,
        inspection,
        form,
        partial(actions.suggest, document=document, identity=identity),
        title="Suggest other words",
        button="Suggest",
        success_url=_address(document, identity),
        message="The suggestion stands beside the text. Nothing in the text was changed.",
        intro="Whoever writes the section accepts it or does not.",
    )


@require_get_or_post
@inspection_page(ReportVerb.COMMENT)
@for_section_readers
def comment(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """Comment on words of a section."""
    document = the_document(request, inspection, name)
    initial = pointed_at(request, document, identity)
    return act_page(
        request,
        inspection,
        CommentForm(sent(request), inspection=inspection, initial=initial),
        tell_mentioned(partial(actions.comment, document=document, identity=identity)),
        title="Comment on words",
        button="Comment",
        success_url=_address(document, identity),
        message="The comment stands beside the text.",
    )


@require_get_or_post
@inspection_page(ReportVerb.COMMENT)
def answer(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Answer a comment, about the words that it is about."""
    document = the_document(request, inspection, name)
    begun = _the_comment(request, document, pk)
    # What is sent is refused by the act; the page that says so quotes nothing that is closed.
    unread = not is_opened(request) and reasons_unread(request.user, document, begun.identity)
    about: dict[str, Any] = {
        "document": document,
        "identity": begun.identity,
        "version": begun.version,
        "quote": "",
        "answers_to": begun.answers_to or begun,
    }
    return act_page(
        request,
        inspection,
        AnswerForm(sent(request), inspection=inspection),
        tell_mentioned(partial(actions.comment, **about)),
        title="Answer a comment",
        button="Answer",
        success_url=_address(document, begun.identity),
        message="The answer stands below the comment.",
        intro="" if unread else begun.text[:500],
    )


@require_POST
@inspection_page(ReportVerb.RESOLVE_COMMENT)
def resolve(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Say that nothing is left to do about a comment."""
    document = the_document(request, inspection, name)
    found = _the_comment(request, document, pk)
    act = partial(actions.resolve_comment, comment=found)
    message = "The comment is resolved. It can be opened again."
    return _pressed(request, document, found, act, title="Resolve a comment", message=message)


@require_POST
@inspection_page(ReportVerb.REOPEN_COMMENT)
def reopen(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Open a comment again that was resolved."""
    document = the_document(request, inspection, name)
    found = _the_comment(request, document, pk)
    act = partial(actions.reopen_comment, comment=found)
    message = "The comment is open again."
    return _pressed(request, document, found, act, title="Open a comment again", message=message)


@require_POST
@inspection_page(ReportVerb.ACCEPT_SUGGESTION)
def accept(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Put suggested words into the section."""
    document = the_document(request, inspection, name)
    found = _the_suggestion(request, document, pk)
    act = partial(actions.accept_suggestion, suggestion=found)
    message = "The words are in the text, as its next version."
    try:
        return _pressed(request, document, found, act, title="Accept a suggestion", message=message)
    except Conflict as conflict:
        # What is merged there is words of one's own: they are saved, and nothing is accepted.
        address = [inspection.slug, name, found.identity]
        return conflict_page(request, conflict, address=reverse("reports-section", args=address))


@require_POST
@inspection_page(ReportVerb.WITHDRAW_SUGGESTION)
def withdraw(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Take back one's own suggestion."""
    document = the_document(request, inspection, name)
    found = _the_suggestion(request, document, pk)
    act = partial(actions.withdraw_suggestion, suggestion=found)
    message = "The suggestion is withdrawn."
    return _pressed(request, document, found, act, title="Withdraw a suggestion", message=message)


@require_get_or_post
@inspection_page(ReportVerb.DECLINE_SUGGESTION)
def decline(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Say that suggested words are not taken."""
    document = the_document(request, inspection, name)
    found = _the_suggestion(request, document, pk)
    return act_page(
        request,
        inspection,
        DeclineForm(sent(request)),
        partial(actions.decline_suggestion, suggestion=found),
        title="Do not accept a suggestion",
        button="Do not accept",
        success_url=_address(document, found.identity),
        message="The suggestion is not accepted. The text stays as it is.",
    )


def _pressed(
    request: StaffRequest,
    document: Document,
    remark: Suggestion | Comment,
    act: Any,
    *,
    title: str,
    message: str,
) -> HttpResponse:
    """An act of one press on a remark."""
    return act_page(
        request,
        document.inspection,
        ActForm(request.POST),
        act,
        title=title,
        button="Try again",
        success_url=_address(document, remark.identity),
        message=message,
    )


def _closed(request: StaffRequest, document: Document, identity: str) -> bool:
    """Is the section closed to whoever opens the page? What is sent is refused by the act."""
    return is_opened(request) and bool(reasons_unread(request.user, document, identity))


def _the_comment(request: StaffRequest, document: Document, pk: int) -> Comment:
    found = queries.comment(request.user, document, pk)
    if found is None or _closed(request, document, found.identity):
        raise Http404
    return found


def _the_suggestion(request: StaffRequest, document: Document, pk: int) -> Suggestion:
    found = queries.suggestion(request.user, document, pk)
    if found is None or _closed(request, document, found.identity):
        raise Http404
    return found
