"""The only writers of released excerpts: release one, withdraw it."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..models import Claim, Excerpt, ExcerptWithdrawal
from ..permissions import TABLE
from ..verbs import ClaimVerb
from . import policies


@action(ClaimVerb.RELEASE_EXCERPT, streams=lambda *, claim, **_: [claim.inspection.stream])
def release_excerpt(
    *,
    by: Person,
    at: datetime,
    key: str,
    claim: Claim,
    item: Item,
    rendering: str,
    text: str,
) -> Excerpt:
    """Release words of an item that the claim names, or a paraphrase, to be printed behind it.

    Every edition frozen from then on prints it in the note of the claim.
    """
    inspection = claim.inspection
    require(by, inspection, TABLE, ClaimVerb.RELEASE_EXCERPT)
    refuse_if(readable(by, inspection, item.marking, "The item"))
    refuse_if(policies.excerptable(claim, item, rendering, text))
    excerpt = Excerpt.objects.create(
        claim=claim, item=item, rendering=rendering, text=" ".join(text.split()), by=by, at=at
    )
    detail = {"claim": claim.key, "item": item.number, "rendering": rendering}
    write(of=excerpt, stream=inspection.stream, detail=detail)
    return excerpt


@action(
    ClaimVerb.WITHDRAW_EXCERPT, streams=lambda *, excerpt, **_: [excerpt.claim.inspection.stream]
)
def withdraw_excerpt(
    *, by: Person, at: datetime, key: str, excerpt: Excerpt, reason: str
) -> ExcerptWithdrawal:
    """Withdraw an excerpt, with the reason; an edition that prints it does not go out any more."""
    claim = excerpt.claim
    require(by, claim.inspection, TABLE, ClaimVerb.WITHDRAW_EXCERPT)
    refuse_if(policies.withdrawable(excerpt, reason))
    made = ExcerptWithdrawal.objects.create(excerpt=excerpt, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=claim.inspection.stream, detail={"claim": claim.key})
    return made
