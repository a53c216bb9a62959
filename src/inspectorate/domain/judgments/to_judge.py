"""What a person is still to judge, with all they judge it by, for many cells on one page.

A person's own alone: nothing here tells of what others judge, but where a team judges together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item, ItemCriterion
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Characteristic, Criterion, Grade
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person

from .assignments import my_assignments
from .blindness import judging_together
from .marking import Place
from .models import Assignment, Draft, DraftCitation
from .permissions import TABLE
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class JudgingCell:
    """A cell that a person is to judge: their draft as they may read it, what it cites, and the
    evidence they may read.

    ``together`` where they judge it with a team whose other members they see.
    """

    assignment: Assignment
    grades: tuple[Grade, ...]
    characteristics: tuple[Characteristic, ...]
    draft: Draft | None
    cited: frozenset[int]
    items: tuple[Item, ...]
    together: bool


def waiting_bodies(person: Person, inspection: Inspection) -> dict[str, tuple[str, int]]:
    """The bodies of which ``person`` has cells to judge, by their codes: what each is called, and
    how many cells. Two queries.
    """
    found: dict[str, tuple[str, int]] = {}
    for row in _open(person, inspection):
        code, label = row.scope_body.code, row.scope_body.label
        found[code] = (label, found.get(code, ("", 0))[1] + 1)
    return found


def to_judge(
    person: Person, inspection: Inspection, *, body: str = "", most: int
) -> list[JudgingCell]:
    """The first ``most`` cells that ``person`` is to judge, of one body where its code is given.

    A fixed number of queries. Words of evidence are laid open, which is noted.
    """
    rows = [row for row in _open(person, inspection) if body in ("", row.scope_body.code)][:most]
    if not rows:
        return []
    criteria = Criterion.objects.prefetch_related(
        "findings", "scale__grades", "characteristics__grade"
    ).in_bulk({row.criterion_id for row in rows})
    items = _items(person, inspection, rows)
    drafts, cited = _drafts(person, inspection, rows)
    together = _together(person, rows)
    found = []
    for row in rows:
        of, place = criteria[row.criterion_id], (row.scope_body_id, row.criterion_id)
        row.criterion = of
        found.append(
            JudgingCell(
                row,
                _grades(of),
                tuple(of.characteristics.all()),
                drafts.get(row.pk),
                frozenset(cited[row.pk]),
                tuple(items[place]),
                place in together,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell of one's own without its evidence: the grades as forms show them, the draft as its
    writer may read it now (none where it is withheld), and whether it is submitted.
    """

    assignment: Assignment
    grades: tuple[Grade, ...]
    draft: Draft | None
    submitted: bool


def own_cells(person: Person, inspection: Inspection, scope_body: ScopeBody) -> list[OwnCell]:
    """What ``person`` was given to judge of one body, submitted or not; nothing of others.

    A fixed number of queries. The words of drafts are laid open, which is noted.
    """
    rows = [row for row in _given(person, inspection) if row.scope_body_id == scope_body.pk]
    if not rows:
        return []
    criteria = Criterion.objects.prefetch_related("findings", "scale__grades").in_bulk(
        {row.criterion_id for row in rows}
    )
    waiting = [row for row in rows if not hasattr(row, "submission")]
    drafts, _ = _drafts(person, inspection, waiting)
    found = []
    for row in rows:
        row.criterion = criteria[row.criterion_id]
        draft = drafts.get(row.pk)
        read = None if draft is None or is_withheld(draft) else draft
        submitted = hasattr(row, "submission")
        found.append(OwnCell(row, _grades(row.criterion), read, submitted))
    return found


def _grades(of: Criterion) -> tuple[Grade, ...]:
    """The grades of a criterion as forms show them, the best first; none where it is ungraded."""
    return tuple(sorted(of.scale.grades.all(), key=lambda one: -one.order)) if of.scale else ()


def _open(person: Person, inspection: Inspection) -> list[Assignment]:
    """What waits for ``person``, body by body, without what is left out."""
    return [row for row in _given(person, inspection) if not hasattr(row, "submission")]


def _given(person: Person, inspection: Inspection) -> list[Assignment]:
    """What ``person`` was given, body by body, submitted or not, without what is left out."""
    if not may(person, inspection, TABLE, JudgmentVerb.SUBMIT):
        return []
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    gone = set(left_out.values_list("scope_body", "criterion"))
    mine = my_assignments(person, inspection)
    rows = mine.order_by("scope_body__order", "criterion__area__order", "criterion__order")
    return [row for row in rows if (row.scope_body_id, row.criterion_id) not in gone]


def _items(
    person: Person, inspection: Inspection, rows: Iterable[Assignment]
) -> dict[Place, list[Item]]:
    """The evidence of each cell that is relied on and that ``person`` may read, in its order."""
    places = {(row.scope_body_id, row.criterion_id) for row in rows}
    asked = evidence.relied_on(evidence.visible_to(person, inspection)).filter(
        scope_body__in={body for body, _ in places},
        links__criterion__in={criterion for _, criterion in places},
    )
    found = evidence.laid_open(person, inspection, asked.select_related("inspection").distinct())
    by_key = {one.pk: one for one in found}
    items: dict[Place, list[Item]] = defaultdict(list)
    links = ItemCriterion.objects.filter(item__in=by_key).order_by("item__number")
    for item, criterion in links.values_list("item", "criterion"):
        items[by_key[item].scope_body_id, criterion].append(by_key[item])
    return items


def _drafts(
    person: Person, inspection: Inspection, rows: Iterable[Assignment]
) -> tuple[dict[int, Draft], dict[int, set[int]]]:
    """The draft on each assignment as its writer may read it now, and the keys of what it cites."""
    drafts = {row.draft.pk: row.draft for row in rows if hasattr(row, "draft")}
    cited: dict[int, set[int]] = defaultdict(set)
    marked: dict[int, list[str]] = defaultdict(list)
    citations = DraftCitation.objects.filter(draft__in=drafts)
    for draft, item, marking in citations.values_list("draft", "item", "item__marking"):
        cited[drafts[draft].assignment_id].add(item)
        marked[draft].append(marking)
    reader = reading(person, inspection)
    shown = {
        draft.assignment_id: reader.of(
            draft, highest([BASELINE, draft.marking, *marked[draft.pk]]), "reasons"
        )
        for draft in drafts.values()
    }
    return shown, cited


def _together(person: Person, rows: Iterable[Assignment]) -> set[Place]:
    """The cells that ``person`` judges together with others."""
    rows = list(rows)
    all_of: dict[Place, list[Assignment]] = defaultdict(list)
    standing = Assignment.standing().filter(
        scope_body__in={row.scope_body_id for row in rows},
        criterion__in={row.criterion_id for row in rows},
    )
    for one in standing:
        all_of[one.scope_body_id, one.criterion_id].append(one)
    return {place for place, given in all_of.items() if person.pk in judging_together(given)}
