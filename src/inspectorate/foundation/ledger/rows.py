"""Digests of the rows an act wrote, and the walk back from every row to the act that wrote it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched, count
from typing import Any

from django.db import connection, models

from .canonical import row_digest, salt_digest, seal
from .models import ColumnList, RowDigest
from .round_trip import Statement, asked_together
from .stored import BATCH, asking_for_lists, asking_for_rows, by_key, column_lists

Note = Mapping[type[models.Model], Iterable[Any]]
Part = tuple[type[models.Model], Sequence[Any]]
# Of so many parts the rows are read in one round trip; few acts write to more tables.
PARTS_AT_ONCE = 16


def digests_of(note: Note, salt: str) -> list[RowDigest]:
    """Digest every noted row as the database holds it now; unsaved, in their places.

    At place 0 stands ``salt``, which hides the arguments of the act.
    """
    made = [_salt(salt)]
    parts = ((model, some) for model, keys in note.items() for some in batched(keys, BATCH))
    for some in batched(parts, PARTS_AT_ONCE):
        made += _of_parts(some, len(made))
    return made


def digests_of_all(notes: Sequence[tuple[Note, str]]) -> list[list[RowDigest]]:
    """Digest the rows of several acts, each noted with its salt, that wrote none in common.

    The rows of all are read together.
    """
    together: dict[type[models.Model], dict[Any, None]] = {}
    for note, _ in notes:
        for model, keys in note.items():
            together.setdefault(model, {}).update(dict.fromkeys(keys))
    _, *digested = digests_of(together, "")
    found = {(one.table, one.row): one for one in digested}
    made = []
    for note, salt in notes:
        lines = [_salt(salt)]
        for model, keys in note.items():
            lines += [found.pop((model._meta.db_table, str(key))) for key in keys]
        for place, one in enumerate(lines):
            one.place = place
        made.append(lines)
    assert not found
    return made


def _of_parts(parts: Sequence[Part], first: int) -> Iterator[RowDigest]:
    """Digest some rows of some tables, whose places begin at ``first``."""
    # In one order, since an act on another stream may keep the same lists at the same moment.
    which = sorted({model for model, _ in parts}, key=lambda one: one._meta.db_table)
    kept, *answers = asked_together(
        [
            asking_for_lists(which),
            *(asking_for_rows(model, keys) for model, keys in parts),
            *(_asking_for_turns(model, keys) for model, keys in parts),
        ]
    )
    lists, place = column_lists(which, kept), count(first)
    rows, turns = answers[: len(parts)], answers[len(parts) :]
    for (model, keys), found, written in zip(parts, rows, turns, strict=True):
        there = dict(by_key(model, found))
        times: dict[str, int] = dict(written)
        for key in keys:
            turn = times.get(str(key), 0) + 1
            yield _of_row(next(place), model, key, turn, lists[model], there.get(key))


def _salt(salt: str) -> RowDigest:
    return RowDigest(
        place=0, table="", row="", turn=None, nonce=salt, seal=seal(salt), digest=salt_digest(salt)
    )


def _of_row(
    place: int,
    model: type[models.Model],
    key: Any,
    turn: int,
    columns: ColumnList,
    values: Mapping[str, Any] | None,
) -> RowDigest:
    nonce, table = secrets.token_hex(16), model._meta.db_table
    return RowDigest(
        place=place,
        table=table,
        row=str(key),
        turn=turn,
        # A row that is not there any more was deleted by the act.
        columns=None if values is None else columns,
        nonce=nonce,
        seal=seal(nonce),
        digest=row_digest(nonce, table, values or {}),
    )


def _asking_for_turns(model: type[models.Model], keys: Sequence[Any]) -> Statement:
    """The statement that tells how often each row was written so far, if it ever was."""
    quote = connection.ops.quote_name
    digests, name, row = quote(RowDigest._meta.db_table), quote("table"), quote("row")
    return (
        f"SELECT {row}, MAX(turn) FROM {digests} WHERE {name} = %s "  # nosec B608
        f"AND {row} IN ({', '.join(['%s'] * len(keys))}) GROUP BY {row}",
        [model._meta.db_table, *map(str, keys)],
    )


def column_names() -> dict[int, tuple[str, str, tuple[str, ...]]]:
    """Every list of columns by its id: its digest, its table, its names."""
    return {
        pk: (digest, table, tuple(names.split()))
        for pk, digest, table, names in ColumnList.objects.values_list(
            "pk", "digest", "table", "names"
        )
    }
