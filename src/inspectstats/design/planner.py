"""Draws who judges what a second time: across teams, balanced, and repeatable from a text seed."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inspectstats.records import InputError, Record, digest, seed_text
from inspectstats.severity.connectivity import components

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """Inspector ``inspector`` also judges ``criterion`` at ``force``, blind, before results are
    seen.
    """

    force: str
    criterion: str
    inspector: str


@dataclass(frozen=True, slots=True)
class Plan(Record):
    """The extra judgments of a double-rating plan, and what they rest on.

    ``share`` of the cells is judged twice; ``unfilled`` are cells for which no inspector of another
    team was free. ``primary`` holds the first judgments; ``linked`` says whether all inspectors can
    be compared afterwards.
    """

    extra: tuple[Assignment, ...]
    primary: tuple[Assignment, ...]
    teams: Mapping[str, tuple[str, ...]]
    share: float
    seed: str
    unfilled: tuple[Cell, ...]
    linked: bool
    warnings: tuple[str, ...]
    input_sha256: str

    PARTS = "extra"


def ticket(seed: str, *parts: str) -> int:
    """SHA-256 over the seed and ``parts``, each preceded by its length, as an integer: smaller is
    drawn sooner.
    """
    return int(digest([part.encode() for part in (seed_text(seed), "double-rating", *parts)]), 16)


def plan(
    cells: Iterable[Cell],
    inspectors_by_team: Mapping[str, Sequence[str]],
    primary: Mapping[Cell, str],
    share: float = 0.2,
    seed: str = "",
) -> Plan:
    """Plan which cells are judged twice, and by whom from another team.

    For a person who is not a statistician: chooses, by a draw anyone can repeat, a few judgments to
    be made a second time by somebody from another team, so that harsh and mild marking can be told
    from good and poor performance.

    Parameters
    ----------
    cells : (force, criterion) pairs to be judged.
    inspectors_by_team : each team's inspectors; an inspector is in one team.
    primary : who judges each cell first.
    share : share of the cells judged twice, 0 to 1; rounded up to a whole number of cells.
    seed : text; publish it after the cells are fixed.

    Returns
    -------
    Plan. With a single team the second judge is another inspector of it, and a warning says so.

    Notes
    -----
    Cells are taken one at a time: the force with fewest second judgments so far, then the criterion
    with fewest, then the smallest ticket. The judge is the inspector of another team with the
    fewest extra judgments, who has been paired least with that team and with that first judge, then
    the smallest ticket. No judge gets a cell twice. Why across teams: within fixed teams, severity
    and the performance of the team's forces stay confounded (STATISTICS 2.6: 10 % across teams
    lowers the error of severity as much as four times that within teams).
    """
    listed = list(dict.fromkeys((str(force), str(criterion)) for force, criterion in cells))
    team_of = _teams(inspectors_by_team)
    _check(listed, primary, team_of, share)
    chosen = _Chooser(listed, inspectors_by_team, team_of, primary, seed)
    extra, unfilled = chosen.choose(math.ceil(share * len(listed) - 1e-9))
    firsts = tuple(
        Assignment(force, criterion, primary[force, criterion]) for force, criterion in listed
    )
    linked = _linked((*firsts, *extra))
    warnings = []
    if len(inspectors_by_team) < 2:
        warnings.append("one team only: second judges come from the same team")
    if not linked:
        warnings.append(
            "some inspectors cannot be compared after this plan: raise the share or mix the teams"
        )
    if unfilled:
        warnings.append(f"{len(unfilled)} cells have no second judge to spare")
    sha = digest(
        [
            seed_text(seed).encode(),
            repr(share).encode(),
            *("\x1f".join(cell).encode() for cell in sorted(listed)),
            *(
                f"{force}\x1f{criterion}\x1f{who}".encode()
                for (force, criterion), who in sorted(primary.items())
            ),
            *(f"{team}\x1f{name}".encode() for name, team in sorted(team_of.items())),
        ]
    )
    return Plan(
        tuple(sorted(extra)),
        tuple(sorted(firsts)),
        {team: tuple(names) for team, names in inspectors_by_team.items()},
        share,
        seed,
        unfilled,
        linked,
        tuple(warnings),
        sha,
    )


def _teams(inspectors_by_team: Mapping[str, Sequence[str]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for team, names in inspectors_by_team.items():
        for name in names:
            if name in out:
                raise InputError(
                    f"{name} is in {out[name]} and in {team}",
                    where="inspectors_by_team",
                    mend="Put each in one team.",
                )
            out[name] = team
    return out


def _check(
    cells: Sequence[Cell], primary: Mapping[Cell, str], team_of: Mapping[str, str], share: float
) -> None:
    if not 0 <= share <= 1:
        raise InputError(
            f"{share} is not between 0 and 1", where="share", mend="Use 0.2 for one cell in five."
        )
    for cell in cells:
        if cell not in primary:
            raise InputError(
                f"nobody judges {cell[1]} at {cell[0]}",
                where="primary",
                mend="Give the first judge of each cell.",
            )
        if primary[cell] not in team_of:
            raise InputError(
                f"{primary[cell]} is in no team",
                where="inspectors_by_team",
                mend="Put each inspector in a team.",
            )


class _Chooser:
    """Greedy balanced choice; every tie is broken by a ticket, so the order of the input does not
    matter.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        teams: Mapping[str, Sequence[str]],
        team_of: Mapping[str, str],
        primary: Mapping[Cell, str],
        seed: str,
    ) -> None:
        self.teams, self.team_of, self.primary, self.seed = teams, team_of, primary, seed
        self.by_force: dict[str, list[Cell]] = {}
        # By ticket and not as listed: whoever orders the list must not choose what is judged twice.
        for cell in sorted(cells, key=lambda cell: (ticket(seed, *cell), cell)):
            self.by_force.setdefault(cell[0], []).append(cell)
        self.force_order = sorted(self.by_force, key=lambda force: (ticket(seed, force), force))
        self.forces: Counter[str] = Counter()
        self.criteria: Counter[str] = Counter()
        self.load: Counter[str] = Counter()
        self.with_team: Counter[tuple[str, str]] = Counter()
        self.with_judge: Counter[tuple[str, str]] = Counter()
        self.person = {name: (ticket(seed, "inspector", name), name) for name in team_of}

    def choose(self, number: int) -> tuple[list[Assignment], tuple[Cell, ...]]:
        extra: list[Assignment] = []
        unfilled: list[Cell] = []
        for _ in range(number):
            open_forces = [force for force in self.force_order if self.by_force[force]]
            if not open_forces:
                break
            force = min(open_forces, key=lambda name: self.forces[name])
            rank = {cell: place for place, cell in enumerate(self.by_force[force])}
            cell = min(self.by_force[force], key=lambda cell: (self.criteria[cell[1]], rank[cell]))
            self.by_force[force].remove(cell)
            self.forces[force] += 1
            self.criteria[cell[1]] += 1
            judge = self._judge(cell)
            if judge is None:
                unfilled.append(cell)
            else:
                extra.append(Assignment(*cell, judge))
        return extra, tuple(sorted(unfilled))

    def _judge(self, cell: Cell) -> str | None:
        first = self.primary[cell]
        home = self.team_of[first]
        # From another team: within one, its inspectors' severity cannot be told from its bodies'
        # quality.
        others = [name for team, names in self.teams.items() if team != home for name in names]
        if not others and len(self.teams) < 2:
            others = [name for name in self.team_of if name != first]
        if not others:
            return None
        judge = min(
            others,
            key=lambda name: (
                self.load[name],
                self.with_team[name, home],
                self.with_judge[name, first],
                hashlib.sha256(f"{self.person[name][0]} {cell}".encode()).digest(),
            ),
        )
        self.load[judge] += 1
        self.with_team[judge, home] += 1
        self.with_judge[judge, first] += 1
        return judge


def _linked(assignments: Sequence[Assignment]) -> bool:
    forces = {name: code for code, name in enumerate(dict.fromkeys(a.force for a in assignments))}
    people = {
        name: code for code, name in enumerate(dict.fromkeys(a.inspector for a in assignments))
    }
    if not people:
        return False
    _, part = components(
        np.array([forces[a.force] for a in assignments], dtype=np.int64),
        np.array([people[a.inspector] for a in assignments], dtype=np.int64),
        len(forces),
        len(people),
    )
    return bool(part.max() == 0)
