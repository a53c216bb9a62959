"""Keeping text layers, reading them, and making them again to compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from inspectorate.foundation.search import keeping as searching

from . import places
from .extracting import Extraction
from .models import TextLayer, TextPage
from .places import Page, Part


def newest(digest: str) -> TextLayer | None:
    """The text layer that was made last of a file."""
    return TextLayer.objects.filter(digest=digest).first()


def read_of(digests: Iterable[str]) -> set[str]:
    """Those of files whose text was read, by the layer that was made last of each. One query."""
    made = TextLayer.objects.filter(digest__in=set(digests)).order_by("pk")
    last = dict(made.values_list("digest", "refused"))
    return {digest for digest, refused in last.items() if not refused}


def _as_kept(pages: Iterable[Page]) -> list[Page]:
    """Pages as their rows have room for them: the digest is of these."""
    return [replace(one, title=one.title[:300], sheet=one.sheet[:120]) for one in pages]


def keep(digest: str, read: Extraction, *, at: datetime) -> TextLayer:
    """Keep what was read of a file, in place of what the same method read before.

    A refusal takes no text away: where one was read, it stays, and is what is returned.
    """
    refused, pages = read.refused.value if read.refused else "", _as_kept(read.pages)
    with transaction.atomic():
        same = TextLayer.objects.filter(digest=digest)
        if refused and (before := same.filter(refused="").first()):
            return before
        # A refusal says nothing of a method: the next reading takes its place.
        same.filter(method=read.method).delete()
        same.exclude(refused="").delete()
        layer = TextLayer.objects.create(
            digest=digest,
            method=read.method,
            text_digest="" if refused else places.digest_of(read.method, pages),
            refused=refused,
            machine_read=read.machine_read,
            made_at=at,
        )
        TextPage.objects.bulk_create(
            [
                TextPage(
                    layer=layer,
                    number=number,
                    title=page.title,
                    sheet=page.sheet,
                    parts=[[one.at, one.text] for one in page.parts],
                )
                for number, page in enumerate(pages, start=1)
            ],
            batch_size=200,
        )
        # Last: whoever shows what holds the file finds it by the words that are kept now.
        searching.tell(layer)
    return layer


def page_of(row: TextPage) -> Page:
    """A kept page as it was read."""
    return Page(row.title, tuple(Part(at, text) for at, text in row.parts), row.sheet)


def faults(layer: TextLayer, read: Extraction) -> Iterator[str]:
    """Yield a sentence for each way in which a kept layer is not what its file holds.

    One of an earlier method is none: its words may differ, and its digest says by which method.
    That nothing at all is read any more is one whatever the method.
    """
    kept = [page_of(one) for one in layer.pages.all()]
    if not layer.refused and places.digest_of(layer.method, kept) != layer.text_digest:
        yield f"text of {layer.digest}: its pages are not those of its digest"
    if read.refused and not layer.refused:
        yield f"text of {layer.digest}: it was read, and is not any more. {read.refused.sentence}"
        return
    if layer.method != read.method:
        return
    refused = read.refused.value if read.refused else ""
    digest = "" if refused else places.digest_of(read.method, _as_kept(read.pages))
    if (layer.refused, layer.text_digest) != (refused, digest):
        yield f"text of {layer.digest}: read again by {read.method}, it is another"
