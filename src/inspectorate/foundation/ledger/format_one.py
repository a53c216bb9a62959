"""What entries of format 1 prove of rows: one row an act, of tables that never change.

They digested the row that the act made, without a nonce, over the columns its table had then.
Those are kept as data (``format_one.json``), so that columns added since break no old entry. They
did not prove an act's other rows, nor any row of a table whose rows change: those are proven from
the day on which they were taken over.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from .models import Disposal, Entry


@cache
def columns() -> dict[str, list[str]]:
    """The columns of each table that format 1 digested, by the model's label."""
    text = Path(__file__).with_suffix(".json").read_text("utf-8")
    found: dict[str, list[str]] = json.loads(text)
    return found


def row_digest(thing: models.Model) -> str:
    """SHA-256 over the columns a row had in format 1: moments in UTC, JSON in canonical order."""
    values = {
        one.attname: _plain(one.to_python(getattr(thing, one.attname)))
        for one in thing._meta.concrete_fields
        if one.attname in columns()[thing._meta.label_lower]
    }
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, str | int | float | bool | list | dict | tuple):
        return value
    return str(value)


def faults() -> Iterator[str]:
    """Read every row whose digest an entry of format 1 keeps; name each lost or changed."""
    kept: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    entries = Entry.objects.filter(format=1, detail__has_key="row")
    for of, detail, stream, number in entries.values_list(
        "of", "detail", "stream", "number"
    ).iterator(chunk_size=5000):
        label, _, pk = of.partition("/")
        kept[label][pk] = (detail["row"], f"{stream}, entry {number}")
    for label, digests in sorted(kept.items()):
        yield from _table_faults(label, digests)


def _table_faults(label: str, digests: dict[str, tuple[str, str]]) -> Iterator[str]:
    if label not in columns():
        yield f"{label}: entries of format 1 digested rows of a table that format 1 did not know"
        return
    model = apps.get_model(label)
    disposed = set(
        Disposal.objects.filter(table=model._meta.db_table).values_list("row", flat=True)
    )
    seen = set()
    for thing in model._base_manager.order_by("pk").iterator(chunk_size=2000):
        pk = str(thing.pk)
        if pk not in digests:
            continue
        seen.add(pk)
        # Of a row disposed of, what is left is proven by the digest of the disposal.
        if row_digest(thing) != digests[pk][0] and pk not in disposed:
            yield (
                f"{label}/{pk}: the row was changed after it was written (ledger {digests[pk][1]})"
            )
    yield from (
        f"{label}/{pk}: the row is gone (ledger {where})"
        for pk, (_, where) in digests.items()
        if pk not in seen and pk not in disposed
    )
