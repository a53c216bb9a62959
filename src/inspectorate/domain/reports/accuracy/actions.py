"""The only writers of this part: copies of a draft sent out, and the time to answer moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import WorkingCalendar
from inspectorate.foundation.due_days.resolving import DueDay
from inspectorate.foundation.due_days.rules import DueRule
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.batches import Done, batch
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from ..models import Criticism, Document, ExtendedCheck, FactCheck
from ..permissions import TABLE
from ..proof import proof_of
from ..revising import require_read
from ..verbs import ReportVerb
from . import policies
from .copies import Copies, Copy
from .due import due_day
from .ending import policies as ending
from .ending.queries import answers_on, is_recalled
from .queries import is_of_scope, newest_of, told_of
from .recipients import Recipient
from .rounds import Standing, changes


@action(ReportVerb.OPEN_FACT_CHECK, streams=lambda *, document, **_: [document.inspection.stream])
def open_fact_check(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    recipient: Recipient,
    due_on: date | None = None,
    rule: DueRule | None = None,
    calendar: WorkingCalendar | None = None,
) -> FactCheck:
    """Ask a recipient to check a draft by ``due_on``, or by the day that ``rule`` gives.

    What they are shown is drawn up now from the allow-list of their kind (``copies``).
    """
    require(by, document.inspection, TABLE, ReportVerb.OPEN_FACT_CHECK)
    require_read(by, document)
    due = due_day(due_on, rule, calendar, at)
    copies = Copies(document)
    copy = copies.of(recipient)
    last = newest_of(document, recipient)
    refuse_if(_reasons(recipient, copies, copy, last, due.on, localdate(at)))
    check = _check(copies, recipient, copy, last, due, at)
    check.save()
    write(of=check, stream=document.inspection.stream, detail=_detail(check, recipient))
    return check


@batch(ReportVerb.OPEN_FACT_CHECK, each="recipient")
def ask_many(
    *,
    by: Person,
    at: datetime,
    document: Document,
    recipient: Sequence[Recipient],
    due_on: date | None = None,
    rule: DueRule | None = None,
    calendar: WorkingCalendar | None = None,
) -> list[Done | Refused]:
    """Ask several recipients by one press; each is answered alone, and the text is read once."""
    require(by, document.inspection, TABLE, ReportVerb.OPEN_FACT_CHECK)
    require_read(by, document)
    due = due_day(due_on, rule, calendar, at)
    copies, on = Copies(document), localdate(at)
    done: list[Done | Refused] = []
    asked: set[tuple[object, ...]] = set()
    for one in recipient:
        who = (one.scope_body, one.body, one.person)
        copy, last = copies.of(one), newest_of(document, one)
        reasons = _reasons(one, copies, copy, last, due.on, on)
        # Named twice in one press they are asked once: the row of the first is not written yet.
        if who in asked or reasons:
            done.append(Refused(reasons or policies.repeatable()))
            continue
        asked.add(who)
        check = _check(copies, one, copy, last, due, at)
        check.save()
        done.append(Done(check, _detail(check, one), (check,)))
    return done


@action(
    ReportVerb.EXTEND_FACT_CHECK,
    streams=lambda *, fact_check, **_: [fact_check.document.inspection.stream],
)
def extend_fact_check(
    *, by: Person, at: datetime, key: str, fact_check: FactCheck, due_on: date, reason: str
) -> ExtendedCheck:
    """Give a recipient more time, with a reason that they read. Over already, it opens again."""
    inspection = fact_check.document.inspection
    require(by, inspection, TABLE, ReportVerb.EXTEND_FACT_CHECK)
    old = fact_check.due_on
    refuse_if(
        ending.answerable(recalled=is_recalled(fact_check))
        or policies.extendable(due_on=due_on, old=old, on=localdate(at), reason=reason)
    )
    made = ExtendedCheck.objects.create(
        fact_check=fact_check, old_due_on=old, due_on=due_on, reason=reason.strip(), by=by, at=at
    )
    fact_check.due_on = due_on
    if fact_check.until is not None:
        fact_check.until = max(fact_check.until, due_on)
    fact_check.save(update_fields=["due_on", "until"])
    detail = {"fact_check": fact_check.pk, "old": old, "due_on": due_on}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.ANSWER_CRITICISM,
    streams=lambda *, fact_check, **_: [fact_check.document.inspection.stream],
)
def answer_criticism(
    *, by: Person, at: datetime, key: str, fact_check: FactCheck, identity: str, new: bool
) -> Criticism:
    """Say whether a change since a body's check, known by its digest, is new criticism of it.

    Refused where that change is no longer what stands there, or asks for no answer.
    """
    document = fact_check.document
    require(by, document.inspection, TABLE, ReportVerb.ANSWER_CRITICISM)
    require_read(by, document)
    asked = [
        one
        for one in changes(proof_of(document))
        if (one.check.pk, one.identity, one.standing)
        == (fact_check.pk, identity, Standing.TO_ANSWER)
    ]
    refuse_if(policies.answerable(asked=bool(asked)))
    made = Criticism.objects.create(
        fact_check=fact_check,
        identity=identity,
        before=asked[0].before,
        now=asked[0].now,
        new=new,
        number=answers_on(fact_check, identity) + 1,
        by=by,
        at=at,
    )
    detail = {**told_of(fact_check), "identity": identity, "new": new}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


def _seen(last: FactCheck, copy: Copy, copies: Copies, scope_body: ScopeBody | None) -> bool:
    """Has a recipient seen already what they would be sent, and is the same so of it?"""
    if (last.shown, last.sides) != (copy.shown, copy.sides):
        return False
    if scope_body is None:
        return True
    own = last.figures.get("own")
    return last.figures.get("outcomes", []) == copies.outcomes_of(scope_body.pk) and (
        own is None or own == copies.own_of(scope_body)
    )


def _reasons(
    recipient: Recipient,
    copies: Copies,
    copy: Copy,
    last: FactCheck | None,
    due_on: date,
    on: date,
) -> list[Reason]:
    """Why a recipient is not asked now."""
    document = copies.document
    scope_body, person = recipient.scope_body, recipient.person
    to = document.scope_body_id
    return [
        *policies.askable(
            already=last is not None
            and not is_recalled(last)
            and _seen(last, copy, copies, scope_body),
            in_scope=scope_body is None or scope_body.inspection_id == document.inspection_id,
            other_bodys_letter=to is not None and scope_body is not None and to != scope_body.pk,
            shown=len(copy.shown),
            due_on=due_on,
            on=on,
            sound=recipient.is_sound,
        ),
        *policies.separable(of_scope=is_of_scope(recipient, document, on)),
        *policies.admissible(
            by_person=person is not None,
            outside_only=person is not None
            and person.is_active
            and bool(person.roles)
            and person.roles <= OUTSIDE,
            until=recipient.until,
            due_on=due_on,
        ),
    ]


def _check(
    copies: Copies,
    recipient: Recipient,
    copy: Copy,
    last: FactCheck | None,
    due: DueDay,
    at: datetime,
) -> FactCheck:
    return FactCheck(
        document=copies.document,
        **recipient.columns,
        number=1 if last is None else last.number + 1,
        shown=copy.shown,
        sides=copy.sides,
        figures=copies.figures(recipient.scope_body),
        revision=copies.document.version,
        opened_at=at,
        due_on=due.on,
        due_why=due.why,
    )


def _detail(check: FactCheck, recipient: Recipient) -> dict[str, Any]:
    return {
        "document": check.document.slug,
        **recipient.named,
        "number": check.number,
        "due_on": check.due_on,
        "blocks": len(check.shown),
        "sides": len(check.sides),
        "revision": check.revision,
    }
