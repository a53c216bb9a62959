"""Finds a reader for one cell after another, so that everybody has about as much to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from inspectstats.records import digest, seed_text

Cell = tuple[str, str]
_NEARER = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plan is drawn from.

    ``cells`` are (body, criterion) to be judged. ``teams`` gives each reader's team. ``first`` and
    ``second`` name, for each body, who may read it first and who a second time: whoever has an
    interest in it, or was not there, is in neither. ``given`` holds who reads a cell first already,
    ``load`` how many readings each reader has already, ``experienced`` who judged before.
    """

    cells: Sequence[Cell]
    teams: Mapping[str, str]
    first: Mapping[str, Collection[str]]
    second: Mapping[str, Collection[str]]
    given: Mapping[Cell, str] = field(default_factory=dict)
    load: Mapping[str, int] = field(default_factory=dict)
    experienced: Collection[str] = ()


def ticket(seed: str, *parts: str) -> int:
    """SHA-256 over the seed and ``parts``, each preceded by its length, as an integer: smaller is
    drawn sooner.
    """
    return int(digest([part.encode() for part in (seed_text(seed), "plan-of-judging", *parts)]), 16)


class Readers:
    """Who has how much to read so far; every tie is broken by a ticket, so that the order in which
    anything is listed does not matter.
    """

    def __init__(self, frame: Frame, seed: str, ceiling: int | None) -> None:
        self.frame, self.seed, self.ceiling = frame, seed, ceiling
        self.load: Counter[str] = Counter(frame.load)
        self.experienced = frozenset(frame.experienced)
        self.reads_at: set[tuple[str, str]] = set()

    def hardest_first(
        self, cells: Sequence[Cell], able: Mapping[Cell, Collection[str]]
    ) -> list[Cell]:
        """The cells in the order in which readers are found: those first that fewest may read."""
        return sorted(
            cells,
            key=lambda cell: (
                len(able[cell]),
                ticket(self.seed, "turn", *cell),
                cell,
            ),
        )

    def one_each(
        self, able: Mapping[Cell, Collection[str]]
    ) -> tuple[dict[Cell, str], list[Cell], list[Cell]]:
        """A reader of each cell, the cells that nobody may read, and those for which everybody who
        may is full. Readings of the frame that are given already are paired with.
        """
        found: dict[Cell, str] = {}
        unread: list[Cell] = []
        full: list[Cell] = []
        for cell in self.hardest_first(list(able), able):
            name = self.choose(cell, able[cell], self.frame.given.get(cell, ""), Counter())
            if name is None:
                (full if able[cell] else unread).append(cell)
            else:
                found[cell] = name
        return found, unread, full

    def seconds(
        self,
        chosen: Sequence[Cell],
        able: Mapping[Cell, Collection[str]],
        firsts: Mapping[Cell, str],
    ) -> tuple[dict[Cell, str], list[Cell]]:
        """A second reader of each cell chosen, and the cells for which everybody is full."""
        paired: Counter[tuple[str, str]] = Counter()
        found: dict[Cell, str] = {}
        lacking: list[Cell] = []
        for cell in self.hardest_first(chosen, able):
            name = self.choose(cell, able[cell], firsts[cell], paired)
            if name is None:
                lacking.append(cell)
            else:
                found[cell] = name
        return found, lacking

    def choose(
        self, cell: Cell, able: Collection[str], first: str, paired: Counter[tuple[str, str]]
    ) -> str | None:
        """The reader for one cell of those ``able``, None where all have as many as they may."""
        free = [name for name in able if self.ceiling is None or self.load[name] < self.ceiling]
        if not free:
            return None
        home = self.frame.teams.get(first, "")
        name = min(
            free,
            key=lambda name: (
                bool(first) and not self.experienced.intersection((name, first)),
                # Who reads a second time at this body already comes before others who have a little
                # less to read: so that few must travel there.
                self.load[name] - _NEARER * (bool(first) and (name, cell[0]) in self.reads_at),
                paired[name, f"team {home}"],
                paired[name, first],
                ticket(self.seed, "reader", *cell, name),
                name,
            ),
        )
        self.load[name] += 1
        if first:
            self.reads_at.add((name, cell[0]))
        paired[name, f"team {home}"] += 1
        paired[name, first] += 1
        return name
