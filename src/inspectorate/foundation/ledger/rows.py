"""Digests of rows that never change: a row altered behind the system's back is named.

Triggers refuse a change made through the database; the digests that the ledger keeps find one made
around it (the file edited, a trigger dropped). Only a row's own columns count. Which tables are
append-only is read from the database's own triggers.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from .models import Entry


@cache
def append_only() -> frozenset[str]:
    """Return the names of the tables that refuse change, read once from the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = "
                "tbl_name || '_no_update'"
            )
        else:
            cursor.execute(
                "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE tgname = relname || '_no_change'"
            )
        return frozenset(row[0] for row in cursor.fetchall())


def added(model: type[models.Model]) -> Mapping[str, Any]:
    """Return the columns added to a model since, each with the value that earlier rows have."""
    return getattr(model, "ADDED", {})


def row_digest(thing: models.Model) -> str:
    """Return SHA-256 over a row's own columns, by name: moments in UTC, JSON in canonical order."""
    values = {
        # A row just made may still hold what it was given (a day as text); read back, it holds a
        # day.
        field.attname: _plain(field.to_python(getattr(thing, field.attname)))
        for field in thing._meta.concrete_fields
    }
    # A row written before the column was added keeps the digest that the ledger holds (decision
    # 18).
    for name, before in added(type(thing)).items():
        if values[name] == _plain(before):
            del values[name]
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


def faults(streams: Iterable[str] | None = None) -> Iterator[str]:
    """Read every row whose digest the ledger keeps; yield a sentence for each lost or changed."""
    kept: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    entries = Entry.objects.filter(detail__has_key="row")
    if streams is not None:
        entries = entries.filter(stream__in=list(streams))
    for of, detail, stream, number in entries.values_list(
        "of", "detail", "stream", "number"
    ).iterator(chunk_size=5000):
        label, _, pk = of.partition("/")
        kept[label][pk] = (detail["row"], f"{stream}, entry {number}")
    for label, digests in sorted(kept.items()):
        seen = set()
        for thing in apps.get_model(label)._base_manager.order_by("pk").iterator(chunk_size=2000):
            pk = str(thing.pk)
            if pk in digests:
                seen.add(pk)
                if row_digest(thing) != digests[pk][0]:
                    yield (
                        f"{label}/{pk}: the row was changed after it was written (ledger "
                        f"{digests[pk][1]})"
                    )
        yield from (
            f"{label}/{pk}: the row is gone (ledger {where})"
            for pk, (_, where) in digests.items()
            if pk not in seen
        )
