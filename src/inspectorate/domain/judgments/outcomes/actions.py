"""The only writers of outcomes in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import reading, require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if

from .. import cells
from ..permissions import TABLE
from ..policies import Cell, Judgment
from ..verbs import JudgmentVerb
from . import policies
from .loading import LoadedOutcome, load, settling
from .models import OutcomeCitation, OutcomeMove, OutcomeStep, OutcomeWording, WrittenOutcome


@action(
    JudgmentVerb.WRITE_OUTCOME, streams=lambda *, scope_body, **_: [scope_body.inspection.stream]
)
def write_outcome(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    kind: str,
    text: str,
    cited: Sequence[Item],
    marking: str = BASELINE,
) -> WrittenOutcome:
    """Write an outcome of a judgment in words, resting on evidence of its body."""
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.WRITE_OUTCOME)
    cells.refuse_unreadable(by, inspection, cited)
    asked = settling(by, scope_body, criterion)
    said = _said(by, asked.cell, text, cited, marking)
    refuse_if(policies.outcome_writable(asked, kind, said, _standing(asked.cell)))
    made = WrittenOutcome.objects.create(
        inspection=inspection,
        number=WrittenOutcome.objects.filter(inspection=inspection).count() + 1,
        scope_body=scope_body,
        criterion=criterion,
        kind=kind,
        by=by,
        at=at,
    )
    _word(made, 1, said, cited, by=by, at=at)
    detail = {"number": made.number, "scope_body": scope_body.pk, "criterion": criterion.ref}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(JudgmentVerb.REWORD_OUTCOME, streams=lambda *, outcome, **_: [outcome.inspection.stream])
def reword_outcome(
    *,
    by: Person,
    at: datetime,
    key: str,
    outcome: WrittenOutcome,
    text: str,
    cited: Sequence[Item],
    reason: str,
    marking: str = BASELINE,
    version: int,
) -> OutcomeWording:
    """Put other words, evidence or marking of an outcome in place; the earlier stay readable.

    ``version`` is the number of the wording that the page showed; raises Conflict with both texts
    where it was reworded since.
    """
    inspection = outcome.inspection
    require(by, inspection, TABLE, JudgmentVerb.REWORD_OUTCOME)
    cells.refuse_unreadable(by, inspection, cited)
    asked, found = settling(by, outcome.scope_body, outcome.criterion), _of(outcome)
    said = _said(by, asked.cell, text, cited, marking)
    now = found.wording
    same = (now.text, now.marking) == (text.strip(), marking) and found.cited == _once(cited)
    refuse_if(policies.outcome_rewordable(asked, outcome, found.state, said, reason, same=same))
    if version != now.number:
        raise Conflict(
            theirs=now.text,
            yours=text,
            version=now.number,
            field="text",
            marking=highest([asked.cell.marking, marking]),
        )
    made = _word(outcome, now.number + 1, said, cited, by=by, at=at, reason=reason.strip())
    write(
        of=made,
        stream=inspection.stream,
        detail={"outcome": outcome.number, "number": made.number},
    )
    return made


@action(JudgmentVerb.WITHDRAW_OUTCOME, streams=lambda *, outcome, **_: [outcome.inspection.stream])
def withdraw_outcome(
    *, by: Person, at: datetime, key: str, outcome: WrittenOutcome, reason: str
) -> OutcomeMove:
    """Withdraw an outcome; it stays on record with its words."""
    require(by, outcome.inspection, TABLE, JudgmentVerb.WITHDRAW_OUTCOME)
    asked, found = settling(by, outcome.scope_body, outcome.criterion), _of(outcome)
    refuse_if(policies.outcome_withdrawable(asked, outcome, found.state, reason))
    return _move(found, OutcomeStep.WITHDRAWN, reason, by=by, at=at)


@action(JudgmentVerb.PUT_BACK_OUTCOME, streams=lambda *, outcome, **_: [outcome.inspection.stream])
def put_back_outcome(
    *, by: Person, at: datetime, key: str, outcome: WrittenOutcome, reason: str
) -> OutcomeMove:
    """Let a withdrawn outcome stand again, in the words and on the evidence it had."""
    inspection = outcome.inspection
    require(by, inspection, TABLE, JudgmentVerb.PUT_BACK_OUTCOME)
    asked, found = settling(by, outcome.scope_body, outcome.criterion), _of(outcome)
    rests_on = [one.item for one in found.wording.citations.select_related("item__inspection")]
    cited = _said(by, asked.cell, found.wording.text, rests_on, found.wording.marking)
    there = _standing(asked.cell)
    refuse_if(policies.outcome_restorable(asked, outcome, found.state, cited, reason, there))
    return _move(found, OutcomeStep.PUT_BACK, reason, by=by, at=at)


def _of(outcome: WrittenOutcome) -> LoadedOutcome:
    return load(outcome.inspection, pk=outcome.pk)[0]


def _standing(cell: Cell) -> int:
    """How many outcomes of a judgment stand."""
    there = load(cell.inspection, scope_body=cell.scope_body, criterion=cell.criterion)
    return sum(one.stands for one in there)


def _said(by: Person, cell: Cell, text: str, cited: Sequence[Item], marking: str) -> Judgment:
    """What is written, as the rules of judgments take words and the evidence they rest on."""
    inspection: Inspection = cell.inspection
    return cells.judgment(
        cell, None, {}, text.strip(), cited, marking=marking, reader=reading(by, inspection)
    )


def _once(cited: Sequence[Item]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.pk for one in cited))


def _word(
    outcome: WrittenOutcome,
    number: int,
    said: Judgment,
    cited: Sequence[Item],
    *,
    by: Person,
    at: datetime,
    reason: str = "",
) -> OutcomeWording:
    made = OutcomeWording.objects.create(
        outcome=outcome,
        number=number,
        text=said.reasons,
        marking=said.marking,
        reason=reason,
        by=by,
        at=at,
    )
    OutcomeCitation.objects.bulk_create(
        [OutcomeCitation(wording=made, item_id=pk) for pk in _once(cited)]
    )
    return made


def _move(
    found: LoadedOutcome, step: OutcomeStep, reason: str, *, by: Person, at: datetime
) -> OutcomeMove:
    made = OutcomeMove.objects.create(
        outcome=found.outcome,
        number=len(found.moves) + 1,
        step=step,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"outcome": found.outcome.number, "number": made.number}
    write(of=made, stream=found.outcome.inspection.stream, detail=detail)
    return made
