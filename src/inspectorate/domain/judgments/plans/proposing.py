"""Plans that may be accepted now: of everything, of what grades ask for, of what leavers left."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.people.models import Person
from inspectstats.design.balancing import Cell
from inspectstats.design.drawing_plan import Drawn, Reading

from ..models import Assignment, Ground, MadeFrom, PlanKind, PlanOfJudging, Seconds
from ..policies import lowest_of
from .drawing import Proposal, Terms, propose
from .loading import Basis
from .seeding import Wanted

_HUNDRED = 100


def share_of(hundredths: int) -> Fraction | None:
    """A share given in a hundred, exact; None where it is none."""
    return Fraction(hundredths, _HUNDRED) if 0 <= hundredths <= _HUNDRED else None


def of_plan(
    inspection: Inspection, share: int, seconds: Seconds, ceiling: int = 0
) -> tuple[Basis, Proposal]:
    """Draw who reads what first, and a share of the cells for a second reading."""
    basis = Basis(inspection, seconds)
    terms = Terms(PlanKind.DRAW, Fraction(share, _HUNDRED), seconds, ceiling)
    return basis, propose(inspection, terms, basis.frame)


def of_grades(inspection: Inspection, seconds: Seconds, ceiling: int = 0) -> tuple[Basis, Proposal]:
    """Find a second reader for every lowest grade and borderline judgment that has none."""
    basis = Basis(inspection, seconds)
    wanted: list[Wanted] = [(cell, True) for cell in asked_for(basis)]
    terms = Terms(PlanKind.GRADES, Fraction(1), seconds, ceiling)
    return basis, propose(inspection, terms, basis.frame, wanted)


def of_leavers(inspection: Inspection) -> tuple[Basis, Proposal, list[Assignment]]:
    """Find readers for what those who left, or may no longer judge a body, have not submitted."""
    newest = PlanOfJudging.objects.filter(inspection=inspection, kind=PlanKind.DRAW).last()
    seconds = Seconds(newest.seconds) if newest else Seconds.VISIT
    basis = Basis(inspection, seconds)
    left = leavers(basis)
    gone = {one.pk for one in left}
    # Who else reads each cell: nobody gets it twice, and a second reader is of another team.
    given = {
        cell: basis.named[one.inspector_id]
        for cell, ones in basis.by_cell.items()
        for one in reversed(ones)
        if one.pk not in gone
    }
    load = basis.load.copy()
    for one in left:
        load[basis.named[one.inspector_id]] -= 1
    frame = replace(basis.frame, given=given, load=load)
    wanted: list[Wanted] = [(basis.cell_of(one), one.second) for one in replaced(left)]
    ceiling = newest.ceiling if newest else 0
    terms = Terms(PlanKind.LEAVERS, Fraction(1), seconds, ceiling)
    return basis, propose(inspection, terms, frame, wanted), left


def replaced(left: list[Assignment]) -> list[Assignment]:
    """Those of what is left for which a reader is found: a team judges on with whom it has."""
    return [one for one in left if one.ground != Ground.TOGETHER]


def leavers(basis: Basis) -> list[Assignment]:
    """What is not submitted of those who are no longer inspectors of the team, or who declared an
    interest since.
    """
    return [one for one in _gone(basis) if not hasattr(one, "submission")]


def to_be_told(basis: Basis, person: Person) -> list[Assignment]:
    """What leavers left, but for cells that ``person`` is still to judge: what is not submitted
    there, and what is, is nothing they may know.
    """
    mine = _to_judge(basis, person)
    return [one for one in leavers(basis) if basis.cell_of(one) not in mine]


def blind(basis: Basis, by: Person) -> list[str]:
    """The cells that ``by`` is still to judge and that somebody else judges who left: whether they
    submitted or not, so that no refusal tells it.
    """
    theirs = {basis.cell_of(one) for one in _gone(basis) if one.inspector_id != by.pk}
    cells = sorted(theirs & _to_judge(basis, by))
    return [f"{body} on {name.partition('/')[2]}" for body, name in cells]


def _gone(basis: Basis) -> list[Assignment]:
    free = {one.name for one in basis.free}
    return [
        one
        for one in basis.standing
        if basis.cell_of(one) in basis.cells and not _judges(basis, one, free)
    ]


def _judges(basis: Basis, one: Assignment, free: set[str]) -> bool:
    name = basis.named[one.inspector_id]
    if name in basis.conflicted[one.scope_body.code]:
        return False
    # What was given to a lead by hand stays theirs as long as they lead.
    return name in free or basis.leads(one.inspector)


def _to_judge(basis: Basis, person: Person) -> set[Cell]:
    return {
        basis.cell_of(one)
        for one in basis.standing
        if one.inspector_id == person.pk and not hasattr(one, "submission")
    }


def asked_for(basis: Basis) -> list[Cell]:
    """The cells whose one judgment is in, and is of the lowest grade or called borderline."""
    criteria = {one.pk: one for one in basis.criteria.values()}
    found = []
    for cell, ones in basis.by_cell.items():
        said = getattr(ones[0], "submission", None)
        if len(ones) > 1 or said is None or cell not in basis.cells:
            continue
        if said.borderline or is_lowest(criteria[ones[0].criterion_id], said.grade):
            found.append(cell)
    return sorted(found)


def is_lowest(criterion: Criterion, grade: Grade | None) -> bool:
    """Is a grade the lowest of its scale, where the scale has one?"""
    lowest = lowest_of(criterion)
    return grade is not None and lowest is not None and grade.pk == lowest.pk


def together(basis: Basis, drawn: Drawn) -> tuple[Reading, ...]:
    """The other members of each team, where a team judges together: all who visit the body."""
    firsts = {one.cell: one.reader for one in drawn.readings if not one.second}
    seconds = {one.cell: one.reader for one in drawn.readings if one.second}
    return tuple(
        Reading(*cell, name, True)
        for cell, first in firsts.items()
        for name in basis.frame.first.get(cell[0], ())
        if cell[0] in basis.on_site and name not in (first, seconds.get(cell))
    )


def first_from(basis: Basis, body: str) -> MadeFrom:
    """What a first reading of a body is made from: on site, where it is known who visits it."""
    return MadeFrom.SITE if body in basis.on_site else MadeFrom.NOT_RECORDED


def second_from(basis: Basis, body: str) -> MadeFrom:
    """What a second reading of a body is made from."""
    if basis.seconds is Seconds.VISIT:
        return first_from(basis, body)
    return basis.seconds.made_from
