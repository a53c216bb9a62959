"""The tables of states hold exactly the ways from one state to another that can happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from inspectorate.domain.judgments.states import LIVES, CellState, WaitsFor, cell_state, waits_for


def _ways(table: Mapping[Any, Mapping[Any, str]]) -> set[tuple[Any, Any]]:
    return {(here, there) for here, following in table.items() for there in following}


@dataclass(frozen=True)
class _Cell:
    """What is so of a cell, and who reads it; ``others`` maps other inspectors to "submitted?"."""

    runs: bool
    own: bool | None = None
    others: tuple[bool, ...] = ()
    agreed: bool = False
    left_out: bool = False

    @property
    def complete(self) -> bool:
        signed = (*self.others, *(() if self.own is None else (self.own,)))
        return bool(signed) and all(signed)

    @property
    def state(self) -> CellState:
        return cell_state(
            inspected=not self.left_out,
            agreed=self.agreed,
            submitted=self.own,
            runs=self.runs,
            assigned=self.own is not None or bool(self.others),
            complete=self.complete,
        )

    def changed(self) -> list[_Cell]:
        """The same cell after one act."""
        if self.left_out:
            return [replace(self, left_out=False)]
        after = [replace(self, left_out=True)]
        if self.agreed:
            return after
        if self.own is None:
            after.append(replace(self, own=False))
        if len(self.others) < 2:
            after.append(replace(self, others=(*self.others, False)))
        if self.own is False:
            after.append(replace(self, own=True))
        if False in self.others:
            after.append(replace(self, others=(True,) * len(self.others)))
        if self.complete:
            after.append(replace(self, agreed=True))
        return after


def test_table_of_cells_holds_every_way_and_no_other() -> None:
    reached = {_Cell(runs=runs) for runs in (False, True)}
    found: set[tuple[CellState, CellState]] = set()
    ahead = list(reached)
    while ahead:
        cell = ahead.pop()
        for other in cell.changed():
            found |= {(cell.state, other.state)} if other.state != cell.state else set()
            if other not in reached:
                reached.add(other)
                ahead.append(other)
    # A reader who neither judges a cell nor runs the inspection is told nothing of assignments.
    assert found == _ways(LIVES["A cell"])


def test_cell_is_moderated_only_where_submissions_differ_and_waits_for_nothing_once_agreed() -> (
    None
):
    found = {
        (differ, moderated): waits_for(differ=differ, moderated=moderated, agreed=False)
        for differ, moderated in product((False, True), repeat=2)
    }
    assert found == {
        (False, False): WaitsFor.AGREEMENT,
        (False, True): WaitsFor.AGREEMENT,
        (True, False): WaitsFor.MODERATION,
        (True, True): WaitsFor.AGREEMENT,
    }
    assert waits_for(differ=True, moderated=False, agreed=True) is WaitsFor.NOTHING
