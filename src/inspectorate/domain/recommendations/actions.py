"""The only writers of this room: every step of a recommendation is a row added, none is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from inspectorate.domain.bodies.queries import speaks_for
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.prose.checks.registry import passages

from . import policies, queries, unread
from .models import (
    Acceptance,
    AcceptanceWithdrawal,
    Addressee,
    Closure,
    Confirmation,
    ConfirmationWithdrawal,
    DueDate,
    Progress,
    Response,
    Verification,
)
from .permissions import TABLE
from .publicity import KINDS
from .removal import REMOVED, one_per_line
from .verbs import RecommendationVerb


@action(
    RecommendationVerb.RESPOND,
    streams=lambda *, addressee, **_: [addressee.recommendation.inspection.stream],
)
def respond(
    *,
    by: Person,
    at: datetime,
    key: str,
    addressee: Addressee,
    agreement: str,
    action: str = "",
    why_none: str = "",
    link: str = "",
    marking: str = BASELINE,
) -> Response:
    """Answer for a body: agreement, and the action proposed or why there is none.

    Staff may record a reply published at ``link``.
    """
    inspection, by_staff = _acting_for(by, addressee, RecommendationVerb.RESPOND)
    refuse_if(
        policies.respondable(
            closed=_closed(addressee),
            agreement=agreement,
            action=action,
            why_none=why_none,
            link=link,
            by_staff=by_staff,
            there=queries.replied(addressee),
        )
        + markable(marking, outside=not by_staff)
    )
    response = Response.objects.create(
        addressee=addressee,
        agreement=agreement,
        action=action.strip(),
        why_none=why_none.strip(),
        link=link.strip(),
        marking=marking,
        by=by,
        at=at,
    )
    write(
        of=response,
        stream=inspection.stream,
        detail={**_numbers(addressee), "agreement": agreement},
    )
    return response


@action(
    RecommendationVerb.CLAIM_PROGRESS,
    streams=lambda *, addressee, **_: [addressee.recommendation.inspection.stream],
)
def claim_progress(
    *,
    by: Person,
    at: datetime,
    key: str,
    addressee: Addressee,
    claimed: str,
    text: str,
    file: StoredFile | None = None,
    marking: str = BASELINE,
) -> Progress:
    """Record what the body says has been done, with a file where it sends one; not yet verified."""
    inspection, by_staff = _acting_for(by, addressee, RecommendationVerb.CLAIM_PROGRESS)
    closed, n = _closed(addressee), addressee.progress.count()
    refuse_if(
        policies.claimable(closed=closed, claimed=claimed, text=text, by_staff=by_staff, there=n)
        + markable(marking, outside=not by_staff)
    )
    digest = store.put(file, at=at).digest if file else ""
    progress = Progress.objects.create(
        addressee=addressee,
        claimed=claimed,
        text=text.strip(),
        digest=digest,
        file_name=file.name if file else "",
        marking=marking,
        by=by,
        at=at,
    )
    write(
        of=progress,
        stream=inspection.stream,
        detail={**_numbers(addressee), "claimed": claimed, "file": bool(digest)},
    )
    return progress


@action(
    RecommendationVerb.MOVE_DUE,
    streams=lambda *, addressee, **_: [addressee.recommendation.inspection.stream],
)
def move_due(
    *, by: Person, at: datetime, key: str, addressee: Addressee, due_on: date, reason: str
) -> DueDate:
    """Move the day it is due, with the reason; the old day stays in its history and in print."""
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.MOVE_DUE)
    current = addressee.due_dates.order_by("-at", "-pk").values_list("due_on", flat=True).first()
    refuse_if(
        policies.movable(closed=_closed(addressee), due_on=due_on, current=current, reason=reason)
        + policies.publishable(unread.named_in(inspection, reason), "reason")
    )
    moved = DueDate.objects.create(
        addressee=addressee, due_on=due_on, reason=reason.strip(), by=by, at=at
    )
    write(
        of=moved,
        stream=inspection.stream,
        detail={**_numbers(addressee), "from": current, "to": due_on},
    )
    return moved


@action(
    RecommendationVerb.VERIFY,
    streams=lambda *, addressee, **_: [addressee.recommendation.inspection.stream],
)
def verify(
    *,
    by: Person,
    at: datetime,
    key: str,
    addressee: Addressee,
    confirmed: str,
    evidence: str,
    file: StoredFile | None = None,
    marking: str = BASELINE,
) -> Verification:
    """Record what was confirmed, on what evidence; never by somebody who speaks for the body."""
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.VERIFY)
    refuse_if(
        policies.verifiable(
            closed=_closed(addressee),
            confirmed=confirmed,
            evidence=evidence,
            own_body=unread.own_body(by, addressee),
        )
        + markable(marking)
    )
    digest = store.put(file, at=at).digest if file else ""
    verification = Verification.objects.create(
        addressee=addressee,
        confirmed=confirmed,
        evidence=evidence.strip(),
        digest=digest,
        marking=marking,
        by=by,
        at=at,
    )
    write(
        of=verification,
        stream=inspection.stream,
        detail={**_numbers(addressee), "confirmed": confirmed, "file": bool(digest)},
    )
    return verification


@action(
    RecommendationVerb.CLOSE,
    streams=lambda *, addressee, **_: [addressee.recommendation.inspection.stream],
)
def close(
    *,
    by: Person,
    at: datetime,
    key: str,
    addressee: Addressee,
    outcome: str,
    reasons: str,
    marking: str = BASELINE,
) -> Closure:
    """Close an addressee's part; implemented only when the newest verification says complete.

    Reasons marked above OFFICIAL stay here: the public is told the outcome alone.
    """
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.CLOSE)
    newest = queries.standing(addressee, localdate(at)).confirmed
    refuse_if(
        policies.closable(
            closed=_closed(addressee),
            outcome=outcome,
            reasons=reasons,
            confirmed=newest.confirmed if newest else "",
        )
        + policies.publishable(unread.named_in(inspection, reasons), "reasons")
        + markable(marking)
    )
    closure = Closure.objects.create(
        addressee=addressee,
        outcome=outcome,
        reasons=reasons.strip(),
        marking=marking,
        by=by,
        at=at,
    )
    write(
        of=closure,
        stream=inspection.stream,
        detail={**_numbers(addressee), "outcome": outcome},
    )
    return closure


@action(
    RecommendationVerb.ACCEPT,
    streams=lambda *, response, **_: [response.addressee.recommendation.inspection.stream],
)
def accept(
    *,
    by: Person,
    at: datetime,
    key: str,
    response: Response,
    action: str = "",
    why_none: str = "",
    link: str = "",
    reasons: Mapping[str, str] | None = None,
) -> Acceptance:
    """Let the words of a reply become public, as they were written but for pieces removed.

    ``reasons`` say, by the key of a passage that a check found, why it may stay.
    """
    addressee = response.addressee
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.ACCEPT)
    words = {
        name: one_per_line(text)
        for name, text in (("action", action), ("why_none", why_none), ("link", link))
    }
    given = dict(reasons or {})
    refuse_if(unread.reasons_not_to_accept(by, response, words, given))
    stays = {
        each.key: [each.field, each.check, each.words, given[each.key].strip()]
        for each in passages(words, unread.names_kept_out(inspection))
    }
    made = Acceptance.objects.create(
        response=response, stays=list(stays.values()), by=by, at=at, **words
    )
    pieces = sum(text.count(REMOVED) for text in words.values())
    checks = sorted({check for _, check, _, _ in stays.values()})
    detail = {**_numbers(addressee), "removed": pieces, "stays": checks}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    RecommendationVerb.WITHDRAW_ACCEPTANCE,
    streams=lambda *, acceptance, **_: [
        acceptance.response.addressee.recommendation.inspection.stream
    ],
)
def withdraw_acceptance(
    *, by: Person, at: datetime, key: str, acceptance: Acceptance, reason: str
) -> AcceptanceWithdrawal:
    """Take accepted words out of the public register; the next one goes out without them."""
    addressee = acceptance.response.addressee
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.WITHDRAW_ACCEPTANCE)
    refuse_if(
        policies.withdrawable(
            RecommendationVerb.WITHDRAW_ACCEPTANCE,
            withdrawn=AcceptanceWithdrawal.objects.filter(acceptance=acceptance).exists(),
            own_body=unread.own_body(by, addressee),
            reason=reason,
        )
    )
    made = AcceptanceWithdrawal.objects.create(
        acceptance=acceptance, reason=reason.strip(), by=by, at=at
    )
    write(of=made, stream=inspection.stream, detail=_numbers(addressee))
    return made


@action(
    RecommendationVerb.CONFIRM,
    streams=lambda *, record, **_: [record.addressee.recommendation.inspection.stream],
)
def confirm(
    *, by: Person, at: datetime, key: str, record: Verification | Closure | DueDate
) -> Confirmation:
    """Sign a verification, a closure or a moved day as a second person; it becomes public."""
    addressee = record.addressee
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.CONFIRM)
    refuse_if(unread.reasons_not_to_confirm(by, record))
    kind = KINDS[type(record)]
    made = Confirmation.objects.create(addressee=addressee, by=by, at=at, **{kind: record})
    detail = {**_numbers(addressee), "kind": kind, "of": record.pk}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    RecommendationVerb.WITHDRAW_CONFIRMATION,
    streams=lambda *, confirmation, **_: [confirmation.addressee.recommendation.inspection.stream],
)
def withdraw_confirmation(
    *, by: Person, at: datetime, key: str, confirmation: Confirmation, reason: str
) -> ConfirmationWithdrawal:
    """Take a second signature back; the next register shows what stood before it."""
    addressee = confirmation.addressee
    inspection = addressee.recommendation.inspection
    require(by, inspection, TABLE, RecommendationVerb.WITHDRAW_CONFIRMATION)
    refuse_if(
        policies.withdrawable(
            RecommendationVerb.WITHDRAW_CONFIRMATION,
            withdrawn=ConfirmationWithdrawal.objects.filter(confirmation=confirmation).exists(),
            own_body=unread.own_body(by, addressee),
            reason=reason,
            holds_closure=unread.holds_closure(confirmation),
        )
    )
    made = ConfirmationWithdrawal.objects.create(
        confirmation=confirmation, reason=reason.strip(), by=by, at=at
    )
    write(of=made, stream=inspection.stream, detail=_numbers(addressee))
    return made


def _acting_for(
    by: Person, addressee: Addressee, verb: RecommendationVerb
) -> tuple[Inspection, bool]:
    """Return the inspection, and whether staff act for the body instead of its contact."""
    inspection = addressee.recommendation.inspection
    if speaks_for(by, addressee.body):
        return inspection, False
    require(by, inspection, TABLE, verb)
    return inspection, True


def _closed(addressee: Addressee) -> bool:
    return Closure.objects.filter(addressee=addressee).exists()


def _numbers(addressee: Addressee) -> dict[str, object]:
    return {"recommendation": addressee.recommendation.ref, "addressee": addressee.pk}
