"""The tables of states hold exactly the ways from one state to another that can happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement, product
from typing import Any

from inspectorate.domain.fieldwork.interruptions.kinds import Halt
from inspectorate.domain.fieldwork.states import (
    LIVES,
    RequestState,
    VisitState,
    request_state,
    visit_state,
)

DAYS = [date(2018, 10, day) for day in range(1, 6)]


def _ways(table: Mapping[Any, Mapping[Any, str]]) -> set[tuple[Any, Any]]:
    return {(here, there) for here, following in table.items() for there in following}


def test_request_is_in_time_on_its_day_and_late_on_the_next() -> None:
    due_on = DAYS[2]
    assert [request_state(received=False, due_on=due_on, on=on) for on in DAYS] == [
        RequestState.SENT,
        RequestState.SENT,
        RequestState.SENT,
        RequestState.LATE,
        RequestState.LATE,
    ]
    assert {request_state(received=True, due_on=due_on, on=on) for on in DAYS} == {
        RequestState.RECEIVED
    }


def test_table_of_requests_holds_every_way_and_no_other() -> None:
    found = set()
    for due_on, on, received, gone in product(DAYS, DAYS, (False, True), (False, True)):
        if received and gone:
            continue  # what came is not withdrawn, and nothing comes for what was
        here = request_state(received=received, due_on=due_on, on=on, withdrawn=gone)
        changes: list[dict[str, Any]] = [{"on": on + timedelta(days=1)}]
        if not gone:
            changes += [{"received": True}, *({"due_on": day} for day in DAYS if day >= on)]
        if not gone and not received:
            changes.append({"withdrawn": True})
        if received:
            changes.append({"received": False})  # its data return is taken back
        now = {"received": received, "due_on": due_on, "on": on, "withdrawn": gone}
        for change in changes:
            there = request_state(**{**now, **change})
            found |= {(here, there)} if there != here else set()
    assert found == _ways(LIVES["A request"])


@dataclass(frozen=True)
class _Visit:
    starts_on: date
    ends_on: date
    on: date
    ended: bool = False
    cancelled: bool = False
    halted: str = ""
    # It was interrupted once, and taken up again: then its first day says nothing of its beginning.
    again: bool = False

    @property
    def state(self) -> VisitState:
        return visit_state(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            ended_at=datetime(2018, 10, 5, tzinfo=UTC) if self.ended else None,
            cancelled=self.cancelled,
            on=self.on,
            halted=self.halted,
        )

    def changed(self) -> list[_Visit]:
        """The same visit after one act, or a day later."""
        later = [replace(self, on=self.on + timedelta(days=1))]
        if self.cancelled:
            return later
        if self.ended or self.halted == Halt.INCOMPLETE:
            return [*later, replace(self, ended=False, halted="", again=True)]
        if self.halted == Halt.PAUSED:
            return [
                *later,
                replace(self, halted="", again=True),
                replace(self, halted=Halt.INCOMPLETE),
                replace(self, cancelled=True),
            ]
        moved = [
            replace(self, starts_on=first, ends_on=last, halted="")
            for first, last in combinations_with_replacement(DAYS, 2)
        ]
        ended = [replace(self, ended=True)] if self.on >= self.starts_on else []
        here = [*later, *moved, replace(self, cancelled=True)]
        if self.halted:
            return here
        halts = [replace(self, halted=Halt.DEFERRED)]
        if self.on >= self.starts_on:
            halts.append(replace(self, halted=Halt.PAUSED))
        if self.on >= self.starts_on or self.again:
            halts.append(replace(self, halted=Halt.INCOMPLETE))
        return [*here, *ended, *halts]


def test_table_of_visits_holds_every_way_and_no_other() -> None:
    visits = [
        _Visit(first, last, on, ended, cancelled, halted, again)
        for (first, last), on in product(combinations_with_replacement(DAYS, 2), DAYS)
        for ended, cancelled, halted, again in (
            (False, False, "", False),
            (False, False, "", True),
            (False, True, "", False),
            (False, False, Halt.DEFERRED, False),
            (False, False, Halt.INCOMPLETE, True),
            # What has not begun neither ends nor is paused.
            *((True, False, "", False) for _ in (1,) if on >= first),
            *((False, False, one, False) for one in (Halt.PAUSED, Halt.INCOMPLETE) if on >= first),
        )
    ]
    found = {(visit.state, other.state) for visit in visits for other in visit.changed()}
    assert {(here, there) for here, there in found if here != there} == _ways(LIVES["A visit"])
