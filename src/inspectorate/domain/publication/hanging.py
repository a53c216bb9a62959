"""What hangs on where evidence comes from: of a session, a visit or a document all evidence, and
the judgments, claims and sentences that rest on it, each as its reader may have it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.documents import Document as Source
from inspectorate.domain.evidence.models import Item, Supersession
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.debriefs.models import Debrief
from inspectorate.domain.judgments.debriefs.queries import made_from
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.models import Person

from .trace import carrying


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words bound to a claim: in the newest public ``edition`` of a document, or as drafted."""

    document: Document
    claim: str
    text: str
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Hanging:
    """All that rests on some evidence. Claims above the reader keep their key alone."""

    items: tuple[Item, ...]
    agreed: tuple[Agreed, ...]
    claims: tuple[Claim, ...]
    drafted: tuple[Sentence, ...]
    printed: tuple[Sentence, ...]
    debriefs: tuple[Debrief, ...] = ()

    def sentences(self) -> dict[str, list[Sentence]]:
        """The sentences by the key of their claim, as drafted before as printed."""
        found: dict[str, list[Sentence]] = defaultdict(list)
        for one in (*self.drafted, *self.printed):
            found[one.claim].append(one)
        return found


def items_of(source: Session | Visit | Source) -> Q:
    """Which items come from a session, from the sessions of a visit, or from a document."""
    if isinstance(source, Session):
        return Q(session=source.pk)
    if isinstance(source, Visit):
        return Q(session__visit=source.pk)
    if source.receipt is not None:
        return Q(citation__receipt=source.receipt.pk)
    file = source.attached
    return Q(citation__attachment=file.pk) | Q(pk=file.item_id)


def hanging_on(person: Person, inspection: Inspection, source: Session | Visit | Source) -> Hanging:
    """Find what rests on a source. As many queries however much does, one more for each time its
    evidence was replaced anew; of texts, as the documents there are.
    """
    found = evidence.visible_to(person, inspection).filter(
        pk__in=_with_what_replaced_them(Item.objects.filter(items_of(source)))
    )
    seen = evidence.laid_open(
        person,
        inspection,
        found.select_related("inspection", "scope_body", "withdrawal", "supersession"),
    )
    items = tuple(sorted(seen, key=lambda one: one.number))
    if not items:
        return Hanging((), (), (), (), ())
    those = Item.objects.filter(pk__in=[one.pk for one in items]).order_by()
    rows = tuple(claims.named_to(person, inspection, claims.resting_on_any(those)))
    keys = [one.key for one in rows]
    return Hanging(
        items,
        _agreed(person, inspection, those),
        rows,
        _drafted(person, inspection, keys),
        _printed(person, inspection, keys),
        tuple(made_from(person, inspection, those)),
    )


def _with_what_replaced_them(items: QuerySet[Item]) -> set[int]:
    """The keys of some items, and of the fuller records in their place: what cites those rests on
    what the first came from.
    """
    found: set[int] = set()
    newer = set(items.order_by().values_list("pk", flat=True))
    while newer:
        found |= newer
        rows = Supersession.objects.filter(item__in=newer).exclude(by_item__in=found)
        newer = set(rows.values_list("by_item", flat=True))
    return found


def _agreed(person: Person, inspection: Inspection, items: QuerySet[Item]) -> tuple[Agreed, ...]:
    """The agreed judgments that stand and cite one of the items."""
    if not judgments.can(person, inspection, JudgmentVerb.SEE):
        return ()
    # A judgment agreed anew no longer rests on what the one before it cited.
    standing = {one.pk for one in judgments.current(inspection, words=False).values()}
    rows = Agreed.objects.filter(pk__in=standing, citations__item__in=items.values("pk"))
    rows = rows.select_related("scope_body", "criterion", "grade").distinct()
    ordered = rows.order_by("scope_body__order", "criterion__area__order", "criterion__order")
    return tuple(judgments.laid_open(person, inspection, ordered))


def _drafted(person: Person, inspection: Inspection, keys: list[str]) -> tuple[Sentence, ...]:
    if not keys:
        return ()
    said = reports.carried(person, inspection)
    return tuple(
        Sentence(document, key, text)
        for key in keys
        for document, texts in said(key)
        for text in texts
    )


def _printed(person: Person, inspection: Inspection, keys: list[str]) -> tuple[Sentence, ...]:
    """The words of the newest public edition of each document."""
    if not keys:
        return ()
    documents = reports.visible_to(person, inspection).order_by().values("pk")
    public = Edition.objects.filter(document__in=documents, kind=EditionKind.PUBLIC)
    newest = dict(public.order_by("number").values_list("document", "pk"))
    rows = Edition.objects.filter(pk__in=newest.values()).select_related("document")
    return tuple(
        Sentence(edition.document, key, text, edition)
        for edition, data in [
            (one, reports.data_of(one)) for one in rows.order_by("document__slug")
        ]
        for key in keys
        for text in carrying(data, key)
    )
