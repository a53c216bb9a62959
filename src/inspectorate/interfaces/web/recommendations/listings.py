"""The register of recommendations as it is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from ...calendar_files import Entry
from ..lists.listing import Column, Listing

# A row is an entry, one addressee's standing, what is said of it on each axis, and a tone.
_REGISTER = (
    Column("Recommendation", lambda row: row[0].recommendation.ref),
    Column("Asked", lambda row: row[0].recommendation.text, wide=True),
    Column("Of whom", lambda row: row[1].addressee.label),
    Column("Under", lambda row: row[1].addressee.legal_basis),
    Column("Reply by", lambda row: row[1].addressee.reply_by),
    Column("Due on", lambda row: row[1].due_on),
    Column("Day moved", lambda row: "yes" if len(row[1].due_dates) > 1 else "no"),
    Column("Agreement", lambda row: row[2]["agreement"]),
    Column("Owner says", lambda row: row[2]["claimed"]),
    Column("Confirmed", lambda row: row[2]["confirmed"]),
    Column("State", lambda row: row[2]["state"]),
)


def _entry(row: tuple[Any, ...]) -> Entry | None:
    """A recommendation on its day, unless it is closed or has none."""
    recommendation, standing = row[0].recommendation, row[1]
    if standing.due_on is None or standing.closure is not None:
        return None
    addressee = standing.addressee
    return Entry(
        f"{recommendation.ref}/{addressee.pk}",
        f"Due: {recommendation.ref}, {addressee.label}",
        standing.due_on,
        standing.due_on + timedelta(days=1),
        changed=max(len(standing.due_dates) - 1, 0),
    )


def register(rows: Sequence[tuple[Any, ...]], chosen: Sequence[str]) -> Listing:
    """A row for each addressee of each recommendation."""
    said = ", ".join(one for one in chosen if one)
    return Listing("recommendations", "Recommendations", _REGISTER, rows, said, entry=_entry)
