"""Where a published sentence comes from, and what rests on a piece of evidence.

``trace(id)`` takes a sentence ("report#mandatory-training", or its address on the public site), a
claim's key, an evidence item (PREV-E0001) or a recommendation (PREV-R1), and answers with lines of
a tree: ``depth`` 0 is what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence.models import Item, Supersession, Withdrawal
from inspectorate.domain.evidence.queries import visible_to
from inspectorate.domain.inspections import access
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.recommendations import queries as register
from inspectorate.domain.recommendations.models import (
    DueDate,
    Progress,
    Recommendation,
    Response,
    Verification,
)
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.queries import carried, data_of, manuscript_of
from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import ORDER, Marking, highest
from inspectorate.foundation.people.models import Person

from . import nodes
from .nodes import Node

_EVIDENCE = re.compile(r"^([A-Za-z0-9]+)-E(\d+)$")
# What an anchor adds to a claim's key for its words, and for the same words once more.
_OF_WORDS = re.compile(r"-[0-9a-f]{6}(?:-\d+)?$")
_RECOMMENDATION = re.compile(r"^([A-Za-z0-9]+)-R(\d+)$")


class Unknown(LookupError):
    """Nothing is known by that name; the words say what names there are."""


def trace(
    ident: str, *, inspection: Inspection | None = None, reader: Person | None = None
) -> list[Node]:
    """Return the tree for ``ident``; raises Unknown.

    ``inspection`` narrows the search; ``reader`` keeps out evidence the person may not see, and
    words marked above them (``None``: the machine's own operator).
    """
    ident = ident.strip()
    if found := _EVIDENCE.match(ident):
        items = Item.objects.filter(
            inspection__prefix__iexact=found.group(1), number=int(found.group(2))
        )
        return _each(_up(item, reader) for item in _within(items, inspection, reader))
    if found := _RECOMMENDATION.match(ident):
        rows = Recommendation.objects.filter(
            inspection__prefix__iexact=found.group(1), number=int(found.group(2))
        )
        rows = rows.filter(inspection=inspection) if inspection else rows
        return _each(
            _recommendation(one, _reading(one.inspection, reader))
            for one in rows.select_related("inspection", "edition__document", "edition__by")
        )
    page, _, key = ident.rpartition("#")
    return _each(_sentence(claim, page, reader) for claim in _claims(key, inspection))


def _reading(inspection: Inspection, reader: Person | None) -> Reading:
    """How marked words come to the reader; the machine's own operator may read the database."""
    if reader is None:
        return Reading(inspection.slug, frozenset(ORDER))
    return access.reading(reader, inspection)


def _each(trees: Iterable[Iterator[Node]]) -> list[Node]:
    found = [node for tree in trees for node in tree]
    if not found:
        raise Unknown(
            "Nothing is known by that name. Give a sentence (report#claim-key), a claim's "
            "key, PREV-E0001 or PREV-R1."
        )
    return found


def _within(
    items: Iterable[Item], inspection: Inspection | None, reader: Person | None
) -> list[Item]:
    found = [one for one in items if inspection is None or one.inspection_id == inspection.pk]
    return [
        one
        for one in found
        if reader is None or visible_to(reader, one.inspection).filter(pk=one.pk).exists()
    ]


def _claims(key: str, inspection: Inspection | None) -> list[Claim]:
    """The claims a key or an anchor of the public site names.

    That is ``says-mandatory-training-3f0b6e``; of the first format, ``says-mandatory-training-2``.
    """
    rows = Claim.objects.select_related("inspection", "drafted_by")
    rows = rows.filter(inspection=inspection) if inspection else rows
    plain = re.sub(r"^(?:says|known)-", "", key)
    # Whole first: a claim's own key may begin with "says-" or end in a number.
    for name in (key, plain, re.sub(r"-\d+$", "", plain), _OF_WORDS.sub("", plain)):
        if found := list(rows.filter(key=name).order_by("inspection__slug")):
            return found
    return []


def _sentence(claim: Claim, page: str, reader: Person | None) -> Iterator[Node]:
    """The sentences that carry a claim, then the claim with all it rests on."""
    named = page.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
    drafted = _drafted(claim.inspection, reader)
    for document in claim.inspection.documents.order_by("slug"):
        # The public site calls a document by its kind where that name is free.
        if named not in ("", document.slug, DocumentKind(document.kind).type.stem):
            continue
        yield from _sentences_carrying(document, claim.key, drafted, depth=0)
    yield from _down(claim, reader, depth=1 if named else 0)


def _drafted(inspection: Inspection, reader: Person | None) -> Callable[[Document, str], list[str]]:
    """Return what tells the sentences of a document as drafted that carry a claim.

    As the reader may have them; every text is read once, and none before one is asked for.
    """
    if reader is None:
        texts = cache(manuscript_of)
        return lambda document, key: [
            span.text for _, span in texts(document).claim_spans() if span.key == key
        ]
    told = cache(lambda: carried(reader, inspection))
    return lambda document, key: [
        text for one, said in told()(key) if one.pk == document.pk for text in said
    ]


def _sentences_carrying(
    document: Document, key: str, drafted: Callable[[Document, str], list[str]], depth: int
) -> Iterator[Node]:
    """Yield each sentence of a document that carries a claim.

    As published in its newest edition, else as drafted.
    """
    edition = (
        document.editions.filter(kind="public").order_by("-number").select_related("by").first()
    )
    if edition is not None:
        data = data_of(edition)
        for text in carrying(data, key):
            yield Node(depth, "sentence", f"{document.slug}#{key}", text)
            yield from nodes.signatures(edition, key, depth + 1)
            yield nodes.printed(edition, data.title, depth + 1)
            yield from nodes.bundles(edition, depth + 2)
        return
    for text in drafted(document, key):
        yield Node(depth, "draft sentence", f"{document.slug}#{key}", text)


def carrying(data: EditionData, key: str) -> list[str]:
    """Return the words of an edition that carry a claim, a piece for each block."""
    found = []
    for block in data.blocks:
        for runs in (block.runs, *block.items):
            text = "".join(run.text for run in runs if run.claim == key)
            if text:
                found.append(text)
    return found


def _down(claim: Claim, reader: Person | None, depth: int) -> Iterator[Node]:
    """A claim, who drafted and referenced it, and what it is pinned to."""
    (claim,), read = _laid_open([claim], reader), _reading(claim.inspection, reader)
    agreed, items = claims.supporting(claim)
    agreed = _judgments_laid_open(claim.inspection, agreed, reader)
    seen = (
        None
        if reader is None
        else set(visible_to(reader, claim.inspection).values_list("pk", flat=True))
    )
    cited = {one.pk: [row.item for row in one.citations.all()] for one in agreed}
    every = {
        item.pk: item for item in [*items, *(item for rows in cited.values() for item in rows)]
    }
    digests = nodes.digests_of([*agreed, *every.values()])
    files = nodes.files_of(every)
    text = f"{claim.statement} (version {claim.version})"
    yield Node(
        depth,
        "claim",
        claim.key,
        text,
        claim.drafted_by.name,
        claim.drafted_at,
        nodes.digests_of([claim]).get(label(claim), ""),
    )
    yield from _references(claim, reader, depth + 1)
    if claim.withheld:
        return
    yield from nodes.small_number(claim, depth + 1)
    for judgment in agreed:
        yield nodes.judgment(judgment, digests, depth + 1)
        for item in cited[judgment.pk]:
            if seen is None or item.pk in seen:
                read.noted(item, item.marking)
                yield from nodes.evidence(item, digests, files, depth + 2)
    stances = claims.stances(claim)
    for item in items:
        if seen is None or item.pk in seen:
            read.noted(item, item.marking)
            yield from nodes.evidence(item, digests, files, depth + 1, stances[item.pk])
    yield from nodes.excerpts(claim, depth + 1)
    yield from _named(claim, reader, depth + 1)


def _named(claim: Claim, reader: Person | None, depth: int) -> Iterator[Node]:
    """The claims that a claim names, which are followed by their own keys."""
    keys = kind_of(claim.kind).claims_named(claim.predicate)
    rows = claim.inspection.claims.filter(key__in=keys).select_related("inspection", "drafted_by")
    found = list(rows) if keys else []
    digests = nodes.digests_of(found) if found else {}
    for one in _laid_open(found, reader):
        digest = digests.get(label(one), "")
        text = f"{one.statement} (version {one.version})"
        yield Node(depth, "claim named", one.key, text, one.drafted_by.name, one.drafted_at, digest)


def _laid_open(rows: list[Claim], reader: Person | None) -> list[Claim]:
    """Claims of one inspection as the reader may have their words."""
    if not rows:
        return []
    inspection = rows[0].inspection
    keys = [one.key for one in rows]
    bears = claims.markings(inspection, inspection.claims.filter(key__in=keys))
    read = _reading(inspection, reader)
    return [read.of(one, bears.get(one.key, Marking.PUBLIC), "statement") for one in rows]


def _judgments_laid_open(
    inspection: Inspection, rows: list[Agreed], reader: Person | None
) -> list[Agreed]:
    """Agreed judgments as the reader may have their reasons."""
    if reader is None:
        return judgments.with_reasons(rows)
    return judgments.laid_open(reader, inspection, rows)


def _references(claim: Claim, reader: Person | None, depth: int) -> Iterator[Node]:
    rows = (
        list(claim.references.select_related("by"))
        if reader is None
        else claims.references_of(reader, claim)
    )
    of_now = [one for one in rows if one.claim_version == claim.version]
    for one in sorted(of_now, key=lambda each: (each.at, each.pk)):
        text = "supported" if one.supported else f"not supported: {one.reasons}"
        digest = nodes.digests_of([one]).get(label(one), "")
        yield Node(depth, "reference", claim.key, text, one.by.name, one.at, digest)


def _up(item: Item, reader: Person | None) -> Iterator[Node]:
    """An evidence item with its files, then the judgments, claims and sentences that rest on it."""
    item = Item.objects.select_related("inspection", "scope_body", "recorded_by").get(pk=item.pk)
    read = _reading(item.inspection, reader)
    read.noted(item, item.marking)
    yield from nodes.evidence(item, nodes.digests_of([item]), nodes.files_of([item.pk]), 0)
    for gone in Withdrawal.objects.filter(item=item).select_related("by"):
        yield Node(1, "withdrawn", item.ref, gone.reason, gone.by.name, gone.at)
    for new in Supersession.objects.filter(item=item).select_related("by", "by_item__inspection"):
        # Why it was replaced tells of what replaced it.
        read.of(new, highest([item.marking, new.by_item.marking]), "reason")
        ref = new.by_item.ref if read.may(new.by_item.marking) else item.ref
        yield Node(1, "superseded", ref, new.reason, new.by.name, new.at)
    # A judgment agreed anew no longer rests on what the one before it cited.
    in_force = {one.pk for one in judgments.current(item.inspection).values()}
    rows = Agreed.objects.filter(citations__item=item, pk__in=in_force).select_related(
        "scope_body", "criterion", "grade", "by"
    )
    agreed = _judgments_laid_open(
        item.inspection, list(rows.order_by("scope_body__order", "criterion__order")), reader
    )
    digests = nodes.digests_of(agreed)
    for one in agreed:
        yield nodes.judgment(one, digests, 1)
    drafted, documents = (
        _drafted(item.inspection, reader),
        item.inspection.documents.order_by("slug"),
    )
    for claim in _laid_open(claims.resting_on(item), reader):
        yield Node(1, "claim", claim.key, claim.statement, claim.drafted_by.name, claim.drafted_at)
        for document in documents:
            yield from _sentences_carrying(document, claim.key, drafted, 2)


def _recommendation(one: Recommendation, read: Reading) -> Iterator[Node]:
    """A recommendation, the edition that made it, and everything that happened to it."""
    edition = one.edition
    yield Node(
        0,
        "recommendation",
        one.ref,
        one.text,
        at=one.opened_at,
        digest=nodes.digests_of([one]).get(label(one), ""),
    )
    yield nodes.printed(edition, edition.document.title, 1)
    for addressee in one.addressees.all():
        life = register.standing(addressee, one.opened_at.date())
        under = f", under the {addressee.legal_basis}" if addressee.legal_basis else ""
        yield Node(1, "addressee", addressee.label, f"Asked to reply{under}")
        steps: list[DueDate | Response | Progress | Verification] = [
            *life.due_dates,
            *life.responses,
            *life.progress,
            *life.verifications,
        ]
        digests = nodes.digests_of([*steps, *([life.closure] if life.closure else [])])
        # The label settles steps of one moment, so that the same tree is printed twice.
        for step in sorted(steps, key=lambda each: (each.at, label(each))):
            yield Node(
                2,
                str(step._meta.verbose_name),
                one.ref,
                str(step),
                step.by.name,
                step.at,
                digests.get(label(step), ""),
            )
            if isinstance(step, Progress | Verification) and step.digest and read.may(step.marking):
                read.noted(step, step.marking)
                name = getattr(step, "file_name", "")
                yield Node(3, "file", name, one.ref, "", step.at, step.digest)
        if life.closure:
            closure = read.of(life.closure, life.closure.marking, "reasons")
            yield Node(
                2,
                "closure",
                one.ref,
                closure.reasons,
                closure.by.name,
                closure.at,
                digests.get(label(closure), ""),
            )
