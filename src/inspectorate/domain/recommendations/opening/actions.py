"""The writers of a recommendation's opening, as a public edition is released."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.access import require
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from .. import clock, policies
from ..answered.actions import link_drafted
from ..models import Addressee, DueDate, Recommendation
from ..permissions import TABLE
from ..reasons import RecommendationReason
from ..verbs import RecommendationVerb
from .made import made_in, resolve


@action(
    RecommendationVerb.OPEN_FROM,
    streams=lambda *, edition, **_: [edition.document.inspection.stream],
)
def open_from(*, by: Person, at: datetime, key: str, edition: Edition) -> Edition:
    """Open each recommendation of a public edition that is not open yet, as it is released.

    The day of ``at`` (in London) is the day of publication, day 1 of a reply by duty. A correction
    that repeats an open recommendation word for word opens nothing, and records what it says anew
    that it answers; one that changes its words is refused.
    """
    inspection = edition.document.inspection
    require(by, inspection, TABLE, RecommendationVerb.OPEN_FROM)
    made = made_in(edition)
    opened = dict(inspection.recommendations.values_list("number", "text"))
    # A correction repeats the whole report: what stands open in the same words stays as it is.
    new = [each for each in made if opened.get(each.number) != each.text]
    names = resolve(inspection, edition, [code for each in new for code, _, _ in each.to])
    refuse_if(
        policies.openable(
            kind=edition.document.kind,
            edition=edition.kind,
            # With nothing new every number is repeated word for word; an empty list would read as
            # "makes none".
            numbers=[each.number for each in new or made],
            taken=[each.number for each in new if each.number in opened],
            unknown=[code for code, body in names.items() if body is None],
        )
    )
    for each in new:
        open_one(by=by, at=at, key=str(each.number), edition=edition, number=each.number)
    told: dict[str, Any] = {
        "document": edition.document.slug,
        "opened": [each.number for each in new],
        **_answered_anew(edition, {each.number for each in made if each not in new}, by, at),
    }
    write(of=edition, stream=inspection.stream, detail=told)
    return edition


def _answered_anew(
    edition: Edition, repeated: Collection[int], by: Person, at: datetime
) -> dict[str, list[list[int]]]:
    """Record what recommendations that an edition repeats say anew that they answer; as the entry
    tells it, pairs of their numbers, nothing where there is none.
    """
    found = [
        [one.number, number]
        for one in edition.document.inspection.recommendations.filter(number__in=repeated)
        for number in link_drafted(one, edition, by=by, at=at)
    ]
    return {"answers": found} if found else {}


@action(
    RecommendationVerb.OPEN, streams=lambda *, edition, **_: [edition.document.inspection.stream]
)
def open_one(
    *, by: Person, at: datetime, key: str, edition: Edition, number: int
) -> Recommendation:
    """Open one recommendation of a public edition, with its addressees, their duty and day."""
    inspection = edition.document.inspection
    require(by, inspection, TABLE, RecommendationVerb.OPEN_FROM)
    made = next((one for one in made_in(edition) if one.number == number), None)
    if made is None:
        text = f"That edition makes no recommendation {number}."
        mend = Mend.words("Choose one it makes.")
        raise Refused([Reason(RecommendationReason.NOT_MADE, text, mend, "number")])
    taken = [number] if inspection.recommendations.filter(number=number).exists() else []
    names = resolve(inspection, edition, [code for code, _, _ in made.to])
    unknown = [code for code, body in names.items() if body is None]
    refuse_if(
        policies.openable(
            kind="edition", edition=edition.kind, numbers=[number], taken=taken, unknown=unknown
        )
    )
    recommendation = Recommendation.objects.create(
        inspection=inspection,
        edition=edition,
        number=number,
        text=made.text,
        origin=made.origin,
        opened_at=at,
    )
    to = []
    for code, basis, due_on in made.to:
        found = names[code]
        assert found is not None
        addressee = _address(recommendation, found[0], found[1], basis, due_on, by, at)
        to.append([addressee.pk, basis, due_on])
    told: dict[str, Any] = {"ref": recommendation.ref, "to": to}
    if answers := link_drafted(recommendation, edition, by=by, at=at):
        told["answers"] = answers
    write(of=recommendation, stream=inspection.stream, detail=told)
    return recommendation


def _address(
    recommendation: Recommendation,
    body: Body,
    label: str,
    basis: str,
    due_on: str,
    by: Person,
    at: datetime,
) -> Addressee:
    duty = basis == "duty"
    addressee = Addressee.objects.create(
        recommendation=recommendation,
        body=body,
        label=label,
        basis=basis,
        legal_basis=clock.POLICE_ACT if duty else "",
        reply_by=clock.reply_by(localdate(at)) if duty else None,
    )
    if due_on:
        DueDate.objects.create(
            addressee=addressee,
            due_on=date.fromisoformat(due_on),
            reason="As recommended",
            by=by,
            at=at,
        )
    return addressee
