"""Draws from a frame by ticket: simple and stratified, and in proportion to size (Pareto)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest

from inspectstats.records import InputError, Record
from inspectstats.sampling.frame import Case, Frame, frame, plain
from inspectstats.sampling.tickets import as_share, ticket, tickets

METHOD = "tickets.sha256/1"
PARETO = "pareto.sha256/1"


@dataclass(frozen=True, slots=True)
class Drawn(Record):
    """One case drawn: its place in the order of its stratum (1 is first), its ticket in
    hexadecimal, and its chance.

    ``chance`` is the inclusion probability (n/N, or the size-proportional target); ``certain``
    cases were taken whatever their ticket.
    """

    stratum: str
    place: int
    id: str
    ticket: str
    chance: Fraction
    certain: bool = False

    @property
    def weight(self) -> Fraction:
        """Cases of the frame this one stands for."""
        return 1 / self.chance


@dataclass(frozen=True, slots=True)
class Draw(Record):
    """A whole draw, with what is needed to repeat it: seed, name of the draw, method, and sizes
    wanted.
    """

    method: str
    seed: str
    name: str
    drawn: tuple[Drawn, ...]
    sizes: Mapping[str, int]
    populations: Mapping[str, int]

    PARTS = "drawn"

    def ids(self) -> tuple[str, ...]:
        """The ids drawn, stratum by stratum, in the order of their tickets."""
        return tuple(each.id for each in self.drawn)


def draw(
    cases: Sequence[Case | str] | Frame,
    sizes: Mapping[str, int] | int,
    seed: str,
    name: str = "main",
) -> Draw:
    """The ``sizes[stratum]`` cases with the smallest tickets in every stratum (one number: the same
    for each).

    Independent of the order of the list; a larger size keeps every case of a smaller one; drawing
    the strata apart and merging gives the same as drawing them together. Without replacement, equal
    chance n_h/N_h within a stratum. Refuses a stratum wanted but not in the frame, and more cases
    than there are. Golden G17; edges duplicate_id, frame_reordered.
    """
    held = cases if isinstance(cases, Frame) else frame(cases)
    seed, name = plain(seed, "seed"), plain(name, "draw")
    strata = held.strata()
    sample_sizes = _sample_sizes(strata, sizes)
    drawn = []
    for stratum, n in sorted(sample_sizes.items()):
        inside = strata[stratum]
        ids = [case.id for case in inside]
        # A heap of n, since a frame may hold a million cases.
        numbered = nsmallest(n, zip(tickets(seed, name, stratum, ids), ids, strict=True))
        chance = Fraction(n, len(inside)) if n else Fraction(0)
        drawn += [
            Drawn(stratum, place, case_id, f"{number:064x}", chance, n == len(inside))
            for place, (number, case_id) in enumerate(numbered, start=1)
        ]
    return Draw(
        METHOD,
        seed,
        name,
        tuple(drawn),
        dict(sorted(sample_sizes.items())),
        {s: len(c) for s, c in strata.items()},
    )


def draw_by_size(
    cases: Sequence[Case] | Frame, sizes: Mapping[str, int] | int, seed: str, name: str = "main"
) -> Draw:
    """Pareto sampling: chances in (near) proportion to ``Case.size``, fixed sample size, on the
    same tickets.

    Formula: lambda = n x_i / sum x; cases with lambda >= 1 are taken with certainty and the rest
    re-scaled, until none is left; then the smallest u (1 - lambda) / (lambda (1 - u)), u the ticket
    as a share, all in exact fractions. Assumes sizes known for every case; a size of 0 (or less) is
    refused: such a case could never be drawn. Reference: Rosen (1997) J. Stat. Plan. Inference
    62:159. Edge cases pps_size_zero, pps_certainty.
    """
    held = cases if isinstance(cases, Frame) else frame(cases)
    seed, name = plain(seed, "seed"), plain(name, "draw")
    strata = held.strata()
    sample_sizes = _sample_sizes(strata, sizes)
    drawn: list[Drawn] = []
    for stratum, n in sorted(sample_sizes.items()):
        for case in strata[stratum]:
            if case.size <= 0:
                raise InputError(
                    f"zero_size: size {case.size} of {case.id!r}",
                    where=f"stratum {stratum!r}",
                    mend="Give every case a size above 0, or leave it out and say so.",
                )
        drawn += _pareto(strata[stratum], stratum, n, seed, name)
    return Draw(
        PARETO,
        seed,
        name,
        tuple(drawn),
        dict(sorted(sample_sizes.items())),
        {s: len(c) for s, c in strata.items()},
    )


def chances_by_size(cases: Sequence[Case], n: int) -> dict[str, Fraction]:
    """Target inclusion chances in proportion to size: 1 for the certain cases, the others re-scaled
    over what is left.
    """
    certain: set[str] = set()
    while True:
        rest = [case for case in cases if case.id not in certain]
        total = sum((case.size for case in rest), Fraction(0))
        left = n - len(certain)
        more = {case.id for case in rest if left * case.size >= total} if left > 0 else set()
        if not more:
            scaled = {case.id: left * case.size / total for case in rest} if rest else {}
            return {
                case.id: Fraction(1) if case.id in certain else scaled[case.id] for case in cases
            }
        certain |= more


def reserves(cases: Sequence[Case | str] | Frame, drawn: Draw) -> tuple[Drawn, ...]:
    """The cases that were not drawn, stratum by stratum, in the order in which the same draw would
    take them instead of one that cannot be had: the next ticket, or the next Pareto rank.

    Each with the chance it had of being drawn, so that weights stay those of the draw. Raises
    :class:`InputError` where the frame is not the one of ``drawn``.

    Examples
    --------
    >>> from inspectstats.sampling.draw import draw, reserves
    >>> drawn = draw(["A1", "A2", "A3"], 1, "a seed")
    >>> sorted([*drawn.ids(), *(one.id for one in reserves(["A1", "A2", "A3"], drawn))])
    ['A1', 'A2', 'A3']
    """
    held = cases if isinstance(cases, Frame) else frame(cases)
    strata = held.strata()
    if {name: len(inside) for name, inside in strata.items()} != dict(drawn.populations):
        raise InputError(
            "the frame is not the one that was drawn from",
            where="cases",
            mend="Give the frame of the draw.",
        )
    left: list[Drawn] = []
    for stratum, n in sorted(drawn.sizes.items()):
        inside = strata[stratum]
        if drawn.method == PARETO:
            left += _pareto(inside, stratum, n, drawn.seed, drawn.name, most=len(inside))[n:]
            continue
        ids = [case.id for case in inside]
        numbered = sorted(zip(tickets(drawn.seed, drawn.name, stratum, ids), ids, strict=True))
        chance = Fraction(n, len(inside))
        left += [
            Drawn(stratum, place, case_id, f"{number:064x}", chance)
            for place, (number, case_id) in enumerate(numbered, start=1)
        ][n:]
    return tuple(left)


def _pareto(
    cases: Sequence[Case], stratum: str, n: int, seed: str, name: str, most: int | None = None
) -> list[Drawn]:
    """The first ``most`` cases in the order of the ranks of a draw of ``n``; ``n`` where None."""
    chances = chances_by_size(cases, n)
    ranked: list[tuple[bool, Fraction, str, int]] = []
    for case in cases:
        number = ticket(seed, name, stratum, case.id)
        share, chance = as_share(number), chances[case.id]
        if chance == 0:
            continue
        rank = Fraction(0) if chance == 1 else share * (1 - chance) / (chance * (1 - share))
        ranked.append((chance != 1, rank, case.id, number))
    # Certain cases come first whatever their ticket; after the rank the id settles ties.
    ranked.sort()
    return [
        Drawn(stratum, place, case_id, f"{number:064x}", chances[case_id], not uncertain)
        for place, (uncertain, _, case_id, number) in enumerate(
            ranked[: n if most is None else most], start=1
        )
    ]


def _sample_sizes(
    strata: Mapping[str, tuple[Case, ...]], sizes: Mapping[str, int] | int
) -> dict[str, int]:
    if not strata:
        raise InputError("the frame is empty", where="frame", mend="List the cases to draw from.")
    sample_sizes = dict.fromkeys(strata, sizes) if isinstance(sizes, int) else dict(sizes)
    for stratum, n in sample_sizes.items():
        if stratum not in strata:
            raise InputError(
                f"no case of stratum {stratum!r} in the frame",
                where="sizes",
                mend="Correct its name, or list it.",
            )
        if not 0 <= n <= len(strata[stratum]):
            raise InputError(
                f"{n} wanted of {len(strata[stratum])}",
                where=f"stratum {stratum!r}",
                mend="Draw at most all there are.",
            )
    return sample_sizes
