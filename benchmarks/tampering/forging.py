"""What an attacker does who knows how the ledger is made: rows past every guard, digests made to
fit, chains computed anew.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .installation import tables


def rows(table: str) -> Any:
    """Rows of a table past everything that notes what is written."""
    from django.db import models

    return models.QuerySet(tables()[table])


def put_in(table: str, like: Any, /, **changed: Any) -> Any:
    """A row made like another one, with a key of its own."""
    model = tables()[table]
    values = {one.attname: getattr(like, one.attname) for one in model._meta.concrete_fields}
    values["id"] = rows(table).order_by("-pk")[0].pk + 1
    (made,) = rows(table).bulk_create([model(**{**values, **changed})])
    return made


def forge_digest(row: Any, entry: Any, *, turn: int | None = None) -> Any:
    """A digest of a row as it lies there, under an entry, as the act would have left it."""
    from inspectorate.foundation.ledger.canonical import row_digest, seal
    from inspectorate.foundation.ledger.models import RowDigest
    from inspectorate.foundation.ledger.stored import column_lists, read

    model = type(row)
    ((_, values),) = read(model, [row.pk])
    nonce = secrets.token_hex(16)
    last = RowDigest.objects.filter(entry=entry).order_by("-place")[0]
    return put_in(
        "ledger_rowdigest",
        last,
        entry_id=entry.pk,
        place=last.place + 1,
        table=model._meta.db_table,
        row=str(row.pk),
        turn=turn or 1,
        columns_id=column_lists([model])[model].pk,
        nonce=nonce,
        seal=seal(nonce),
        digest=row_digest(nonce, model._meta.db_table, values),
    )


def fit_digest(row: Any) -> Any:
    """Make the last digest of a row fit what it holds now; return that digest."""
    from inspectorate.foundation.ledger.canonical import row_digest
    from inspectorate.foundation.ledger.stored import read

    table = row._meta.db_table
    last = rows("ledger_rowdigest").filter(table=table, row=str(row.pk)).order_by("-turn")[0]
    ((_, values),) = read(type(row), [row.pk])
    last.digest = row_digest(last.nonce, table, values)
    rows("ledger_rowdigest").filter(pk=last.pk).update(digest=last.digest)
    return last


def fit_entry(entry: Any) -> None:
    """Make an entry fit the digests that name it, and chain its stream anew from there."""
    from inspectorate.foundation.ledger.chain import digest_of

    lines = list(entry.digests.select_related("columns").order_by("place"))
    rows("ledger_entry").filter(pk=entry.pk).update(
        rows=sum(1 for one in lines if one.table), rows_digest=digest_of(lines)
    )
    chain_anew(entry.stream)


def chain_anew(stream: str) -> None:
    """Number and digest a stream again, so that its chain verifies."""
    from inspectorate.foundation.ledger import chain

    previous = chain.START
    found = rows("ledger_entry").filter(stream=stream).order_by("number", "pk")
    for number, entry in enumerate(list(found), start=1):
        entry.number, entry.previous = number, previous
        entry.digest = previous = hashlib.sha256(chain.canonical(entry)).hexdigest()
        rows("ledger_entry").filter(pk=entry.pk).update(
            number=number, previous=entry.previous, digest=entry.digest
        )


def take_out_act(entry: Any) -> None:
    """Take out an act whole: the rows it wrote first, their digests, the entry; chain anew."""
    written = list(entry.digests.exclude(table="").values_list("table", "row"))
    for table, key in written:
        rows("ledger_rowdigest").filter(table=table, row=key)._raw_delete("default")
        rows(table).filter(pk=key)._raw_delete("default")
    rows("ledger_rowdigest").filter(entry_id=entry.pk)._raw_delete("default")
    rows("ledger_entry").filter(pk=entry.pk)._raw_delete("default")
    chain_anew(entry.stream)


def heads_anew(heads: Path) -> None:
    """Write a file of heads that fits the ledger as it is now."""
    from inspectorate.foundation.ledger import head_file

    heads.unlink(missing_ok=True)
    head_file.append(heads, list(_all_heads()))


def _all_heads() -> Iterator[Any]:
    from inspectorate.foundation.ledger.head_file import Head

    for one in rows("ledger_entry").order_by("pk"):
        yield Head(one.stream, one.number, one.digest)


def last_entry(verb: str) -> Any:
    """The newest entry of a verb."""
    return rows("ledger_entry").filter(verb=verb).order_by("-pk")[0]
