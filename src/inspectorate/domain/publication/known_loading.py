"""Reads what the inspectorate knows of the bodies of an inspection, for the intruder test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.bodies.models import GroupMember
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.kinds.conditions import taken_apart
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.editions.addressees import many
from inspectstats.disclosure.statements import Bodies

from .known import Known, KnownBody, KnownClaim, KnownCriterion, recorded

# What people call those of a nation, beside its name.
_OF_NATION = {
    "england": ("English",),
    "wales": ("Welsh",),
    "scotland": ("Scottish", "Scots"),
    "northern ireland": ("Northern Irish",),
}


def load_known(inspection: Inspection) -> Known:
    """Return the bodies in scope, what was agreed of each, and what each claim counts."""
    board = reports.board(inspection)
    judged_on = criteria_to_judge(inspection.framework_id)
    refs = {one.pk: row.ref for one, row in zip(judged_on, board.criteria, strict=True)}
    scope = list(inspection.scope.select_related("body"))
    codes = {one.pk: one.code for one in scope}
    groups = defaultdict[int, dict[str, str]](dict)
    for body, code, name in GroupMember.objects.values_list("body", "group__code", "group__name"):
        groups[body][code] = name
    standing = {
        (codes[body], refs[criterion]): one
        for (body, criterion), one in judgments.current(inspection, words=False).items()
        if body in codes and criterion in refs
    }
    counted = _claims(inspection, set(refs.values()))
    outcomes = _outcomes(counted.values())
    return Known(
        bodies=tuple(
            KnownBody(
                one.code,
                one.label,
                one.body.kind,
                frozenset(groups[one.body_id]),
                () if inspection.rehearsal else (one.body.name, one.body.short_name),
            )
            for one in scope
        ),
        criteria=tuple(_criterion(one, refs[one.pk], outcomes) for one in judged_on),
        grades={place: one.grade.letter if one.grade else "" for place, one in standing.items()},
        findings={
            place: {**one.findings, **{recorded(code): one.outcome == code for code in outcomes}}
            for place, one in standing.items()
        },
        claims=counted,
        words=_words(inspection, scope, groups),
    )


def _criterion(one: Criterion, ref: str, outcomes: frozenset[str]) -> KnownCriterion:
    grades = list(one.scale.grades.all()) if one.scale else []
    return KnownCriterion(
        ref,
        one.name,
        tuple((grade.letter, grade.name) for grade in grades),
        frozenset(grade.letter for grade in grades if grade.meets),
        frozenset(finding.code for finding in one.findings.all()) | set(map(recorded, outcomes)),
    )


def _outcomes(counted: Iterable[KnownClaim]) -> frozenset[str]:
    """The outcomes that some claim counts: of the others nothing is published."""
    rows = (row for one in counted if one.counts for row in taken_apart(one.predicate)[0])
    return frozenset(str(row["outcome"]) for row in rows if row.get("outcome"))


def _claims(inspection: Inspection, refs: set[str]) -> dict[str, KnownClaim]:
    named = claims.criteria_named(inspection)
    found = {}
    for key, code, predicate in inspection.claims.values_list("key", "kind", "predicate"):
        area = predicate.get("area")
        printed = (ref if ref in refs else f"{area}/{ref}" for ref in named[key].named)
        found[key] = KnownClaim(key, kind_of(code).explains_judging, predicate, tuple(printed))
    return found


def _words(
    inspection: Inspection, scope: Sequence[ScopeBody], groups: Mapping[int, Mapping[str, str]]
) -> dict[str, Bodies]:
    """Map words by which a text may narrow whom it speaks of to those it may be."""
    found = defaultdict[str, set[str]](set)
    for one in scope:
        body = one.body
        said = [f"{body.kind} {noun}" for noun in (inspection.noun, inspection.noun_plural)]
        label = str(Kind(body.kind).label)
        said += [label, many([label, label]).partition(" ")[2], body.nation, body.region]
        said += [*_OF_NATION.get(body.nation.casefold(), ()), *groups[body.pk].values()]
        for words in filter(None, said):
            found[words].add(one.code)
    return {words: frozenset(members) for words, members in found.items()}
