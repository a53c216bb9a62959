"""The only writers of how sure judgments are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.domain.inspections.access import cleared, require
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import cells
from ..models import Agreed
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .models import Certainty, CertaintyWithdrawal
from .queries import standing_of


@action(
    JudgmentVerb.SAY_HOW_SURE, streams=lambda *, scope_body, **_: [scope_body.inspection.stream]
)
def say_how_sure(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    level: str,
    reasons: Sequence[str],
    words: str = "",
    finding: str = "",
    marking: str = BASELINE,
) -> Certainty:
    """Say how sure the agreed judgment of a cell is, or one finding of it."""
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.SAY_HOW_SURE)
    cell = cells.load(scope_body, criterion)
    newest = Agreed.objects.filter(scope_body=scope_body, criterion=criterion)
    agreed = newest.order_by("-number").first()
    said = policies.SaidCertainty(level, reasons, words, finding, marking)
    refuse_if(
        policies.certainty_sayable(
            cell,
            by.pk,
            agreed,
            said,
            conflicted=cells.conflicted(by, scope_body),
            cleared=cleared(by, inspection, cell.marking),
        )
    )
    assert agreed is not None  # refused otherwise
    made = Certainty.objects.create(
        agreed=agreed,
        finding=finding,
        level=level,
        reasons=sorted(set(reasons)),
        words=words.strip(),
        marking=marking,
        by=by,
        at=at,
    )
    write(of=made, stream=inspection.stream)
    return made


@action(
    JudgmentVerb.WITHDRAW_HOW_SURE,
    streams=lambda *, scope_body, **_: [scope_body.inspection.stream],
)
def withdraw_how_sure(
    *, by: Person, at: datetime, key: str, scope_body: ScopeBody, certainty: Certainty, reason: str
) -> CertaintyWithdrawal:
    """Withdraw what was said of how sure a judgment of ``scope_body`` is."""
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.WITHDRAW_HOW_SURE)
    standing = standing_of(certainty.agreed).get(certainty.finding)
    refuse_if(policies.certainty_withdrawable(certainty, standing, reason))
    gone = CertaintyWithdrawal.objects.create(
        certainty=certainty, reason=reason.strip(), by=by, at=at
    )
    write(of=gone, stream=inspection.stream)
    return gone
