"""The inspection's stream of the ledger, as a binder carries it: entries, digests, columns."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.canonical import CANONICAL
from inspectorate.foundation.ledger.models import BroughtDigest, ColumnList, Entry, RowDigest

from .rows import model_of, plain
from .tables import OF_INSPECTION

_DISPOSALS = "ledger.disposal"
_ENTRY = ("format", *dict.fromkeys(name for one in CANONICAL.values() for name in one), "digest")
_LINE = ("entry", "place", "table", "row", "turn", "columns", "nonce", "seal", "digest")
_CHUNK = 2000


def of_inspection(table: str, inspection: Inspection) -> models.QuerySet[Any]:
    """The rows of a table that are the inspection's alone."""
    every = model_of(table)._base_manager
    if table == _DISPOSALS:
        written = RowDigest.objects.filter(
            entry__stream=inspection.stream, table=OuterRef("table"), row=OuterRef("row")
        )
        return every.filter(Exists(written))
    return every.filter(**{OF_INSPECTION[table]: inspection.pk})


def entries(stream: str) -> Iterator[dict[str, Any]]:
    """Each entry with the fields that its format has, so that its line is what was digested."""
    found = Entry.objects.filter(stream=stream).order_by("number").values_list(*_ENTRY)
    for values in found.iterator(chunk_size=_CHUNK):
        row = {name: plain(value) for name, value in zip(_ENTRY, values, strict=True)}
        yield {name: row[name] for name in (*CANONICAL[row["format"]], "digest")}


def digests(stream: str) -> Iterator[dict[str, Any]]:
    """The digest of every row that those entries wrote, by entry and place."""
    found = (
        model._base_manager.filter(entry__stream=stream)
        .order_by("entry__number", "place")
        .values_list(
            "entry__number",
            *("place", "table", "row", "turn"),
            "columns__digest",
            *("nonce", "seal", "digest"),
        )
        .iterator(chunk_size=_CHUNK)
        for model in (RowDigest, BroughtDigest)
    )
    for values in merge(*found, key=lambda one: one[:2]):
        yield dict(zip(_LINE, values, strict=True))


def columns(digests: set[str]) -> Iterator[dict[str, Any]]:
    """The lists of columns that some digests cover."""
    for one in ColumnList.objects.filter(digest__in=digests).order_by("digest"):
        yield {"digest": one.digest, "table": one.table, "names": one.names}
