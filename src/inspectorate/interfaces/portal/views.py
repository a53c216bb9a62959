"""The first page of a contact, visits to their bodies, and what their bodies were asked for."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.fieldwork import actions
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.models import Receipt, Request
from inspectorate.domain.fieldwork.requests import queries as terms
from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.domain.judgments.debriefs import queries as debriefs
from inspectorate.domain.publication import queries as publication
from inspectorate.foundation.files.pieces import ComingFile

from ..act_forms import require_get_or_post
from ..downloads import download
from ..hand_in import Coming, take_piece
from ..jobs import documents
from ..tones import tone_of
from . import access, delegates, lists, returns
from .forms import HandInForm
from .frame import HOME, ContactRequest, act_page, contact, page

_OVER = frozenset({VisitState.DONE, VisitState.CANCELLED, VisitState.INCOMPLETE})


@require_GET
@contact
def home(request: ContactRequest) -> HttpResponse:
    """Everything about the contact's bodies: what waits on them first."""
    things = lists.things_of(request.user, timezone.localdate())
    return lists.taken_out(request, things.rows()) or _home(request, things)


def _home(request: ContactRequest, things: lists.Things) -> HttpResponse:
    person, notice = request.user, things.notice()
    return page(
        request,
        "portal/home.html",
        None,
        title=HOME,
        notice=notice,
        # In a rehearsal a body appears under its pseudonym alone.
        bodies=[] if notice else bodies.spoken_for_by(person),
        stand_ins=delegates.stand_ins(person, timezone.localdate()),
        places=delegates.places(person, named=not notice),
        # What is over stands last: each other inspection adds to it.
        visits=[
            (row, row.url("portal-visit"))
            for row in sorted(things.visits, key=lambda one: one.row.state in _OVER)
        ],
        requests=[
            (row, row.url("portal-request"))
            for row in sorted(
                things.requests, key=lambda one: one.row.received or one.row.withdrawn
            )
        ],
        checks=sorted(things.checks, key=lambda one: one[2]),
        words=[(one, one.url("portal-quotation")) for one in things.words],
        parts=[
            (part, found, part.url("portal-recommendation"), tone_of(found.state))
            for part, found in things.parts
        ],
    )


@require_GET
@contact
def visit(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One visit: its days, and the hot debrief, which is provisional."""
    visits = access.visits(request.user, timezone.localdate())
    planned = access.the_row(visits, slug, code, number)
    visit = planned.row.visit
    heard = debriefs.heard_by_body(visit)
    befell = turns.turns_for_contact(visit)
    letter = publication.told_in_letter(planned.scope_body)
    return page(
        request,
        "portal/visit.html",
        planned.inspection,
        title=f"Visit to {planned.scope_body.label}",
        visit=visit,
        state=planned.row.state,
        turns=[
            (one, heard.get(one.resumption.ended_at) if one.resumption else None) for one in befell
        ],
        heard=heard.get(visit.ended_at),
        grades=debriefs.told_to_body(visit, letter or {}),
        letter_is_out=letter is not None,
    )


@require_GET
@contact
def asked(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One request, and the documents sent for it."""
    requests = access.requests(request.user, timezone.localdate())
    sent = access.the_row(requests, slug, code, number)
    door = returns.door_of(request, sent)
    return page(
        request,
        "portal/request.html",
        sent.inspection,
        title=sent.row.request.title,
        asked=sent.row.request,
        days=terms.due_days(sent.row.request),
        row=sent.row,
        receipts=[
            (each, each[1].by_id == request.user.pk, sent.url("portal-request"))
            for each in terms.in_order(fieldwork.read_by_contact(request.user, sent.row))
        ],
        to=sent.url("portal-receive"),
        door=door.shown() if door else None,
        acts_on_return=dict.fromkeys(
            (
                *("return_data", "take_return_back", "except_rows", "withdraw_exception"),
                *("certify_return", "withdraw_certificate"),
            ),
            True,
        ),
    )


@require_GET
@contact
def sent_file(
    request: ContactRequest, slug: str, code: str, number: int, place: int
) -> HttpResponse:
    """A file that the contact sent, as a download only."""
    requests = access.requests(request.user, timezone.localdate())
    sent = access.the_row(requests, slug, code, number)
    receipt = fieldwork.own_file(request.user, sent.row, place)
    if receipt is None:
        raise Http404
    return download(receipt.digest, receipt.name)


@require_GET
@contact
def receipt_page(
    request: ContactRequest, slug: str, code: str, number: int, place: int
) -> HttpResponse:
    """The receipt for what the contact sent: its number, digest and time, to be kept."""
    requests = access.requests(request.user, timezone.localdate())
    sent = access.the_row(requests, slug, code, number)
    receipt = fieldwork.own_receipt(request.user, sent.row, place)
    if receipt is None:
        raise Http404
    _, _, older, newer = terms.in_order(sent.row.receipts)[place - 1]
    return page(
        request,
        "portal/receipt.html",
        sent.inspection,
        title="Receipt",
        name=f"{sent.inspection.prefix}-{code}-{number}-{place}",
        asked=sent.row.request,
        receipt=receipt,
        size=fieldwork.size_of(receipt),
        older=older,
        newer=newer,
        back=sent.url("portal-request"),
        file=f"{sent.url('portal-request')}sent/{place}/" if receipt.digest else "",
    )


@require_get_or_post
@contact
def receive(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Send a note or a document."""
    requests = access.requests(request.user, timezone.localdate())
    sent = access.the_row(requests, slug, code, number)
    again = terms.handed_in_under(request.user, sent.row.request, request.POST.get("key", ""))
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        there=terms.replaceable_receipts(request.user, sent.row.request, outside=True, again=again),
        again=again,
        coming=_coming(request, sent.row.request),
        pieces_to=sent.url("portal-pieces"),
    )

    @wraps(actions.receive)
    def act(**given: Any) -> Receipt:
        made = actions.receive(request=sent.row.request, **given)
        form.done()
        return made

    return act_page(
        request,
        sent.inspection,
        form,
        documents.with_files(act),
        title=f"Send a document: {sent.row.request.title}",
        button="Send",
        success_url=sent.url("portal-request"),
        message="We have received it. You can send more.",
        intro="What you send is kept as it is and cannot be taken back. You can send more.",
    )


@require_POST
@contact
def pieces(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Take a piece of a file for a request; a script of the hand-in page sends them."""
    requests = access.requests(request.user, timezone.localdate())
    sent = access.the_row(requests, slug, code, number)
    against = terms.reasons_not_to_receive(sent.row.request, outside=True)
    if against:
        return JsonResponse({"problem": " ".join(str(one) for one in against)}, status=422)
    return take_piece(request, _coming(request, sent.row.request))


def _coming(request: ContactRequest, asked: Request) -> Coming:
    """What this contact sends for this request, of its name, size and day of change."""
    return partial(ComingFile, str(request.user.pk), f"fieldwork.request/{asked.pk}")
