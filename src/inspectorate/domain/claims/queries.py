"""Reads of claims: their figures, their facts for the checks of a text, whether they are stale,
what rests on what.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes.queries import vocabulary_of
from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import figures as reckoning
from . import policies, work_queue
from .evidence_base import EvidenceBase
from .facts import ClaimFacts
from .figures import Figures
from .kinds.registry import KINDS
from .models import Claim, Pin, Reference
from .permissions import TABLE
from .predicates import read
from .shapes import Development, Evidence, Known, Predicate, Quotation
from .staleness import staleness, withdrawn_support
from .verbs import ClaimVerb
from .writers import writers


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim with everything known of it: predicate, figures, what is stale, the last word of a
    referencer.
    """

    claim: Claim
    predicate: Predicate
    figures: Figures
    stale: tuple[Reason, ...]
    withdrawn: tuple[str, ...]
    reference: Reference | None

    @property
    def referenced(self) -> bool:
        """Did a second person, last of all, find this version supported?"""
        return self.reference is not None and self.reference.supported


def can(person: Person, inspection: Inspection, verb: ClaimVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Claim]:
    """The claims of an inspection, in order of their keys; none for who is not of its team."""
    rows = Claim.objects.filter(inspection=inspection).select_related(
        "inspection__vocabulary", "drafted_by"
    )
    return rows if can(person, inspection, ClaimVerb.SEE) else rows.none()


def standing(inspection: Inspection, claims: QuerySet[Claim] | None = None) -> list[Standing]:
    """Every claim of an inspection with its figures, or those of ``claims``; fixed number of
    queries, however many there are.
    """
    evidence_base = EvidenceBase(inspection)
    rows = Claim.objects.filter(inspection=inspection) if claims is None else claims
    return [
        _standing(claim, evidence_base)
        for claim in rows.select_related("drafted_by", "inspection").order_by("key")
    ]


def one(person: Person, inspection: Inspection, key: str) -> Standing | None:
    """One claim with its figures, or None where it does not exist for this person."""
    found = standing(inspection, visible_to(person, inspection).filter(key=key))
    return found[0] if found else None


def figures(claim: Claim) -> Figures:
    """The figures of one claim as they stand now."""
    return _standing(claim, EvidenceBase(claim.inspection, claim.pk)).figures


def preview(inspection: Inspection, kind: str, predicate: object) -> Figures:
    """The figures a predicate would have, before a claim is drafted; raises Refused naming each
    wrong field.
    """
    evidence_base = EvidenceBase(inspection)
    return reckoning.figures(read(kind, predicate, evidence_base.known), evidence_base)


def facts(inspection: Inspection) -> dict[str, ClaimFacts]:
    """Every claim as plain facts, by key, for the checks of a text. Fixed number of queries,
    however many claims there are.
    """
    return {found.claim.key: _facts(found) for found in standing(inspection)}


def stale(inspection: Inspection) -> list[tuple[Claim, list[Reason]]]:
    """The stale claims, each with a reason for each thing that changed under it. Fixed number of
    queries.
    """
    return [(found.claim, list(found.stale)) for found in standing(inspection) if found.stale]


def resting_on(thing: Item | Agreed) -> list[Claim]:
    """The claims whose version of now rests on an evidence item (directly, or by a judgment that
    cites it) or on a judgment.
    """
    pins = Pin.objects.filter(claim_version=F("claim__version"))
    if isinstance(thing, Agreed):
        pins = pins.filter(agreed=thing)
    else:
        pins = pins.filter(item=thing) | pins.filter(agreed__citations__item=thing)
    return list(
        Claim.objects.filter(pk__in=pins.values("claim"))
        .select_related("inspection")
        .order_by("key")
    )


def supporting(claim: Claim) -> tuple[list[Agreed], list[Item]]:
    """What the claim's version of now is pinned to: agreed judgments with their citations, evidence
    items.
    """
    pins = Pin.objects.filter(claim=claim, claim_version=claim.version)
    agreed = Agreed.objects.filter(
        pk__in=pins.exclude(agreed=None).values("agreed")
    ).select_related("scope_body", "criterion", "grade", "by")
    items = Item.objects.filter(pk__in=pins.exclude(item=None).values("item")).select_related(
        "inspection", "scope_body"
    )
    return list(
        agreed.prefetch_related("citations__item__inspection").order_by(
            "scope_body__order", "criterion__order"
        )
    ), list(items)


