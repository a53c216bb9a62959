"""The factual accuracy check: who was asked, what each was shown, points, decisions, more time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.bodies.delegates.queries import stood_in
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.copies import Copies
from inspectorate.domain.reports.accuracy.offering import offered
from inspectorate.domain.reports.accuracy.outcome import effects_of, outcome_of
from inspectorate.domain.reports.accuracy.recipients import Recipient
from inspectorate.domain.reports.accuracy.rounds import Change, changes
from inspectorate.domain.reports.fact_check import Shown
from inspectorate.domain.reports.models import Document, FactCheck
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.ledger.batches import MOST
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import require_get_or_post, sent
from ...downloads import download
from ...jobs import documents
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .accuracy_forms import AskAnotherForm, AskForm, CriticismForm, ExtendForm, RaiseForm
from .document_lookup import for_readers, the_document, to_readers

_VERBS = (
    ReportVerb.OPEN_FACT_CHECK,
    ReportVerb.EXTEND_FACT_CHECK,
    ReportVerb.RECALL_COPY,
    ReportVerb.FINISH_CHECK,
    ReportVerb.RAISE_POINT,
    ReportVerb.DECIDE,
)


@require_GET
@inspection_page(ReportVerb.SEE)
def points(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Each recipient asked, what they were shown, their points, the decisions."""
    document = the_document(request, inspection, name)
    checks = queries.fact_checks_read_by(request.user, document)
    return page(
        request,
        "reports/points.html",
        inspection,
        title=f"Factual accuracy: {document.title}",
        document=document,
        checks=checks,
        stood_in=stood_in(request.user, {body for one in checks if (body := one.organisation)}),
        today=timezone.localdate(),
        back=reverse("reports-document", args=[inspection.slug, name]),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in _VERBS},
        unread=queries.reasons_unread(request.user, document),
    )


@require_get_or_post
@inspection_page(ReportVerb.OPEN_FACT_CHECK)
@for_readers
def ask(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Ask every body inspected, and those whom the text addresses, by one press."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        AskForm(sent(request), offered=offered(document)),
        partial(_ask_many, document=document),
        title="Ask for facts to be checked",
        button="Ask",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message=_told,
        intro="A body is shown what names it and the recommendations to it, or the summary, "
        "without other bodies' names, and its own side of each count. A national body is shown "
        "the draft without the passages that name a body inspected, and the recommendations to "
        "it. Nothing is mailed.",
    )


def _ask_many(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    recipients: Mapping[str, Recipient],
    **when: Any,
) -> list[FactCheck | Refused]:
    """Ask each under a key of its own; raises Refused where nobody could be asked."""
    found: list[Any] = []
    for some in batched(recipients.items(), MOST):
        keys = [f"{key}/{value}" for value, _ in some]
        sent_to = [recipient for _, recipient in some]
        found += accuracy.ask_many(
            by=by, at=at, keys=keys, document=document, recipient=sent_to, **when
        )
    refused = [one for one in found if isinstance(one, Refused)]
    if len(refused) == len(found):
        raise refused[0]
    return found


def _told(made: list[FactCheck | Refused]) -> str:
    refused = [one for one in made if isinstance(one, Refused)]
    asked = len(made) - len(refused)
    several = "Each sees their" if asked != 1 else "They see their"
    found = f"{asked} asked. {several} copy in the portal."
    if not refused:
        return found
    why = "; ".join(sorted({reason.text for one in refused for reason in one.reasons}))
    return f"{found} {len(refused)} could not be asked: {why}"


@require_get_or_post
@inspection_page(ReportVerb.OPEN_FACT_CHECK)
@for_readers
def ask_another(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Ask a third party, a lawyer or a security reviewer."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        AskAnotherForm(sent(request)),
        partial(actions.open_fact_check, document=document),
        title="Ask somebody else to check a draft",
        button="Ask",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="They see their copy in the portal.",
    )


