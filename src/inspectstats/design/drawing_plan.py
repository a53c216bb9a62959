"""Draws who reads each cell first, and which cells are read a second time with a known chance.

Where :mod:`inspectstats.design.planner` spreads second readings as evenly as it can, this draw
keeps the chance of every cell to be read twice exactly equal, so that figures may rest on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspectstats.design.balancing import Cell, Frame, Readers, ticket
from inspectstats.records import InputError


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """``reader`` is to judge ``criterion`` at ``body``; ``second`` where another reads it first."""

    body: str
    criterion: str
    reader: str
    second: bool

    @property
    def cell(self) -> Cell:
        """The cell it is of."""
        return self.body, self.criterion


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan as it was drawn.

    ``chance`` is that of every cell among the ``drawable`` to be read twice, exact. Cells
    ``unread`` have nobody who may read them, those ``alone`` nobody who may read them a second
    time: neither is drawn from. ``full`` cells were to be read by somebody and everybody who may
    is at the ceiling: a plan with any cannot be carried out.
    """

    readings: tuple[Reading, ...]
    chance: Fraction
    drawable: int
    unread: tuple[Cell, ...]
    alone: tuple[Cell, ...]
    full: tuple[Cell, ...]

    @property
    def pairs(self) -> int:
        """How many cells are read twice."""
        return sum(one.second for one in self.readings)

    @property
    def pairs_by_criterion(self) -> Counter[str]:
        """How many cells of each criterion are read twice."""
        return Counter(one.criterion for one in self.readings if one.second)

    @property
    def load(self) -> Counter[str]:
        """How many readings of this plan each reader has."""
        return Counter(one.reader for one in self.readings)


def draw(
    frame: Frame, share: Fraction, seed: str, *, across: bool = True, ceiling: int | None = None
) -> Drawn:
    """Draw a plan: a first reading of every cell, and a second of an equal chance for each.

    For a person who is not a statistician: shares the work out evenly, and picks by a draw that
    anybody can repeat which judgments are made a second time, each with the same known chance.

    Parameters
    ----------
    frame : what is to be judged, and who may.
    share : share of the cells that can be read twice, 0 to 1; rounded down to whole cells.
    seed : text; the same seed and frame give the same plan, in whatever order they are listed.
    across : whether the second reader must be of another team than the first; else another team
        is preferred.
    ceiling : most readings of one reader, those of ``frame.load`` counted; none where None.

    Returns
    -------
    Drawn.

    Raises
    ------
    InputError : where the share is not between 0 and 1, or a name is in no team.

    Notes
    -----
    Systematic sampling of the cells, listed by criterion and within it by ticket, with a start that
    the seed draws: cell i of N is chosen where (i n + start) mod N < n. Over the N starts each cell
    is chosen n times, so that its chance is exactly n/N, and each criterion gets its share but for
    one (Madow and Madow 1944). Readers are chosen one cell at a time, those cells first that fewest
    may read: who has fewest readings, was paired least with that team and that first reader; ties
    go to the smaller ticket. A pair in which nobody judged before is avoided where it can be; who
    reads a second time at a body is asked there again, so that few must travel.

    Examples
    --------
    >>> teams = {"ann": "A", "bob": "A", "eve": "B", "joe": "B"}
    >>> cells = [(f"body {n}", "1.1") for n in range(10)]
    >>> who = {body: tuple(teams) for body, _ in cells}
    >>> plan = draw(Frame(cells, teams, who, who), Fraction(1, 5), "a seed")
    >>> plan.pairs, plan.chance, len(plan.readings)
    (2, Fraction(1, 5), 12)
    """
    _check(frame, share)
    readers = Readers(frame, seed, ceiling)
    cells = sorted(set(frame.cells))
    open_to = {cell: frame.first.get(cell[0], ()) for cell in cells if cell not in frame.given}
    found, unread, full = readers.one_each(open_to)
    firsts = {**frame.given, **found}
    readable = [cell for cell in cells if cell in firsts]
    able_second = {
        cell: _others(frame, frame.second.get(cell[0], ()), firsts[cell], across)
        for cell in readable
    }
    drawable = [cell for cell in readable if able_second[cell]]
    number = math.floor(share * len(drawable))
    chosen = _chosen(drawable, number, seed)
    seconds, lacking = readers.seconds(chosen, able_second, firsts)
    made = [Reading(*cell, firsts[cell], False) for cell in readable if cell not in frame.given]
    return Drawn(
        readings=tuple(sorted(made + [Reading(*cell, who, True) for cell, who in seconds.items()])),
        chance=Fraction(number, len(drawable)) if drawable else Fraction(0),
        drawable=len(drawable),
        unread=tuple(sorted(unread)),
        alone=tuple(cell for cell in readable if not able_second[cell]),
        full=tuple(sorted(full + lacking)),
    )


