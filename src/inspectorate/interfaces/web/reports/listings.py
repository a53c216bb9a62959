"""Documents as their list is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..lists.listing import Column, Listing

# A row is a document, the coverage of its sentences, and its newest public edition or none.
_DOCUMENTS = (
    Column("Document", lambda row: row[0].title),
    Column("Kind", lambda row: row[0].get_kind_display()),
    Column("To", lambda row: row[0].scope_body.label if row[0].scope_body else ""),
    Column("Version", lambda row: row[0].version),
    Column("Sentences", lambda row: row[1].total),
    Column("Bound", lambda row: row[1].bound),
    Column("Context", lambda row: row[1].context),
    Column("Narrative", lambda row: row[1].narrative),
    Column("Unbound", lambda row: row[1].unbound),
    Column("Newest edition", lambda row: row[2].number if row[2] else None),
    Column("Frozen", lambda row: row[2].at if row[2] else None),
)


def documents(rows: Sequence[tuple[Any, ...]]) -> Listing:
    """Every document with its coverage."""
    return Listing("documents", "Documents", _DOCUMENTS, rows)