@require_get_or_post
@inspection_page(ReportVerb.EXTEND_FACT_CHECK)
def extend(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Give a recipient more time, with the reason."""
    document = the_document(request, inspection, name)
    check = the_check(document, pk)
    return act_page(
        request,
        inspection,
        ExtendForm(sent(request), initial={"due_on": check.due_on}),
        partial(accuracy.extend_fact_check, fact_check=check),
        title=f"More time for {check.recipient}",
        button="Give more time",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="The day is moved; the recipient reads the reason.",
    )


@require_get_or_post
@inspection_page(ReportVerb.RAISE_POINT)
def raise_point(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """Record a point that came another way than the portal."""
    document = the_document(request, inspection, name)
    check = the_check(document, pk)
    return act_page(
        request,
        inspection,
        RaiseForm(sent(request), request.FILES or None, check=check),
        partial(documents.with_files(actions.raise_point), fact_check=check),
        title=f"A point of {check.recipient}",
        button="Record the point",
        success_url=reverse("reports-points", args=[inspection.slug, name]),
        message="The point is recorded.",
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def point_file(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """A file that came with a point, as a download only, for who may read the point."""
    document = the_document(request, inspection, name)
    for check in queries.fact_checks_read_by(request.user, document):
        for point in check.points.all():
            if point.pk == pk and point.digest and not getattr(point, "withheld", ""):
                return download(point.digest, point.file_name)
    raise Http404


@require_GET
@inspection_page(ReportVerb.SEE)
def outcome(request: StaffRequest, inspection: Inspection, name: str, pk: int) -> HttpResponse:
    """The letter of outcome: each point with its decision and reason, and what changed."""
    document = the_document(request, inspection, name)
    for check in queries.fact_checks_read_by(request.user, document):
        if check.pk == pk:
            return page(
                request,
                "reports/outcome.html",
                inspection,
                title=f"Outcome of the factual accuracy check: {check.recipient}",
                document=document,
                check=check,
                outcome=outcome_of(check, list(check.points.all()), Copies(document)),
                here=f"Outcome for {check.recipient}",
            )
    raise Http404


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def changed(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """What bodies have not seen of what is said of them: new by its sort, or to be answered."""
    document = the_document(request, inspection, name)
    found = changes(proof_of(document))
    return page(
        request,
        "reports/changed.html",
        inspection,
        title="What bodies have not seen",
        document=document,
        changes=[(one, effects_of(*_as_shown(one))) for one in found],
        may_answer=queries.can(request.user, inspection, ReportVerb.ANSWER_CRITICISM),
        may_take_back=queries.can(request.user, inspection, ReportVerb.WITHDRAW_CRITICISM),
    )


def _as_shown(one: Change) -> tuple[Shown, Shown]:
    return [{"text": one.before}] if one.before else [], [{"text": one.now}] if one.now else []


@require_get_or_post
@inspection_page(ReportVerb.ANSWER_CRITICISM)
@for_readers
def answer_change(
    request: StaffRequest, inspection: Inspection, name: str, pk: int, identity: str
) -> HttpResponse:
    """Say whether a change is new criticism of a body: yes asks it again."""
    document = the_document(request, inspection, name)
    check = the_check(document, pk)
    there = (one for one in changes(proof_of(document)) if one.identity == identity)
    change = next((one for one in there if one.check.pk == pk), None)
    said = (
        f"It was: “{change.before}”. It is now: “{change.now or 'gone'}”."
        if change
        else "What changed is no longer this, or nothing is asked of it."
    )
    return act_page(
        request,
        inspection,
        CriticismForm(sent(request)),
        partial(accuracy.answer_criticism, fact_check=check, identity=identity),
        title=f"Is it new criticism of {check.recipient}?",
        button="Say so",
        success_url=reverse("reports-changed", args=[inspection.slug, name]),
        message="It is kept. Where it is new, the body is asked again before the text is frozen.",
        intro=to_readers(request, document, said),
    )


def the_check(document: Document, pk: int) -> FactCheck:
    """The copy that an address names, among those of its document; otherwise it does not exist."""
    for check in queries.fact_checks(document):
        if check.pk == pk:
            return check
    raise Http404