def known(inspection: Inspection) -> Known:
    """What a predicate may name here (criteria, findings, grades, kinds, groups, registers): the
    choices of a form.
    """
    return EvidenceBase(inspection).known


def word_holds_for(inspection: Inspection, found: Figures) -> tuple[int, int] | None:
    """The counts, both ends included, of those inspected for which the claim's word is true; None
    where it has no band.
    """
    if not found.word or not found.inspected:
        return None
    return vocabulary_of(inspection.vocabulary).limits(found.word, found.inspected)


def references_of(claim: Claim) -> list[Reference]:
    """Every word of a referencer on any version of the claim, newest first."""
    return list(claim.references.select_related("by").order_by("-at", "-pk"))


def happened(claim: Claim) -> list[Entry]:
    """The ledger's entries about the claim and its references, oldest first."""
    about = [label(claim), *(label(one) for one in claim.references.all())]
    return list(Entry.objects.filter(of__in=about).order_by("number"))


def reasons_not_to_refresh(claim: Claim) -> list[Reason]:
    """Why a claim may not be edited or pinned anew now."""
    return policies.refreshable(claim)


def reasons_not_to_reference(person: Person, found: Standing) -> list[Reason]:
    """Why this person may not find the claim supported now."""
    return policies.referencable(
        found.claim,
        person.pk,
        True,
        "",
        writers=writers(found.claim),
        stale=found.stale,
        figures=found.figures,
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """Claims to be referenced, for referencers who did not write them; stale claims, for those who
    may refresh them.
    """
    references, refreshes = (
        can(person, inspection, ClaimVerb.REFERENCE),
        can(person, inspection, ClaimVerb.REFRESH),
    )
    again = list(work_queue.to_look_at(inspection)) if references or refreshes else []
    found = [
        Waiting(
            f"Look again at the claim {one.key}", ClaimVerb.REFRESH, (one.key,), inspection.slug
        )
        for one in again
        if refreshes
    ]
    fallen = {one.pk for one in again}
    for one in work_queue.to_reference(inspection) if references else []:
        if one.pk not in fallen and one.drafted_by_id != person.pk:
            found.append(
                Waiting(
                    f"Reference the claim {one.key}",
                    ClaimVerb.REFERENCE,
                    (one.key,),
                    inspection.slug,
                )
            )
    return found


def _standing(claim: Claim, evidence_base: EvidenceBase) -> Standing:
    predicate = read(claim.kind, claim.predicate, evidence_base.known)
    pinned = evidence_base.pins.get(claim.pk)
    items = (pinned.items if pinned else ()) if isinstance(predicate, Evidence) else None
    found = reckoning.figures(predicate, evidence_base, items)
    return Standing(
        claim,
        predicate,
        found,
        tuple(staleness(claim, predicate, found, evidence_base)),
        tuple(withdrawn_support(claim, found, evidence_base)),
        evidence_base.references.get(claim.pk),
    )


def _facts(found: Standing) -> ClaimFacts:
    claim, counted, predicate = found.claim, found.figures, found.predicate
    referenced_by = found.reference.by.name if found.reference and found.reference.supported else ""
    evidence = isinstance(predicate, Evidence)
    return ClaimFacts(
        key=claim.key,
        kind=KINDS[claim.kind],
        statement=claim.statement,
        met=counted.met,
        not_met=counted.not_met,
        inspected=counted.inspected,
        scope=counted.scope,
        bodies_met=counted.bodies_met,
        figure={} if evidence else dict(counted.values),
        word=counted.word,
        population=counted.population,
        referenced=found.referenced,
        drafted_by=claim.drafted_by.name,
        referenced_by=referenced_by,
        stale=bool(found.stale),
        stale_reasons=tuple(reason.text.rstrip(".") for reason in found.stale),
        withdrawn_support=found.withdrawn,
        newest_support_on=counted.newest_support_on,
        newest_judgment_on=counted.newest_judgment_on,
        source_kinds=counted.source_kinds,
        evidence_count=len(counted.items) if evidence else None,
        cited_count=len(counted.items),
        body_count=counted.body_count,
        identifies=counted.identifies,
        small_number_decision=claim.small_number_decision,
        quotation=predicate.words if isinstance(predicate, Quotation) else "",
        quotation_source=predicate.source if isinstance(predicate, Quotation | Development) else "",
        marking=counted.marking,
    )
