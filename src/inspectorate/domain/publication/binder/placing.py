"""Places a verified binder that nothing is in the way of: rows, ledger, folders, files.

Primary keys are kept, so that the ledger's labels go on naming the same things. Called by one
action only, in its transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import batched
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from inspectorate.domain.evidence import search
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.heads import note_head
from inspectorate.foundation.ledger.models import (
    BroughtDigest,
    ColumnList,
    Entry,
    RowDigest,
)
from inspectorate.foundation.ledger.recorded import noted
from inspectorate.foundation.people import credentials
from inspectorate.foundation.people.actions import prove
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if
from inspectorate.foundation.search import keeping

from .. import folder
from ..reasons import PublicationReason
from ..schema import listed_in
from .archive import COLUMNS, Archive, digests_member, row_member, stream_member
from .obstacles import EMPTY
from .rows import Reader, model_of
from .tables import SHARED, TABLES, stored_name

# Numbers that others may take between the moment the last one is read and the next is set.
GIVEN_MEANWHILE = 1000


class Binder(Protocol):
    """A verified binder on its way in."""

    archive: Archive
    progress: Callable[[str, int, int], None] | None
    placed: list[Path]


def place(binder: Binder) -> dict[str, int]:
    """Write everything; return how many rows went into each table.

    Raises Refused when the database refuses a row.
    """
    archive, written = binder.archive, {}
    for table in archive.tables:
        _numbers_go_on(archive, table)
    for table in archive.tables:
        written[table] = _rows(binder, table)
    _entries(archive)
    if archive.format > 1:
        _digests(archive)
    _index(binder)
    try:
        connection.check_constraints([model_of(table)._meta.db_table for table in TABLES])
    except IntegrityError as fault:
        reason = Reason(
            PublicationReason.ROW_REFUSED,
            f"A row refers to what is not there: {fault}.",
            Mend.outside("Ask for the binder again."),
        )
        raise Refused([reason]) from fault
    _folders(binder)
    # Last, when nothing can be refused any more: a stored file is never taken back.
    for name in archive.under("files/"):
        store.keep(archive.pieces(name), digest=name.removeprefix("files/"))
    return written


def _rows(binder: Binder, table: str) -> int:
    reader, written, done = Reader(table), 0, 0
    every, of = reader.model._base_manager, binder.archive.contents["tables"][table]["rows"]
    for batch in binder.archive.batches(row_member(table), 2000):
        made = [reader.model(**reader.values(row)) for _, row in batch]
        if table in SHARED:
            here = set(every.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
            made = [one for one in made if one.pk not in here]
        # A binder must not bring its people the right to sign in here.
        if table == "people.person":
            for one in made:
                one.set_unusable_password()  # type: ignore[attr-defined]
        try:
            # A savepoint: on PostgreSQL a refused row would otherwise end the whole transaction.
            with transaction.atomic():
                every.bulk_create(made)
        except IntegrityError as fault:
            raise Refused(
                [
                    Reason(
                        PublicationReason.ROW_REFUSED,
                        f"{table}: the database refuses a row: {fault}.",
                        EMPTY,
                        table,
                    )
                ]
            ) from fault
        # The inspection's rows come with digests of their own; these are proven by this act.
        if table in SHARED:
            noted(reader.model, [one.pk for one in made])
        if table == "people.person":
            # That they cannot sign in is proven too: a password given them behind the system's back
            # is named.
            prove(credentials.held(one.pk for one in made))
        written, done = written + len(made), done + len(batch)
        if binder.progress:
            binder.progress(table, done, of)
    return written


def _entries(archive: Archive) -> None:
    """Write the inspection's stream as it was; note its head outside once all is committed."""
    ledger = archive.contents["ledger"]
    for batch in archive.batches(stream_member(archive.contents["slug"]), 2000):
        try:
            with transaction.atomic():
                Entry.objects.bulk_create([_entry(row) for _, row in batch])
        except (IntegrityError, TypeError, ValidationError) as fault:
            raise Refused(
                [
                    Reason(
                        PublicationReason.ENTRY_REFUSED,
                        f"The ledger refuses an entry: {fault}.",
                        EMPTY,
                        "ledger",
                    )
                ]
            ) from fault
    # Only once all is committed: a head ahead of the ledger would stop the next start.
    if ledger["entries"]:
        transaction.on_commit(
            lambda: note_head(ledger["stream"], ledger["entries"], ledger["head"])
        )


