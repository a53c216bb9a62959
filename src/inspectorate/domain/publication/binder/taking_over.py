"""Rows of an inspection that its own stream does not prove, which is all a binder has of a ledger.

Another stream may have written them last: an upgrade did (stream ``ledger``). Or nothing proves
them: they came in a binder of format 1, whose entries kept no digests. A row that is not as its
last act left it is left alone, and verification goes on naming it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Cast

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import RowDigest
from inspectorate.foundation.ledger.proof import row_faults

from .rows import model_of
from .stream import of_inspection
from .tables import OF_INSPECTION

# Rows that one act takes over: a bound on memory, not on how many there may be.
AT_ONCE = 20_000


def proven_elsewhere(inspection: Inspection) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield model and key of each row that an act of another stream wrote last."""
    yield from _rows(inspection, ~Q(stream=inspection.stream))


def proven_nowhere(inspection: Inspection) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield model and key of each row that no act has a digest of."""
    yield from _rows(inspection, Q(stream=None))


def _rows(inspection: Inspection, which: Q) -> Iterator[tuple[type[models.Model], Any]]:
    for table in OF_INSPECTION:
        model = model_of(table)
        key = Cast(OuterRef("pk"), models.CharField(max_length=64))
        written = RowDigest.objects.filter(table=model._meta.db_table, row=key).order_by("-turn")
        last = Subquery(written.values("entry__stream")[:1])
        rows = of_inspection(table, inspection).annotate(stream=last).filter(which)
        found = list(rows.order_by("pk").values_list("pk", "stream"))
        wrong = (
            {row for row, _ in row_faults(model)} if any(stream for _, stream in found) else set()
        )
        yield from ((model, key) for key, _ in found if str(key) not in wrong)
