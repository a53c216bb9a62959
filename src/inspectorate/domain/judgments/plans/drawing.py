"""A plan of judging as it is drawn: from what, by which seed, and made again from its row."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from inspectorate.domain.inspections.models import Inspection
from inspectstats.design.balancing import Frame
from inspectstats.design.drawing_plan import Drawn, draw, fill

from ..models import PlanKind, PlanOfJudging, Seconds
from .seeding import Wanted, as_text, seed_of, stored


@dataclass(frozen=True, slots=True)
class Terms:
    """What whoever draws a plan decides: its kind, the share, who reads second, the ceiling."""

    kind: PlanKind
    share: Fraction
    seconds: Seconds
    ceiling: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that was drawn and that nobody has accepted yet."""

    number: int
    terms: Terms
    seed: str
    drawn_from: dict[str, Any]
    drawn: Drawn

    @property
    def digest(self) -> str:
        """What the page showed, so that nothing else is accepted in its place."""
        told = [[*one.cell, one.reader, one.second] for one in self.drawn.readings]
        return hashlib.sha256(as_text([self.seed, str(self.terms.share), told])).hexdigest()


def propose(
    inspection: Inspection, terms: Terms, frame: Frame, wanted: Sequence[Wanted] = ()
) -> Proposal:
    """Draw a plan, or find readers for what is ``wanted``.

    Whoever holds the stored plan makes it again.
    """
    number = PlanOfJudging.objects.filter(inspection=inspection).count() + 1
    drawn_from = stored(frame, wanted)
    seed = seed_of(inspection.slug, number, drawn_from)
    return Proposal(number, terms, seed, drawn_from, _made(terms, drawn_from, seed))


def made_again(plan: PlanOfJudging) -> Drawn:
    """Draw a stored plan again, from what it holds alone."""
    terms = Terms(PlanKind(plan.kind), Fraction(plan.share), Seconds(plan.seconds), plan.ceiling)
    return _made(terms, plan.drawn_from, plan.seed)


def _frame(found: Mapping[str, Any]) -> Frame:
    return Frame(
        cells=[(body, criterion) for body, criterion in found["cells"]],
        teams=found["teams"],
        first=found["first"],
        second=found["second"],
        given={(body, criterion): who for body, criterion, who in found["given"]},
        load=found["load"],
        experienced=found["experienced"],
    )


def _made(terms: Terms, drawn_from: Mapping[str, Any], seed: str) -> Drawn:
    frame, ceiling = _frame(drawn_from), terms.ceiling or None
    across = terms.seconds is not Seconds.VISIT
    if terms.kind is PlanKind.DRAW:
        return draw(frame, terms.share, seed, across=across, ceiling=ceiling)
    wanted = [((body, criterion), second) for body, criterion, second in drawn_from["wanted"]]
    return _filled(frame, wanted, seed, across, ceiling)


def _filled(
    frame: Frame, wanted: Sequence[Wanted], seed: str, across: bool, ceiling: int | None
) -> Drawn:
    """Find a reader for each, first readings before second ones: where both readers of a cell left,
    the team of the second hangs on the first.
    """
    rounds: list[list[Wanted]] = []
    # As stored: a first reading of a cell stands before its second.
    for one in wanted:
        free = (some for some in rounds if one[0] not in {cell for cell, _ in some})
        earliest = next(free, None)
        if earliest is None:
            rounds.append([one])
        else:
            earliest.append(one)
    found = Drawn((), Fraction(1), len(wanted), (), (), ())
    for some in rounds:
        made = fill(frame, some, seed, across=across, ceiling=ceiling)
        frame = replace(
            frame,
            given={**{one.cell: one.reader for one in made.readings}, **frame.given},
            load=made.load + Counter(frame.load),
        )
        found = replace(
            found,
            readings=tuple(sorted((*found.readings, *made.readings))),
            unread=(*found.unread, *made.unread),
            full=(*found.full, *made.full),
        )
    return found
