"""Digests of the rows an act wrote, and the walk back from every row to the act that wrote it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import connection, models

from .canonical import row_digest, salt_digest, seal
from .models import ColumnList, RowDigest
from .stored import BATCH, column_lists, read

Note = Mapping[type[models.Model], Iterable[Any]]


def digests_of(note: Note, salt: str) -> list[RowDigest]:
    """Digest every noted row as the database holds it now; unsaved, in their places.

    At place 0 stands ``salt``, which hides the arguments of the act.
    """
    made = [_salt(salt)]
    lists = column_lists(note)
    for model, keys in note.items():
        made += _of_table(model, list(keys), lists[model], len(made))
    return made


def _salt(salt: str) -> RowDigest:
    return RowDigest(
        place=0, table="", row="", turn=None, nonce=salt, seal=seal(salt), digest=salt_digest(salt)
    )


def _of_table(
    model: type[models.Model], keys: list[Any], columns: ColumnList, first: int
) -> list[RowDigest]:
    table, there = model._meta.db_table, dict(read(model, keys))
    turns = _turns(table, keys)
    made = []
    for place, key in enumerate(keys, start=first):
        nonce, values = secrets.token_hex(16), there.get(key)
        made.append(
            RowDigest(
                place=place,
                table=table,
                row=str(key),
                turn=turns.get(str(key), 0) + 1,
                # A row that is not there any more was deleted by the act.
                columns=None if values is None else columns,
                nonce=nonce,
                seal=seal(nonce),
                digest=row_digest(nonce, table, values or {}),
            )
        )
    return made


def _turns(table: str, keys: Iterable[Any]) -> dict[str, int]:
    """How often each row was written so far; a row never written is not named."""
    found: dict[str, int] = {}
    quote = connection.ops.quote_name
    digests, name, row = quote(RowDigest._meta.db_table), quote("table"), quote("row")
    for some in batched(map(str, keys), BATCH):
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {row}, MAX(turn) FROM {digests} WHERE {name} = %s "  # nosec B608
                f"AND {row} IN ({marks}) GROUP BY {row}",
                [table, *some],
            )
            found.update(cursor.fetchall())
    return found


def column_names() -> dict[int, tuple[str, str, tuple[str, ...]]]:
    """Every list of columns by its id: its digest, its table, its names."""
    return {
        pk: (digest, table, tuple(names.split()))
        for pk, digest, table, names in ColumnList.objects.values_list(
            "pk", "digest", "table", "names"
        )
    }
