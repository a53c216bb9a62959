"""The only writers of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..desk.showing import digest_of_item
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .loading import items_of, keeping
from .models import Comparison, ComparisonWithdrawal


@action(JudgmentVerb.COMPARE, streams=lambda *, left, **_: [left.inspection.stream])
def compare(
    *,
    by: Person,
    at: datetime,
    key: str,
    left: ScopeBody,
    right: ScopeBody,
    criterion: Criterion,
    better: str,
    reasons: str = "",
    seed: str,
    shown: Sequence[Sequence[Any]] | None = None,
) -> Comparison:
    """Record which of two bodies is better on a criterion, or that they cannot be told apart.

    ``shown`` is what the page showed, as [number, digest] of each item; else all that ``by`` may
    read of both now.
    """
    inspection = left.inspection
    require(by, inspection, TABLE, JudgmentVerb.COMPARE)
    asked = policies.Compared(left, right, criterion, better, reasons)
    mine = Comparison.objects.filter(criterion=criterion, by=by, withdrawal=None)
    own = [frozenset(pair) for pair in mine.values_list("left", "right")]
    kept = keeping(by, inspection, criterion, asked.pair)
    refuse_if(policies.comparable(inspection, asked, kept, own))
    found = items_of(by, (left, right), criterion)
    items = [item for body in (left, right) for item in found[body.pk]]
    read = [[one.number, digest_of_item(one)] for one in items] if shown is None else list(shown)
    made = Comparison.objects.create(
        left=left,
        right=right,
        criterion=criterion,
        better=better,
        reasons=reasons.strip(),
        # What is written of what was read is marked as high as that.
        marking=highest([BASELINE, *(one.marking for one in items)]),
        items=read,
        seed=seed,
        by=by,
        at=at,
    )
    write(of=made, stream=inspection.stream)
    return made


@action(
    JudgmentVerb.WITHDRAW_COMPARISON,
    streams=lambda *, comparison, **_: [comparison.left.inspection.stream],
)
def withdraw_comparison(
    *, by: Person, at: datetime, key: str, comparison: Comparison, reason: str
) -> ComparisonWithdrawal:
    """Withdraw one's own comparison, so that it counts no more."""
    inspection = comparison.left.inspection
    require(by, inspection, TABLE, JudgmentVerb.WITHDRAW_COMPARISON)
    if comparison.by_id != by.pk:
        raise Forbidden(JudgmentVerb.WITHDRAW_COMPARISON)
    refuse_if(policies.comparison_withdrawable(comparison, reason))
    gone = ComparisonWithdrawal.objects.create(
        comparison=comparison, reason=reason.strip(), by=by, at=at
    )
    write(of=gone, stream=inspection.stream)
    return gone
