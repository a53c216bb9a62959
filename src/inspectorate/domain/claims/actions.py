"""The only writers of claims: draft, edit, reference, refresh."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.chain import lock
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if

from . import policies, predicates
from .evidence_base import EvidenceBase
from .figures import Figures, figures
from .models import Claim, Pin, Reference
from .permissions import TABLE
from .shapes import Evidence, Predicate
from .staleness import staleness
from .verbs import ClaimVerb
from .writers import writers


@action(ClaimVerb.DRAFT)
def draft(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    claim_key: str,
    kind: str,
    statement: str,
    predicate: Mapping[str, Any],
    small_number_decision: str = "",
    withhold_count: bool = False,
) -> Claim:
    """Assert something and pin what it rests on. ``claim_key`` is the key texts carry;
    ``predicate`` as in predicates.py.
    """
    require(by, inspection, TABLE, ClaimVerb.DRAFT)
    lock(inspection.stream)
    taken = Claim.objects.filter(inspection=inspection, key=claim_key).exists()
    refuse_if(
        policies.draftable(inspection, claim_key, statement, small_number_decision, taken=taken)
    )
    evidence_base = EvidenceBase(inspection)
    found, counted = _supported(kind, predicate, evidence_base)
    claim = Claim.objects.create(
        inspection=inspection,
        key=claim_key,
        kind=kind,
        statement=statement,
        predicate=dict(predicate),
        small_number_decision=small_number_decision,
        withhold_count=withhold_count,
        drafted_by=by,
        drafted_at=at,
    )
    _pin(claim, found, counted)
    write(of=claim, stream=inspection.stream, detail=_detail(claim, counted))
    return claim


@action(ClaimVerb.EDIT)
def edit(
    *,
    by: Person,
    at: datetime,
    key: str,
    claim: Claim,
    statement: str,
    predicate: Mapping[str, Any],
    small_number_decision: str = "",
    withhold_count: bool = False,
    version: int,
) -> Claim:
    """Change a claim: a new version, pinned anew, that needs referencing again. Raises Conflict on
    a stale ``version``.
    """
    claim = _held(by, claim, ClaimVerb.EDIT, version, yours=statement)
    refuse_if(policies.editable(claim, statement, small_number_decision))
    found, counted = _supported(claim.kind, predicate, EvidenceBase(claim.inspection))
    claim.statement, claim.predicate = statement, dict(predicate)
    claim.small_number_decision, claim.withhold_count = small_number_decision, withhold_count
    claim.version += 1
    claim.save()
    _pin(claim, found, counted)
    write(of=claim, stream=claim.inspection.stream, detail=_detail(claim, counted))
    return claim


@action(ClaimVerb.REFERENCE)
def reference(
    *, by: Person, at: datetime, key: str, claim: Claim, supported: bool, reasons: str = ""
) -> Reference:
    """Say, having looked at the support, that it carries the claim, or why not. By somebody who
    wrote no part of it.
    """
    inspection = claim.inspection
    require(by, inspection, TABLE, ClaimVerb.REFERENCE)
    lock(inspection.stream)
    claim = Claim.objects.select_related("inspection__vocabulary").get(pk=claim.pk)
    evidence_base = EvidenceBase(claim.inspection, claim.pk)
    found = predicates.read(claim.kind, claim.predicate, evidence_base.known)
    counted = figures(
        found, evidence_base, _pinned_items(claim, found, evidence_base), with_chance=False
    )
    refuse_if(
        policies.referencable(
            claim,
            by.pk,
            supported,
            reasons,
            writers=writers(claim),
            stale=staleness(claim, found, counted, evidence_base),
            figures=counted,
        )
    )
    made = Reference.objects.create(
        claim=claim,
        claim_version=claim.version,
        supported=supported,
        reasons=reasons,
        figures=counted.looked_at(),
        by=by,
        at=at,
    )
    write(
        of=made,
        stream=inspection.stream,
        detail={"claim": claim.key, "version": claim.version, "supported": supported},
    )
    return made


@action(ClaimVerb.REFRESH)
def refresh(*, by: Person, at: datetime, key: str, claim: Claim, version: int) -> Claim:
    """Pin a claim anew to what stands now: a new version, same words, that needs referencing again."""
    claim = _held(by, claim, ClaimVerb.REFRESH, version, yours=claim.statement)
    refuse_if(policies.refreshable(claim))
    found, counted = _supported(claim.kind, claim.predicate, EvidenceBase(claim.inspection))
    claim.version += 1
    claim.save(update_fields=["version"])
    _pin(claim, found, counted)
    write(of=claim, stream=claim.inspection.stream, detail=_detail(claim, counted))
    return claim


def _held(by: Person, claim: Claim, verb: ClaimVerb, version: int, *, yours: str) -> Claim:
    """The claim as it stands, held for this act, if ``by`` may and ``version`` is the one that
    stands.
    """
    require(by, claim.inspection, TABLE, verb)
    lock(claim.inspection.stream)
    claim = Claim.objects.select_related("inspection__vocabulary").get(pk=claim.pk)
    if version != claim.version:
        raise Conflict(theirs=claim.statement, yours=yours, version=claim.version)
    return claim


def _supported(
    kind: str, raw: Mapping[str, Any], evidence_base: EvidenceBase
) -> tuple[Predicate, Figures]:
    found = predicates.read(kind, raw, evidence_base.known)
    counted = figures(found, evidence_base, with_chance=False)
    refuse_if(policies.supported(found, counted))
    return found, counted


def _pinned_items(claim: Claim, found: Predicate, evidence_base: EvidenceBase) -> Any:
    pinned = evidence_base.pins.get(claim.pk)
    return (pinned.items if pinned else ()) if isinstance(found, Evidence) else None


def _pin(claim: Claim, found: Predicate, counted: Figures) -> None:
    version = claim.version
    if isinstance(found, Evidence):
        pins = [Pin(claim=claim, claim_version=version, item_id=item.pk) for item in counted.items]
    else:
        pins = [Pin(claim=claim, claim_version=version, agreed_id=pk) for pk in counted.rests_on]
    Pin.objects.bulk_create(pins)


def _detail(claim: Claim, counted: Figures) -> dict[str, Any]:
    looked_at = {name: value for name, value in counted.looked_at().items() if name != "bodies_met"}
    return {
        "claim": claim.key,
        "version": claim.version,
        "kind": claim.kind,
        "figures": json.loads(json.dumps(looked_at)),
    }
