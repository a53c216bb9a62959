"""The control: verification as it was before every row was proven.

It walked from each entry to the one row that the act was said to be of, where that row's table
never changes, and read chains, heads, files, editions and bundles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any


def checks() -> list[Callable[[], Iterator[str]]]:
    """The parts of the old verification."""
    from inspectorate.domain.publication import verify
    from inspectorate.foundation.files import store
    from inspectorate.foundation.ledger import chain, heads

    return [
        chain.faults,
        heads.faults,
        # Table by table, so that an attack on one does not have all of them read.
        *(partial(_row_faults, model, rows) for model, rows in _rows().items()),
        store.faults,
        verify.edition_faults,
        verify.bundle_faults,
    ]


def _rows() -> dict[Any, dict[Any, tuple[str, str, tuple[str, ...]]]]:
    """By table that never changes: nonce, digest and columns of each row that an act was of."""
    from inspectorate.foundation.ledger.models import RowDigest
    from inspectorate.foundation.ledger.recorded import Permanent
    from inspectorate.foundation.ledger.rows import column_names

    lists, found = column_names(), {}
    for model in Permanent.recorded_models():
        kept = RowDigest.objects.filter(table=model._meta.db_table, turn=1).exclude(columns=None)
        found[model] = {
            model._meta.pk.to_python(row): (nonce, digest, lists[columns][2])
            for row, nonce, digest, columns, of in kept.values_list(
                "row", "nonce", "digest", "columns", "entry__of"
            )
            if of == f"{model._meta.label_lower}/{row}" and nonce != "[disposed]"
        }
    return found


def _row_faults(model: Any, rows: dict[Any, tuple[str, str, tuple[str, ...]]]) -> Iterator[str]:
    from inspectorate.foundation.ledger.canonical import row_digest
    from inspectorate.foundation.ledger.stored import read

    there = dict(read(model, list(rows)))
    for key, (nonce, digest, names) in rows.items():
        if key not in there:
            yield f"{model._meta.label_lower}/{key}: the row is gone"
            continue
        values = {name: there[key][name] for name in names}
        if row_digest(nonce, model._meta.db_table, values) != digest:
            yield f"{model._meta.label_lower}/{key}: the row was changed"