def _entry(row: dict[str, Any]) -> Entry:
    to_moment = models.DateTimeField().to_python
    moments: dict[str, Any] = {
        name: to_moment(row[name]) for name in ("at", "recorded_at") if name in row
    }
    return Entry(**{**row, **moments})


def _digests(archive: Archive) -> None:
    """Write the digests that the entries came with, each to its entry."""
    slug = archive.contents["slug"]
    lists = {row["digest"]: _column_list(row) for _, row in archive.lines(COLUMNS)}
    brought = {stored_name(table) for table in SHARED}
    for batch in archive.batches(digests_member(slug), 2000):
        entries = {
            one.number: one
            for one in Entry.objects.filter(
                stream=f"inspection/{slug}", number__in={row["entry"] for _, row in batch}
            )
        }
        own: list[RowDigest] = []
        others: list[BroughtDigest] = []
        for _, row in batch:
            refers = {"entry": entries[row["entry"]], "columns": lists.get(row["columns"])}
            if row["table"] in brought:
                others.append(BroughtDigest(**{**row, **refers}))
            else:
                own.append(RowDigest(**{**row, **refers}))
        RowDigest.objects.bulk_create(own)
        BroughtDigest.objects.bulk_create(others)


def _column_list(row: dict[str, Any]) -> ColumnList:
    names = {"table": row["table"], "names": row["names"]}
    return ColumnList.objects.get_or_create(digest=row["digest"], defaults=names)[0]


def _numbers_go_on(archive: Archive, table: str) -> None:
    """Let new rows be numbered after those that come (SQLite sees to it itself).

    Before any row is written, so that nobody who writes meanwhile is given a number that comes; and
    never back, since numbers given to others stand in rows that are not to be seen from here yet.
    """
    key, name = model_of(table)._meta.pk, model_of(table)._meta.db_table
    if connection.vendor != "postgresql" or not isinstance(key, models.AutoField):
        return
    lines = archive.lines(row_member(table))
    last = max((row[key.attname] for _, row in lines), default=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [name, key.column])
        ((sequence,),) = cursor.fetchall()
        cursor.execute(
            f"SELECT setval(%s, %s) FROM {sequence} WHERE last_value <= %s",  # nosec B608
            [sequence, last + GIVEN_MEANWHILE, last],
        )


def _index(binder: Binder) -> None:
    """Put the evidence into the search index of this installation."""
    items = (
        Item.objects.filter(inspection__slug=binder.archive.contents["slug"])
        .order_by("pk")
        .prefetch_related("links")
    )
    of, done = binder.archive.contents["tables"]["evidence.item"]["rows"], 0
    for batch in batched(items.iterator(chunk_size=2000), 2000):
        search.index([(item, [link.criterion_id for link in item.links.all()]) for item in batch])
        done += len(batch)
        if binder.progress:
            binder.progress("search index", done, of)
    keeping.bring(Inspection.objects.get(slug=binder.archive.contents["slug"]).pk, but=("item",))


def _folders(binder: Binder) -> None:
    root = Path(settings.BUNDLES_ROOT)
    for name, digest in sorted(binder.archive.contents["bundles"].items()):
        start = f"bundles/{name}/"
        files = {
            one.removeprefix(start): binder.archive.content(one)
            for one in binder.archive.under(start)
        }
        # Written anew from the files; that it comes out the same is compared below.
        listed = listed_in(files)
        notice = str(json.loads(files.pop(listed)).get("notice", ""))
        binder.placed.append(root / name)
        if folder.place(root, name, files, manifest=listed, notice=notice) != digest:
            refuse_if(
                [
                    Reason(
                        PublicationReason.BUNDLE_DIFFERS,
                        f"{name}: its manifest is not one this software writes.",
                        Mend.outside("Ask for the binder again."),
                        f"bundles/{name}",
                    )
                ]
            )
