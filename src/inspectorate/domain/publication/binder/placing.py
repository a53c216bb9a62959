"""Places a verified binder that nothing is in the way of: rows, ledger, folders, files.

Primary keys are kept, so that the ledger's labels go on naming the same things. Called by one
action only, in its transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import batched
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction

from inspectorate.domain.evidence import search
from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.heads import note_head
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from .. import folder
from ..reasons import PublicationReason
from .archive import Archive, row_member
from .obstacles import EMPTY
from .rows import Reader, model_of
from .tables import SHARED, TABLES


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
        written[table] = _rows(binder, table)
    _entries(archive)
    _numbers_go_on()
    _index(binder)
    try:
        connection.check_constraints([model_of(table)._meta.db_table for table in TABLES])
    except IntegrityError as fault:
        reason = Reason(
            PublicationReason.ROW_REFUSED,
            f"A row refers to what is not there: {fault}.",
            "Ask for the binder again.",
        )
        raise Refused([reason]) from fault
    _folders(binder)
    # Last, when nothing can be refused any more: a stored file is never taken back.
    for name in archive.under("files/"):
        store.keep(archive.content(name), digest=name.removeprefix("files/"))
    return written


def _rows(binder: Binder, table: str) -> int:
    reader, written, done = Reader(table), 0, 0
    every, of = reader.model._base_manager, binder.archive.contents["tables"][table]["rows"]
    for batch in batched(binder.archive.lines(row_member(table)), 2000):
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
        written, done = written + len(made), done + len(batch)
        if binder.progress:
            binder.progress(table, done, of)
    return written


def _entries(archive: Archive) -> None:
    """Write the inspection's stream as it was; note its head outside once all is committed."""
    ledger, when = archive.contents["ledger"], Entry._meta.get_field("at")
    for batch in batched(archive.lines(f"ledger/{ledger['stream']}.jsonl"), 2000):
        try:
            with transaction.atomic():
                Entry.objects.bulk_create(
                    [Entry(**{**row, "at": when.to_python(row["at"])}) for _, row in batch]
                )
        except (IntegrityError, TypeError) as fault:
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


def _numbers_go_on() -> None:
    """New rows are numbered after those that came (SQLite sees to it itself)."""
    statements = connection.ops.sequence_reset_sql(
        no_style(), [model_of(table) for table in TABLES]
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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


def _folders(binder: Binder) -> None:
    root = Path(settings.BUNDLES_ROOT)
    for name, digest in sorted(binder.archive.contents["bundles"].items()):
        start = f"bundles/{name}/"
        files = {
            one.removeprefix(start): binder.archive.content(one)
            for one in binder.archive.under(start)
        }
        # Written anew from the files; that it comes out the same is compared below.
        files.pop(folder.MANIFEST)
        binder.placed.append(root / name)
        if folder.place(root, name, files) != digest:
            refuse_if(
                [
                    Reason(
                        PublicationReason.BUNDLE_DIFFERS,
                        f"{name}: its manifest is not one this software writes.",
                        "",
                        f"bundles/{name}",
                    )
                ]
            )
