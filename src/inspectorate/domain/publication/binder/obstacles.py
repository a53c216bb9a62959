"""What is in the way of a verified binder: rows here that say something else, bad values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import PublicationReason
from .archive import Archive, row_member, stream_member
from .rows import Reader, model_of, plain
from .tables import MAY_DIFFER, NATURAL, OF_INSPECTION

_BATCH = 500
_MOST_REASONS = 50
EMPTY = Mend.words("Read it into an installation of its own: an empty data folder always takes it.")


def reasons_not_to_place(archive: Archive) -> list[Reason]:
    """Return why a binder cannot be read in here; empty when nothing is in the way.

    In the way is each row that is here as something else, and each malformed value.
    """
    slug = archive.contents["slug"]
    if model_of("inspections.inspection")._base_manager.filter(slug=slug).exists():
        return [
            Reason(
                PublicationReason.INSPECTION_HERE,
                f"The inspection {slug} is here already.",
                Mend.nothing("There is nothing to read in."),
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


def _in_the_way(archive: Archive, table: str) -> Iterator[Reason]:
    reader, member = Reader(table), row_member(table)
    every = reader.model._base_manager
    there = every.exists()
    for batch in archive.batches(member, _BATCH):
        sent: dict[Any, dict[str, Any]] = {}
        for number, row in batch:
            try:
                sent[row[_key(table)]] = reader.values(row)
            except ValueError as fault:
                yield Reason(
                    PublicationReason.ROW_MALFORMED,
                    f"Line {number}: {fault}.",
                    Mend.outside("Ask for the binder again."),
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
    member = stream_member(archive.contents["slug"])
    for batch in archive.batches(member, _BATCH):
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


def _key(table: str) -> str:
    return model_of(table)._meta.pk.attname


def _called(table: str, row: dict[str, Any]) -> str:
    """By what a person knows the row."""
    names = [name for name in ("code", "email", "slug", "version", "ref", "name") if name in row]
    return " ".join(str(row[name]) for name in names[:2]) or str(row[_key(table)])
