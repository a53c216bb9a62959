"""Builds from the database what a document is checked against and drawn from: the facts and the
board of one inspection.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.places import places
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import CEILING, Marking
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown

from .documents.registry import DocumentKind
from .editions.model import EditionKind
from .editions.pictures import BodyRow, ChartData, CriterionRow
from .facts import Facts
from .models import Document

OVERSEER = "overseer-of-"
# What an edition may hold of evidence: a finding from OFFICIAL material may be published once it is
# signed; one drawn from OFFICIAL-SENSITIVE material only with the passage removed.
CEILINGS = {
    EditionKind.PUBLIC: Marking.OFFICIAL.value,
    EditionKind.FULL: CEILING[EditionKind.FULL].value,
}
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


def load_facts(
    inspection: Inspection,
    *,
    document: Document | None = None,
    on: date | None = None,
) -> Facts:
    """Return the facts as they stand, for a public edition; ``on`` is the day of signing, where
    known.

    ``document`` says which text is checked: its day of publication (front matter) and headline
    become facts.
    """
    documents = list(inspection.documents.all())
    texts = {one.slug: from_markdown(one.text, one.slug) for one in documents}
    own = texts.get(document.slug) if document else None
    published_on = published_day(own) if own else None
    report = next((one for one in documents if one.kind == DocumentKind.REPORT), None)
    asked = {
        block.fields.get("number")
        for text in texts.values()
        for block in text.blocks
        if block.kind == "recommendation"
    }
    scope = list(inspection.scope.select_related("body"))
    labels = tuple(one.label for one in scope)
    letter_to = document.scope_body if document else None
    names = [
        (one.pk, name) for one in scope for name in (one.label, one.body.name, one.body.short_name)
    ]
    return Facts(
        slug=document.slug if document else "",
        titles={one.slug: one.title for one in documents},
        report_title=report.title if report else "",
        headline=own.meta.get("headline", "") if own else "",
        inspection_from=inspection.fieldwork_from,
        inspection_to=inspection.fieldwork_to,
        published_on=published_on,
        signing_on=on,
        claims=_known(inspection, len(asked) if report else None),
        vocabulary=programmes.vocabulary_of(inspection.vocabulary),
        counts=bodies.counts(published_on or on or inspection.fieldwork_to),
        recommendation_count=len(asked) if report else None,
        # A letter may name the body it is written to, and no other, where the scope names none.
        body_names=tuple(
            dict.fromkeys(
                name
                for pk, name in names
                if letter_to is None or inspection.rehearsal or pk != letter_to.pk
            )
        ),
        printable_names=labels if inspection.rehearsal or inspection.names_bodies else (),
        may_name_bodies=inspection.names_bodies,
        documents=texts,
        sources={slug: _prose(text) for slug, text in texts.items()},
        edition=EditionKind.PUBLIC.value,
        ceiling=CEILINGS[EditionKind.PUBLIC],
        rehearsal=inspection.rehearsal,
        grade_outcome_problems=judgments.grade_outcome_problems(inspection),
        population=inspection.noun_plural,
    )


def _known(inspection: Inspection, recommendations: int | None) -> dict[str, ClaimFacts]:
    """The claims' facts; the number of recommendations, which the claims' room cannot know, is
    counted in the texts.
    """
    known = claims.facts(inspection)
    if recommendations is not None:
        for key in inspection.claims.filter(
            kind="figure", predicate__recipe="recommendations"
        ).values_list("key", flat=True):
            known[key] = replace(known[key], figure={"recommendations": str(recommendations)})
    return known


def published_day(manuscript: Manuscript) -> date | None:
    """Return the day of publication the front matter names (``published:``, else the date in
    ``stamp:``).
    """
    for name in ("published", "stamp"):
        found = _DAY.search(manuscript.meta.get(name, ""))
        if found:
            try:
                return date.fromisoformat(found.group(1))
            except ValueError:
                return None
    return None


def load_chart_data(inspection: Inspection) -> ChartData:
    """Return what was inspected and agreed, in a fixed number of queries."""
    scope = list(inspection.scope.select_related("body"))
    criteria = list(
        Criterion.objects.filter(area__framework=inspection.framework_id)
        .select_related("area")
        .prefetch_related("scale__grades")
        .order_by("area__order", "order")
    )
    by_pk = _refs(criteria)
    codes = {one.pk: one.code for one in scope}
    left = NotInspected.objects.filter(scope_body__inspection=inspection).values_list(
        "scope_body_id", "criterion_id", "reason"
    )
    current = judgments.current(inspection)
    withheld = list(inspection.claims.filter(withhold_count=True).values_list("key", "predicate"))
    refs = {
        key: ", ".join(_counted(predicate))
        for key, predicate in inspection.claims.values_list("key", "predicate")
    }
    tiles = _tiles(inspection, scope)
    return ChartData(
        noun=inspection.noun,
        noun_plural=inspection.noun_plural,
        notice=inspection.notice,
        rehearsal=inspection.rehearsal,
        may_name=inspection.names_bodies,
        criteria=tuple(_criterion(one, by_pk[one.pk]) for one in criteria),
        bodies=tuple(
            BodyRow(one.code, one.label, one.body.kind, tiles.get(one.pk)) for one in scope
        ),
        cells=_letters(current, codes, by_pk)
        | {(codes[body], by_pk[ref]): "" for body, ref, _ in left if ref in by_pk},
        reasons={(codes[body], by_pk[ref]): reason for body, ref, reason in left if ref in by_pk},
        withheld_refs=frozenset(
            ref for _, one in withheld for ref in _counted(one, on_grades=True)
        ),
        withheld_claims=frozenset(key for key, _ in withheld),
        claim_refs=refs,
        names=addressable(inspection, scope),
        bound_by_duty=frozenset([*_must_comment(), *(f"{OVERSEER}{one.code}" for one in scope)]),
    )


def addressable(inspection: Inspection, scope: list[ScopeBody] | None = None) -> dict[str, str]:
    """Map each code a recommendation may be put to onto the name printed.

    A body in scope is addressed by its scope code and shown under its label; the overseer of one in
    a rehearsal as ``overseer-of-CODE``, so that no real name stands beside a pseudonym; every other
    body of the register by its own code.
    """
    scope = list(inspection.scope.select_related("body")) if scope is None else scope
    hidden = {one.body_id for one in scope}
    if inspection.rehearsal:
        hidden |= set(Body.objects.filter(oversees__body__in=hidden).values_list("pk", flat=True))
    others = Body.objects.exclude(pk__in=hidden)
    if inspection.rehearsal:
        others = others.exclude(kind__in=kinds.LOCAL)
    names = {one.code: one.name for one in others}
    names |= {one.code: one.label for one in scope}
    return names | {
        f"{OVERSEER}{one.code}": f"{kinds.OVERSEER.label} for {one.label}" for one in scope
    }


def _must_comment() -> list[str]:
    """Return the codes of bodies that a statute obliges to publish their comments on a report."""
    obliged = Body.objects.filter(kind__in=kinds.MUST_COMMENT)
    return list(obliged.values_list("code", flat=True))


def _letters(
    current: Mapping[tuple[int, int], Agreed], codes: dict[int, str], refs: dict[int, str]
) -> dict[tuple[str, str], str]:
    return {
        (codes[body], refs[criterion]): agreed.grade.letter
        for (body, criterion), agreed in current.items()
        if agreed.grade is not None and body in codes and criterion in refs
    }


def _refs(criteria: list[Criterion]) -> dict[int, str]:
    """Each criterion's reference; with its area's code where two areas number alike."""
    times = Counter(one.ref for one in criteria)
    return {
        one.pk: one.ref if times[one.ref] == 1 else f"{one.area.code}/{one.ref}" for one in criteria
    }


def _counted(predicate: Mapping[str, Any], *, on_grades: bool = False) -> list[str]:
    """The references a claim counts on; with ``on_grades`` only those whose grades it counts (see
    ``claims.predicates``).
    """
    parts = [one for one in predicate.get("any_of", ()) if isinstance(one, Mapping)]
    if parts:
        return list(
            dict.fromkeys(ref for one in parts for ref in _counted(one, on_grades=on_grades))
        )
    if on_grades and predicate.get("finding"):
        return []
    return [str(ref) for ref in [predicate.get("criterion"), *predicate.get("criteria", ())] if ref]


def _criterion(one: Criterion, ref: str) -> CriterionRow:
    grades = (
        tuple((grade.letter, grade.name) for grade in one.scale.grades.all()) if one.scale else ()
    )
    return CriterionRow(one.area.code, one.area.name, ref, one.name, one.text, grades)


def _tiles(inspection: Inspection, scope: list[ScopeBody]) -> dict[int, tuple[int, int]]:
    placed = places([one.body.code for one in scope], rehearsal=inspection.rehearsal)
    return {one.pk: place for one, place in zip(scope, placed, strict=True) if place is not None}


def _prose(text: Manuscript) -> str:
    return "\n".join(block.text for block in text.prose())
