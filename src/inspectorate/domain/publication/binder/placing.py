"""Places a verified binder: says what is in its way, then writes rows, ledger, folders, files.

Primary keys are kept, so that the ledger's labels go on naming the same things. Called by one
action only, in its transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path
from typing import Any, Protocol

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
from .rows import Reader, model_of, plain
from .tables import MAY_DIFFER, NATURAL, OF_INSPECTION, SHARED, TABLES

_BATCH = 500
_MOST_REASONS = 50
EMPTY = "Read it into an installation of its own: an empty data folder always takes it."


class Binder(Protocol):
    """A verified binder on its way in."""

    archive: Archive
    progress: Callable[[str, int, int], None] | None
    placed: list[Path]


def obstacles(archive: Archive) -> list[Reason]:
    """Return why a binder cannot be read in here; empty when nothing is in the way.

    In the way is each row that is here as something else, and each malformed value.
    """
    slug = archive.contents["slug"]
    if model_of("inspections.inspection")._base_manager.filter(slug=slug).exists():
        return [
            Reason(
                PublicationReason.INSPECTION_HERE,
                f"The inspection {slug} is here already.",
                "There is nothing to read in.",
                "slug",
            )
        ]
    if Entry.objects.filter(stream=f"inspection/{slug}").exists():
        return [
            Reason(
                PublicationReason.STREAM_HERE,
                f"The ledger already has a stream of {slug}.",
                EMPTY,
                "ledger",
            )
        ]
    # Counted up to a bound: a binder of another world would name every row it has.
    found: list[Reason] = []
    for table in archive.tables:
        for one in _in_the_way(archive, table):
            found.append(one)
            if len(found) >= _MOST_REASONS:
                return found
    return found + _of_the_ledger(archive)


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


def _in_the_way(archive: Archive, table: str) -> Iterator[Reason]:
    reader, member = Reader(table), row_member(table)
    every = reader.model._base_manager
    there = every.exists()
    for batch in batched(archive.lines(member), _BATCH):
        sent: dict[Any, dict[str, Any]] = {}
        for number, row in batch:
            try:
                sent[row[_key(table)]] = reader.values(row)
            except ValueError as fault:
                yield Reason(
                    PublicationReason.ROW_MALFORMED,
                    f"Line {number}: {fault}.",
                    "Ask for the binder again.",
                    member,
                )
        if not there or not sent:
            continue
        names = [one.attname for one in reader.fields]
        here = {row[_key(table)]: row for row in every.filter(pk__in=list(sent)).values(*names)}
        # No row of the inspection can be here: its slug is not. A number that is here is another's.
        if table in OF_INSPECTION:
            if here:
                yield Reason(
                    PublicationReason.NUMBER_TAKEN,
                    f"{table}: number {min(here)} belongs to another inspection here.",
                    EMPTY,
                    member,
                )
                return
            continue
        for key, row in here.items():
            yield from _differs(table, sent[key], row)
        yield from _elsewhere(table, sent, here)


def _differs(table: str, sent: dict[str, Any], here: dict[str, Any]) -> Iterator[Reason]:
    """A shared row under the same number must be the same thing, saying the same."""
    loose = MAY_DIFFER.get(table, ())
    other = [name for name in sent if name not in loose and plain(sent[name]) != plain(here[name])]
    if other:
        difference = "; ".join(
            f"{name} is {here[name]!r} here, {sent[name]!r} there" for name in other[:3]
        )
        yield Reason(
            PublicationReason.OTHER_HERE,
            f"{table} {_called(table, sent)}: {difference}.",
            EMPTY,
            row_member(table),
        )


def _elsewhere(
    table: str, sent: dict[Any, dict[str, Any]], here: dict[Any, Any]
) -> Iterator[Reason]:
    """A shared row that is known here by its name must be here under the same number."""
    names = NATURAL.get(table)
    if names is None:
        return
    by_name = {tuple(str(row[name]) for name in names): key for key, row in sent.items()}
    firsts = [row[names[0]] for row in sent.values()]
    for found in (
        model_of(table)._base_manager.filter(**{f"{names[0]}__in": firsts}).values("pk", *names)
    ):
        key = by_name.get(tuple(str(found[name]) for name in names))
        if key is not None and key != found["pk"] and key not in here:
            difference = f"is here under number {found['pk']}, there under {key}"
            yield Reason(
                PublicationReason.OTHER_NUMBER,
                f"{table} {_called(table, sent[key])} {difference}.",
                EMPTY,
                row_member(table),
            )


def _of_the_ledger(archive: Archive) -> list[Reason]:
    """Keys of acts are unique in an installation."""
    member = f"ledger/inspection/{archive.contents['slug']}.jsonl"
    for batch in batched(archive.lines(member), _BATCH):
        taken = (
            Entry.objects.filter(key__in=[str(row["key"]) for _, row in batch])
            .values_list("key", flat=True)
            .first()
        )
        if taken is not None:
            return [
                Reason(
                    PublicationReason.KEY_TAKEN,
                    f"The act {taken} is in this ledger already.",
                    EMPTY,
                    member,
                )
            ]
    return []


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


def _key(table: str) -> str:
    return model_of(table)._meta.pk.attname


def _called(table: str, row: dict[str, Any]) -> str:
    """By what a person knows the row."""
    names = [name for name in ("code", "email", "slug", "version", "ref", "name") if name in row]
    return " ".join(str(row[name]) for name in names[:2]) or str(row[_key(table)])
