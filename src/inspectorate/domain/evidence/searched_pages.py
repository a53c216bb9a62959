"""Pages of documents in the search over everything: words of what was handed in or attached.

A page is found by the row that holds its file, not by the file: the same bytes may come from two
bodies, marked unlike, and each has its own page to be read on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.db.models import Model, QuerySet

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.searched import OfInspection
from inspectorate.foundation.documents import layers, scanning
from inspectorate.foundation.documents.models import Scan, TextLayer, TextPage
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Facts, Shown
from inspectorate.foundation.search.port import (
    Entry,
    carrying,
    put,
    take_out,
    token,
    week_of,
)
from inspectorate.foundation.search.terms import fold

from .documents import Document
from .models import Attachment
from .permissions import TABLE
from .queries import visible_to
from .verbs import EvidenceVerb

# A key is the row that holds the file, which of the two tables it is in, and the page. What lies
# beyond is not indexed: its key would be that of another document's page.
_PAGES_APART = 131_072
# So much of a page is indexed: PostgreSQL keeps no more of one text than a megabyte.
_MOST_WORDS = 100_000
_DOCUMENTS, _ENTRIES = 200, 500


class SearchedPage(OfInspection):
    """A page of a document's text, derived as that is: found by its words."""

    code, number = "page", 11
    label, several = "Page of a document", "Pages of documents"
    model = TextPage
    table, see = TABLE, EvidenceVerb.SEE

    def rows(self) -> QuerySet[Any]:
        """Return the pages of text that were kept; which documents hold them, no row says."""
        return TextPage.objects.select_related("layer")

    def words(self, row: TextPage) -> str:
        """Return what is indexed of its words."""
        return " ".join(text for _, text in row.parts)[:_MOST_WORDS]

    def within(self, row: Document) -> int:
        """Return the key of the inspection that a document came to."""
        if row.receipt is not None:
            return row.receipt.request.inspection_id
        return row.attached.item.inspection_id

    def tokens(self, row: Document) -> tuple[str, ...]:
        """Return the tokens of where a document belongs, which its pages carry."""
        one = self._facts(row, 0)
        return (
            self.marked(row.marking),
            token("d", _holder(row)),
            token("b", row.scope_body.pk),
            token("r", one.person or 0),
            token("o", week_of(one.at)),
        )

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some pages belongs. Two queries."""
        holding = _holding(things)
        for thing in things:
            if document := holding.get(thing // _PAGES_APART):
                yield self._facts(document, thing)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open pages of documents that ``person`` may read."""
        holders = {one // _PAGES_APART for one in things}
        files, hand_ins = _parted(holders)
        for inspection in places:
            reader, asked = reading(person, inspection), fieldwork.visible_to(person, inspection)
            receipts = Receipt.objects.filter(pk__in=hand_ins, request__in=asked)
            items = visible_to(person, inspection)
            attached = Attachment.objects.filter(pk__in=files, item__in=items)
            open_to = []
            near = ("request__scope_body", "request__inspection", "data_return__withdrawal")
            rows = receipts.select_related(*near)
            for one in rows.defer("data_return__rows", "data_return__soft"):
                reader.of(one, one.marking)
                open_to += [] if is_withheld(one) else [Document(receipt=one)]
            for file in attached.select_related("item__scope_body", "item__inspection"):
                reader.of(file, file.item.marking)
                open_to.append(Document(attachment=file))
            yield from self._shown(inspection.slug, open_to, things)

    def follow(self, row: Model) -> bool:
        """Find the pages of each document that a hand-in, a file, a text or a scan tells of."""
        if isinstance(row, Receipt):
            holders, documents = [_holder(Document(receipt=row))], _hand_ins().filter(pk=row.pk)
            return self._anew(holders, (Document(receipt=one) for one in documents))
        if isinstance(row, Attachment):
            holders, files = [_holder(Document(attachment=row))], _files().filter(pk=row.pk)
            return self._anew(holders, (Document(attachment=one) for one in files))
        if isinstance(row, TextLayer | Scan):
            those = list(_documents(digest=row.digest))
            return self._anew([_holder(one) for one in those], those)
        return False

    def keep_all(self, within: int | None = None) -> int:
        """Put the pages of all documents into the index, or of those of an inspection."""
        return self._put(_documents(within=within))

    def places_of(self, things: Collection[int]) -> set[int]:
        """Return the inspections that some pages stand within. Two queries."""
        return {one.within for one in self.facts(things)}

    def forget(self, *things: int) -> None:
        """Take pages out of the index."""
        take_out(self.index, [self.key(one) for one in things])

    def _anew(self, holders: Iterable[int], documents: Iterable[Document]) -> bool:
        gone = [key for one in holders for key in carrying(self.index, token("d", one))]
        take_out(self.index, gone)
        return bool(self._put(documents)) or bool(gone)

    def _put(self, documents: Iterable[Document]) -> int:
        number = 0
        for some in batched(documents, _DOCUMENTS):
            for entries in batched(self._entries(some), _ENTRIES):
                put(self.index, entries)
                number += len(entries)
        return number

    def _entries(self, documents: Sequence[Document]) -> Iterator[Entry]:
        """Yield what finds the pages of some documents, a text read once for all that hold it."""
        alike: dict[str, list[Document]] = defaultdict(list)
        for one in documents:
            alike[one.digest].append(one)
        newest = _layers(alike)
        tokens = {_holder(one): self.tokens(one) for one in documents}
        pages = TextPage.objects.filter(layer__in=newest, number__lt=_PAGES_APART).order_by("pk")
        for page in pages.iterator(chunk_size=_ENTRIES):
            # Folded once: what it is then costs little to fold again.
            words = fold(self.words(page))[:_MOST_WORDS]
            for one in alike[newest[page.layer_id]]:
                holder = _holder(one)
                yield Entry(
                    self.key(holder * _PAGES_APART + page.number),
                    self.within(one),
                    words,
                    (token("t", self.code), *tokens[holder]),
                )

    def _facts(self, one: Document, thing: int) -> Facts:
        if one.receipt is not None:
            at, person = one.receipt.at, one.receipt.by_id
        else:
            at, person = one.attached.at, one.attached.item.recorded_by_id
        return Facts(thing, self.within(one), at, one.scope_body.pk, person=person)

    def _shown(
        self, slug: str, documents: Sequence[Document], things: Collection[int]
    ) -> Iterator[Shown]:
        newest = {digest: pk for pk, digest in _layers(one.digest for one in documents).items()}
        numbers = {one % _PAGES_APART for one in things}
        rows = TextPage.objects.filter(layer__in=newest.values(), number__in=numbers)
        pages = {(one.layer_id, one.number): one for one in rows}
        wanted: dict[int, list[int]] = defaultdict(list)
        for thing in things:
            wanted[thing // _PAGES_APART].append(thing)
        for one in documents:
            for thing in wanted[_holder(one)]:
                page = pages.get((newest.get(one.digest, 0), thing % _PAGES_APART))
                if page is not None:
                    yield _laid_out(slug, one, thing, page)


def page_thing(document: Document, number: int) -> int:
    """Return the key of a page of a document among what a search finds."""
    return _holder(document) * _PAGES_APART + number


def _laid_out(slug: str, one: Document, thing: int, page: TextPage) -> Shown:
    words, anchors = "", []
    for part in layers.page_of(page).parts:
        anchors.append((len(words), part.at))
        words += f"{part.text} "
    came_by = one.receipt.request.title if one.receipt else one.attached.item.ref
    at = one.receipt.at if one.receipt else one.attached.at
    returned = getattr(one.receipt, "data_return", None)
    ended = ("Taken back",) if hasattr(returned, "withdrawal") else ()
    return Shown(
        thing,
        f"{one.name}, {page.title}",
        words[:_MOST_WORDS],
        at,
        one.marking,
        (slug, one.key),
        (one.scope_body.label, came_by, *ended),
        f"?page={page.number}",
        tuple(anchors),
    )


def _holder(one: Document) -> int:
    """Return a number of the row that holds a file: hand-ins are even, files of items odd."""
    return one.receipt.pk * 2 if one.receipt is not None else one.attached.pk * 2 + 1


def _parted(holders: Collection[int]) -> tuple[list[int], list[int]]:
    """Return the keys of files of items, and of hand-ins, among some holders."""
    return [one // 2 for one in holders if one % 2], [one // 2 for one in holders if not one % 2]


def _hand_ins() -> QuerySet[Receipt]:
    rows = Receipt.objects.exclude(digest="").order_by("pk")
    return rows.select_related("request__scope_body")


def _files() -> QuerySet[Attachment]:
    return Attachment.objects.order_by("pk").select_related("item__scope_body")


def _documents(*, digest: str = "", within: int | None = None) -> Iterator[Document]:
    receipts, files = _hand_ins(), _files()
    if digest:
        receipts, files = receipts.filter(digest=digest), files.filter(blob=digest)
    if within is not None:
        receipts = receipts.filter(request__inspection=within)
        files = files.filter(item__inspection=within)
    for receipt in receipts.iterator(chunk_size=_DOCUMENTS):
        yield Document(receipt=receipt)
    for file in files.iterator(chunk_size=_DOCUMENTS):
        yield Document(attachment=file)


def _holding(things: Collection[int]) -> dict[int, Document]:
    """Return the documents that some pages are of, by holder. Two queries."""
    files, hand_ins = _parted({one // _PAGES_APART for one in things})
    found = [Document(receipt=one) for one in _hand_ins().filter(pk__in=hand_ins)]
    found += [Document(attachment=one) for one in _files().filter(pk__in=files)]
    return {_holder(one): one for one in found}


def _layers(digests: Iterable[str]) -> dict[int, str]:
    """Return the newest text of each file that may be opened, by its key. Two queries."""
    standings = scanning.standings(digests)
    openable = [digest for digest, one in standings.items() if one.openable]
    rows = TextLayer.objects.filter(digest__in=openable).order_by("pk")
    newest = dict(rows.values_list("digest", "pk"))
    return {pk: digest for digest, pk in newest.items()}


PAGE = SearchedPage()