def fill(
    frame: Frame,
    wanted: Sequence[tuple[Cell, bool]],
    seed: str,
    *,
    across: bool = True,
    ceiling: int | None = None,
) -> Drawn:
    """Find readers for cells that are decided already, by the rule of :func:`draw`.

    For a person who is not a statistician: which judgments are made twice stays as it was; only who
    makes them is found anew, where somebody left.

    Parameters
    ----------
    frame : as for :func:`draw`; ``given`` holds who else reads each cell, where somebody does.
    wanted : (cell, whether it is a second reading), at most one of each cell.
    seed, across, ceiling : as for :func:`draw`.

    Returns
    -------
    Drawn, of chance 1: nothing is drawn but readers. ``unread`` are cells that nobody may read.

    Raises
    ------
    InputError : where a name is in no team.

    Examples
    --------
    >>> teams = {"ann": "A", "eve": "B"}
    >>> frame = Frame([("x", "1.1")], teams, {}, {"x": ("ann", "eve")}, {("x", "1.1"): "ann"})
    >>> [one.reader for one in fill(frame, [(("x", "1.1"), True)], "a seed").readings]
    ['eve']
    """
    _check(frame, Fraction(1))
    readers = Readers(frame, seed, ceiling)
    able: dict[Cell, Collection[str]] = {}
    for cell, second in wanted:
        may = (frame.second if second else frame.first).get(cell[0], ())
        other = frame.given.get(cell, "")
        able[cell] = _others(frame, may, other, across and second) if other else may
    second_of = dict(wanted)
    found, unread, full = readers.one_each(able)
    made = [Reading(*cell, name, second_of[cell]) for cell, name in found.items()]
    return Drawn(
        tuple(sorted(made)), Fraction(1), len(able), tuple(unread), (), tuple(sorted(full))
    )


def _check(frame: Frame, share: Fraction) -> None:
    if not 0 <= share <= 1:
        raise InputError(
            f"{share} is not between 0 and 1", where="share", mend="Use 1/5 for one cell in five."
        )
    may = (*frame.first.values(), *frame.second.values())
    named = {name for names in may for name in names}
    for name in sorted({*named, *frame.given.values()} - set(frame.teams)):
        raise InputError(f"{name} is in no team", where="teams", mend="Put each reader in a team.")


def _chosen(cells: Sequence[Cell], number: int, seed: str) -> list[Cell]:
    """``number`` of the cells, each with the same chance, spread over the criteria."""
    if not number:
        return []
    listed = sorted(cells, key=lambda cell: (cell[1], ticket(seed, "cell", *cell), cell))
    start = ticket(seed, "start") % len(listed)
    return [
        cell for place, cell in enumerate(listed) if (place * number + start) % len(listed) < number
    ]


def _others(frame: Frame, may: Collection[str], first: str, across: bool) -> tuple[str, ...]:
    home = frame.teams[first]
    others = [name for name in may if name != first]
    elsewhere = tuple(name for name in others if frame.teams[name] != home)
    return elsewhere if across or elsewhere else tuple(others)
