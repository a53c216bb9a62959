"""What makes words and records public: reading a reply, and signing a record as the second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.recommendations import actions, queries, unread
from inspectorate.domain.recommendations.models import (
    Acceptance,
    Addressee,
    Closure,
    Confirmation,
    DueDate,
    Response,
    Verification,
)
from inspectorate.domain.recommendations.publicity import KINDS, Signed, came_with, publicity_of
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.checks.registry import passages
from inspectorate.prose.dates import in_words

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page, signing
from ..inspection_page import act_page, page
from .forms import AcceptForm, WithdrawForm

FIELDS = {
    "action": "Action proposed",
    "why_none": "Why no action is proposed",
    "link": "Where the reply is published",
}


class Segment(NamedTuple):
    """Words of a reply; ``found`` says what the checks found in them, if anything."""

    text: str
    found: tuple[str, ...] = ()


def segments(field: str, text: str, names: RealNames | None) -> list[Segment]:
    """Cut a text into what a check found and what lies between; overlapping finds are one."""
    made: list[Segment] = []
    place = 0
    found = passages({field: text}, names)
    while found:
        start, end = found[0].start, found[0].end
        together = []
        while found and found[0].start < end:
            one = found.pop(0)
            end = max(end, one.end)
            together.append(one.check.sentence)
        made += [Segment(text[place:start]), Segment(text[start:end], tuple(unique(together)))]
        place = end
    return [one for one in (*made, Segment(text[place:])) if one.text]


def unique(words: Iterable[str]) -> list[str]:
    """Each once, in the order met."""
    return list(dict.fromkeys(words))


@require_get_or_post
@inspection_page(RecommendationVerb.ACCEPT)
@signing
def accept(request: StaffRequest, inspection: Inspection, pk: int, reply: int) -> HttpResponse:
    """Read a reply: its words, what the checks found, and what of them may be public."""
    part = _part(request, inspection, pk)
    response = queries.laid_open_row(
        request.user, get_object_or_404(Response, pk=reply, addressee=part)
    )
    back = reverse("recommendations-addressee", args=[inspection.slug, pk])
    form = AcceptForm(response, request.POST or None)
    if perform(request, form, partial(actions.accept, response=response)) is not None:
        messages.success(request, "Accepted. The words go out with the next public register.")
        return HttpResponseRedirect(back)
    return page(
        request,
        "recommendations/read.html",
        inspection,
        title=f"Read the reply: {part.recommendation.ref}, {part.label}",
        part=part,
        reply=response,
        texts=[
            (FIELDS[name], segments(name, text, unread.names_kept_out(inspection)))
            for name, text in unread.words_of(response).items()
            if text
        ],
        form=form,
        back=back,
        register=reverse("recommendations-register", args=[inspection.slug]),
        status=status_of(form),
    )


@require_get_or_post
@inspection_page(RecommendationVerb.WITHDRAW_ACCEPTANCE)
@signing
def withdraw_acceptance(
    request: StaffRequest, inspection: Inspection, pk: int, acceptance: int
) -> HttpResponse:
    """Take accepted words out of the public register, with the reason."""
    part = _part(request, inspection, pk)
    return _withdraw(
        request,
        part,
        partial(
            actions.withdraw_acceptance,
            acceptance=get_object_or_404(Acceptance, pk=acceptance, response__addressee=part),
        ),
        title="Take the words out of the register",
        message="Withdrawn. The next public register goes out without the words.",
    )


@require_get_or_post
@inspection_page(RecommendationVerb.CONFIRM)
@signing
def confirm(
    request: StaffRequest, inspection: Inspection, pk: int, kind: str, record: int
) -> HttpResponse:
    """Sign a verification, a closure or a moved day as the second person."""
    part = _part(request, inspection, pk)
    model = next((model for model, name in KINDS.items() if name == kind), None)
    if model is None:
        raise Http404
    signed = get_object_or_404(model.objects.filter(addressee=part), pk=record)
    assert isinstance(signed, (Verification, Closure, DueDate))
    if not isinstance(signed, DueDate):
        signed = queries.laid_open_row(request.user, signed)
    back = reverse("recommendations-addressee", args=[inspection.slug, pk])
    form = ActForm(request.POST or None)
    if perform(request, form, partial(actions.confirm, record=signed)) is not None:
        messages.success(request, "Confirmed. It goes out with the next public register.")
        return HttpResponseRedirect(back)
    return page(
        request,
        "recommendations/confirm.html",
        inspection,
        title=f"Confirm as a second person: {part.recommendation.ref}, {part.label}",
        part=part,
        record=signed,
        facts=facts_of(signed),
        reasons=unread.reasons_not_to_confirm(request.user, signed),
        form=form,
        back=back,
        register=reverse("recommendations-register", args=[inspection.slug]),
        status=status_of(form),
    )


@require_get_or_post
@inspection_page(RecommendationVerb.WITHDRAW_CONFIRMATION)
@signing
def withdraw_confirmation(
    request: StaffRequest, inspection: Inspection, pk: int, confirmation: int
) -> HttpResponse:
    """Take a second signature back, with the reason."""
    part = _part(request, inspection, pk)
    return _withdraw(
        request,
        part,
        partial(
            actions.withdraw_confirmation,
            confirmation=get_object_or_404(Confirmation, pk=confirmation, addressee=part),
        ),
        title="Take the confirmation back",
        message="Withdrawn. The next public register shows what stood before it.",
    )


def facts_of(record: Signed) -> list[tuple[str, list[Segment]]]:
    """What is signed, field by field; what the checks find in words that go out is marked."""
    if isinstance(record, Verification):
        # What was looked at is not published, so nothing in it is marked.
        return [
            ("Confirmed", [Segment(record.get_confirmed_display())]),
            ("What was looked at (not published)", [Segment(record.evidence)]),
        ]
    names = unread.names_kept_out(record.addressee.recommendation.inspection)
    if isinstance(record, Closure):
        return [
            ("Outcome", [Segment(record.get_outcome_display())]),
            ("Reasons", segments("reasons", record.reasons, names)),
        ]
    return _move(record, names)


def _move(record: DueDate, names: RealNames | None) -> list[tuple[str, list[Segment]]]:
    return [
        ("New day", [Segment(in_words(record.due_on))]),
        ("Why it is moved", segments("reason", record.reason, names)),
    ]


def _withdraw(
    request: StaffRequest, part: Addressee, act: Any, *, title: str, message: str
) -> HttpResponse:
    inspection = part.recommendation.inspection
    return act_page(
        request,
        inspection,
        WithdrawForm(request.POST or None),
        act,
        title=f"{title}: {part.recommendation.ref}, {part.label}",
        button="Withdraw",
        success_url=reverse("recommendations-addressee", args=[inspection.slug, part.pk]),
        message=message,
        intro="That it was withdrawn is told in the public history; the reason stays here.",
    )


def _part(request: StaffRequest, inspection: Inspection, pk: int) -> Addressee:
    return get_object_or_404(queries.addressees_visible_to(request.user, inspection), pk=pk)


@dataclass(frozen=True, slots=True)
class Step:
    """A reply or a record on the page of its part, and how far it is on its way to the public.

    ``said`` tells that; ``url`` leads to the act that comes next, named by ``button``.
    """

    row: Response | Signed
    said: str
    waits: bool = False
    button: str = ""
    url: str = ""
    reasons: tuple[Reason, ...] = ()
    accepted: Acceptance | None = None


def steps_of(
    request: StaffRequest, part: Addressee, public_before: datetime | None
) -> dict[str, list[Step]]:
    """Every reply and record of a part with what can be done to make it public, or undo that."""
    days = [_signed(request, part, row, public_before) for row in part.due_dates.all()]
    looks = [_signed(request, part, row, public_before) for row in part.verifications.all()]
    closure = getattr(part, "closure", None)
    return {
        "replies": [_reply(request, part, row, public_before) for row in part.responses.all()],
        "days": days,
        "looks": looks,
        "closed": [_signed(request, part, closure, public_before)] if closure else [],
    }


def _reply(
    request: StaffRequest, part: Addressee, row: Response, public_before: datetime | None
) -> Step:
    inspection, slug = part.recommendation.inspection, part.recommendation.inspection.slug
    public = publicity_of(row, public_before)
    accepted = public.signature
    if isinstance(accepted, Acceptance):
        said = f"Public: read by {accepted.by.name} on {_day(accepted.at)}."
        may = queries.can(request.user, inspection, RecommendationVerb.WITHDRAW_ACCEPTANCE)
        place = "recommendations-withdraw-acceptance"
        url = reverse(place, args=[slug, part.pk, accepted.pk]) if may else ""
        return Step(row, said, button="Take the words out again", url=url, accepted=accepted)
    if public.by_one:
        said = "Public as it came, from before replies were read first."
    elif public.unread:
        said = "Not public yet."
    else:
        said = "Not public: the words were taken out."
    if above(row.marking, BASELINE):
        return Step(row, f"Never public: marked {row.get_marking_display()}.")
    may = queries.can(request.user, inspection, RecommendationVerb.ACCEPT)
    url = reverse("recommendations-accept", args=[slug, part.pk, row.pk]) if may else ""
    return Step(row, said, not public.out, "Read it", url)


def _signed(
    request: StaffRequest, part: Addressee, row: Signed, public_before: datetime | None
) -> Step:
    inspection, slug = part.recommendation.inspection, part.recommendation.inspection.slug
    if isinstance(row, DueDate) and came_with(row, part.recommendation.opened_at):
        return Step(row, "Public with the recommendation.")
    public = publicity_of(row, public_before)
    second = public.signature
    if isinstance(second, Confirmation):
        said = f"Public: confirmed by {second.by.name} on {_day(second.at)}."
        may = queries.can(request.user, inspection, RecommendationVerb.WITHDRAW_CONFIRMATION)
        place = "recommendations-withdraw-confirmation"
        url = reverse(place, args=[slug, part.pk, second.pk]) if may else ""
        return Step(row, said, button="Take the confirmation back", url=url)
    if public.by_one:
        said = "Public on one person's word, from before two were asked for."
    elif public.unread:
        said = "Not public yet: a second person must confirm it."
    else:
        said = "Not public: its confirmation was taken back."
    if not queries.can(request.user, inspection, RecommendationVerb.CONFIRM):
        return Step(row, said, not public.out)
    return Step(
        row,
        said,
        not public.out,
        "Confirm",
        reverse("recommendations-confirm", args=[slug, part.pk, KINDS[type(row)], row.pk]),
        tuple(unread.reasons_not_to_confirm(request.user, row)),
    )


def _day(at: datetime) -> str:
    return in_words(timezone.localdate(at))
