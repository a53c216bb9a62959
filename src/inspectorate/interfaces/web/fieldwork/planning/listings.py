"""Plans, travel and the board as they are taken out."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.fieldwork.models import VisitPlan
from inspectorate.domain.fieldwork.planning.queries import BoardWeek

from ...lists.listing import Column, Listing

_PLANS = (
    Column("Plan", lambda row: row[0].number),
    Column("Planned", lambda row: row[0].at),
    Column("By", lambda row: row[0].by.name),
    Column("Visits", lambda row: row[1]),
    Column("Sessions", lambda row: row[2]),
)
_BOARD = (
    Column("Week", lambda row: row[0].monday),
    Column("Team", lambda row: row[1]),
    Column("Body", lambda row: row[2].scope_body.label),
    Column("Starts", lambda row: row[2].starts_on),
    Column("Ends", lambda row: row[2].ends_on),
    Column("State", lambda row: str(row[3]).capitalize()),
)


def plans(rows: Sequence[tuple[VisitPlan, int, int]]) -> Listing:
    """Plans from tables."""
    return Listing("plans", "Plans", _PLANS, rows)


def board(teams: Sequence[str], weeks: Sequence[BoardWeek]) -> Listing:
    """Who is where, week by week."""
    rows = [
        (week, team, one.visit, one.state)
        for week in weeks
        for team, cell in zip(teams, week.cells, strict=True)
        for one in cell
    ]
    return Listing("board", "Visits by week and team", _BOARD, rows)
