"""Rows of an inspection that its own stream does not prove, which is all a binder has of a ledger.

Another stream may have proven them: an upgrade did (stream ``ledger``), or they came in a binder of
format 1, whose entries kept no digests, or in one of a format whose table had fewer columns. An act
takes them over as they are; a row that is not as its last act left it is left alone, and
verification goes on naming it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import RowDigest
from inspectorate.foundation.ledger.proof import row_faults
from inspectorate.foundation.ledger.stored import columns_of
from inspectorate.foundation.ledger.verbs import TAKING_OVER

from .rows import added, model_of
from .stream import of_inspection
from .tables import OF_INSPECTION

# Rows that one act takes over: a bound on memory, not on how many there may be.
AT_ONCE = 20_000


def proven_nowhere(inspection: Inspection) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield model and key of each row of the inspection that no act has a digest of."""
    for table in OF_INSPECTION:
        model = model_of(table)
        written = RowDigest.objects.filter(table=model._meta.db_table, row=_text_of_key())
        rows = of_inspection(table, inspection).exclude(Exists(written)).order_by("pk")
        yield from ((model, key) for key in list(rows.values_list("pk", flat=True)))


def proven_in_part(inspection: Inspection) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield model and key of each row whose last digest does not cover a column added since."""
    for table in OF_INSPECTION:
        model = model_of(table)
        if not added(model):
            continue
        newest = RowDigest.objects.filter(table=model._meta.db_table, row=_text_of_key())
        covered = Subquery(newest.order_by("-turn").values("columns__names")[:1])
        rows = of_inspection(table, inspection).annotate(covered=covered).exclude(covered=None)
        rows = rows.exclude(covered=" ".join(sorted(columns_of(model)))).order_by("pk")
        found = list(rows.values_list("pk", flat=True))
        wrong = {row for row, _ in row_faults(model)} if found else set()
        yield from ((model, key) for key in found if str(key) not in wrong)


def proven_elsewhere(inspection: Inspection) -> Iterator[tuple[type[models.Model], Any]]:
    """Rows of the inspection that another stream wrote, or deleted, since its own last took them
    over.
    """
    gone = _deleted_elsewhere(inspection.stream)
    for table in OF_INSPECTION:
        model = model_of(table)
        elsewhere = _later_elsewhere(inspection.stream, model._meta.db_table, _text_of_key())
        rows = of_inspection(table, inspection).filter(Exists(elsewhere)).order_by("pk")
        found = [*rows.values_list("pk", flat=True), *gone.get(model._meta.db_table, ())]
        wrong = {row for row, _ in row_faults(model)} if found else set()
        yield from ((model, key) for key in found if str(key) not in wrong)


def _text_of_key() -> Cast:
    return Cast(OuterRef("pk"), models.CharField(max_length=64))


def _later_elsewhere(stream: str, table: Any, row: Any) -> models.QuerySet[RowDigest]:
    """Writings of a row by other streams, later than the last time this one took it over."""
    taken = (
        RowDigest.objects.filter(table=OuterRef("table"), row=OuterRef("row"))
        .filter(entry__stream=stream, entry__verb__in=TAKING_OVER)
        .order_by("-turn")
        .values("turn")[:1]
    )
    return (
        RowDigest.objects.filter(table=table, row=row)
        .exclude(entry__stream=stream)
        .filter(turn__gt=Coalesce(Subquery(taken), 0))
    )


def _deleted_elsewhere(stream: str) -> dict[str, list[Any]]:
    """Keys of rows that this stream wrote and another deleted, by their tables."""
    deleted = _later_elsewhere(stream, OuterRef("table"), OuterRef("row")).filter(columns=None)
    tables = {model_of(one)._meta.db_table: model_of(one) for one in OF_INSPECTION}
    written = RowDigest.objects.filter(entry__stream=stream, table__in=tables).filter(
        Exists(deleted)
    )
    found: dict[str, list[Any]] = {}
    for table, row in written.values_list("table", "row").distinct().order_by("table", "row"):
        found.setdefault(table, []).append(tables[table]._meta.pk.to_python(row))
    return found
