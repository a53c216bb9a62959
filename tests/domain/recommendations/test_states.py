"""The table of an addressee's part holds exactly the ways from one state to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from inspectorate.domain.recommendations.states import LIVES, OUTCOMES, PartState, part_state

ON, BEFORE, AFTER = date(2020, 6, 1), date(2020, 5, 31), date(2020, 6, 2)


@dataclass(frozen=True)
class _Part:
    answered: bool
    reply_by: date | None
    due_on: date | None
    outcome: str = ""

    @property
    def state(self) -> PartState:
        return part_state(
            outcome=self.outcome,
            answered=self.answered,
            reply_by=self.reply_by,
            due_on=self.due_on,
            on=ON,
        )

    def changed(self) -> list[_Part]:
        """The same part after one act, or after a day of it has passed."""
        if self.outcome:
            return []
        return [
            replace(self, answered=True),
            replace(self, reply_by=BEFORE if self.reply_by else None),
            replace(self, due_on=BEFORE if self.due_on else None),
            replace(self, due_on=AFTER if self.due_on else None),
            *(replace(self, outcome=outcome) for outcome in OUTCOMES),
        ]


def test_table_of_parts_holds_every_way_and_no_other() -> None:
    days = (None, BEFORE, AFTER)
    parts = [_Part(*facts) for facts in product((False, True), days, days)]
    parts += [replace(part, outcome=outcome) for part in parts for outcome in OUTCOMES]
    ways = {(part.state, other.state) for part in parts for other in part.changed()}
    (table,) = LIVES.values()
    assert {(here, there) for here, there in ways if here != there} == {
        (here, there) for here, following in table.items() for there in following
    }


def test_part_is_still_in_time_on_the_day_itself() -> None:
    fields = {"outcome": "", "answered": False, "on": ON}
    assert part_state(**fields, reply_by=ON, due_on=AFTER) is PartState.OPEN
    assert part_state(**fields, reply_by=ON, due_on=ON) is PartState.OPEN
