"""Builds from the database what charts and tables are drawn from: what was inspected and agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.places import places
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Column, Inspection, NotInspected, ScopeBody
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.debriefs.telling import ToldView, told_now
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import characteristics, criteria_to_judge
from inspectorate.prose.dates import in_words
from inspectorate.prose.reading.markdown import from_markdown

from .addressed import OVERSEER, Addressed, addressed
from .documents.registry import DocumentKind
from .editions.columns import printed_columns
from .editions.outcomes import OUTCOMES
from .editions.pictures import BodyRow, ChartData, CriterionRow, MethodRow, OutcomeRow, ToldRow
from .editions.tables import CHARACTERISTICS, METHODS
from .fact_loading import scope_of
from .models import Document, Edition


def load_chart_data(
    inspection: Inspection,
    *,
    scope: Sequence[ScopeBody] | None = None,
    agreed: Mapping[tuple[int, int], Agreed] | None = None,
    criteria: Sequence[Criterion] | None = None,
    register: Sequence[Body] | None = None,
    tables: Collection[str] | None = None,
    addressable: Addressed | None = None,
) -> ChartData:
    """Return what was inspected and agreed, in a fixed number of queries.

    ``tables`` are the kinds of table that are drawn, where that is known: what only another kind
    would print is not read. ``scope`` is the scope with its bodies, ``agreed`` the judgments that
    stand, ``criteria`` what they are made on, ``register`` all bodies, ``addressable`` those that
    may be addressed, where they have been read already.
    """
    register = bodies.register() if register is None else register
    scope = scope_of(inspection) if scope is None else scope
    addressable = addressable or addressed(inspection, scope, register)
    criteria = criteria_to_judge(inspection.framework_id) if criteria is None else criteria
    by_pk = _refs(criteria)
    codes = {one.pk: one.code for one in scope}
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    left = left_out.values_list("scope_body_id", "criterion_id", "reason")
    agreed = judgments.current(inspection) if agreed is None else agreed
    criteria_of = claims.criteria_named(inspection)
    withheld = {key: named for key, named in criteria_of.items() if named.withheld}
    tiles = _tiles(inspection, scope)
    printed = tables is None or CHARACTERISTICS in tables
    written = characteristics(inspection.framework_id) if printed else {}
    return ChartData(
        noun=inspection.noun,
        noun_plural=inspection.noun_plural,
        notice=inspection.notice,
        rehearsal=inspection.rehearsal,
        may_name=inspection.names_bodies,
        small_below=inspection.small_below,
        criteria=tuple(_criterion(one, by_pk[one.pk], written.get(one.pk, ())) for one in criteria),
        outcomes=_outcomes(inspection, agreed, by_pk) if OUTCOMES in (tables or ()) else (),
        methods=_methods(inspection) if tables is None or METHODS in tables else (),
        bodies=tuple(
            BodyRow(one.code, one.label, one.body.kind, tiles.get(one.pk)) for one in scope
        ),
        cells=_letters(agreed, codes, by_pk)
        | {(codes[body], by_pk[ref]): "" for body, ref, _ in left if ref in by_pk},
        reasons={(codes[body], by_pk[ref]): reason for body, ref, reason in left if ref in by_pk},
        **_withheld(_suppressed(inspection, by_pk), withheld.values()),
        withheld_claims=frozenset(withheld),
        claim_refs={key: ", ".join(claimed.named) for key, claimed in criteria_of.items()},
        names=addressable.names,
        printed_codes=addressable.codes,
        # The overseer of every body in scope: the duty of the Police Act 1996 s.55 is theirs.
        bound_by_duty=frozenset(
            [*_must_comment(register), *(f"{OVERSEER}{one.code}" for one in scope)]
        ),
    )


def letters_own(
    board: ChartData,
    document: Document,
    scope: Sequence[ScopeBody],
    agreed: Mapping[tuple[int, int], Agreed],
) -> ChartData:
    """Return what charts are drawn from as a document may show it: a letter to one body tells it
    no outcome of another, and what that body was told on the day.
    """
    if not document.scope_body_id:
        return board
    own = {one.label for one in scope if one.pk == document.scope_body_id}
    outcomes = tuple(one for one in board.outcomes if one.body in own)
    if not DocumentKind(document.kind).type.to_one_body:
        return replace(board, outcomes=outcomes)
    of = {"debrief__visit__scope_body": document.scope_body_id}
    found = told_now(document.inspection, agreed, **of)
    return replace(board, outcomes=outcomes, told=tuple(_told(one) for one in found if _shown(one)))


def _shown(one: ToldView) -> bool:
    # What is not agreed may still be to judge: nobody learns of it from a letter.
    return one.stands and one.settled


def _told(one: ToldView) -> ToldRow:
    return ToldRow(
        str(one.told.submission.assignment.criterion),
        str(one.told.submission.grade),
        in_words(one.told.told_on),
        one.now,
        " ".join(one.words.words.split()) if one.words else "",
    )


def _withheld(
    suppressed: Mapping[Column, Mapping[str, str]], claimed: Iterable[claims.Criteria]
) -> dict[str, Any]:
    """Return what may not be shown for a column that is suppressed, or a number withheld."""
    # A chart of the grades would print the number that the claim withholds.
    told = {ref for named in claimed for ref in named.graded}
    # So would one of who was inspected, where that is suppressed.
    uncounted = frozenset(suppressed[Column.INSPECTED])
    return {
        "withheld_refs": frozenset(told) | suppressed[Column.GRADES].keys() | uncounted,
        "uncounted_refs": uncounted,
        "no_kinds": bool(suppressed[Column.KIND]),
        "no_places": bool(suppressed[Column.PLACE]),
        "suppressed": tuple(sorted(one for some in suppressed.values() for one in some.values())),
    }


def suppressed_since(edition: Edition) -> list[str]:
    """Name what an edition prints of columns that were suppressed after it was frozen."""
    inspection = edition.document.inspection
    rows = inspections.suppressed(inspection).filter(at__gte=edition.at)
    since = {(one.column, one.criterion_id) for one in rows}
    if not since:
        return []
    text = edition.document.revisions.filter(at__lte=edition.at).order_by("-number").first()
    manuscript = from_markdown(text.text if text else "", edition.document.slug)
    keys = {ref: pk for pk, ref in _refs(criteria_to_judge(inspection.framework_id)).items()}
    printed = printed_columns(manuscript, load_chart_data(inspection))
    found = [called for (column, ref), called in printed if (column, keys.get(ref)) in since]
    return list(dict.fromkeys(found))


def _suppressed(inspection: Inspection, refs: Mapping[int, str]) -> dict[Column, dict[str, str]]:
    """Return what is suppressed: of each column what it is called, by its criterion's reference.

    That of a column of no criterion is empty.
    """
    found: dict[Column, dict[str, str]] = {column: {} for column in Column}
    for one in inspections.suppressed(inspection):
        ref = refs.get(one.criterion_id, "") if one.criterion_id else ""
        found[Column(one.column)][ref] = f"{Column(one.column).label} {ref}".strip()
    return found


def _must_comment(register: Sequence[Body]) -> list[str]:
    """Return the codes of bodies that a statute obliges to publish their comments on a report."""
    return [one.code for one in register if one.kind in kinds.MUST_COMMENT]


def _letters(
    current: Mapping[tuple[int, int], Agreed], codes: dict[int, str], refs: dict[int, str]
) -> dict[tuple[str, str], str]:
    return {
        (codes[body], refs[criterion]): agreed.grade.letter
        for (body, criterion), agreed in current.items()
        if agreed.grade is not None and body in codes and criterion in refs
    }


def _refs(criteria: Sequence[Criterion]) -> dict[int, str]:
    """Each criterion's reference; with its area's code where two areas number alike."""
    times = Counter(one.ref for one in criteria)
    return {
        one.pk: one.ref if times[one.ref] == 1 else f"{one.area.code}/{one.ref}" for one in criteria
    }


def _methods(inspection: Inspection) -> tuple[MethodRow, ...]:
    return tuple(
        MethodRow(str(Method(one.method).label), one.sessions, one.bodies, one.items)
        for one in evidence.by_method(inspection)
    )


def _outcomes(
    inspection: Inspection, agreed: Mapping[tuple[int, int], Agreed], refs: Mapping[int, str]
) -> tuple[OutcomeRow, ...]:
    return tuple(
        OutcomeRow(
            one.outcome.ref,
            one.outcome.kind,
            one.outcome.scope_body.label,
            refs[one.outcome.criterion_id],
            one.outcome.criterion.name,
            one.wording.text,
            marking,
            one.wording.by_id,
            one.cited,
        )
        for one, marking in outcomes.to_print(inspection, agreed)
        if one.outcome.criterion_id in refs
    )


def _criterion(one: Criterion, ref: str, written: tuple[tuple[str, str], ...]) -> CriterionRow:
    grades = (
        tuple((grade.letter, grade.name) for grade in one.scale.grades.all()) if one.scale else ()
    )
    area = one.area
    return CriterionRow(area.code, area.name, ref, one.name, one.text, grades, written)


def _tiles(inspection: Inspection, scope: Sequence[ScopeBody]) -> dict[int, tuple[int, int]]:
    placed = places([one.body.code for one in scope], rehearsal=inspection.rehearsal)
    return {one.pk: place for one, place in zip(scope, placed, strict=True) if place is not None}
