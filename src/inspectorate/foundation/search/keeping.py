"""The index kept true: made afresh from the rows, and mended where a row's words were destroyed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from .kinds import kinds
from .port import COMMON, Index, clear_out, empty, holds, token


def rebuild() -> dict[str, int]:
    """Make every index afresh from the rows themselves; return how many things of each kind."""
    with transaction.atomic():
        emptied: set[Index] = set()
        for kind in kinds().values():
            if kind.index not in emptied:
                empty(kind.index)
                emptied.add(kind.index)
        return {code: kind.keep_all() for code, kind in kinds().items()}


def fill() -> None:
    """Put into the common index each kind of which it holds nothing, as after the index, or the
    kind, came to an older database.

    Does nothing where migrations are still to come: then the tables are not those of the code.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with transaction.atomic():
        for code, kind in kinds().items():
            if kind.index == COMMON and not holds(COMMON, token("t", code)):
                kind.keep_all()


def bring(within: int, *, but: Collection[str] = ()) -> None:
    """Put everything that stands within a place into the index, ``but`` for some kinds."""
    for code, kind in kinds().items():
        if code not in but:
            kind.keep_all(within)


def mend(row: Model) -> None:
    """Find a thing by the words that are left of it, or no more where it is gone.

    What it was found by leaves the index itself, at the cost of writing all of that afresh.
    """
    mended: set[Index] = set()
    for kind in kinds().values():
        if kind.follow(row):
            mended.add(kind.index)
    for index in mended:
        clear_out(index)


def tell(row: Model) -> None:
    """Have each kind that takes words from a row of another's find its things anew."""
    for kind in kinds().values():
        if not isinstance(row, kind.model):
            kind.follow(row)
