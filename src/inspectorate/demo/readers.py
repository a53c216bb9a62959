"""Who judges which cell of the rehearsal, and which are judged twice: the plan of judging that the
lead will be shown, drawn beforehand from what the lead will draw it from.

The product draws it again when it is accepted; were the two not the same, the rehearsal would stop
at the first judgment of an inspector to whom nothing was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from inspectorate.domain.judgments.plans.seeding import seed_of, stored
from inspectstats.design.balancing import Cell, Frame
from inspectstats.design.drawing_plan import draw

from .schedule import Visit

SLUG = "prevent-2018"
# In a hundred.
DOUBLE_SHARE = 20


def team_letters(visits: Sequence[Visit]) -> dict[str, str]:
    """The field team of each inspector: those who travel together share a letter."""
    letters: dict[str, str] = {}
    for visit in visits:
        if visit.team[0] not in letters:
            letter = chr(ord("A") + len(set(letters.values())))
            letters |= dict.fromkeys(visit.team, letter)
    return letters


def readers(
    keys: Sequence[tuple[int, str]], inspectors: Sequence[str], visits: Sequence[Visit]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """The inspectors of each cell to be judged, the first first."""
    frame = _frame(keys, inspectors, visits)
    drawn_from = stored(frame, ())
    drawn = draw(frame, Fraction(DOUBLE_SHARE, 100), seed_of(SLUG, 1, drawn_from))
    by_cell: dict[Cell, list[tuple[bool, str]]] = {}
    for one in drawn.readings:
        by_cell.setdefault(one.cell, []).append((one.second, one.reader))
    return {
        key: tuple(inspectors[int(reader) - 1] for _, reader in sorted(by_cell[_cell(key)]))
        for key in keys
    }


def _frame(
    keys: Sequence[tuple[int, str]], inspectors: Sequence[str], visits: Sequence[Visit]
) -> Frame:
    """What the product draws from: inspectors by their number, in the order in which they join."""
    letters = team_letters(visits)
    names = {code: str(number) for number, code in enumerate(inspectors, 1)}
    return Frame(
        cells=[_cell(key) for key in keys],
        teams={names[code]: letters[code] for code in inspectors},
        first={
            _code(one.body): [names[code] for code in inspectors if code in one.team]
            for one in visits
        },
        second={
            _code(one.body): [
                names[code] for code in inspectors if not _elsewhere(code, one, visits)
            ]
            for one in visits
        },
    )


def _elsewhere(inspector: str, visit: Visit, visits: Sequence[Visit]) -> bool:
    """Is somebody on another visit in the days of this one?"""
    return any(
        inspector in one.team and one.starts_on <= visit.ends_on and visit.starts_on <= one.ends_on
        for one in visits
        if one.body != visit.body
    )


def _cell(key: tuple[int, str]) -> Cell:
    number, ref = key
    return _code(number), f"{ref.partition('.')[0]}/{ref}"


def _code(number: int) -> str:
    return f"force-{number:02d}"
