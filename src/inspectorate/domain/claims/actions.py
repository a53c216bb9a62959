"""The only writers of claims: draft, edit, reference, refresh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.access import reading, require
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if

from . import marking, policies
from .evidence_base import EvidenceBase
from .figures import Figures
from .kinds.registry import kind_of
from .models import Claim, Pin, Reference
from .permissions import TABLE
from .pins import Pins
from .searched import CLAIM
from .staleness import staleness
from .verbs import ClaimVerb
from .writers import writers


@action(ClaimVerb.DRAFT, streams=lambda *, inspection, **_: [inspection.stream])
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
    """Assert something and pin what it rests on.

    ``claim_key`` is the key texts carry; ``predicate`` is the structure that the kind reads.
    """
    require(by, inspection, TABLE, ClaimVerb.DRAFT)
    taken = Claim.objects.filter(inspection=inspection, key=claim_key).exists()
    refuse_if(
        policies.draftable(inspection, claim_key, statement, small_number_decision, taken=taken)
    )
    figures = _supported(by, inspection, kind, predicate)
    refuse_if(readable(by, inspection, figures.support.marking or BASELINE, "What it rests on"))
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
    CLAIM.keep(claim)
    _pin(claim, figures)
    write(of=claim, stream=inspection.stream, detail=_detail(claim, figures))
    return claim


@action(ClaimVerb.EDIT, streams=lambda *, claim, **_: [claim.inspection.stream])
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
    """Change a claim: a new version, pinned anew, that needs referencing again.

    Raises Conflict when ``version`` is not the one that stands.
    """
    _require_at(by, claim, ClaimVerb.EDIT, version, yours=statement)
    refuse_if(policies.editable(claim, statement, small_number_decision))
    figures = _supported(by, claim.inspection, claim.kind, predicate)
    bears = figures.support.marking or BASELINE
    refuse_if(readable(by, claim.inspection, bears, "What it rests on"))
    claim.statement, claim.predicate = statement, dict(predicate)
    claim.small_number_decision, claim.withhold_count = small_number_decision, withhold_count
    claim.version += 1
    claim.save()
    CLAIM.keep(claim)
    _pin(claim, figures)
    write(of=claim, stream=claim.inspection.stream, detail=_detail(claim, figures))
    return claim


@action(ClaimVerb.REFERENCE, streams=lambda *, claim, **_: [claim.inspection.stream])
def reference(
    *, by: Person, at: datetime, key: str, claim: Claim, supported: bool, reasons: str = ""
) -> Reference:
    """Say, having looked at the support, that it carries the claim, or why not.

    Only somebody who wrote no part of the claim may.
    """
    inspection = claim.inspection
    require(by, inspection, TABLE, ClaimVerb.REFERENCE)
    figures, pins = _as_it_stands(claim)
    bears = highest([figures.support.marking or BASELINE, marking.under(claim)])
    refuse_if(marking.may_sign(by, claim, bears))
    refuse_if(
        policies.referencable(
            claim,
            by.pk,
            supported,
            reasons,
            writers=writers(claim),
            stale=staleness(claim, figures, pins),
            figures=figures,
        )
    )
    made = Reference.objects.create(
        claim=claim,
        claim_version=claim.version,
        supported=supported,
        reasons=reasons,
        figures=figures.looked_at(),
        by=by,
        at=at,
    )
    write(
        of=made,
        stream=inspection.stream,
        detail={"claim": claim.key, "version": claim.version, "supported": supported},
    )
    return made


@action(ClaimVerb.REFRESH, streams=lambda *, claim, **_: [claim.inspection.stream])
def refresh(*, by: Person, at: datetime, key: str, claim: Claim, version: int) -> Claim:
    """Pin a claim to what stands now: a new version, same words, to be referenced again."""
    _require_at(by, claim, ClaimVerb.REFRESH, version, yours=claim.statement)
    refuse_if(policies.refreshable(claim))
    figures = _supported(by, claim.inspection, claim.kind, claim.predicate)
    claim.version += 1
    claim.save(update_fields=["version"])
    _pin(claim, figures)
    write(of=claim, stream=claim.inspection.stream, detail=_detail(claim, figures))
    return claim


def _require_at(by: Person, claim: Claim, verb: ClaimVerb, version: int, *, yours: str) -> None:
    """Forbidden where ``by`` may not do the act; Conflict where the claim is past ``version``.

    Refused, before its words are shown beside theirs, to who may not read them.
    """
    require(by, claim.inspection, TABLE, verb)
    figures, _ = _as_it_stands(claim)
    bears = highest([figures.support.marking or BASELINE, marking.pinned(claim)])
    refuse_if(marking.may_write(by, claim, bears))
    if version != claim.version:
        raise Conflict(theirs=claim.statement, yours=yours, version=claim.version)


def _as_it_stands(claim: Claim) -> tuple[Figures, Pins]:
    """The figures of a claim from what it is pinned to, whoever may read that."""
    base = EvidenceBase(claim.inspection)
    kind = kind_of(claim.kind)
    # One that names others is stale when they are: their pins are read too.
    pins = Pins(base, None if kind.names_claims else claim.pk)
    predicate = kind.read(claim.predicate, base.known)
    return kind.count(predicate, base, pins.of(claim.pk).items), pins


def _supported(
    by: Person, inspection: Inspection, code: str, structure: Mapping[str, Any]
) -> Figures:
    """Read and count a claim on what ``by`` may read.

    Raises Refused where it is malformed or rests on too little.
    """
    kind, base = kind_of(code), EvidenceBase(inspection, reader=reading(by, inspection))
    predicate = kind.read(structure, base.known)
    figures = kind.count(predicate, base)
    refuse_if([*kind.unsupported(predicate, figures), *kind.misquoted(predicate, base)])
    return figures


def _pin(claim: Claim, figures: Figures) -> None:
    version, support = claim.version, figures.support
    if kind_of(claim.kind).pins_items:
        pins = [
            Pin(claim=claim, claim_version=version, item_id=item.pk, stance=item.stance)
            for item in (*support.items, *support.otherwise)
        ]
    else:
        pins = [Pin(claim=claim, claim_version=version, agreed_id=pk) for pk in support.judgments]
    Pin.objects.bulk_create(pins)


def _detail(claim: Claim, figures: Figures) -> dict[str, Any]:
    counts = {name: one for name, one in figures.looked_at().items() if isinstance(one, int)}
    return {
        "claim": claim.key,
        "version": claim.version,
        "kind": claim.kind,
        "figures": counts,
    }
