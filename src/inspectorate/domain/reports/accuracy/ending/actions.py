"""The only writers of how a check ends: recalled, finished or open again, an answer taken back."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ...permissions import TABLE
from ...revising import require_read
from ...states import FactCheckState, fact_check_state
from ...verbs import ReportVerb
from ..models import Criticism, FactCheck
from ..queries import reads_as, told_of
from . import policies
from .models import CriticismWithdrawal, FinishedCheck, RecalledCopy
from .queries import has_finished, is_recalled, is_withdrawn


def _streams(*, fact_check: FactCheck, **_: object) -> list[str]:
    return [fact_check.document.inspection.stream]


@action(ReportVerb.RECALL_COPY, streams=_streams)
def recall_copy(
    *, by: Person, at: datetime, key: str, fact_check: FactCheck, reason: str
) -> RecalledCopy:
    """Take a copy of a draft back from whom it was sent to: they open and answer it no more.

    Points that they raised stay, and are decided.
    """
    inspection = fact_check.document.inspection
    require(by, inspection, TABLE, ReportVerb.RECALL_COPY)
    refuse_if(policies.recallable(recalled=is_recalled(fact_check), reason=reason))
    made = RecalledCopy.objects.create(fact_check=fact_check, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=inspection.stream, detail=told_of(fact_check))
    return made


@action(ReportVerb.FINISH_CHECK, streams=_streams)
def finish_check(*, by: Person, at: datetime, key: str, fact_check: FactCheck) -> FinishedCheck:
    """Say that a recipient has checked its copy and has nothing more to say: the recipient, or
    staff where it came another way. Points that come later are points all the same.
    """
    return _say(by, at, fact_check, ReportVerb.FINISH_CHECK, finished=True)


@action(ReportVerb.REOPEN_CHECK, streams=_streams)
def reopen_check(*, by: Person, at: datetime, key: str, fact_check: FactCheck) -> FinishedCheck:
    """Take back that a recipient has nothing more to say."""
    return _say(by, at, fact_check, ReportVerb.REOPEN_CHECK, finished=False)


def _say(
    by: Person, at: datetime, fact_check: FactCheck, verb: ReportVerb, *, finished: bool
) -> FinishedCheck:
    inspection = fact_check.document.inspection
    on = localdate(at)
    by_body = reads_as(by, fact_check, on)
    if not by_body:
        require(by, inspection, TABLE, verb)
    refuse_if(
        policies.finishable(
            recalled=is_recalled(fact_check),
            already=has_finished(fact_check) is finished,
            ended=by_body
            and fact_check_state(due_on=fact_check.due_on, on=on) is FactCheckState.ENDED,
        )
    )
    made = FinishedCheck.objects.create(
        fact_check=fact_check,
        number=fact_check.finishes.count() + 1,
        finished=finished,
        by=by,
        at=at,
    )
    write(of=made, stream=inspection.stream, detail=told_of(fact_check))
    return made


@action(
    ReportVerb.WITHDRAW_CRITICISM,
    streams=lambda *, criticism, **_: [criticism.fact_check.document.inspection.stream],
)
def withdraw_criticism(
    *, by: Person, at: datetime, key: str, criticism: Criticism, reason: str
) -> CriticismWithdrawal:
    """Take back whether a change was new criticism of a body: it is to be answered anew."""
    document = criticism.fact_check.document
    require(by, document.inspection, TABLE, ReportVerb.WITHDRAW_CRITICISM)
    require_read(by, document)
    refuse_if(policies.withdrawable(withdrawn=is_withdrawn(criticism), reason=reason))
    made = CriticismWithdrawal.objects.create(
        criticism=criticism, reason=reason.strip(), by=by, at=at
    )
    detail = {**told_of(criticism.fact_check), "identity": criticism.identity}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made
