"""Reads of claims: figures, facts for the checks of a text, staleness, what rests on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import vocabulary_of
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, Marking, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting
from inspectorate.foundation.remembered import Remembered
from inspectstats.quantity import Multiverse

from . import marking, policies, work_queue
from .evidence_base import EvidenceBase
from .excerpts import policies as excerpt_policies
from .facts import ClaimFacts, LastWord
from .figures import Figures
from .kinds.kind import Kind
from .kinds.quotation import marking_of
from .kinds.reading import KnownNames
from .kinds.registry import KINDS, kind_of
from .marking import may_sign, may_write
from .models import Claim, Excerpt, Pin, Reference
from .permissions import TABLE
from .pins import Pins
from .staleness import staleness, withdrawn_support
from .verbs import ClaimVerb
from .what_stands import Place
from .writers import writers

# One set for each inspection that is written, clearance of a reader and numbers from above.
FACTS: Remembered[Mapping[str, ClaimFacts]] = Remembered(32)


def can(person: Person, inspection: Inspection, verb: ClaimVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Claim]:
    """The claims of an inspection, in order of their keys; none for who is not of its team."""
    rows = Claim.objects.filter(inspection=inspection).select_related(
        "inspection__vocabulary", "drafted_by"
    )
    return rows if can(person, inspection, ClaimVerb.SEE) else rows.none()


class Criteria(NamedTuple):
    """References of the criteria a claim names; ``graded`` are those whose grades it tells."""

    named: list[str]
    graded: list[str]
    withheld: bool


def with_facts(
    inspection: Inspection,
    claims: QuerySet[Claim] | None = None,
    above: Mapping[str, str] | None = None,
    *,
    agreed: Mapping[Place, Agreed] | None = None,
    criteria: Sequence[Criterion] | None = None,
    reader: Reading | None = None,
    register: Sequence[Body] | None = None,
) -> list[tuple[Claim, ClaimFacts]]:
    """Every claim of an inspection with its facts, or those of ``claims``, by key.

    The number of queries is fixed, however many claims there are. ``above``, ``agreed``,
    ``criteria``, ``reader`` and ``register`` as in :func:`facts`.
    """
    base = EvidenceBase(inspection, agreed, criteria, reader, register)
    return _with_facts(base, claims, above or {})


def _with_facts(
    base: EvidenceBase, claims: QuerySet[Claim] | None, above: Mapping[str, str]
) -> list[tuple[Claim, ClaimFacts]]:
    # Asked of the inspection, each of its claims has it at hand.
    rows = base.inspection.claims.all() if claims is None else claims.select_related("inspection")
    read = list(rows.select_related("drafted_by").order_by("key"))
    if claims is None:
        base.drafted = {one.key: (one.kind, one.version) for one in read}
    pins = Pins(base)
    return [(claim, _facts(claim, pins, above)) for claim in read]


def read_by(
    person: Person,
    inspection: Inspection,
    claims: QuerySet[Claim] | None = None,
) -> list[tuple[Claim, ClaimFacts]]:
    """The claims that ``person`` may see, or those of ``claims``, as they may have each, by key.

    A claim marked above them keeps its key, kind and state alone; its row says so (``withheld``).
    """
    reader = reading(person, inspection)
    rows = visible_to(person, inspection)
    rows = rows if claims is None else rows.filter(pk__in=claims.values("pk"))
    found = with_facts(inspection, rows, reader=reader)
    return [(claim, marking.as_read(claim, facts, reader)) for claim, facts in found]


def named_to(
    person: Person, inspection: Inspection, claims: QuerySet[Claim] | None = None
) -> list[Claim]:
    """The claims that ``person`` may see, or those of ``claims``, as rows to name, by key.

    Without figures: of one marked above them the statement is withheld.
    """
    return [row for row, _ in named_as_marked(person, inspection, claims)]


def named_as_marked(
    person: Person, inspection: Inspection, claims: QuerySet[Claim] | None = None
) -> list[tuple[Claim, str]]:
    """The same rows, each with how high it is marked."""
    reader, rows = reading(person, inspection), visible_to(person, inspection)
    rows = rows if claims is None else rows.filter(pk__in=claims.values("pk"))
    bears = markings(inspection, rows)
    marked = [(row, bears.get(row.key, Marking.PUBLIC.value)) for row in rows]
    return [(reader.of(row, marking, "statement"), marking) for row, marking in marked]


def one(person: Person, inspection: Inspection, key: str) -> tuple[Claim, ClaimFacts] | None:
    """One claim with its facts as this person may have them, None where it does not exist."""
    found = read_by(person, inspection, inspection.claims.filter(key=key))
    return found[0] if found else None


def open_to(
    person: Person, inspection: Inspection, under: tuple[str, ...] = ()
) -> list[tuple[Claim, ClaimFacts]]:
    """The claims whose words ``person`` may read, by key, to choose among: no read is noted.

    What is shown of them goes through :func:`laid_open`. ``under`` as in :func:`facts`.
    """
    reader, rows = reading(person, inspection), visible_to(person, inspection)
    known = facts(inspection, reader=reader, under=under)
    return [
        (row, known[row.key])
        for row in rows.order_by("key")
        if row.key in known and reader.may(known[row.key].marking)
    ]


def keys_open_to(person: Person, inspection: Inspection) -> set[str]:
    """The keys of the claims whose words ``person`` may read; no read is noted."""
    reader, bears = reading(person, inspection), markings(inspection)
    keys = visible_to(person, inspection).values_list("key", flat=True)
    return {key for key in keys if reader.may(bears.get(key, Marking.PUBLIC.value))}


def laid_open(person: Person, row: Claim, found: ClaimFacts) -> ClaimFacts:
    """One claim of :func:`open_to` as ``person`` may have it; that they read it is noted."""
    return marking.as_read(row, found, reading(person, row.inspection))


def otherwise(inspection: Inspection) -> dict[str, Multiverse]:
    """By key, each claim that counts bodies asked again under other choices.

    A fixed number of queries, however many claims there are.
    """
    base = EvidenceBase(inspection)
    found = {claim.key: _otherwise(claim, base) for claim in inspection.claims.order_by("key")}
    return {key: asked for key, asked in found.items() if asked is not None}


def otherwise_of(claim: Claim) -> Multiverse | None:
    """The same of one claim; None where it counts no bodies or no word fits."""
    return _otherwise(claim, EvidenceBase(claim.inspection))


def _otherwise(claim: Claim, base: EvidenceBase) -> Multiverse | None:
    kind = kind_of(claim.kind)
    return kind.otherwise(kind.read(claim.predicate, base.known), base)


def preview(person: Person, inspection: Inspection, kind: Kind[Any], structure: object) -> Figures:
    """The figures of a claim that ``person`` would draft; raises Refused naming each wrong field.

    No item that they may not read is among or behind them.
    """
    base = EvidenceBase(inspection, reader=reading(person, inspection))
    figures = kind.count(kind.read(structure, base.known), base)
    return kind.seen(figures, base.readable)


def facts(
    inspection: Inspection,
    above: Mapping[str, str] | None = None,
    agreed: Mapping[Place, Agreed] | None = None,
    criteria: Sequence[Criterion] | None = None,
    reader: Reading | None = None,
    register: Sequence[Body] | None = None,
    under: tuple[str, ...] = (),
) -> dict[str, ClaimFacts]:
    """Every claim as plain facts, by key, for the checks of a text, in a fixed number of queries.

    ``above`` are numbers, by name, that only a room above can count; ``agreed`` the judgments that
    stand, ``criteria`` what they are made on, ``register`` all bodies, where they have been read
    already. What became stale names to a ``reader`` no item that they may not read; all else is the
    same for everybody.

    ``under`` are the newest entries of the ledger, asked for a page, under which facts that were
    computed before are given again (decision 37); without them all is computed anew.
    """
    base = EvidenceBase(inspection, agreed, criteria, reader, register)
    name = (inspection.pk, tuple(base.readable), tuple(sorted((above or {}).items())))
    known = FACTS.of(name, under) if under else None
    if known is None:
        known = {claim.key: facts for claim, facts in _with_facts(base, None, above or {})}
        # Acts on another inspection stand in its own stream.
        if under and not base.looked_elsewhere:
            FACTS.keep(name, under, known)
    return dict(known)


def markings(inspection: Inspection, claims: QuerySet[Claim] | None = None) -> dict[str, str]:
    """How high each claim, or each of ``claims``, is marked, by key; one not named is PUBLIC.

    Of kinds that may be marked alone the figures are worked out. A fixed number of queries.
    """
    marked = [code for code, kind in KINDS.items() if kind.may_be_marked]
    rows = inspection.claims.all() if claims is None else claims
    rows = rows.filter(kind__in=marked)
    if not rows.exists():
        return {}
    pins = Pins(EvidenceBase(inspection))
    # Of all that a claim knows of itself its marking alone: nobody asks here whether it is stale.
    rows = rows.select_related("inspection").order_by("key")
    return {row.key: _counted(row, pins)[1].support.marking or Marking.PUBLIC for row in rows}


def markings_of_sources(inspection: Inspection, sources: Iterable[str]) -> dict[str, str]:
    """How high sources are marked that a text quotes by name; one not named is PUBLIC.

    A source is marked where it names items of evidence by their numbers. At most a query for each
    inspection whose items are named.
    """
    base = EvidenceBase(inspection)
    found = {source: marking_of(source, base) for source in sources}
    return {source: marking for source, marking in found.items() if marking}


def criteria_named(inspection: Inspection) -> dict[str, Criteria]:
    """The criteria that each claim names, by key, and whether its number is withheld. One query."""
    columns = ("key", "kind", "predicate", "withhold_count")
    rows = [
        (key, kind_of(code), structure, withheld)
        for key, code, structure, withheld in inspection.claims.values_list(*columns)
    ]
    return {
        key: Criteria(kind.criteria(structure), kind.criteria(structure, graded=True), withheld)
        for key, kind, structure, withheld in rows
    }


def resting_on_for(person: Person, item: Item) -> list[Claim]:
    """Return the claims that rest on an item, as ``person`` may have them; see :func:`named_to`."""
    rows = Claim.objects.filter(pk__in=[one.pk for one in resting_on(item)])
    return named_to(person, item.inspection, rows)


def resting_on(thing: Item | Agreed) -> list[Claim]:
    """Return the claims whose version of now rests on an item or a judgment.

    On an item directly, or by a judgment that cites it.
    """
    if isinstance(thing, Item):
        return list(resting_on_any(Item.objects.filter(pk=thing.pk)))
    pins = Pin.objects.filter(claim_version=F("claim__version"), agreed=thing)
    return list(
        Claim.objects.filter(pk__in=pins.values("claim"))
        .select_related("inspection")
        .order_by("key")
    )


def resting_on_any(items: QuerySet[Item]) -> QuerySet[Claim]:
    """Return the claims whose version of now rests on one of some items, or on a judgment that
    cites one, by key. Whoever reads them has them by :func:`named_as_marked`.
    """
    pins, those = Pin.objects.filter(claim_version=F("claim__version")), items.values("pk")
    pins = pins.filter(Q(item__in=those) | Q(agreed__citations__item__in=those))
    rows = Claim.objects.filter(pk__in=pins.values("claim"))
    return rows.select_related("inspection").order_by("key")


def supporting(claim: Claim) -> tuple[list[Agreed], list[Item]]:
    """Return the judgments and items that the claim's version of now is pinned to.

    Judgments come with their citations.
    """
    pins = Pin.objects.filter(claim=claim, claim_version=claim.version)
    agreed = Agreed.objects.filter(
        pk__in=pins.exclude(agreed=None).values("agreed")
    ).select_related("scope_body", "criterion", "grade", "by")
    items = Item.objects.filter(pk__in=pins.exclude(item=None).values("item")).select_related(
        "inspection", "scope_body", "citation"
    )
    return list(
        agreed.prefetch_related(
            "citations__item__inspection", "citations__item__citation"
        ).order_by("scope_body__order", "criterion__order")
    ), list(items)


def stances(claim: Claim) -> dict[int, str]:
    """Return, by item that the claim's version of now is pinned to, what it says of the claim.

    Empty where nobody recorded it.
    """
    pins = Pin.objects.filter(claim=claim, claim_version=claim.version).exclude(item=None)
    return dict(pins.values_list("item", "stance"))


def excerpts_of(claim: Claim) -> QuerySet[Excerpt]:
    """All that was ever released behind a claim, oldest first, with who withdrew it; what stands
    has nobody.
    """
    return claim.excerpts.select_related("item__inspection", "by", "withdrawal__by")


def excerptable_items(person: Person, claim: Claim) -> QuerySet[Item]:
    """The items of which ``person`` may release an excerpt: named, relied on, describable."""
    pinned = Pin.objects.filter(claim=claim, claim_version=claim.version).values("item")
    seen = evidence.visible_to(person, claim.inspection).filter(pk__in=pinned)
    return evidence.describable(seen).select_related("inspection").order_by("number")


def reasons_not_to_release(claim: Claim, item: Item, rendering: str, text: str) -> list[Reason]:
    """Why these words of an item may not be released behind the claim now."""
    return excerpt_policies.excerptable(claim, item, rendering, text)


def support_for(
    person: Person, claim: Claim
) -> tuple[list[tuple[Agreed, list[Item]]], list[Item], bool]:
    """What ``person`` may see of what the claim is pinned to; nothing of one marked above them.

    That is its judgments, each with the items it cites, the items, and whether there are others.
    """
    agreed, items = supporting(claim)
    cited = [citation.item for judgment in agreed for citation in judgment.citations.all()]
    every = {item.pk for item in (*items, *cited)}
    if claim.withheld:
        return [], [], bool(every)
    reader, seen = reading(person, claim.inspection), evidence.visible_to(person, claim.inspection)
    open_to = set(seen.filter(pk__in=every).values_list("pk", flat=True)) if every else set()
    return (
        [
            (one, [row.item for row in one.citations.all() if row.item_id in open_to])
            for one in agreed
        ],
        [reader.of(item, item.marking, "words") for item in items if item.pk in open_to],
        bool(every - open_to),
    )


def known(inspection: Inspection) -> KnownNames:
    """What a claim may name here: the choices of a form."""
    return EvidenceBase(inspection).known


def word_holds_for(inspection: Inspection, found: Figures) -> tuple[int, int] | None:
    """The counts, both ends included, of those inspected for which the claim's word is true.

    None where it has no band.
    """
    if not found.word or not found.inspected:
        return None
    return vocabulary_of(inspection.vocabulary).limits(found.word, found.inspected)


def references_of(person: Person, claim: Claim) -> list[Reference]:
    """Every word of a referencer on any version of the claim, newest first.

    Why one objected comes as ``person`` may read it.
    """
    rows = list(claim.references.select_related("by").order_by("-at", "-pk"))
    if not any(one.reasons for one in rows):
        return rows
    bears = markings(claim.inspection, claim.inspection.claims.filter(pk=claim.pk))
    reader = reading(person, claim.inspection)
    return marking.objections_as_read(claim, bears.get(claim.key, BASELINE), rows, reader)


def reasons_not_to_refresh(person: Person, claim: Claim, found: ClaimFacts) -> list[Reason]:
    """Why this person may not edit or refresh a claim now."""
    return [*policies.refreshable(claim), *reasons_unread(person, claim, found)]


def reasons_unread(person: Person, claim: Claim, found: ClaimFacts) -> list[Reason]:
    """Why this person may not change the claim: they may not read what it says or rests on."""
    return may_write(person, claim, highest([found.marking, marking.pinned(claim)]))


def reasons_not_to_sign(person: Person, claim: Claim, found: ClaimFacts) -> list[Reason]:
    """Why this person may neither sign nor object: they may not read all that it rests on."""
    return may_sign(person, claim, highest([found.marking, marking.under(claim)]))


def reasons_not_to_reference(person: Person, claim: Claim, found: ClaimFacts) -> list[Reason]:
    """Why this person may not find the claim supported now."""
    return reasons_not_to_sign(person, claim, found) or policies.referencable(
        claim,
        person.pk,
        True,
        "",
        writers=writers(claim),
        stale=found.stale,
        figures=found.figures,
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """Claims to be referenced by who did not write them, and stale ones to be refreshed."""
    references, refreshes = (
        can(person, inspection, ClaimVerb.REFERENCE),
        can(person, inspection, ClaimVerb.REFRESH),
    )
    again = work_queue.to_look_at(inspection) if references or refreshes else []
    found = [
        Waiting(
            f"Look again at the claim {one.key}", ClaimVerb.REFRESH, (one.key,), inspection.slug
        )
        for one in again
        if refreshes
    ]
    fallen = {one.pk for one in again}
    unsigned = work_queue.to_reference(inspection) if references else []
    found += [
        Waiting(f"Reference the claim {one.key}", ClaimVerb.REFERENCE, (one.key,), inspection.slug)
        for one in unsigned
        if one.pk not in fallen and one.drafted_by_id != person.pk
    ]
    return found


def _counted(claim: Claim, pins: Pins) -> tuple[Any, Figures]:
    """Return what a claim says, as its kind reads it, and its figures as things stand."""
    kind = kind_of(claim.kind)
    predicate = kind.read(claim.predicate, pins.base.known)
    return predicate, kind.count(predicate, pins.base, pins.of(claim.pk).items)


def _facts(claim: Claim, pins: Pins, above: Mapping[str, str]) -> ClaimFacts:
    predicate, counted = _counted(claim, pins)
    kind = kind_of(claim.kind)
    reference = pins.last_words.get(claim.pk)
    return ClaimFacts(
        key=claim.key,
        kind=kind,
        statement=claim.statement,
        # What a room above counts is not among the figures that a referencer signed.
        figures=kind.with_numbers_above(predicate, counted, above),
        drafted_by=claim.drafted_by.name,
        last_word=LastWord(reference.by.name, reference.supported, reference.at)
        if reference
        else None,
        stale=tuple(staleness(claim, counted, pins)),
        withdrawn_support=tuple(withdrawn_support(claim, counted, pins)),
        small_number_decision=claim.small_number_decision,
        withheld=claim.withhold_count,
        same_items_as=pins.same_items_as(claim),
        shares_because=str(claim.predicate.get("shared", "")),
        excerpts=pins.excerpts_of(claim.pk) if kind.pins_items else (),
    )
